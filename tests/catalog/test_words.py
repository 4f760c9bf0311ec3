"""How entries, items and their differences read."""

from datetime import date

import pytest
from django.utils.translation import override

from catalog.factories import make_entry
from shuyuan.catalog import guide, wording
from shuyuan.catalog.models import CatalogRevision, Entry, Item
from shuyuan.catalog.models.classes import CodeSequence
from shuyuan.catalog.snapshots import differences, take_snapshot
from shuyuan.catalog.templatetags.catalog_words import masklabel
from shuyuan.regulations.law import load_law


@pytest.fixture(autouse=True)
def chinese():
    with override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("check", "words"),
    [
        ({"kind": "pattern", "params": {"regex": "^A$"}}, "格式规则 ^A$"),
        ({"kind": "resident_id"}, "身份证件号码校验"),
        ({"kind": "uscc", "params": {}}, "统一社会信用代码"),
        ({"kind": "code_list", "params": {"values": ["男", "女"]}}, "值域代码: 男 女"),
        ({"kind": "range", "params": {"min": "0", "max": None}}, "取值范围 0 – …"),
        ({"kind": "reference", "params": {"entry": "307001/1", "item": "code"}}, "引用 307001/1 code"),
    ],
)
def test_a_check_reads_with_what_it_compares(check, words):
    assert wording.check_labels([check]) == [words]


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (None, ""),
        ({"kind": "hide", "first": 0, "last": 0}, "整项隐藏"),
        ({"kind": "year", "first": 0, "last": 0}, "只留年份"),
        ({"kind": "keep", "first": 6, "last": 4}, "保留前 6 位、后 4 位"),
        ({"kind": "keep", "first": 1, "last": 0}, "保留前 1 位"),
        ({"kind": "keep", "first": 0, "last": 4}, "保留后 4 位"),
    ],
)
def test_a_mask_says_what_stays_readable(mask, words):
    assert masklabel(mask) == words


@pytest.mark.parametrize(
    ("model", "name", "value", "words"),
    [
        (
            Entry,
            "formats",
            [{"class": "database", "type": "mysql"}, {"class": "gone", "type": ""}],
            "数据库 / mysql",
        ),
        (Entry, "sharing_purposes", ["verification", "work_reference"], "数据校核、工作参考"),
        (Entry, "related_codes", ["101001/1", "102001/1"], "101001/1、102001/1"),
        (Entry, "sharing_type", "conditional", "有条件共享"),
        (Entry, "is_open", True, "是"),
        (Entry, "node", {"code": "101001", "name": "人口"}, "101001 人口"),
        (Item, "checks", [{"kind": "resident_id"}], "身份证件号码校验"),
        (Item, "length", 18, "18"),
        (Item, "mask", None, ""),
    ],
)
def test_a_stored_value_reads_in_words(model, name, value, words):
    assert wording.value_label(model, name, value) == words


def test_a_data_type_reads_with_length_and_decimals():
    assert wording.type_label(Item(data_type="N", length=12, scale=2)) == "数值型 N(12,2)"
    assert wording.type_label(Item(data_type="D")) == "日期型 D"


def test_every_kind_of_difference_reads_in_words(civil_affairs, factories):
    entry = factories.make_published_entry(civil_affairs, name="旧名")
    before = take_snapshot(entry, code="", version=1, published_on="")
    entry.name, entry.node = "新名", None
    entry.items.filter(name="name").update(required=False, label="名称全称")
    entry.items.filter(name="code").delete()
    entry.items.create(position=3, name="level", label="级别", data_type="C", length=2)
    after = take_snapshot(entry, code="", version=2, published_on="")
    changes = wording.changes_in_words(differences(before, after))
    assert [(change.where, change.what, change.before, change.after) for change in changes] == [
        ("目录条目", "名称", "旧名", "新名"),
        ("目录条目", "分类", "307001 焦作市民政局", ""),
        ("name", "名称", "名称", "名称全称"),
        ("name", "必填", "是", "否"),
        ("level", "新增信息项", "", "级别"),
        ("code", "删除信息项", "区划代码", ""),
    ]


def test_rows_name_themselves_for_people(civil_affairs, factories):
    entry = factories.make_published_entry(civil_affairs, name="名录")
    texts = {str(row) for row in (entry, entry.node, entry.items.first(), entry.versions.get())}
    texts |= {str(CodeSequence.objects.get()), str(CatalogRevision.objects.get())}
    revision = CatalogRevision.objects.get()
    assert texts == {
        "名录",
        "307001 焦作市民政局",
        "区划代码",
        f"{entry.pk} v1",
        "307001/1",
        f"{revision.pk} published",
    }


def test_the_purposes_are_those_that_the_law_names():
    assert guide.Purpose.values == list(load_law().codes("sharing.use_purposes", on=date(2026, 11, 23)))


def test_a_version_from_before_a_field_does_not_differ_in_it(civil_affairs):
    entry = make_entry(civil_affairs)
    now = take_snapshot(entry, code="307001/1", version=2, published_on="2026-11-23")
    hidden = {"update_cycle", "open_condition"}
    items = [{name: value for name, value in item.items() if name not in hidden} for item in now["items"]]
    assert differences({**now, "items": items}, now) == []
