"""The coming deadlines as pages of a calendar: months of weeks of days."""

from calendar import Calendar
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import pgettext_lazy

from shuyuan.portfolio.deadlines import Due

WEEKDAYS = (
    pgettext_lazy("day of the week", "Mo"),
    pgettext_lazy("day of the week", "Tu"),
    pgettext_lazy("day of the week", "We"),
    pgettext_lazy("day of the week", "Th"),
    pgettext_lazy("day of the week", "Fr"),
    pgettext_lazy("day of the week", "Sa"),
    pgettext_lazy("day of the week", "Su"),
)


@dataclass(frozen=True)
class Day:
    """One day of a month; `count` deadlines fall on it."""

    on: date
    count: int
    is_today: bool
    is_past: bool


@dataclass(frozen=True)
class Month:
    """One month: its weeks from Monday, None for the days of its neighbors."""

    first: date
    weeks: list[list[Day | None]]


def months_of(dues: list[Due], *, today: date, ahead: int) -> list[Month]:
    """The months from today until so many days ahead."""
    counts = Counter(due.on for due in dues)
    last, first, found = today + timedelta(days=ahead), today.replace(day=1), []
    while first <= last:
        weeks = Calendar().monthdatescalendar(first.year, first.month)
        found.append(Month(first, [[_day(day, first, counts, today) for day in week] for week in weeks]))
        first = (first + timedelta(days=31)).replace(day=1)
    return found


def _day(day: date, first: date, counts: Counter[date], today: date) -> Day | None:
    if day.month != first.month:
        return None
    return Day(day, counts[day], day == today, day < today)
