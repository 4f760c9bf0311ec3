"""Columns are proposed by the surest reason; a mapping that cannot be used says why."""

import pytest

from shuyuan.engine.ingest import Mapping, Match, Problem, propose
from shuyuan.engine.spec import DataType, EntrySpec, ItemSpec

TEXT = DataType.CHARACTER
SPEC = EntrySpec(
    "307001/3",
    "企业",
    1,
    (
        ItemSpec("uscc", "统一社会信用代码", TEXT, is_key=True),
        ItemSpec("name", "企业名称", TEXT, required=True),
        ItemSpec("area_code", "区划代码", TEXT),
        ItemSpec("amount", "金额", DataType.CURRENCY),
    ),
)


def problems(pairs, columns=("甲", "乙", "丙")):
    return Mapping(tuple(columns), tuple(Match(item, column) for item, column in pairs)).problems(SPEC)


def test_an_unmapped_required_item_and_an_unmapped_key_are_problems():
    assert problems([("area_code", "甲")]) == (
        Problem("item_unmapped", item="uscc"),
        Problem("item_unmapped", item="name"),
    )


def test_doubles_and_unknown_names_are_problems():
    pairs = [("uscc", "甲"), ("uscc", "乙"), ("name", "甲"), ("nothing", "丁")]

    assert problems(pairs) == (
        Problem("unknown_item", item="nothing"),
        Problem("unknown_column", column="丁"),
        Problem("item_mapped_twice", item="uscc"),
        Problem("column_used_twice", column="甲"),
    )


def test_a_complete_mapping_has_no_problem():
    assert problems([("uscc", "甲"), ("name", "乙")]) == ()


@pytest.mark.parametrize(
    ("column", "item", "reason"),
    [
        ("统一社会信用代码", "uscc", "label"),
        ("USCC", "uscc", "name"),
        ("统一社会信用代码（18位）", "uscc", "normalized"),
        ("areaCode", "area_code", "normalized"),
        (" 金 额 [元]", "amount", "normalized"),
        ("qymc", "name", "pinyin"),
        ("QiYeMingCheng", "name", "pinyin"),
        ("单位(企业)名称", "name", "similar"),
        ("所在区划代码", "area_code", "similar"),
    ],
)
def test_each_reason_finds_its_column(column, item, reason):
    (match,) = propose([column], SPEC).matches

    assert (match.item, match.reason) == (item, reason)
    assert (match.score == 100) == (reason == "label")


def test_a_similar_label_never_takes_a_column_that_another_item_names_exactly():
    mapping = propose(["企业名", "企业名称", "区划代码"], SPEC)

    assert {match.item: match.column for match in mapping.matches} == {
        "name": "企业名称",
        "area_code": "区划代码",
    }
    assert mapping.unused == ("企业名",)


def test_a_stranger_is_not_proposed():
    assert propose(["完全无关的栏目"], SPEC).matches == ()


def test_a_mapping_survives_json():
    mapping = Mapping.chosen(("甲", "乙"), {"uscc": "乙"})

    assert Mapping.from_json(mapping.to_json()) == mapping
    assert mapping.column_of("uscc") == "乙"
    assert mapping.column_of("name") is None
