"""Refused rows as a spreadsheet that the sender corrects and sends again."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from shuyuan.engine.quarantine.store import Quarantine, RefusedCell, open_quarantine

#: What a sheet can hold, less the header and the line that says that there is more.
MOST_ROWS = 1_048_574
#: Longer texts are cut: a cell cannot hold them.
_LONGEST_TEXT = 32_767
#: Comments are kept in memory until the end, so only the first cells get one; every row has its reasons.
_MOST_COMMENTS = 5_000

_WORDS = {
    "zh": ("退回数据", "行号", "退回原因", "还有更多行未列出，请先改正以上各行"),
    "en": ("Refused rows", "Row", "Reason", "There are more rows; correct these first"),
}


def workbook(path: Path, target: Path, *, language: str = "zh") -> Path:
    """Write the refused rows of a quarantine to `target`: as sent, refused cells colored, with the reasons.

    Every cell is written as text, so nothing in it can run as a formula and no digit is lost.
    """
    quarantine = open_quarantine(path)
    title, row_label, reason_label, more = _WORDS[language]
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(title)
        heading = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "num_format": "@"})
        plain = book.add_format({"num_format": "@"})
        wrong = book.add_format({"num_format": "@", "bg_color": "#F8CBAD", "font_color": "#9C0006"})
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 48)
        sheet.set_column(2, len(quarantine.columns) + 1, 18, plain)
        for place, label in enumerate((row_label, reason_label, *quarantine.columns)):
            sheet.write_string(0, place, label, heading)
        writer = _Writer(sheet, quarantine, language, plain, wrong)
        for line, (number, cells, refused) in enumerate(_joined(quarantine), start=1):
            if line > MOST_ROWS:
                sheet.write_string(line, 0, more, wrong)
                break
            writer.write(line, number, cells, refused)
    return target


class _Writer:
    """Writes one refused row after the other."""

    def __init__(
        self, sheet: Worksheet, quarantine: Quarantine, language: str, plain: Format, wrong: Format
    ) -> None:
        self._sheet = sheet
        self._places = {label: place for place, label in enumerate(quarantine.columns, start=2)}
        self._language = language
        self._plain = plain
        self._wrong = wrong
        self._comments_left = _MOST_COMMENTS

    def write(self, line: int, number: int, cells: list[str | None], refused: list[RefusedCell]) -> None:
        """The row's number, all its reasons, and its cells."""
        reasons = [
            f"{cell.column}：{self._reason(cell)}" if cell.column else self._reason(cell) for cell in refused
        ]
        self._text(line, 0, str(number), self._plain)
        self._text(line, 1, "；".join(reasons), self._plain)
        wrong = {self._places[cell.column]: cell for cell in refused if cell.column}
        whole_row = not wrong
        for place, cell in enumerate(cells, start=2):
            self._text(line, place, cell or "", self._wrong if whole_row or place in wrong else self._plain)
            if place in wrong and self._comments_left:
                self._comments_left -= 1
                self._sheet.write_comment(line, place, self._reason(wrong[place]))

    def _reason(self, cell: RefusedCell) -> str:
        return cell.message[self._language]

    def _text(self, line: int, place: int, text: str, style: Format) -> None:
        self._sheet.write_string(line, place, text[:_LONGEST_TEXT], style)


def _joined(quarantine: Quarantine) -> Iterator[tuple[int, list[str | None], list[RefusedCell]]]:
    """Rows with their refused cells; both come in the order of the file."""
    by_row = groupby(quarantine.cells(), key=lambda cell: cell.row)
    for (number, cells), (_, refused) in zip(quarantine.rows(), by_row, strict=True):
        yield number, cells, list(refused)
