"""The empty template: drop-downs for every enumeration, notes on columns, an example, all code tables."""

from collections.abc import Mapping, Sequence
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from shuyuan.workbooks.columns import COLUMNS, ITEM, TemplateColumn
from shuyuan.workbooks.export import ABOUT_SHEET, SHEET, EntryTable
from shuyuan.workbooks.rows import drop_down_words
from shuyuan.workbooks.vocabulary import SEVERAL, choices

NOTES_SHEET, EXAMPLE_SHEET, TABLES_SHEET = "填写说明", "示例", "代码表"
#: Sheets of the template that hold no entries.
OTHER_SHEETS = (NOTES_SHEET, EXAMPLE_SHEET, TABLES_SHEET, ABOUT_SHEET)
_ROWS = 5_000
_BORDER = {"border": 1, "border_color": "#C6CED8", "valign": "top", "text_wrap": True}

_RULES = (
    "一个信息项占一行；同一资源的各行合并单元格，或者在每行重复填写。",
    "前 26 列是国家模板的列；右侧绿色的列是平台的扩展列，可以不填，也可以整列删除。",
    "列可以调换次序，也可以增加自己的列；平台按表头识别，不按位置识别。",
    "已发布的目录填写信息资源代码，导入后成为变更稿；没有代码的按名称与本部门的草稿对应，否则新建。",
    "请不要填写公式；有公式的单元格会被退回。",
    "国家秘密不得填入本表，也不得上传到本平台。",
    "上传后先试运行：逐行列出问题，确认后才写成草稿。同一文件上传两次，第二次没有变化。",
)

_EXAMPLE: tuple[tuple[dict[str, Any], tuple[dict[str, Any], ...]], ...] = (
    (
        {
            "number": 1, "business": "养老机构备案", "name": "养老机构名录", "office": "养老服务科",
            "abstract": "本市已备案养老机构的名称、地址、床位数和负责人，自2015年起，备案时登记，每月更新。",
            "format_class": "数据库", "format_type": "mysql", "method_class": "共享平台方式", "cycle": "每月",
            "subject": "法人和其他组织", "level": "一般数据",
        },
        (
            {"item": "统一社会信用代码", "type": "字符型C", "length": 18, "sharing": "无条件共享",
             "methods": "服务接口", "open": "是", "column": "uscc", "key": "是", "required": "是",
             "key_kind": "统一社会信用代码"},
            {"item": "机构名称", "type": "字符型C", "length": 100, "sharing": "无条件共享",
             "methods": "服务接口", "open": "是", "column": "name", "required": "是"},
            {"item": "床位数", "type": "整型I", "sharing": "无条件共享", "methods": "服务接口", "open": "是",
             "column": "beds"},
        ),
    ),
    (
        {
            "number": 2, "business": "最低生活保障", "name": "低保对象信息", "office": "社会救助科",
            "abstract": "本市在保人员的身份、保障金额和起止日期，自2010年起，每月更新。",
            "format_class": "数据库", "format_type": "postgresql", "method_class": "共享平台方式",
            "cycle": "每月", "subject": "自然人", "scope": "负有救助、医保、教育资助职责的部门",
            "purposes": "行政依据、数据校核", "level": "重要数据",
            "privacy": "2026年3月完成评估",
        },
        (
            {"item": "身份证件号码", "type": "字符型C", "length": 18, "sharing": "有条件共享",
             "condition": "仅限依法核验救助资格", "methods": "服务接口", "open": "否", "column": "id_number",
             "key": "是", "required": "是", "personal": "是", "sensitive": "是",
             "key_kind": "有效身份证件号码"},
            {"item": "保障金额", "type": "数值型N", "length": 10, "scale": 2, "sharing": "有条件共享",
             "condition": "仅限依法核验救助资格", "methods": "服务接口", "open": "否", "column": "amount"},
        ),
    ),
)  # fmt: skip


def write_template(stream: IO[bytes]) -> None:
    """Write the template as a workbook of four sheets."""
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(SHEET)
    notes = book.add_worksheet(NOTES_SHEET)
    example = book.add_worksheet(EXAMPLE_SHEET)
    tables = book.add_worksheet(TABLES_SHEET)
    EntryTable(book, sheet, merged=True).head()
    places = _write_tables(book, tables)
    for place, column in enumerate(COLUMNS):
        if column.note:
            sheet.write_comment(0, place, column.note, {"x_scale": 1.6, "author": ""})
        _validate(sheet, place, column, places)
    shown = EntryTable(book, example, merged=True)
    shown.head()
    for entry, items in _EXAMPLE:
        shown.add(entry, items)
    _write_notes(book, notes)
    book.close()


def _write_tables(book: xlsxwriter.Workbook, sheet: Worksheet) -> Mapping[str, str]:
    """One column for each table of words; gives the range of each."""
    head = book.add_format({**_BORDER, "bold": True, "bg_color": "#DCE6F1"})
    text = book.add_format({**_BORDER, "num_format": "@"})
    headings = {column.key: column.heading for column in COLUMNS}
    sheet.freeze_panes(1, 0)
    ranges = {}
    for place, (key, words) in enumerate(drop_down_words(choices).items()):
        sheet.set_column(place, place, 20)
        sheet.write_string(0, place, headings[key], head)
        for line, word in enumerate(words, 1):
            sheet.write_string(line, place, word, text)
        letter = xl_col_to_name(place, col_abs=True)
        ranges[key] = f"='{TABLES_SHEET}'!{letter}$2:{letter}${len(words) + 1}"
    return ranges


def _validate(sheet: Worksheet, place: int, column: TemplateColumn, ranges: Mapping[str, str]) -> None:
    """The drop-down of a column; where several values may stand, other text is let pass."""
    if column.key in ranges:
        rule: dict[str, Any] = {
            "validate": "list",
            "source": ranges[column.key],
            "error_type": "information" if column.key in SEVERAL else "warning",
            "error_title": column.heading,
            "error_message": "请从下拉列表选择；允许填写多种时用顿号分开。",
        }
    elif column.number:
        rule = {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_type": "warning",
            "error_title": column.heading,
            "error_message": "只写数字，不写单位。",
        }
    else:
        return
    sheet.data_validation(1, place, _ROWS, place, rule)


def _write_notes(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    title = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({**_BORDER, "bold": True, "bg_color": "#DCE6F1"})
    text = book.add_format(_BORDER)
    for place, width in enumerate((24, 12, 10, 80)):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, "政务信息资源目录填写说明", title)
    line = 1
    for number, rule in enumerate(_RULES, 1):
        line += 1
        sheet.write_string(line, 0, f"{number}. {rule}")
    line += 2
    _row(sheet, line, ("列", "填写对象", "必填", "说明"), head)
    for column in COLUMNS:
        line += 1
        of = "信息项" if column.of == ITEM else "资源"
        note = column.note + ("（平台扩展列）" if column.extension else "")
        _row(sheet, line, (column.heading, of, "是" if column.required else "", note), text)


def _row(sheet: Worksheet, line: int, cells: Sequence[str], style: Any) -> None:
    for place, cell in enumerate(cells):
        sheet.write_string(line, place, cell, style)
