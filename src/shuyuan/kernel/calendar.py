"""Counting days: working days of the State Council's yearly plan, and periods in months.

The rules of counting are in docs/decisions/0002-counting-days.md.
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from shuyuan.kernel.errors import BadInput, Unavailable

_FRIDAY = 4
_MONTHS_OF_A_YEAR = 12


class CalendarYearMissing(Unavailable):
    """A deadline reaches into a year that has no calendar; `facts` hold the years that there are.

    Trying again does not help: the data administration has to add the year first.
    """

    code = "calendar_year_missing"
    retryable = False


class YearStatus(StrEnum):
    """Whether the State Council has published the holidays and make-up days of a year."""

    ANNOUNCED = "announced"
    PROVISIONAL = "provisional"


class DayKind(StrEnum):
    """What a calendar day is for somebody who counts."""

    RECEIPT = "receipt"  # the day of receipt, never counted
    WORKING = "working"
    MADE_UP = "made_up"  # 调休: a Saturday or Sunday that is worked
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # a Monday to Friday that is free


@dataclass(frozen=True)
class CountedDay:
    """One calendar day of a count; `number` is its place among the working days, 0 if not counted."""

    day: date
    kind: DayKind
    number: int
    provisional: bool


@dataclass(frozen=True)
class WorkingCalendar:
    """The working days of some years; `revision` names this state of them in every stored deadline.

    `non_working` holds the free days between Monday and Friday, `working` the worked Saturdays and
    Sundays; all other days follow the week. A year that is not in `years` is an error whenever a
    count touches it, never a guess.
    """

    years: Mapping[int, YearStatus] = field(hash=False)
    non_working: frozenset[date]
    working: frozenset[date]
    revision: str
    _ordinals: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _worked: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        years = sorted(self.years)
        if not years:
            raise BadInput("a calendar needs at least one year", code="calendar_without_year")
        if any(later - earlier != 1 for earlier, later in pairwise(years)):
            raise BadInput("the years of a calendar must follow each other", code="calendar_gap", years=years)
        both = sorted(self.non_working & self.working)
        if both:
            raise BadInput(
                "a day is both working and free",
                code="calendar_contradiction",
                days=[str(day) for day in both],
            )
        first, last = date(years[0], 1, 1).toordinal(), date(years[-1], 12, 31).toordinal()
        days = (date.fromordinal(ordinal) for ordinal in range(first, last + 1))
        ordinals = tuple(
            day.toordinal()
            for day in days
            if day in self.working or (day.weekday() <= _FRIDAY and day not in self.non_working)
        )
        object.__setattr__(self, "_ordinals", ordinals)
        object.__setattr__(self, "_worked", frozenset(ordinals))

    def _is_worked(self, day: date) -> bool:
        return day.toordinal() in self._worked

    def _demand(self, *years: int) -> None:
        for year in years:
            if year not in self.years:
                known = sorted(self.years)
                raise CalendarYearMissing(f"no working calendar for {year}", year=year, known=known)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day; raises CalendarYearMissing outside the calendar."""
        self._demand(day.year)
        return self._is_worked(day)

    def add(self, received_on: date, days: int) -> date:
        """The last day of a period of working days; the day of receipt is not counted."""
        if days < 1:
            raise BadInput("a period has at least one working day", code="bad_period", days=days)
        self._demand(received_on.year)
        place = bisect_right(self._ordinals, received_on.toordinal()) + days - 1
        if place >= len(self._ordinals):
            self._demand(max(self.years) + 1)
        return date.fromordinal(self._ordinals[place])

    def add_months(self, received_on: date, months: int) -> date:
        """The last day of a period of months (12 for each year).

        It is the day of the same number, or the month's last day where there is none; if nobody
        works on it, the period ends with the next working day.
        """
        if months < 1:
            raise BadInput("a period has at least one month", code="bad_period", months=months)
        year, month = divmod(received_on.year * _MONTHS_OF_A_YEAR + received_on.month - 1 + months, 12)
        last_of_month = monthrange(year, month + 1)[1]
        end = date(year, month + 1, min(received_on.day, last_of_month))
        self._demand(year)
        return end if self._is_worked(end) else self.add(end, 1)

    def count(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` comes first."""
        self._demand(start.year, end.year)
        return bisect_right(self._ordinals, end.toordinal()) - bisect_right(self._ordinals, start.toordinal())

    def remaining(self, today: date, due_on: date) -> int:
        """Working days that are left: 0 on the last day, negative when overdue.

        From the first calendar day after `due_on` it is at least -1, also on a weekend.
        """
        left = self.count(today, due_on)
        return min(left, -1) if today > due_on else left

    def is_provisional(self, start: date, end: date) -> bool:
        """Whether a period touches a year whose holidays are not announced yet."""
        years = range(start.year, end.year + 1)
        self._demand(*years)
        return any(self.years[year] is YearStatus.PROVISIONAL for year in years)

    def kind(self, day: date) -> DayKind:
        """What that day is in the calendar; never RECEIPT, which only a count knows."""
        self._demand(day.year)
        weekend = day.weekday() > _FRIDAY
        if self._is_worked(day):
            return DayKind.MADE_UP if weekend else DayKind.WORKING
        return DayKind.WEEKEND if weekend else DayKind.HOLIDAY

    def explain(self, received_on: date, days: int) -> tuple[CountedDay, ...]:
        """Every calendar day from receipt to the end of `add(received_on, days)`, with its number."""
        return self.walk(received_on, self.add(received_on, days))

    def walk(self, start: date, end: date) -> tuple[CountedDay, ...]:
        """Every calendar day of a period, the first one as the day of receipt."""
        self._demand(*range(start.year, end.year + 1))
        walked = []
        number = 0
        for offset in range((end - start).days + 1):
            day = start + timedelta(days=offset)
            kind = self.kind(day) if offset else DayKind.RECEIPT
            counts = kind in {DayKind.WORKING, DayKind.MADE_UP}
            number += counts
            provisional = self.years[day.year] is YearStatus.PROVISIONAL
            walked.append(CountedDay(day, kind, number if counts else 0, provisional))
        return tuple(walked)
