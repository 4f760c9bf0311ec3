"""Makes workbooks as departments send them: rows of cells under the usual headings."""

from io import BytesIO

import xlsxwriter

from shuyuan.workbooks.columns import BY_KEY

#: A row with everything that a draft needs; tests change what matters to them.
ROW = {
    "name": "养老机构名录",
    "abstract": "本市养老机构的名称、地址和床位数，自2015年起每月更新。",
    "office": "养老服务科",
    "format_class": "数据库",
    "format_type": "mysql",
    "item": "机构名称",
    "type": "字符型C",
    "length": 60,
    "sharing": "无条件共享",
    "method_class": "共享平台方式",
    "methods": "服务接口",
    "open": "否",
    "cycle": "每月",
}
KEYS = tuple(ROW)


def rows_of(*changes, **same):
    """Rows like `ROW`, each with its own changes; `same` holds for all."""
    return [{**ROW, **same, **change} for change in changes]


def make_workbook(rows, *, keys=None, headings=None, above=(), merged=(), sheet="信息资源目录", extra=None):
    """The bytes of a workbook with one heading row; `above` are lines of text before it.

    `merged` are (first row, first column, last row, last column, text), counted from 0; `extra(book)`
    adds whatever else the test wants.
    """
    keys = list(keys or dict.fromkeys(key for row in rows for key in row))
    headings = headings or [BY_KEY[key].heading if key in BY_KEY else key for key in keys]
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet(sheet)
    for line, text in enumerate(above):
        page.write_string(line, 0, text)
    page.write_row(len(above), 0, headings)
    for line, row in enumerate(rows, len(above) + 1):
        for place, key in enumerate(keys):
            value = row.get(key)
            if isinstance(value, str) and value.startswith("=="):
                page.write_formula(line, place, value[1:], None, "x")
            elif value is not None:
                page.write(line, place, value)
    for first_row, first_column, last_row, last_column, text in merged:
        page.merge_range(first_row, first_column, last_row, last_column, text)
    if extra:
        extra(book)
    book.close()
    return stream.getvalue()
