"""Deadlines from parameters of the law, and the light they show."""

from datetime import date, datetime, timedelta

import pytest

from shuyuan.casework.deadlines import Light, deadline_of, due_day, light_of, near_until
from shuyuan.casework.holiday_source import calendar_from_holidays
from shuyuan.kernel.calendar import CalendarYearMissing
from shuyuan.regulations.context import LEGAL_ZONE, LegalContext
from shuyuan.regulations.errors import BrokenLaw, NotInForce, UnknownParameter
from shuyuan.regulations.law import load_law
from shuyuan.regulations.parameters import Unit

CALENDAR = calendar_from_holidays(2020, 2027, announced_through=2026)
MONDAY = date(2026, 11, 23)


@pytest.fixture
def pure_legal() -> LegalContext:
    return LegalContext(load_law(), CALENDAR, MONDAY, datetime(2026, 11, 23, 9, tzinfo=LEGAL_ZONE))


@pytest.mark.parametrize("unit", [Unit.COUNT, Unit.PERCENT, Unit.DAY_OF_YEAR, Unit.CODES])
def test_what_is_no_period_gives_no_due_day(unit):
    with pytest.raises(BrokenLaw):
        due_day(MONDAY, 3, unit, calendar=CALENDAR)


def test_a_list_of_the_law_gives_no_deadline(pure_legal):
    with pytest.raises(BrokenLaw):
        deadline_of("sharing.exchange_modes", received_on=MONDAY, legal=pure_legal)


def test_an_unknown_parameter_or_a_day_before_the_law_gives_no_deadline(pure_legal):
    with pytest.raises(UnknownParameter):
        deadline_of("catalog.no_such_days", received_on=MONDAY, legal=pure_legal)
    with pytest.raises(NotInForce):
        deadline_of("catalog.review_days", received_on=date(2020, 3, 2), legal=pure_legal)


def test_a_deadline_beyond_the_calendar_is_refused_not_guessed(pure_legal):
    with pytest.raises(CalendarYearMissing):
        deadline_of("projects.acceptance_months", received_on=date(2027, 9, 1), legal=pure_legal)


@pytest.mark.parametrize(
    ("amount", "unit", "due_on"),
    [
        (5, Unit.WORKING_DAY, date(2026, 11, 30)),
        (5, Unit.CALENDAR_DAY, date(2026, 11, 30)),  # the 28th is a Saturday
        (7, Unit.CALENDAR_DAY, date(2026, 11, 30)),
        (6, Unit.MONTH, date(2027, 5, 24)),  # 23 May is a Sunday
        (1, Unit.YEAR, date(2027, 11, 23)),
    ],
)
def test_every_unit_of_time_has_its_way_of_counting(amount, unit, due_on):
    assert due_day(MONDAY, amount, unit, calendar=CALENDAR) == due_on


def test_a_deadline_keeps_everything_that_gave_it(pure_legal):
    deadline = deadline_of("catalog.review_days", received_on=date(2026, 12, 28), legal=pure_legal)

    assert deadline.due_on == date(2027, 1, 5)
    assert (deadline.amount, deadline.unit) == (5, Unit.WORKING_DAY)
    assert deadline.cites.startswith("jz-data-2020/10")
    assert deadline.parameter_since <= date(2020, 12, 31)
    assert deadline.revision == CALENDAR.revision
    assert deadline.provisional


def test_the_light_turns_three_working_days_before_the_end_and_again_after_it():
    near = near_until(MONDAY, calendar=CALENDAR)
    lights = {
        day: light_of(MONDAY + timedelta(days=day), today=MONDAY, near_until=near) for day in range(-1, 6)
    }

    assert lights == {
        -1: Light.OVERDUE,
        0: Light.NEAR,
        1: Light.NEAR,
        2: Light.NEAR,
        3: Light.NEAR,  # Thursday: three working days left
        4: Light.NORMAL,
        5: Light.NORMAL,
    }
    assert light_of(None, today=MONDAY, near_until=near) is Light.NORMAL


@pytest.mark.parametrize("offset", range(-10, 30))
def test_the_light_agrees_with_the_working_days_that_are_left(offset):
    due_on = MONDAY + timedelta(days=offset)
    remaining = CALENDAR.remaining(MONDAY, due_on)
    expected = Light.OVERDUE if remaining < 0 else Light.NEAR if remaining <= 3 else Light.NORMAL
    assert light_of(due_on, today=MONDAY, near_until=near_until(MONDAY, calendar=CALENDAR)) is expected
