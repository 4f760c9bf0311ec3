"""Periods of the law turned into due days, and the light that a due day shows. No Django, no clock.

How days are counted is decided in docs/decisions/0002-counting-days.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shuyuan.kernel.calendar import WorkingCalendar
from shuyuan.regulations.context import LegalContext
from shuyuan.regulations.errors import BrokenLaw
from shuyuan.regulations.parameters import Unit

#: With so many working days left or fewer a deadline is near.
NEAR_DAYS = 3


class Light(StrEnum):
    """What an inbox shows beside a deadline."""

    NORMAL = "normal"
    NEAR = "near"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Deadline:
    """A due day with everything that gave it, so that anyone can ask why later."""

    received_on: date
    due_on: date
    parameter: str
    parameter_since: date
    amount: int
    unit: Unit
    cites: str
    revision: str
    provisional: bool


def _after_calendar_days(calendar: WorkingCalendar, received_on: date, days: int) -> date:
    end = received_on + timedelta(days=days)
    return end if calendar.is_working_day(end) else calendar.add(end, 1)


_COUNTING: Mapping[Unit, Callable[[WorkingCalendar, date, int], date]] = {
    Unit.WORKING_DAY: WorkingCalendar.add,
    Unit.CALENDAR_DAY: _after_calendar_days,
    Unit.MONTH: WorkingCalendar.add_months,
    Unit.YEAR: lambda calendar, received_on, years: calendar.add_months(received_on, years * 12),
}


def due_day(received_on: date, amount: int, unit: Unit, *, calendar: WorkingCalendar) -> date:
    """The last day of a period; raises BrokenLaw for a unit that is no period."""
    count = _COUNTING.get(unit)
    if count is None:
        raise BrokenLaw(f"{unit} is not a period of time", unit=str(unit))
    return count(calendar, received_on, amount)


def deadline_of(parameter: str, *, received_on: date, legal: LegalContext) -> Deadline:
    """The deadline that a parameter of the law, as in force on the day of receipt, gives."""
    found = legal.law.parameter(parameter, on=received_on)
    dated = found.on(received_on)
    if not isinstance(dated.value, int):
        raise BrokenLaw(f"{parameter} is not a period of time", key=parameter)
    due_on = due_day(received_on, dated.value, found.unit, calendar=legal.calendar)
    return Deadline(
        received_on=received_on,
        due_on=due_on,
        parameter=parameter,
        parameter_since=dated.since,
        amount=dated.value,
        unit=found.unit,
        cites=dated.cites,
        revision=legal.calendar.revision,
        provisional=legal.calendar.is_provisional(received_on, due_on),
    )


def near_until(today: date, *, calendar: WorkingCalendar) -> date:
    """The last due day that is near today; the working days after it are more than NEAR_DAYS away."""
    return calendar.add(today, NEAR_DAYS + 1) - timedelta(days=1)


def light_of(due_on: date | None, *, today: date, near_until: date) -> Light:
    """The light of a deadline; without one nothing presses."""
    if due_on is None or due_on > near_until:
        return Light.NORMAL
    return Light.OVERDUE if due_on < today else Light.NEAR
