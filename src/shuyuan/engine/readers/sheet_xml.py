"""What a workbook reader does not tell: formulas, error cells, merged cells and the true extent of a sheet.

Found by streaming the sheet's XML; document type definitions are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from shuyuan.engine.readers.archive import Archive
from shuyuan.kernel.errors import BadInput

#: More formulas than this are told by the first ones.
_MOST_MARKED = 50_000

_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_PLACED_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
#: Formulas, error cells and merged ranges: rare, so only their presence asks for the slower parser.
_UNUSUAL = re.compile(rb"<(?:\w+:)?f[\s/>]|\bt=[\"']e[\"']|<(?:\w+:)?mergeCell[\s/>]")
#: One of these stands in every tag that `_UNUSUAL` finds; looking for plain bytes is ten times as quick.
_SIGNS = (b"<f", b":f", b't="e"', b"t='e'", b"mergeCell")
_ENCODING = re.compile(rb"encoding=[\"']([A-Za-z0-9_.-]+)[\"']")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: Text between two tags is at most one cell; a sheet with longer ones is no sheet.
_LONGEST_TEXT = 4 << 20


@dataclass
class SheetScan:
    """What the XML of one sheet says; rows and columns count from 1."""

    last_row: int = 0
    last_column: int = 0
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)


def scan_sheet(archive: Archive, part: str) -> SheetScan:
    """Scan one sheet: quickly by its bytes, and by a parser where these show anything unusual.

    Raises BadInput: `xml_with_dtd`, `xml_encoding`, `file_damaged`.
    """
    found = SheetScan()
    columns: set[bytes] = set()
    for tags in _whole_tags(archive, part):
        placed = _PLACED_CELL.findall(tags)
        if _is_unusual(tags) or len(placed) != len(_CELL.findall(tags)):
            return _parsed(archive, part)
        columns.update(column for column, _ in placed)
        found.last_row = max([found.last_row, *map(int, {row for _, row in placed})])
    found.last_column = max((column_number(name.decode()) for name in columns), default=0)
    return found


def _is_unusual(tags: bytes) -> bool:
    return any(sign in tags for sign in _SIGNS) and _UNUSUAL.search(tags) is not None


def plain_xml(archive: Archive, part: str) -> Iterator[bytes]:
    """The bytes of an XML part; raises BadInput unless it is UTF-8 without a document type."""
    tail = b""
    for number, chunk in enumerate(archive.chunks(part)):
        if number == 0:
            declared = _ENCODING.search(chunk[:200])
            encoding = declared[1].lower() if declared else b"utf-8"
            if b"\0" in chunk[:4] or chunk.startswith((b"\xff\xfe", b"\xfe\xff")) or encoding != b"utf-8":
                raise BadInput(f"{part} is not UTF-8", code="xml_encoding", part=part, remedy="save_as_csv")
        if b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
            raise BadInput(
                f"{part} defines a document type", code="xml_with_dtd", part=part, remedy="save_as_csv"
            )
        tail = chunk[-16:]
        yield chunk


def column_number(letters: str) -> int:
    """The place of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """The letters of a column from its place."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _whole_tags(archive: Archive, part: str) -> Iterator[bytes]:
    """The part cut behind closing brackets, so that no tag stands across a border."""
    rest = b""
    for chunk in plain_xml(archive, part):
        window = rest + chunk
        cut = window.rfind(b">") + 1
        rest = window[cut:]
        if len(rest) > _LONGEST_TEXT:
            raise BadInput(f"{part} has no tags", code="file_damaged", part=part, remedy="save_as_csv")
        yield window[:cut]


def _parsed(archive: Archive, part: str) -> SheetScan:
    """The same with a parser that follows every cell."""
    walker = _Walker()
    try:
        for chunk in plain_xml(archive, part):
            walker.parser.Parse(chunk, False)
        walker.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BadInput(
            f"{part} is no XML: {error}", code="file_damaged", part=part, remedy="send_again"
        ) from error
    return walker.found


class _Walker:
    """Follows rows and cells; a cell without a reference stands right of the one before it."""

    def __init__(self) -> None:
        self.found = SheetScan()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._row = self._column = 0
        self._is_error = False
        self._collected: list[str] | None = None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self._row = int(attributes["r"]) if attributes.get("r", "").isdigit() else self._row + 1
            self._column = 0
        elif tag == "c":
            self._enter_cell(attributes)
        elif tag == "f" or (tag == "v" and self._is_error):
            self._collected = []
        elif tag == "mergeCell" and len(self.found.merged) < _MOST_MARKED:
            self.found.merged.append(attributes.get("ref", ""))

    def _enter_cell(self, attributes: dict[str, str]) -> None:
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        if reference:
            self._row, self._column = int(reference[2]), column_number(reference[1])
        else:
            self._column += 1
        self._is_error = attributes.get("t") == "e"
        self.found.last_row = max(self.found.last_row, self._row)
        self.found.last_column = max(self.found.last_column, self._column)

    def _text(self, text: str) -> None:
        if self._collected is not None:
            self._collected.append(text)

    def _end(self, name: str) -> None:
        if self._collected is None or name.rpartition(":")[2] not in {"f", "v"}:
            return
        marks = self.found.formulas if name.endswith("f") else self.found.errors
        if len(marks) >= _MOST_MARKED:
            raise BadInput(
                f"more than {_MOST_MARKED} formulas or errors",
                code="too_many_formulas",
                row=self._row,
                remedy="paste_as_values",
            )
        marks[self._row, self._column] = "".join(self._collected)
        self._collected = None
