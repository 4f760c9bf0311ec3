"""Writes workbooks: entries in the usual columns, and any list as a titled table with maker and time.

Every cell is written as text or number, so nothing in it can run as a formula.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from shuyuan.kernel.errors import TooLarge
from shuyuan.web.columns import Column
from shuyuan.web.exports import XLSX_ROWS
from shuyuan.workbooks.columns import BOTH, COLUMNS, ITEM
from shuyuan.workbooks.rows import EntryRows

#: The sheet that holds the entries, in every workbook that we write and look for in every one that we read.
SHEET = "信息资源目录"
#: Says which edition a table is and who made it; read by people only.
ABOUT_SHEET = "制表说明"
#: Merged cells are kept in memory until the end; longer tables repeat the resource in each row.
MOST_MERGED_ROWS = 20_000
_LONGEST_TEXT = 32_767
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_BORDER = {"border": 1, "border_color": "#C6CED8"}


def write_entries(
    rows: Iterator[EntryRows],
    stream: IO[bytes],
    *,
    merged: bool = False,
    about: Sequence[tuple[str, str]] = (),
) -> int:
    """Write the cells of entries in the usual columns, one row for each item, and give the number of rows.

    With `merged` the resource's cells are merged over its rows, unless the table is too long for that.
    `about` are pairs such as (制表人, name) for a sheet of their own. Raises TooLarge `workbook_full`.
    """
    kept: list[EntryRows] = []
    if merged:
        count = 0
        for one in rows:
            kept.append(one)
            count += len(one[1])
            if count > MOST_MERGED_ROWS:
                merged = False
                break
    book = xlsxwriter.Workbook(stream, {**_PLAIN, "constant_memory": not merged, "in_memory": False})
    try:
        sheet = book.add_worksheet(SHEET)
        table = EntryTable(book, sheet, merged=merged)
        table.head()
        for shared, items in kept:
            table.add(shared, items)
        for shared, items in rows:
            table.add(shared, items)
        if about:
            _write_about(book, about)
        return table.line - 1
    finally:
        book.close()


def _write_about(book: xlsxwriter.Workbook, about: Sequence[tuple[str, str]]) -> None:
    """Where the table comes from, behind it, so that the first sheet stays what programs expect."""
    sheet = book.add_worksheet(ABOUT_SHEET)
    sheet.set_column(0, 0, 18, book.add_format({"bold": True, "num_format": "@"}))
    sheet.set_column(1, 1, 60, book.add_format({"num_format": "@", "text_wrap": True}))
    for line, (label, value) in enumerate(about):
        sheet.write_string(line, 0, label[:_LONGEST_TEXT])
        sheet.write_string(line, 1, value[:_LONGEST_TEXT])


class EntryTable:
    """The sheet of entries while it is written, row after row."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet, *, merged: bool) -> None:
        self.sheet = sheet
        self.line = 1
        self._merged = merged
        self._formats = {
            "head": book.add_format(
                {**_BORDER, "bold": True, "bg_color": "#DCE6F1", "text_wrap": True, "valign": "vcenter"}
            ),
            "own": book.add_format(
                {**_BORDER, "bold": True, "bg_color": "#E7EFE3", "text_wrap": True, "valign": "vcenter"}
            ),
            "text": book.add_format({**_BORDER, "num_format": "@", "valign": "top", "text_wrap": True}),
            "number": book.add_format({**_BORDER, "valign": "top"}),
        }

    def head(self) -> None:
        """The headings, their widths, and what makes the sheet print well."""
        sheet = self.sheet
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        for place, column in enumerate(COLUMNS):
            style = self._formats["number" if column.number else "text"]
            sheet.set_column(place, place, column.width, style)
        sheet.set_row(0, 34)
        for place, column in enumerate(COLUMNS):
            style = self._formats["own" if column.extension else "head"]
            sheet.write_string(0, place, column.heading, style)

    def add(self, shared: dict[str, Any], items: Sequence[dict[str, Any]]) -> None:
        """One entry: its own cells merged over its rows or repeated, those of the items in each row."""
        if self.line + len(items) > XLSX_ROWS:
            raise TooLarge("more rows than a workbook holds", code="workbook_full", limit=XLSX_ROWS)
        last = self.line + len(items) - 1
        merges = self._merged and last > self.line
        for place, column in enumerate(COLUMNS):
            if column.of not in {ITEM, BOTH} and merges:
                value = shared.get(column.key, "")
                style = self._formats["text"]
                self.sheet.merge_range(self.line, place, last, place, "", style)
                self._write(self.line, place, value)
        for item in items:
            for place, column in enumerate(COLUMNS):
                if column.of in {ITEM, BOTH}:
                    self._write(self.line, place, item.get(column.key))
                elif not merges:
                    self._write(self.line, place, shared.get(column.key))
            self.line += 1

    def _write(self, line: int, place: int, value: Any) -> None:
        if value is None or value == "":
            self.sheet.write_blank(line, place, None, self._formats["text"])
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self.sheet.write_number(line, place, value, self._formats["number"])
        else:
            self.sheet.write_string(line, place, str(value)[:_LONGEST_TEXT], self._formats["text"])


