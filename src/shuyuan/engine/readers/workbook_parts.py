"""Which sheets a workbook has, in their order, and in which part of the archive each one lies."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from shuyuan.engine.readers.archive import Archive
from shuyuan.engine.readers.sheet_xml import plain_xml
from shuyuan.kernel.errors import BadInput

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_MOST_SHEETS = 500


@dataclass(frozen=True)
class Sheet:
    """One sheet with cells; `part` is its XML in the archive."""

    name: str
    part: str
    visible: bool


def sheets_of(archive: Archive) -> list[Sheet]:
    """The sheets in the order of their tabs; raises BadInput (`not_a_workbook`) when there is none."""
    if _WORKBOOK not in archive.parts or _RELATIONS not in archive.parts:
        raise _no_workbook()
    targets: dict[str, str] = {}
    listed: list[tuple[str, str, bool]] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            targets[attributes.get("Id", "")] = posixpath.normpath(path)

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet" and len(listed) < _MOST_SHEETS:
            link = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            listed.append((attributes.get("name", ""), link, attributes.get("state", "visible") == "visible"))

    _walk(archive, _RELATIONS, relation)
    _walk(archive, _WORKBOOK, sheet)
    sheets = [
        Sheet(name, targets[link], visible)
        for name, link, visible in listed
        if targets.get(link) in archive.parts
    ]
    if not sheets:
        raise _no_workbook()
    return sheets


def _walk(archive: Archive, part: str, visit: Callable[[str, dict[str, str]], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: visit(name.rpartition(":")[2], attributes)
    try:
        for chunk in plain_xml(archive, part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BadInput(
            f"{part} is no XML: {error}", code="file_damaged", part=part, remedy="send_again"
        ) from error


def _no_workbook() -> BadInput:
    return BadInput("there is no sheet in the file", code="not_a_workbook", remedy="save_as_xlsx")
