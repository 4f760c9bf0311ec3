"""The rules on entries, where they differ by a hair: names, items, formats, keys, stability, reviewers."""

from dataclasses import replace
from datetime import date

import pytest

from shuyuan.catalog import rules
from shuyuan.catalog.rules import EntryFacts, ItemFacts, SharingType, SubjectKind

KEY = ItemFacts("code", SharingType.UNCONDITIONAL, is_key=True, label="代码", data_type="C")
NAME = ItemFacts("name", SharingType.UNCONDITIONAL, label="名称", data_type="C")
FACTS = EntryFacts(
    name="养老机构名录",
    abstract="本市养老机构的名称和床位。",
    provider="civil-affairs",
    formats=("database",),
    update_cycle="monthly",
    subject_kind=SubjectKind.OTHER,
    sharing_type=SharingType.UNCONDITIONAL,
    sharing_conditions="",
    sharing_scope="",
    sharing_purposes=(),
    not_shared_basis="",
    modes=("service",),
    declared_secret=False,
    items=(KEY, NAME),
    fitting_modes=("database", "service"),
)


def codes(facts):
    return [reason.code for reason in rules.judge_submission(facts).reasons]


def test_a_complete_entry_is_allowed():
    assert codes(FACTS) == []


@pytest.mark.parametrize(
    "name", ["社会救助管理系统", "智慧养老平台", "政务服务网站", "办事大厅小程序", "救助系统V2.0", "养老App"]
)
def test_an_entry_is_not_named_after_a_system(name):
    assert codes(replace(FACTS, name=name)) == ["named_after_system"]


@pytest.mark.parametrize("name", ["系统治理案例", "平台企业名录", "养老服务软件正版化情况"])
def test_a_system_inside_a_name_is_no_system_name(name):
    assert codes(replace(FACTS, name=name)) == []


@pytest.mark.parametrize(
    "other", ["养老机构名录", "养老机构、名录", "养老 机构名录", "养老机构名录2", "养老机构名录（03）"]
)
def test_names_that_differ_in_digits_or_punctuation_only_are_one_name(other):
    assert codes(replace(FACTS, neighbors=(other,))) == ["name_hardly_differs"]


@pytest.mark.parametrize("other", ["养老机构名录2025", "养老机构人员名录", "养老机构"])
def test_a_year_or_a_word_makes_another_name(other):
    assert codes(replace(FACTS, neighbors=(other,))) == []


def test_a_name_of_digits_alone_is_compared_as_it_is():
    assert codes(replace(FACTS, name="12", neighbors=("13",))) == []


def test_items_that_differ_in_blanks_are_one_item():
    twin = replace(NAME, name="name2", label="名 称")
    assert codes(replace(FACTS, items=(KEY, NAME, twin))) == ["items_hardly_differ"]


def test_rows_need_a_key():
    assert codes(replace(FACTS, items=(NAME,))) == ["no_key_item"]


@pytest.mark.parametrize(
    ("modes", "fitting", "refused"),
    [
        (("file",), ("database", "service"), True),
        (("service", "file"), ("database", "service"), True),
        (("database",), ("database", "service"), False),
        (("file",), (), False),
    ],
)
def test_the_method_fits_the_format(modes, fitting, refused):
    met = codes(replace(FACTS, modes=modes, fitting_modes=fitting))
    assert met == (["mode_does_not_fit_format"] if refused else [])


def test_an_identity_number_is_sensitive():
    number = ItemFacts(
        "id", SharingType.UNCONDITIONAL, is_key=True, checks=("resident_id",), label="证件号码"
    )
    assert codes(replace(FACTS, items=(number,))) == ["identity_number_not_sensitive"]
    assert codes(replace(FACTS, items=(replace(number, sensitive=True),))) == []


@pytest.mark.parametrize(
    ("items", "broken"),
    [
        ((KEY, NAME), []),
        ((KEY, NAME, replace(NAME, name="more", label="另一项")), []),
        ((KEY,), []),
        ((KEY, replace(NAME, data_type="M")), ["name"]),
        ((KEY, replace(NAME, is_key=True)), ["name"]),
        ((replace(KEY, is_key=False), replace(NAME, is_key=True)), ["code", "name"]),
        ((replace(KEY, name="new_code"), NAME), ["code", "new_code"]),
    ],
)
def test_a_change_keeps_keys_and_types_and_may_add_or_drop_the_rest(items, broken):
    verdict = rules.judge_submission(replace(FACTS, items=items, published_items=(KEY, NAME)))
    found = [name for reason in verdict.reasons for name in reason.facts["items"]]
    assert found == broken


def test_nobody_reviews_what_they_submitted():
    assert rules.judge_reviewer(1, 2).allowed
    assert [r.code for r in rules.judge_reviewer(1, 1).reasons] == ["reviewer_is_submitter"]


@pytest.mark.parametrize(
    ("entry", "item", "allowed"),
    [
        ("unconditional", "unconditional", True),
        ("unconditional", "not_shared", True),
        ("conditional", "unconditional", False),
        ("conditional", "conditional", True),
        ("not_shared", "conditional", False),
        ("not_shared", "not_shared", True),
    ],
)
def test_an_item_may_only_be_stricter(entry, item, allowed):
    verdict = rules.judge_item_sharing(SharingType(entry), SharingType(item), name="姓名")
    assert verdict.allowed is allowed


def test_every_missing_term_of_sharing_is_named():
    facts = replace(
        FACTS,
        sharing_type=SharingType.CONDITIONAL,
        items=tuple(replace(item, sharing_type=SharingType.CONDITIONAL) for item in FACTS.items),
    )
    (reason,) = rules.judge_submission(facts).reasons
    assert reason.facts["missing"] == ["sharing_conditions", "sharing_scope", "sharing_purposes"]


def test_the_bureau_has_five_working_days_and_the_department_ten(legal):
    received = date(2026, 11, 23)
    assert rules.due_update_review(received, legal=legal) == date(2026, 11, 30)
    assert rules.due_update_submission(received, legal=legal) == date(2026, 12, 7)
