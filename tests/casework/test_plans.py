"""Holiday plans as people type them, and the words for what is wrong with them."""

from datetime import date

import pytest

from shuyuan.casework.holiday_source import ExceptionalDay, exceptional_days
from shuyuan.casework.plans import read_plan, write_plan
from shuyuan.kernel.errors import BadInput


@pytest.mark.parametrize(
    ("free", "worked", "code", "facts"),
    [
        ("国庆节 2027-10-01", "", "calendar_plan_line", {"line": 1}),
        ("2027-10-01\n\n2027-02-30", "", "calendar_plan_line", {"line": 3, "text": "2027-02-30"}),
        ("2027-10-01..2027-02-30", "", "calendar_plan_line", {"line": 1}),
        ("2027-10-07..2027-10-01", "", "calendar_span_backward", {"line": 1}),
        ("2027-01-01..2027-12-31", "", "calendar_plan_line", {"line": 1}),
        ("2026-10-01", "", "calendar_day_of_other_year", {"day": "2026-10-01", "year": 2027}),
        ("2027-10-01\n2027-10-01", "", "calendar_day_twice", {"day": "2027-10-01"}),
        ("", "2027-10-04", "calendar_day_follows_week", {"day": "2027-10-04"}),
    ],
)
def test_a_plan_with_a_mistake_is_refused_with_the_place(free, worked, code, facts):
    with pytest.raises(BadInput) as refused:
        read_plan(2027, free, worked)
    assert refused.value.code == code
    assert facts.items() <= refused.value.facts.items()


@pytest.mark.parametrize(
    "line",
    [
        "2027-10-01..2027-10-04 国庆节",
        "2027年10月1日至2027年10月4日 国庆节",
        " 2027/10/1 ~ 2027/10/4  国庆节 ",
    ],
)
def test_a_span_is_read_without_its_weekend(line):
    assert read_plan(2027, line, "2027-10-09") == [
        ExceptionalDay(date(2027, 10, 1), False, "国庆节"),
        ExceptionalDay(date(2027, 10, 4), False, "国庆节"),
        ExceptionalDay(date(2027, 10, 9), True, ""),
    ]


@pytest.mark.parametrize("year", range(2020, 2028))
def test_what_is_written_is_read_again(year):
    days = exceptional_days(year)
    free = write_plan(day for day in days if not day.working)
    worked = write_plan(day for day in days if day.working)
    assert read_plan(year, free, worked) == list(days)
