"""A year of the calendar as a page shows it: twelve months of weeks, with what each day is."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from django.utils.translation import pgettext_lazy

from shuyuan.casework.calendars import CalendarState
from shuyuan.kernel.calendar import DayKind

#: Heads of the seven columns, one or two letters.
WEEKDAYS = (
    pgettext_lazy("calendar column", "Mo"),
    pgettext_lazy("calendar column", "Tu"),
    pgettext_lazy("calendar column", "We"),
    pgettext_lazy("calendar column", "Th"),
    pgettext_lazy("calendar column", "Fr"),
    pgettext_lazy("calendar column", "Sa"),
    pgettext_lazy("calendar column", "Su"),
)

_MONDAY_FIRST = Calendar(firstweekday=0)


@dataclass(frozen=True)
class Cell:
    """One day; `name` is the holiday's, `kind` never RECEIPT."""

    day: date
    kind: DayKind
    name: str
    is_today: bool


@dataclass(frozen=True)
class Month:
    """Weeks of seven places; None where the day belongs to another month."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]
    working_days: int


def months_of(state: CalendarState, year: int, *, today: date) -> list[Month]:
    """The twelve months; raises CalendarYearMissing for a year that the calendar lacks."""
    months = []
    for number in range(1, 13):
        weeks = tuple(
            tuple(_cell(state, day, today) if day.month == number else None for day in week)
            for week in _MONDAY_FIRST.monthdatescalendar(year, number)
        )
        worked = sum(
            cell is not None and state.calendar.is_working_day(cell.day) for week in weeks for cell in week
        )
        months.append(Month(date(year, number, 1), weeks, worked))
    return months


def _cell(state: CalendarState, day: date, today: date) -> Cell:
    entered = state.days.get(day)
    return Cell(day, state.calendar.kind(day), entered.name if entered else "", day == today)
