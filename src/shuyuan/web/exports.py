"""
Lists as files: CSV with a byte order mark, and XLSX; no cell can become a formula.

Spreadsheet programs take text that starts with = + - @ for a formula. In CSV such text gets an apostrophe in
front; in XLSX it is written as a string cell, which is never calculated.
"""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from shuyuan.kernel.errors import TooLarge
from shuyuan.web.columns import Column

#: Rows that a workbook takes below its heading.
XLSX_ROWS = 1_048_575
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CHUNK = 2000


def harmless(value: Any) -> Any:
    """The value for a CSV cell: text that a spreadsheet would calculate gets an apostrophe in front."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_DANGEROUS):
        return f"'{value}"
    return value


def export(
    name: str, wanted: str, columns: Sequence[Column], rows: QuerySet[Any] | Sequence[Any]
) -> HttpResponseBase:
    """The rows as a download `<name>.csv` or `.xlsx`; raises TooLarge for more than a workbook holds."""
    stream = rows.iterator(chunk_size=_CHUNK) if isinstance(rows, QuerySet) else iter(rows)
    response: HttpResponseBase
    if wanted == "csv":
        response = StreamingHttpResponse(_csv_lines(columns, stream), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    else:
        response = FileResponse(
            _workbook(columns, stream), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE
        )
    response["Cache-Control"] = "no-store"
    return response


class Line:
    """A file for `csv.writer` that gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def _csv_lines(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[str]:
    writer = csv.writer(Line())
    yield "\ufeff" + writer.writerow([harmless(str(column.label)) for column in columns])
    for row in rows:
        yield writer.writerow([harmless(column.text(row)) for column in columns])


def _workbook(columns: Sequence[Column], rows: Iterable[Any]) -> Any:
    file = tempfile.TemporaryFile()  # noqa: SIM115 FileResponse closes it
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "bg_color": "#E8F0FA", "border": 1, "border_color": "#C6CED8"})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, 14 if column.number else 24)
        sheet.write_string(0, number, str(column.label), head)
    for line, row in enumerate(rows, start=1):
        if line > XLSX_ROWS:
            book.close()
            file.close()
            raise TooLarge("more rows than a workbook holds", code="workbook_full", limit=XLSX_ROWS)
        for number, column in enumerate(columns):
            value = column.text(row)
            if isinstance(value, str):
                sheet.write_string(line, number, value[:32767])
            else:
                sheet.write_number(line, number, value)
    book.close()
    file.seek(0)
    return file
