"""The empty template, and the sender's workbook with remarks."""

from io import BytesIO

import openpyxl

from shuyuan.workbooks.annotation import write_annotated
from shuyuan.workbooks.template import write_template
from workbooks.conftest import remarks
from workbooks.sheets import make_workbook, rows_of


def test_the_template_has_drop_downs_notes_an_example_and_all_tables(db):
    stream = BytesIO()
    write_template(stream)
    book = openpyxl.load_workbook(stream)
    assert book.sheetnames == ["信息资源目录", "填写说明", "示例", "代码表"]
    sheet = book["信息资源目录"]
    assert sheet["H1"].comment
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists["R2:R5001"].startswith("'代码表'!")
    tables = {column[0].value: [cell.value for cell in column[1:]] for column in book["代码表"].columns}
    assert tables["共享类型"][:3] == ["无条件共享", "有条件共享", "不予共享"]
    assert "字符型C" in tables["数据类型"]


def test_the_empty_template_sent_back_has_no_entry(bring):
    stream = BytesIO()
    write_template(stream)
    made = bring(stream.getvalue())
    assert (made.state, made.entry_count) == ("checked", 0)
    assert [note["code"] for note in made.notes] == ["sheet_read"]


def test_the_example_of_the_template_is_accepted(bring):
    stream = BytesIO()
    write_template(stream)
    book = openpyxl.load_workbook(stream)
    del book["信息资源目录"]
    book["示例"].title = "信息资源目录"
    sent = BytesIO()
    book.save(sent)
    made = bring(sent.getvalue())
    assert (made.new_count, made.refused_count) == (2, 0), remarks(made)
    assert not made.remarks.exists(), remarks(made)


def test_the_workbook_comes_back_with_colors_comments_and_reasons(bring, legal):
    rows = rows_of({"sharing": "部分共享"}, {"item": "地址", "length": "很长"})
    made = bring(make_workbook(rows, above=["填报表"]))
    stream = BytesIO()
    write_annotated(made, stream, legal=legal)
    sheet = openpyxl.load_workbook(stream).worksheets[0]
    assert sheet["A2"].value == "检查结果"
    assert sheet["A3"].value.startswith("共享类型：“部分共享”")
    heads = {cell.value: cell.column for cell in sheet[2]}
    wrong = sheet.cell(3, heads["共享类型"])
    assert wrong.comment
    assert wrong.fill.fgColor.rgb == "FFF8CBAD"
    assert sheet.cell(4, heads["数据长度"]).comment
    again = bring(stream.getvalue())
    assert remarks(again) == remarks(made)
    assert [note["code"] for note in again.notes] == ["sheet_read"]
