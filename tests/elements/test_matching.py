"""Which element an item probably holds: what is found, how sure, and why."""

import pytest

from shuyuan.elements.matching import SURE, Known, Matcher, Wanted, alike, bare

ELEMENTS = [
    Known("DE1", "公民身份号码", ("身份证号码", "身份证号"), ("sfzh", "id_number"), "person", True, "C", 18),
    Known("DE2", "姓名", ("人员姓名",), ("xm", "person_name"), "person", False, "C", 50),
    Known("DE3", "婚姻状况", (), ("hyzk",), "person", False, "C", 10),
    Known("DE4", "出生日期", ("出生年月日",), ("csrq",), "person", False, "D"),
    Known("DE5", "统一社会信用代码", ("信用代码",), ("tyshxydm", "uscc"), "organization", True, "C", 18),
    Known("DE6", "组织名称", ("企业名称", "单位名称"), ("qymc",), "organization", False, "C", 120),
    Known("DE7", "注册资本", (), ("zczb",), "organization", False, "N", 18),
]
MATCHER = Matcher(ELEMENTS)


def best(label="", **facts):
    found = MATCHER.find(Wanted(label, **facts))
    return found[0] if found else None


def codes_of(match):
    return [ground.code for ground in match.grounds]


def test_an_item_of_another_world_matches_nothing():
    assert best("入户调查记录") is None
    assert best("") is None


def test_a_number_column_is_not_proposed_for_an_identity_number():
    assert best("身份证号码", data_type="N") is None


def test_fifteen_places_are_not_proposed_for_an_identity_number():
    assert best("身份证号码", data_type="C", length=15) is None


@pytest.mark.parametrize(
    ("label", "code", "ground"),
    [
        ("姓名", "DE2", "same_name"),
        ("人员姓名", "DE2", "alias"),
        ("申请人姓名", "DE2", "nearly_same_name"),
        ("注册资本（万元）", "DE7", "nearly_same_name"),
        ("出生 年月日", "DE4", "alias"),
        ("婚因状况", "DE3", "same_sound"),
        ("婚姻登记状况", "DE3", "resembles"),
    ],
)
def test_names_are_found_in_many_spellings(label, code, ground):
    match = best(label)

    assert match.code == code
    assert codes_of(match)[0] == ground


@pytest.mark.parametrize(("column", "code"), [("SFZH", "DE1"), ("tyshxydm", "DE5"), ("XM", "DE2")])
def test_usual_column_names_are_known(column, code):
    match = best("字段", column=column)

    assert match.code == code
    assert not match.is_sure, "a column name alone is a hint"


def test_a_check_says_more_than_a_name():
    match = best("证号", checks=("uscc",), data_type="C", length=18)

    assert match.code == "DE5"
    assert match.is_sure


def test_name_and_column_together_are_worth_more():
    assert best("婚姻登记状况", column="hyzk").score > best("婚姻登记状况").score


def test_an_entry_about_somebody_else_counts_less_and_says_so():
    own = best("姓名", about="person")
    other = best("姓名", about="organization")

    assert own.score >= SURE > other.score
    assert "other_subject" in codes_of(other)


def test_text_that_holds_a_date_is_proposed_with_a_remark():
    match = best("出生日期", data_type="C", length=10)

    assert "type_converted" in codes_of(match)
    assert match.score < best("出生日期", data_type="D").score


def test_a_thousand_elements_answer_quickly_enough_to_type():
    many = [
        Known(f"X{n}", f"第{n}号测试指标名称", (f"指标{n}",), (f"zb{n}",), "other", False, "C", 50)
        for n in range(1000)
    ]
    matcher = Matcher([*many, *ELEMENTS])

    assert matcher.find(Wanted("姓名"))[0].code == "DE2"
    assert len(matcher.find(Wanted("测试指标名称"))) == 3


def test_owners_and_brackets_do_not_make_another_name():
    assert bare("申请人姓名（必填）") == bare("姓名")
    assert bare("姓名") == "姓名"
    assert alike("婚姻状况", "婚姻状况") == 1
    assert alike("", "婚姻") == 0
