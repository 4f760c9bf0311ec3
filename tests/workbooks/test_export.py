"""Entries and tables as workbooks."""

from io import BytesIO

import pytest

from shuyuan.catalog.guide import Purpose
from shuyuan.catalog.models import Entry
from shuyuan.web.columns import Column
from shuyuan.workbooks import columns, export
from shuyuan.workbooks.services import export_catalog, export_workbook


@pytest.fixture
def entry(factories, civil_affairs):
    return factories.make_published_entry(
        civil_affairs,
        name="=HYPERLINK(1)名录",
        sharing_type="conditional",
        sharing_condition="仅限核验",
        sharing_purposes=[Purpose.VERIFICATION.value, Purpose.WORK_REFERENCE.value],
    )


def cells(rows, heading):
    place = rows[0].index(heading)
    return [row[place] for row in rows[1:]]


def test_the_first_26_columns_are_those_of_the_national_template():
    assert len(columns.NATIONAL) == 26
    assert list(columns.COLUMNS[:26]) == list(columns.NATIONAL)
    headings = [column.heading for column in columns.COLUMNS]
    assert len(set(headings)) == len(headings)


def test_each_item_has_a_row_with_the_words_of_the_guide(entry, read_back):
    stream = BytesIO()
    assert export_catalog(Entry.objects.all(), stream) == 2
    rows, merged = read_back(stream)
    assert cells(rows, "信息资源代码") == [entry.code, entry.code]
    assert cells(rows, "信息项名称") == ["区划代码", "名称"]
    assert cells(rows, "数据类型") == ["字符型C", "字符型C"]
    assert cells(rows, "数据长度") == [9, 60]
    assert cells(rows, "共享类型") == ["有条件共享", "有条件共享"]
    assert cells(rows, "具体用途") == ["数据校核、工作参考"] * 2
    assert cells(rows, "信息资源格式类型") == ["mysql", "mysql"]
    assert cells(rows, "信息资源提供方") == ["焦作市民政局"] * 2
    assert merged == []


def test_a_name_that_looks_like_a_formula_stays_text(entry, read_back):
    stream = BytesIO()
    export_catalog([entry], stream)
    rows, _ = read_back(stream)
    assert cells(rows, "信息资源名称") == ["=HYPERLINK(1)名录"] * 2
    assert b"<f>" not in stream.getvalue()


def test_the_resource_is_merged_over_its_items_when_asked(entry, read_back):
    stream = BytesIO()
    export_catalog([entry], stream, merged=True)
    rows, merged = read_back(stream)
    assert cells(rows, "信息资源名称") == [entry.name, None]
    assert cells(rows, "信息项名称") == ["区划代码", "名称"]
    assert "H2:H3" in merged


def test_a_long_table_is_not_merged(entry, read_back, monkeypatch):
    monkeypatch.setattr(export, "MOST_MERGED_ROWS", 1)
    stream = BytesIO()
    assert export_catalog([entry], stream, merged=True) == 2
    rows, merged = read_back(stream)
    assert merged == []
    assert cells(rows, "信息项名称") == ["区划代码", "名称"]


def test_a_table_has_its_title_and_says_who_made_it(read_back):
    stream = BytesIO()
    rows = [{"name": "=1+1", "count": 3}]
    listed = (
        Column("name", "名称", value=lambda row: row["name"]),
        Column("count", "数量", value=lambda row: row["count"], number=True),
    )
    footer = [("制表人", "李明"), ("制表时间", "2026-11-23 09:00")]
    assert export_workbook(rows, listed, stream, title="采集责任清单/2027-1", footer=footer) == 1
    found, _ = read_back(stream)
    assert found[0][0] == "采集责任清单/2027-1"
    assert found[1] == ["名称", "数量"]
    assert found[2] == ["=1+1", 3]
    assert [row[0] for row in found[4:]] == ["制表人：李明", "制表时间：2026-11-23 09:00", "行数：1"]
