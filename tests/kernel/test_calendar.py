"""Counting days: every rule of docs/decisions/0002-counting-days.md has a case here."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuyuan.casework.holiday_source import calendar_from_holidays
from shuyuan.kernel.calendar import CalendarYearMissing, DayKind, WorkingCalendar, YearStatus
from shuyuan.kernel.errors import BadInput, Unavailable

CALENDAR = calendar_from_holidays(2020, 2027, announced_through=2026)
DAYS = st.dates(date(2020, 1, 1), date(2027, 3, 31))


def test_a_year_without_calendar_is_an_error_that_names_it():
    with pytest.raises(CalendarYearMissing) as missing:
        CALENDAR.add(date(2027, 12, 30), 5)

    assert missing.value.facts == {"year": 2028, "known": list(range(2020, 2028))}
    assert missing.value.code == "calendar_year_missing"
    assert isinstance(missing.value, Unavailable)
    assert not missing.value.retryable


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.is_working_day(date(2019, 12, 31)),
        lambda: CALENDAR.kind(date(2028, 1, 3)),
        lambda: CALENDAR.add(date(2019, 12, 31), 1),
        lambda: CALENDAR.add_months(date(2027, 7, 1), 6),
        lambda: CALENDAR.count(date(2027, 12, 1), date(2028, 1, 4)),
        lambda: CALENDAR.remaining(date(2028, 1, 4), date(2027, 12, 1)),
        lambda: CALENDAR.is_provisional(date(2027, 12, 1), date(2028, 1, 4)),
        lambda: CALENDAR.walk(date(2027, 12, 1), date(2028, 1, 4)),
    ],
)
def test_no_question_is_answered_outside_the_calendar(ask):
    with pytest.raises(CalendarYearMissing):
        ask()


@pytest.mark.parametrize("days", [0, -3])
def test_a_period_without_a_day_is_refused(days):
    with pytest.raises(BadInput, match="at least one working day"):
        CALENDAR.add(date(2026, 3, 2), days)
    with pytest.raises(BadInput, match="at least one month"):
        CALENDAR.add_months(date(2026, 3, 2), days)


@pytest.mark.parametrize(
    ("years", "non_working", "working", "code"),
    [
        ([], [], [], "calendar_without_year"),
        ([2024, 2026], [], [], "calendar_gap"),
        ([2024], [date(2024, 5, 1)], [date(2024, 5, 1)], "calendar_contradiction"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(years, non_working, working, code):
    with pytest.raises(BadInput) as refused:
        WorkingCalendar(
            dict.fromkeys(years, YearStatus.ANNOUNCED), frozenset(non_working), frozenset(working), "1"
        )
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("received_on", "days", "due_on"),
    [
        (date(2020, 11, 2), 10, date(2020, 11, 16)),  # an ordinary Monday
        (date(2026, 3, 7), 10, date(2026, 3, 20)),  # received on a Saturday: not a day late
        (date(2026, 10, 1), 10, date(2026, 10, 20)),  # received in the holidays, 10 October made up
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # the next day is a worked Saturday
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # then Spring Festival to the 23rd
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # into the provisional year
        (date(2026, 9, 18), 2, date(2026, 9, 21)),  # 20 September is a worked Sunday
    ],
)
def test_the_day_of_receipt_is_not_counted_and_the_last_working_day_ends_it(received_on, days, due_on):
    assert CALENDAR.add(received_on, days) == due_on


@pytest.mark.parametrize(
    ("received_on", "months", "due_on"),
    [
        (date(2026, 3, 10), 6, date(2026, 9, 10)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),  # no 31 February; the 28th is a worked Saturday
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 4, 1), 6, date(2026, 10, 8)),  # 1 October is free until the 7th
        (date(2025, 12, 15), 12, date(2026, 12, 15)),
        (date(2026, 3, 6), 12, date(2027, 3, 8)),  # a Saturday rolls to Monday
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
    ],
)
def test_a_period_of_months_ends_on_the_same_day_or_the_next_working_day(received_on, months, due_on):
    assert CALENDAR.add_months(received_on, months) == due_on


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 3, 13), 5),  # Friday a week before
        (date(2026, 3, 19), 1),
        (date(2026, 3, 20), 0),  # the last day itself
        (date(2026, 3, 21), -1),  # a Saturday after it: late already
        (date(2026, 3, 22), -1),
        (date(2026, 3, 23), -1),
        (date(2026, 3, 24), -2),
    ],
)
def test_what_remains_is_zero_on_the_last_day_and_negative_after_it(today, left):
    assert CALENDAR.remaining(today, date(2026, 3, 20)) == left


def test_a_period_that_touches_an_unannounced_year_is_provisional():
    assert CALENDAR.is_provisional(date(2026, 12, 25), date(2027, 1, 8))
    assert not CALENDAR.is_provisional(date(2026, 12, 1), date(2026, 12, 31))


def test_the_explanation_numbers_every_counted_day_and_ends_on_the_due_day():
    walked = CALENDAR.explain(date(2026, 2, 13), 3)

    assert [
        (day.day.day, day.kind, day.number) for day in walked if day.number or day.kind is DayKind.RECEIPT
    ] == [
        (13, DayKind.RECEIPT, 0),
        (14, DayKind.MADE_UP, 1),
        (24, DayKind.WORKING, 2),
        (25, DayKind.WORKING, 3),
    ]
    assert {day.kind for day in walked if not day.number} == {
        DayKind.RECEIPT,
        DayKind.WEEKEND,
        DayKind.HOLIDAY,
    }
    assert walked[-1].day == CALENDAR.add(date(2026, 2, 13), 3)


def test_the_explanation_marks_the_days_of_an_unannounced_year():
    walked = CALENDAR.explain(date(2026, 12, 30), 3)
    assert [day.day for day in walked if day.provisional] == [
        date(2027, 1, 1) + timedelta(days=offset) for offset in range(5)
    ]


def test_a_moment_counts_like_its_day():
    made_up_saturday = datetime(2026, 2, 14, 9, 30)
    assert CALENDAR.is_working_day(made_up_saturday)
    assert CALENDAR.add(datetime(2026, 3, 7, 23, 59), 10) == date(2026, 3, 20)


def test_calendars_of_the_same_content_are_equal_and_can_be_keys():
    again = calendar_from_holidays(2020, 2027, announced_through=2026)
    assert again == CALENDAR
    assert len({again, CALENDAR}) == 1


@given(received_on=DAYS, days=st.integers(1, 150))
def test_counting_back_gives_the_period(received_on, days):
    due_on = CALENDAR.add(received_on, days)

    assert CALENDAR.is_working_day(due_on)
    assert CALENDAR.count(received_on, due_on) == days
    assert CALENDAR.count(due_on, received_on) == -days
    assert CALENDAR.remaining(received_on, due_on) == days


@given(received_on=DAYS, days=st.integers(1, 60))
def test_the_walk_day_by_day_agrees_with_the_fast_sum(received_on, days):
    explained = CALENDAR.explain(received_on, days)

    assert explained[-1].number == days
    assert sum(CALENDAR.is_working_day(day.day) for day in explained[1:]) == days


@given(received_on=DAYS, days=st.integers(1, 60))
def test_a_later_receipt_or_a_longer_period_never_ends_earlier(received_on, days):
    due_on = CALENDAR.add(received_on, days)

    assert CALENDAR.add(received_on + timedelta(days=1), days) >= due_on
    assert CALENDAR.add(received_on, days + 1) > due_on
