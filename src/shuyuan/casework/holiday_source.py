"""First contents of the working calendar, from the `holidays` package. No Django, no database.

The package knows the State Council's yearly plan with its make-up days only for announced years; for
a later year it gives the statutory days alone and does not say so. Therefore the caller says up to
which year plans are announced.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version

import holidays

from shuyuan.kernel.calendar import WorkingCalendar, YearStatus

SOURCE = f"holidays {version('holidays')}"

#: The last year whose plan the State Council had announced when this was written.
ANNOUNCED_THROUGH = 2026
#: The first year that the calendar holds: that in which both measures came into force.
FIRST_YEAR = 2020

_SATURDAY = 5


@dataclass(frozen=True)
class ExceptionalDay:
    """A day that does not follow the week: a free Monday to Friday, or a worked Saturday or Sunday."""

    day: date
    working: bool
    name: str


@lru_cache(maxsize=32)
def exceptional_days(year: int) -> tuple[ExceptionalDay, ...]:
    """The days of that year on which work differs from the week, with the holiday's Chinese name."""
    return tuple(_exceptional_days(year))


def _exceptional_days(year: int) -> Iterator[ExceptionalDay]:
    plan = holidays.country_holidays("CN", years=year, language="zh_CN")
    day = date(year, 1, 1)
    while day.year == year:
        working = plan.is_working_day(day)
        if working != (day.weekday() < _SATURDAY):
            yield ExceptionalDay(day, working, "" if working else plan.get(day, ""))
        day += timedelta(days=1)


def calendar_from_holidays(first: int, last: int, *, announced_through: int) -> WorkingCalendar:
    """A calendar straight from the package, for tools and tests that have no database."""
    days = [day for year in range(first, last + 1) for day in exceptional_days(year)]
    return WorkingCalendar(
        years={
            year: YearStatus.ANNOUNCED if year <= announced_through else YearStatus.PROVISIONAL
            for year in range(first, last + 1)
        },
        non_working=frozenset(day.day for day in days if not day.working),
        working=frozenset(day.day for day in days if day.working),
        revision=f"{SOURCE}, announced through {announced_through}",
    )
