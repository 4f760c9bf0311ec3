"""Asking the law: values by day, two instruments that differ, citations, the clock."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

import shuyuan
from law.conftest import ALL_CASES
from law.runner import BadCase, prepare
from shuyuan.regulations.cases import Case
from shuyuan.regulations.context import legal_now
from shuyuan.regulations.errors import (
    BrokenLaw,
    NotInForce,
    UndecidedConflict,
    UnknownParameter,
    UnknownProvision,
)
from shuyuan.regulations.law import load_law
from shuyuan.regulations.parameters import DatedValue, Parameter, Unit
from shuyuan.regulations.wording import Text, numeral, parse_numeral

FIRST_DAY = date(2020, 10, 28)
BEFORE = date(2020, 10, 27)
TODAY = date(2026, 11, 2)
BOTH = """
place: 焦作市
instruments:
  - {id: national-809, since: 2025-08-01}
  - {id: jz-data-2020, since: 2020-10-28}
  - {id: jz-project-2020, since: 2020-10-28}
decisions:
"""
DECISION = (
    "  - {key: catalog.review_days, since: %s, instrument: %s, decided_by: 市政府, reason: 上位法更严}\n"
)


@pytest.fixture
def law_with(tmp_path):
    """The law under another stack."""

    def load(*decisions):
        path = tmp_path / f"stack{len(decisions)}.yaml"
        path.write_text(
            BOTH.rstrip() + (" []\n" if not decisions else "\n" + "".join(decisions)), encoding="utf-8"
        )
        return load_law(path)

    return load


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("catalog.update_request_days", 10),
        ("catalog.review_days", 5),
        ("verification.response_days", 10),
        ("verification.extension_days", 10),
        ("supervision.assessment_interval_years", 1),
        ("projects.acceptance_months", 6),
        ("projects.library_unfunded_years", 3),
        ("projects.evaluation_after_years", 1),
    ],
)
def test_every_number_of_the_measures_holds_from_their_first_day(key, value, law):
    assert law.value(key, on=FIRST_DAY) == value
    assert law.value(key, on=TODAY) == value
    with pytest.raises(NotInForce) as early:
        law.value(key, on=BEFORE)
    assert early.value.facts == {"key": key, "day": "2020-10-27", "first": "2020-10-28"}


def test_the_last_day_for_the_yearly_plan_is_the_end_of_november(law):
    assert law.day_of_year("projects.annual_plan_last_day", year=2026, on=TODAY) == date(2026, 11, 30)


def test_lists_of_the_law_are_parameters_too(law):
    modes = law.codes("sharing.exchange_modes", on=TODAY)
    assert modes == ("api", "online_query", "bulk_download", "database_push")


def test_a_key_that_nobody_defines_is_an_error(law):
    with pytest.raises(UnknownParameter, match=r"gives catalog\.review_weeks"):
        law.value("catalog.review_weeks", on=TODAY)


@pytest.mark.parametrize(
    ("ask", "key"),
    [
        ("value", "sharing.exchange_modes"),
        ("codes", "catalog.review_days"),
        ("day_of_year", "catalog.review_days"),
    ],
)
def test_asking_for_the_wrong_kind_of_value_is_an_error(ask, key, law):
    extra = {"year": 2026} if ask == "day_of_year" else {}
    with pytest.raises(BrokenLaw, match="is not a"):
        getattr(law, ask)(key, on=TODAY, **extra)


def test_parameters_cite_what_stands_in_the_register_and_not_older_than_their_instrument(law):
    for instrument in law.instruments.values():
        for parameter in instrument.parameters.values():
            for value in parameter.values:
                law.cite(value.cites)
                assert value.since >= instrument.in_force_from


def test_every_parameter_was_compared_with_the_text_within_a_year_of_this_release(law):
    released = date(2026, 11, 22)
    for instrument in law.instruments.values():
        assert [p.key for p in instrument.parameters.values() if p.is_stale(released)] == []


def test_a_value_that_nobody_checked_for_more_than_a_year_is_stale():
    value = DatedValue(FIRST_DAY, 5, "jz-data-2020/10.1")
    parameter = Parameter("catalog.x", Text("甲", "a"), Unit.COUNT, (value,), date(2025, 1, 1))
    assert not parameter.is_stale(date(2026, 1, 1))
    assert parameter.is_stale(date(2026, 1, 2))


def test_a_later_value_takes_over_on_its_first_day():
    first = DatedValue(FIRST_DAY, 5, "jz-data-2020/10.1")
    second = DatedValue(date(2027, 1, 1), 3, "jz-data-2020/10.1")
    parameter = Parameter("catalog.x", Text("甲", "a"), Unit.COUNT, (first, second), TODAY)
    assert parameter.on(date(2026, 12, 31)) is first
    assert parameter.on(date(2027, 1, 1)) is second


def test_the_national_regulation_is_known_but_switched_off(law):
    assert "national-809" in law.instruments
    assert "national-809" not in law.stack.switched_on
    with pytest.raises(UnknownParameter):
        law.value("sharing.conditional_reply_days", on=TODAY)


def test_switched_on_it_gives_what_the_city_does_not(law_with):
    both = law_with()
    assert both.value("sharing.conditional_reply_days", on=TODAY) == 10
    with pytest.raises(NotInForce):
        both.value("sharing.conditional_reply_days", on=date(2025, 7, 31))


def test_where_the_two_differ_somebody_must_have_decided(law_with):
    both = law_with()
    assert both.value("catalog.review_days", on=date(2025, 7, 31)) == 5
    with pytest.raises(UndecidedConflict) as conflict:
        both.value("catalog.review_days", on=date(2025, 8, 1))
    assert conflict.value.facts["instruments"] == ["national-809", "jz-data-2020"]


def test_a_decision_holds_from_its_day_and_a_later_one_replaces_it(law_with):
    both = law_with(
        DECISION % ("2025-09-01", "national-809"),
        DECISION % ("2026-09-01", "jz-data-2020"),
    )
    with pytest.raises(UndecidedConflict):
        both.value("catalog.review_days", on=date(2025, 8, 31))
    assert both.value("catalog.review_days", on=date(2025, 9, 1)) == 2
    assert both.dated("catalog.review_days", on=date(2025, 9, 1)).cites == "national-809/17"
    assert both.value("catalog.review_days", on=date(2026, 9, 1)) == 5


@pytest.mark.parametrize(
    ("provision", "zh", "en"),
    [
        ("jz-data-2020/14.2", "《焦作市政务数据资源管理暂行办法》第十四条第二款", "Article 14, paragraph 2"),
        ("jz-data-2020/10.1", "《焦作市政务数据资源管理暂行办法》第十条", "Article 10"),
        ("jz-data-2020/14", "《焦作市政务数据资源管理暂行办法》第十四条", "Article 14"),
        ("jz-data-2020/35.1.3", "《焦作市政务数据资源管理暂行办法》第三十五条第三项", "Article 35, item 3"),
        (
            "jz-project-2020/19.1.2",
            "《焦作市政务信息化项目管理暂行办法》第十九条第二项",
            "Article 19, item 2",
        ),
        ("national-809/17", "《政务数据共享条例》第十七条", "Article 17"),
    ],
)
def test_a_provision_is_cited_as_lawyers_write_it(provision, zh, en, law):
    citation = law.cite(provision)
    assert citation.text("zh-hans") == zh
    assert citation.text("en").endswith(en)
    assert citation.summary.zh


def test_a_whole_article_is_summed_up_by_all_its_paragraphs(law):
    whole = law.cite("jz-data-2020/14").summary
    assert all(law.cite(f"jz-data-2020/14.{n}").summary.zh in whole.zh for n in (1, 2, 3))


@pytest.mark.parametrize(
    "provision",
    [
        "jz-data-2020/40",
        "jz-data-2020/14.4",
        "jz-data-2020/17.1.5",
        "nowhere/1",
        "14.2",
        "jz-data-2020/十四",
        "",
    ],
)
def test_a_provision_that_does_not_exist_is_not_found(provision, law):
    with pytest.raises(UnknownProvision):
        law.cite(provision)
    with pytest.raises(UnknownProvision):
        law.unit(provision)


def test_chapters_are_found_and_an_article_outside_has_none(law):
    data = law.instruments["jz-data-2020"]
    assert data.chapter_of(14).number == 3
    assert data.chapter_of(40) is None
    assert data.paragraph_count(14) == 3
    assert data.paragraph_count(40) == 0


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (14, "十四"), (20, "二十"), (39, "三十九")]
)
def test_numbers_are_written_and_read_as_in_the_law(number, text):
    assert numeral(number) == text
    assert parse_numeral(text) == number


def test_all_numbers_up_to_99_come_back():
    assert [parse_numeral(numeral(number)) for number in range(1, 100)] == list(range(1, 100))


@pytest.mark.parametrize("text", ["", "十十", "一十", "百", "十零", "14", "一二"])
def test_what_the_law_would_not_write_is_no_number(text):
    with pytest.raises(ValueError, match="not a number"):
        parse_numeral(text)


@pytest.mark.parametrize("number", [0, 100, -1])
def test_numbers_beyond_the_law_are_refused(number):
    with pytest.raises(ValueError, match="between 1 and 99"):
        numeral(number)


def test_the_day_is_that_of_the_city_not_that_of_the_server(calendar, law):
    with time_machine.travel(datetime(2026, 11, 22, 16, 30, tzinfo=UTC), tick=False):
        legal = legal_now(calendar)
    assert legal.today == date(2026, 11, 23)
    assert legal.now.utcoffset().total_seconds() == 8 * 3600
    assert legal.law is law
    assert legal.calendar is calendar


def test_another_law_can_be_asked_for_the_same_moment(calendar, law_with):
    both = law_with()
    assert legal_now(calendar, law=both).law is both


def test_only_the_context_reads_the_clock():
    package = Path(shuyuan.__file__).parent
    door = package / "regulations" / "context.py"
    for path in [
        *package.glob("regulations/*.py"),
        *package.glob("*/rules.py"),
        *package.glob("*/rules/*.py"),
    ]:
        reads = re.search(
            r"\b(datetime\.now|date\.today|time\.time|timezone\.now)\b", path.read_text("utf-8")
        )
        assert path == door or not reads, f"{path.name} reads the clock; take legal.today or an argument"


def case(**changes):
    given = {"rule": "verification.due_on", "given": {"received_on": FIRST_DAY}, **changes}
    return Case(
        "n", "jz-data-2020/14.2", given["rule"], TODAY, given["given"], {"due_on": TODAY}, "art-14.yaml:1"
    )


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"given": {"received": FIRST_DAY}}, r"art-14\.yaml:1: verification\.due_on knows no \['received'\]"),
        ({"given": {}}, r"verification\.due_on also needs \['received_on'\]"),
        ({"given": {"received_on": "soon"}}, r"'soon' is not of the kind date"),
        ({"rule": "verification.judge_counter", "given": {"refuses": True}}, "missing 2 required"),
        (
            {"rule": "verification.judge_counter", "given": {"angry": True}},
            r"CounterFacts knows no \['angry'\]",
        ),
        ({"rule": "supervision.judge_step", "given": {"step": "discipline", "facts": 1}}, "needs a mapping"),
    ],
)
def test_a_case_that_does_not_fit_its_rule_says_why(changes, complaint):
    with pytest.raises(BadCase, match=complaint):
        prepare(case(**changes))


def test_there_are_boundary_cases_on_both_sides_of_the_limits():
    assert len(ALL_CASES) > 200
