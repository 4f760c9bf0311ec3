"""The working calendar as rows: how a revision is read and what it holds."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from shuyuan.casework.models import CalendarDay, CalendarRevision, CalendarYear
from shuyuan.kernel.calendar import WorkingCalendar, YearStatus
from shuyuan.kernel.errors import Unavailable

_SATURDAY = 5


@dataclass(frozen=True)
class NamedDay:
    """What the table says about a day: worked or not, the holiday's name, and where that comes from."""

    working: bool
    name: str
    source: str


@dataclass(frozen=True)
class CalendarState:
    """All that one revision holds; `calendar` is what deadlines are counted with."""

    calendar: WorkingCalendar
    sources: dict[int, str]
    days: dict[date, NamedDay]


def latest_state() -> CalendarState:
    """The newest calendar: one cheap query, the rest from memory; raises Unavailable when there is none."""
    latest = CalendarRevision.objects.order_by("-pk").values_list("pk", "key").first()
    return _state(*latest) if latest else _state(0, None)


def find_state(revision: str) -> CalendarState | None:
    """The calendar as a stored deadline names it; None for a calendar that did not come from the table."""
    if not revision.isdecimal():
        return None
    found = CalendarRevision.objects.filter(pk=int(revision)).values_list("pk", "key").first()
    return _state(*found) if found else None


@lru_cache(maxsize=16)
def _state(revision: int, _key: UUID | None) -> CalendarState:
    """Read once: revisions only ever add rows, so what was read under a key stays right."""
    years: dict[int, CalendarYear] = {}
    for year in CalendarYear.objects.filter(revision__lte=revision).order_by("revision"):
        years[year.year] = year
    if not years:
        raise Unavailable("the working calendar is empty: run setup", code="calendar_empty")
    days: dict[date, NamedDay] = {}
    for row in CalendarDay.objects.filter(revision__lte=revision).order_by("revision"):
        days[row.day] = NamedDay(row.working, row.name, row.source)
    calendar = WorkingCalendar(
        years={year: YearStatus(row.status) for year, row in years.items()},
        non_working=frozenset(d for d, row in days.items() if not row.working and d.weekday() < _SATURDAY),
        working=frozenset(d for d, row in days.items() if row.working and d.weekday() >= _SATURDAY),
        revision=str(revision),
    )
    return CalendarState(calendar, {year: row.source for year, row in years.items()}, days)
