"""Refused rows come back as they were sent, with every reason, and can do no harm in a spreadsheet."""

import openpyxl
import pytest

from engine.ingest.people import HEADER, ROWS, csv_of
from shuyuan.engine import quarantine


@pytest.fixture
def refused(sender):
    bad = ["A1,测试,?,昨天,1,=cmd|' /C calc'!A0", "A2,=1+1,男,,,", "A3,两格"]
    return sender.run(csv_of(ROWS[0], *bad)).quarantine_path


def test_cells_come_in_pages_and_by_rule(refused):
    everything = quarantine.cells(refused)

    assert [cell.row for cell in everything] == [3, 3, 3, 4, 5]
    assert quarantine.cells(refused, limit=2, offset=2) == everything[2:4]
    assert [cell.item for cell in quarantine.cells(refused, rule="looks_like_formula")] == ["remark", "name"]
    assert quarantine.cells(refused, rule="required") == []


def test_a_cell_tells_column_label_value_and_reason_in_both_languages(refused):
    cell = quarantine.cells(refused)[0]

    assert (cell.column, cell.item, cell.label, cell.value) == ("性别", "sex", "性别", "?")
    assert cell.message == {"zh": "不在代码表内：男、女", "en": "Not in the code list: 男, 女"}


def test_the_workbook_shows_rows_as_sent_with_reasons_and_marks(refused, tmp_path):
    target = quarantine.workbook(refused, tmp_path / "refused.xlsx")
    sheet = openpyxl.load_workbook(target).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert rows[0] == ["行号", "退回原因", *HEADER.split(",")]
    assert rows[1][0] == "3"
    assert rows[1][2:] == ["A1", "测试", "?", "昨天", "1", "=cmd|' /C calc'!A0"]
    assert "性别：不在代码表内" in rows[1][1]
    assert "出生日期：不是日期" in rows[1][1]
    assert rows[3][:3] == ["5", "本行列数与表头不一致，请检查分隔符和引号", "A3,两格"]
    assert sheet["E2"].fill.start_color.rgb == "FFF8CBAD"
    assert sheet["C2"].fill.fill_type is None
    assert "不在代码表内" in sheet["E2"].comment.text


def test_nothing_in_the_workbook_is_a_formula(refused, tmp_path):
    target = quarantine.workbook(refused, tmp_path / "refused.xlsx", language="en")
    sheet = openpyxl.load_workbook(target).active

    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert all(cell.value is None for row in sheet.iter_rows() for cell in row if cell.data_type == "n")
    assert sheet["B1"].value == "Reason"


def test_a_second_run_replaces_the_quarantine_as_a_whole(sender):
    options = {"threshold_percent": 0}
    first = sender.run(csv_of(ROWS[0], "A2,,,,,"), **options)
    again = sender.run(csv_of(ROWS[0], "A2,,,,,"), **options)

    assert again == first
    assert len(quarantine.cells(again.quarantine_path)) == 1
    assert [path.name for path in again.quarantine_path.parent.iterdir()] == ["1"]


def test_a_workbook_that_is_full_says_so(refused, tmp_path, monkeypatch):
    monkeypatch.setattr("shuyuan.engine.quarantine.spreadsheet.MOST_ROWS", 1)
    sheet = openpyxl.load_workbook(quarantine.workbook(refused, tmp_path / "refused.xlsx")).active

    assert sheet.max_row == 3
    assert sheet["A3"].value.startswith("还有更多行")
