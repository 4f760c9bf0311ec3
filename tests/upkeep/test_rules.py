"""When an entry counts as dead, and what it scores."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuyuan.catalog.guide import Cycle
from shuyuan.upkeep.rules import CYCLE_DAYS, WEIGHTS, Facts, find_signs, score_of
from shuyuan.upkeep.states import PartName, SignKind

TODAY = date(2026, 11, 23)
ALIVE = Facts(
    first_published_on=date(2026, 1, 5),
    update_cycle="monthly",
    last_data_on=date(2026, 11, 20),
    last_read_on=date(2026, 11, 1),
    grants=2,
    fields=9,
    rows_read=1000,
)


def kinds(facts, today=TODAY):
    return [sign.kind for sign in find_signs(facts, today=today)]


def part(facts, name):
    return next(one for one in score_of(facts, today=TODAY).parts if one.name is name)


def test_every_cycle_but_the_irregular_has_its_days():
    assert set(CYCLE_DAYS) | {"irregular"} == set(Cycle.values)


def test_a_living_entry_has_no_sign_and_a_full_score():
    assert kinds(ALIVE) == []
    assert score_of(ALIVE, today=TODAY).total == 100


@pytest.mark.parametrize(("age", "dead"), [(62, False), (63, True)])
def test_the_day_after_twice_the_cycle_is_the_first_without_life(age, dead):
    facts = replace(ALIVE, last_data_on=TODAY - timedelta(days=age))
    assert (SignKind.STALE in kinds(facts)) is dead
    if dead:
        assert find_signs(facts, today=TODAY)[0].since == TODAY


def test_an_entry_that_never_had_data_counts_from_its_first_publication():
    facts = replace(ALIVE, last_data_on=None)
    assert kinds(facts) == [SignKind.NEVER_FILLED]
    assert kinds(replace(facts, first_published_on=date(2026, 11, 2))) == []


@pytest.mark.parametrize("change", [{"update_cycle": "irregular"}, {"is_consolidated": False}])
def test_data_that_has_no_cycle_or_does_not_come_here_is_never_stale(change):
    facts = replace(ALIVE, last_data_on=None, **change)
    assert kinds(facts) == []
    assert part(facts, PartName.FRESHNESS).share is None


def test_nobody_has_read_it_for_a_year_unless_nobody_may():
    facts = replace(ALIVE, first_published_on=date(2025, 1, 5), last_read_on=date(2025, 11, 1))
    assert kinds(facts) == [SignKind.UNUSED]
    assert kinds(replace(facts, is_shared=False)) == []
    assert kinds(replace(facts, first_published_on=date(2026, 1, 5), last_read_on=None)) == []


def test_a_system_that_is_not_in_the_register_dangles():
    assert kinds(replace(ALIVE, system_code="SYS-00009", system_is_registered=False)) == [SignKind.DANGLING]
    assert kinds(replace(ALIVE, system_code="", system_is_registered=False)) == []


def test_every_sign_at_once():
    facts = replace(
        ALIVE,
        first_published_on=date(2024, 1, 5),
        last_data_on=date(2024, 2, 1),
        last_read_on=None,
        system_code="x",
        system_is_registered=False,
    )
    assert kinds(facts) == [SignKind.STALE, SignKind.UNUSED, SignKind.DANGLING]


@pytest.mark.parametrize(
    ("change", "name", "fix"),
    [
        ({"missing": ("abstract",)}, PartName.METADATA, "fill_fields"),
        ({"last_data_on": None}, PartName.FRESHNESS, "send_first_data"),
        ({"last_data_on": date(2026, 10, 1)}, PartName.FRESHNESS, "send_data"),
        ({"last_read_on": None}, PartName.USE, "find_users"),
        ({"findings": 1}, PartName.CHECKS, "mend_findings"),
        ({"rows_refused": 10}, PartName.QUALITY, "mend_rows"),
    ],
)
def test_each_part_says_what_would_raise_it(change, name, fix):
    worse = replace(ALIVE, **change)
    assert part(worse, name).fix == fix
    assert part(ALIVE, name).fix == ""
    assert score_of(worse, today=TODAY).total < 100


def test_what_does_not_apply_leaves_its_weight_to_the_others():
    secret = replace(ALIVE, is_shared=False, last_read_on=None, rows_read=0)
    assert score_of(secret, today=TODAY).total == 100


def test_the_weights_are_a_hundred():
    assert sum(WEIGHTS.values()) == 100


@settings(deadline=None)
@given(
    st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 9), st.integers(0, 9), st.integers(0, 100),
    st.sampled_from(Cycle.values),
)  # fmt: skip
def test_a_score_is_always_between_nothing_and_a_hundred(
    data_age, read_age, missing, findings, refused, cycle
):
    facts = replace(
        ALIVE,
        update_cycle=cycle,
        last_data_on=TODAY - timedelta(days=data_age),
        last_read_on=TODAY - timedelta(days=read_age),
        missing=("x",) * missing,
        findings=findings,
        rows_read=100,
        rows_refused=refused,
    )
    score = score_of(facts, today=TODAY)
    assert 0 <= score.total <= 100
    assert all(part.share is None or 0 <= part.share <= 1 for part in score.parts)
