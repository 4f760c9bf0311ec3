"""Any spreadsheet as rows of text: workbooks of both generations and CSV, with formulas and merged cells.

Everything is checked before it is parsed: size, first bytes, the archive around a workbook, the extent of
the sheets. Values of merged cells stand in each of their cells.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import python_calamine

from shuyuan.engine.encodings import scan
from shuyuan.engine.landing import Landed
from shuyuan.engine.readers.archive import open_archive
from shuyuan.engine.readers.limits import DEFAULT_LIMITS
from shuyuan.engine.readers.sheet_xml import SheetScan, scan_sheet
from shuyuan.engine.readers.workbook_parts import sheets_of
from shuyuan.kernel.errors import BadInput, TooLarge

#: More than the catalog of any department; a larger file is divided by its sender.
MOST_ROWS = 150_000
MOST_COLUMNS = 200
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
EXTENSIONS = ("xlsx", "xls", "et", "csv")
_DELIMITERS = ",\t;|"
_FIRST_LOSSY = 1e15
_HEAD_BYTES = 8192

#: A row: its number as people count, and its cells; None is an empty one.
Row = tuple[int, list[str | None]]


@dataclass
class Grid:
    """One sheet; `formulas` and `errors` are places (row, column) counted from 1."""

    name: str
    visible: bool = True
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    _open: Any = None

    def rows(self) -> Iterator[Row]:
        """Every row from the first; can be read any number of times."""
        return self._open()  # type: ignore[no-any-return]


def open_grids(landed: Landed) -> list[Grid]:
    """The sheets of a file in their order.

    Raises BadInput or TooLarge with place and remedy: `extension_unknown`, `extension_and_content_differ`,
    `too_many_rows` and whatever the archive and the encoding raise.
    """
    extension = landed.extension
    if extension not in EXTENSIONS:
        raise BadInput(
            f".{extension} is not read",
            code="extension_unknown",
            extension=extension,
            known=list(EXTENSIONS),
            remedy="save_as_xlsx",
        )
    with landed.path.open("rb") as stream:
        head = stream.read(4)
    if extension == "csv":
        if head in {_ZIP, _OLD}:
            raise _other_content(extension, "workbook")
        return [_delimited(landed.path, landed.filename)]
    if head == _ZIP and extension != "xls":
        return _workbook(landed.path)
    if head == _OLD and extension != "xlsx":
        return _old_workbook(landed.path)
    found = {_ZIP: "xlsx", _OLD: "old_or_encrypted_workbook"}.get(head, "delimited")
    raise _other_content(extension, found)


def _other_content(extension: str, content: str) -> BadInput:
    return BadInput(
        f"called .{extension}, holds {content}",
        code="extension_and_content_differ",
        extension=extension,
        content=content,
        remedy="save_as_xlsx",
    )


def _workbook(path: Path) -> list[Grid]:
    archive = open_archive(path, DEFAULT_LIMITS)
    sheets = sheets_of(archive)
    scans = {}
    for sheet in sheets:
        scans[sheet.name] = scan_sheet(archive, sheet.part)
        _must_fit(sheet.name, scans[sheet.name])
    read = {sheet.part for sheet in sheets}
    for part in archive.parts:
        if part.endswith((".xml", ".rels")) and part not in read:
            # The reader behind us unpacks these too: each must hold what it declares, and no more.
            for _chunk in archive.chunks(part):
                pass
    return [
        Grid(
            sheet.name,
            sheet.visible,
            scans[sheet.name].formulas,
            scans[sheet.name].errors,
            _opener(path, sheet.name, [_corners(one) for one in scans[sheet.name].merged if ":" in one]),
        )
        for sheet in sheets
    ]


def _must_fit(name: str, found: SheetScan) -> None:
    if found.last_row > MOST_ROWS:
        raise _too_many_rows(name)
    if found.last_column > MOST_COLUMNS:
        raise TooLarge(
            f"{found.last_column} columns",
            code="too_many_columns",
            sheet=name,
            columns=found.last_column,
            limit=MOST_COLUMNS,
        )


def _too_many_rows(name: str) -> TooLarge:
    return TooLarge(
        f"more than {MOST_ROWS} rows",
        code="too_many_catalog_rows",
        sheet=name,
        limit=MOST_ROWS,
        remedy="split_file",
    )


def _old_workbook(path: Path) -> list[Grid]:
    """Workbooks of the old generation (.xls) and of WPS (.et), which have the same form."""
    with closing(_load(path)) as book:
        listed = [
            (sheet.name, sheet.visible == python_calamine.SheetVisibleEnum.Visible)
            for sheet in book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        merges = {
            name: [
                (top + 1, left + 1, bottom + 1, right + 1)
                for (top, left), (bottom, right) in book.get_sheet_by_name(name).merged_cell_ranges or ()
            ]
            for name, _visible in listed
        }
    return [Grid(name, visible, _open=_opener(path, name, merges[name])) for name, visible in listed]


def _load(path: Path) -> Any:
    try:
        return python_calamine.load_workbook(path)
    except python_calamine.PasswordError as error:
        raise BadInput(
            "the workbook is encrypted", code="file_encrypted", remedy="remove_password"
        ) from error
    except (python_calamine.CalamineError, OSError) as error:
        raise BadInput(
            f"the workbook cannot be read: {error}", code="file_damaged", remedy="save_as_xlsx"
        ) from error


Corners = tuple[int, int, int, int]


def _opener(path: Path, name: str, merged: list[Corners]) -> Any:
    @cache
    def load() -> Any:
        with closing(_load(path)) as book:
            return book.get_sheet_by_name(name)

    def rows() -> Iterator[Row]:
        sheet = load()
        left = sheet.start[1] if sheet.start else 0
        found = (
            (number, [None] * left + [cell_text(value) for value in values])
            for number, values in enumerate(sheet.iter_rows(), start=1)
        )
        return _filled(found, merged) if merged else found

    return rows


def _filled(rows: Iterator[Row], merged: list[Corners]) -> Iterator[Row]:
    """The rows with the value of a merged cell in all of its cells."""
    waiting = sorted(merged, reverse=True)
    active: list[tuple[Corners, str | None]] = []
    for number, cells in rows:
        while waiting and waiting[-1][0] <= number:
            corners = waiting.pop()
            value = cells[corners[1] - 1] if corners[1] <= len(cells) else None
            active.append((corners, value))
        for (_top, left, _bottom, right), value in active:
            for place in range(left - 1, min(right, len(cells))):
                cells[place] = value
        active = [one for one in active if one[0][2] > number]
        yield number, cells


def _corners(reference: str) -> Corners:
    """``B2:C5`` as (2, 2, 5, 3)."""
    first, _colon, last = reference.partition(":")
    return (*_place(first), *_place(last))


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :] or 1), column


def _delimited(path: Path, name: str) -> Grid:
    text = scan(path, line_bytes=DEFAULT_LIMITS.line_bytes)
    with path.open("rb") as stream:
        first = stream.read(_HEAD_BYTES)[text.mark_bytes :].split(b"\n")[0].decode(text.encoding, "replace")
    delimiter = max(_DELIMITERS, key=first.count)

    def rows() -> Iterator[Row]:
        with path.open(encoding=text.encoding, newline="") as stream:
            stream.seek(text.mark_bytes)
            reader = csv.reader(stream, delimiter=delimiter)
            for number, cells in enumerate(reader, start=1):
                if number > MOST_ROWS:
                    raise _too_many_rows(name)
                yield number, [_unquoted(cell) for cell in cells]

    return Grid(name, _open=rows)


def _unquoted(cell: str) -> str | None:
    """A cell of a CSV file without the apostrophe that keeps spreadsheets from calculating it."""
    text = cell.strip()
    if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"}:
        text = text[1:]
    return text or None


def cell_text(value: Any) -> str | None:
    """A cell as a person sees it, without blanks around it; None for an empty one."""
    if isinstance(value, str):
        return value.strip() or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < _FIRST_LOSSY
        return str(int(value)) if whole else f"{value:.15g}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return str(value)
