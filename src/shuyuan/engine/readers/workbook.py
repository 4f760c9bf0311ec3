"""XLSX: one sheet as rows of text, with formulas, error cells and numbers as a person sees them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import python_calamine

from shuyuan.engine.readers.archive import open_archive
from shuyuan.engine.readers.header import checked_header
from shuyuan.engine.readers.limits import Limits
from shuyuan.engine.readers.sheet_xml import column_letters, scan_sheet
from shuyuan.engine.readers.source import ERROR_MARK, FORMULA_MARK, FileKind, Note, SourceTable
from shuyuan.engine.readers.workbook_parts import Sheet, sheets_of
from shuyuan.kernel.errors import BadInput, TooLarge

_BATCH_ROWS = 20_000
_MOST_NAMED = 10
#: Spreadsheets keep 15 digits: a whole number from here on has lost some.
_FIRST_LOSSY = 1e15


class WorkbookSource(SourceTable):
    """One sheet of a workbook: the one asked for, else the first that is visible."""

    kind = FileKind.WORKBOOK

    def __init__(self, path: Path, limits: Limits, sheet: str | None) -> None:
        archive = open_archive(path, limits)
        sheets = sheets_of(archive)
        chosen = _choose(sheets, sheet)
        self._scan = scan_sheet(archive, chosen.part)
        self._must_be_plain(chosen.name, limits)
        for part in archive.parts:
            if part.endswith((".xml", ".rels")) and part != chosen.part:
                # The reader behind us unpacks these too: each must hold what it declares, and no more.
                for _ in archive.chunks(part):
                    pass
        self._sheet = _load(path, chosen.name)
        header = next(((number, cells) for number, cells in self._rows() if any(cells)), None)
        if header is None:
            raise BadInput(
                "the sheet is empty", code="header_missing", sheet=chosen.name, remedy="add_header"
            )
        self._header_row, labels = header
        self._width = max(place for place, label in enumerate(labels, start=1) if label)
        self.columns = checked_header([label or "" for label in labels[: self._width]], limits)
        self.notes = (_note_of(chosen, sheets),)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Rows below the header; one with cells right of the last label comes whole in `_broken`."""
        rows = islice(self._rows(), self._header_row, None)
        while chunk := list(islice(rows, _BATCH_ROWS)):
            numbers = [number for number, _ in chunk]
            whole = [
                "\t".join(cell or "" for cell in cells) if any(cells[self._width :]) else None
                for _, cells in chunk
            ]
            kept = [
                [None] * self._width if broken is not None else cells[: self._width]
                for (_, cells), broken in zip(chunk, whole, strict=True)
            ]
            columns = [pa.array(column, pa.string()) for column in zip(*kept, strict=True)]
            yield pa.RecordBatch.from_arrays(
                [pa.array(numbers, pa.int64()), pa.array(whole, pa.string()), *columns], schema=self.schema
            )

    def _rows(self) -> Iterator[tuple[int, list[str | None]]]:
        """Every row of the sheet from its row 1, cells from the first used column on."""
        first_column = self._sheet.start[1] if self._sheet.start else 0
        marks = {
            place: mark + text
            for mark, found in ((ERROR_MARK, self._scan.errors), (FORMULA_MARK, self._scan.formulas))
            for place, text in found.items()
        }
        rows_with_marks = {row for row, _ in marks}
        for number, values in enumerate(self._sheet.iter_rows(), start=1):
            cells = [_as_text(value) for value in values]
            if number in rows_with_marks:
                for place in range(len(cells)):
                    cells[place] = marks.get((number, first_column + place + 1), cells[place])
            yield number, cells

    def _must_be_plain(self, sheet: str, limits: Limits) -> None:
        """No merged cells, and an extent that fits into memory; both are known before the sheet is loaded."""
        scan = self._scan
        if scan.merged:
            raise BadInput(
                f"merged cells: {scan.merged[:_MOST_NAMED]}",
                code="merged_cells",
                sheet=sheet,
                cells=scan.merged[:_MOST_NAMED],
                count=len(scan.merged),
                remedy="unmerge_cells",
            )
        if scan.last_row * scan.last_column > limits.cells:
            raise TooLarge(
                f"the sheet reaches to {column_letters(scan.last_column)}{scan.last_row}",
                code="workbook_too_large",
                sheet=sheet,
                cell=f"{column_letters(scan.last_column)}{scan.last_row}",
                limit_cells=limits.cells,
                remedy="save_as_csv",
            )


def _choose(sheets: Sequence[Sheet], wanted: str | None) -> Sheet:
    if wanted is None:
        return next((sheet for sheet in sheets if sheet.visible), sheets[0])
    for sheet in sheets:
        if sheet.name == wanted:
            return sheet
    raise BadInput(
        f"no sheet {wanted!r}",
        code="sheet_unknown",
        sheet=wanted,
        sheets=[sheet.name for sheet in sheets][:_MOST_NAMED],
        remedy="choose_sheet",
    )


def _note_of(chosen: Sheet, sheets: Sequence[Sheet]) -> Note:
    others = [sheet for sheet in sheets if sheet != chosen]
    return Note(
        "sheet_read" if not others else "one_of_several_sheets_read",
        {
            "sheet": chosen.name,
            "others": [sheet.name for sheet in others][:_MOST_NAMED],
            "hidden": [sheet.name for sheet in others if not sheet.visible][:_MOST_NAMED],
        },
    )


def _load(path: Path, name: str) -> python_calamine.CalamineSheet:
    try:
        return python_calamine.load_workbook(path).get_sheet_by_name(name)
    except python_calamine.CalamineError as error:
        raise BadInput(
            f"the workbook cannot be read: {error}", code="file_damaged", sheet=name, remedy="save_as_xlsx"
        ) from error


def _as_text(value: Any) -> str | None:
    """A cell as a person sees it, None for an empty one."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return str(value)


def _number_text(value: float) -> str:
    """Fifteen digits; a whole number with more lost some, and scientific notation tells so."""
    if abs(value) >= _FIRST_LOSSY:
        return f"{value:.14E}"
    return str(int(value)) if value.is_integer() else f"{value:.15g}"
