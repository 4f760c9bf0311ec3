"""The sender's own sheet with a color and a comment at every place found, and a column of reasons."""

from collections import defaultdict
from typing import IO, Any

import xlsxwriter

from shuyuan.workbooks import wording
from shuyuan.workbooks.columns import COLUMNS
from shuyuan.workbooks.grids import open_grids
from shuyuan.workbooks.headers import RESULT_HEADING, find_header
from shuyuan.workbooks.models import CatalogImport, ImportRemark
from shuyuan.workbooks.sources import landed

#: Comments are kept in memory until the end; every row has its reasons.
_MOST_COMMENTS = 5_000
_LONGEST_TEXT = 32_767
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_KEYS = {column.heading: column.key for column in COLUMNS}


def write_annotated(made: CatalogImport, stream: IO[bytes], *, legal: Any) -> None:
    """Write the sheet as it was read; it can be corrected and sent again as it is."""
    grid, header = find_header(open_grids(landed(made)))
    by_row: dict[int, list[ImportRemark]] = defaultdict(list)
    for remark in made.remarks.all():
        by_row[remark.row].append(remark)
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    sheet = book.add_worksheet(grid.name[:31])
    style = {
        "head": book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True}),
        "plain": book.add_format({"num_format": "@", "valign": "top"}),
        "wrong": book.add_format({"num_format": "@", "bg_color": "#F8CBAD", "font_color": "#9C0006"}),
        "warned": book.add_format({"num_format": "@", "bg_color": "#FFF2CC"}),
        "reasons": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
    }
    sheet.freeze_panes(header.row, 1)
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 60, 18)
    comments = 0
    for number, cells in grid.rows():
        line = number - 1
        if number == header.row:
            for place, cell in enumerate((RESULT_HEADING, *cells)):
                sheet.write_string(line, place, (cell or "")[:_LONGEST_TEXT], style["head"])
            continue
        found = by_row.get(number, [])
        texts = [wording.remark_text(remark, legal) for remark in found]
        said = [
            f"{remark.column}：{text}" if remark.column else text
            for remark, text in zip(found, texts, strict=True)
        ]
        sheet.write_string(line, 0, "；".join(said)[:_LONGEST_TEXT], style["reasons"])
        marked = {
            header.places.get(_KEYS.get(remark.column, ""), -1): (remark, text)
            for remark, text in sorted(zip(found, texts, strict=True), key=lambda pair: pair[0].refuses)
        }
        for place, cell in enumerate(cells):
            remark, text = marked.get(place, (None, ""))
            form = "plain" if remark is None else ("wrong" if remark.refuses else "warned")
            sheet.write_string(line, place + 1, (cell or "")[:_LONGEST_TEXT], style[form])
            if remark is not None and comments < _MOST_COMMENTS:
                sheet.write_comment(line, place + 1, text, {"author": ""})
                comments += 1
    book.close()