def write_table(
    rows: Iterable[Any],
    columns: Sequence[Column],
    stream: IO[bytes],
    *,
    title: str,
    subtitle: str = "",
    footer: Sequence[tuple[str, str]] = (),
) -> int:
    """Write any rows as a titled table with a footer of (label, value) pairs; gives the number of rows."""
    book = xlsxwriter.Workbook(stream, {**_PLAIN, "constant_memory": True})
    try:
        sheet = book.add_worksheet(_sheet_name(title))
        return _fill(book, sheet, rows, columns, title=title, subtitle=subtitle, footer=footer)
    finally:
        book.close()


def _fill(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    rows: Iterable[Any],
    columns: Sequence[Column],
    *,
    title: str,
    subtitle: str,
    footer: Sequence[tuple[str, str]],
) -> int:
    style = {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "subtitle": book.add_format({"align": "center", "font_color": "#475569"}),
        "head": book.add_format({**_BORDER, "bold": True, "bg_color": "#DCE6F1", "text_wrap": True}),
        "text": book.add_format({**_BORDER, "num_format": "@", "valign": "top", "text_wrap": True}),
        "number": book.add_format({**_BORDER, "valign": "top"}),
    }
    last = max(len(columns) - 1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 12 if column.number else 22)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    line = _heading(sheet, title, subtitle, last, style)
    sheet.repeat_rows(line)
    sheet.freeze_panes(line + 1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(line, place, str(column.label), style["head"])
    first = line + 1
    for row in rows:
        line += 1
        if line >= XLSX_ROWS - len(footer):
            raise TooLarge("more rows than a workbook holds", code="workbook_full", limit=XLSX_ROWS)
        for place, column in enumerate(columns):
            _cell(sheet, line, place, column.text(row), style)
    written = line - first + 1
    line += 1
    for label, value in (*footer, (_("Number of rows"), str(written))):
        line += 1
        sheet.write_string(line, 0, f"{label}：{value}"[:_LONGEST_TEXT])
    return written


def _heading(sheet: Worksheet, title: str, subtitle: str, last: int, style: dict[str, Format]) -> int:
    """Title and subtitle over the whole width; gives the line of the column heads."""
    lines = [(title, style["title"]), *([(subtitle, style["subtitle"])] if subtitle else [])]
    for number, (text, form) in enumerate(lines):
        if number == 0:
            sheet.set_row(0, 30)
        if last:
            sheet.merge_range(number, 0, number, last, "", form)
        sheet.write_string(number, 0, text, form)
    return len(lines)


def _cell(sheet: Worksheet, line: int, place: int, value: Any, style: dict[str, Format]) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(line, place, value, style["number"])
    else:
        sheet.write_string(line, place, str(value)[:_LONGEST_TEXT], style["text"])


def _sheet_name(title: str) -> str:
    """A name that a sheet may have: at most 31 characters, none of those with a meaning in references."""
    return "".join("_" if letter in r"[]:*?/\'" else letter for letter in title)[:31] or SHEET
