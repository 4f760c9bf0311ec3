"""What a change of the calendar would do to open deadlines, shown before it is applied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from shuyuan.casework.calendars import CalendarState, latest_state
from shuyuan.casework.holiday_source import ExceptionalDay
from shuyuan.casework.models import Task
from shuyuan.casework.plans import check_plan
from shuyuan.casework.recount import Move, count_moved, plan_recount
from shuyuan.kernel.calendar import CalendarYearMissing, WorkingCalendar, YearStatus

#: So many tasks are shown by name.
_SHOWN = 30
_SATURDAY = 5


@dataclass(frozen=True)
class ForecastTask:
    """One open task with its day now and then."""

    task: Task
    new_due_on: date
    is_earlier: bool


@dataclass(frozen=True)
class Forecast:
    """`added` and `dropped` are days that differ from the calendar now; `moved` counts due days that move.

    `unmarked` counts tasks that only lose or get the mark "provisional".
    """

    added: tuple[ExceptionalDay, ...]
    dropped: tuple[ExceptionalDay, ...]
    working_days: int
    working_days_before: int
    moved: int
    earlier: int
    unmarked: int
    examples: tuple[ForecastTask, ...]


def forecast_year(year: int, days: Sequence[ExceptionalDay]) -> Forecast:
    """What announcing a year with these days would change; raises as the announcement itself would."""
    state = latest_state()
    if year not in state.calendar.years:
        raise CalendarYearMissing(f"no working calendar for {year}", year=year)
    check_plan(year, days)
    after = _announced(state.calendar, year, days)
    before_days = {(day.day, day.working): day for day in exceptions_of(state, year)}
    after_days = {(day.day, day.working): day for day in days}
    moves = plan_recount(after, since=date(year, 1, 1), until=date(year, 12, 31))
    moved = [move for move in moves if move.is_moved]
    return Forecast(
        added=tuple(after_days[key] for key in sorted(after_days.keys() - before_days.keys())),
        dropped=tuple(before_days[key] for key in sorted(before_days.keys() - after_days.keys())),
        working_days=_working_days(after, year),
        working_days_before=_working_days(state.calendar, year),
        moved=count_moved(moved),
        earlier=count_moved([move for move in moved if move.new_due_on < move.due_on]),
        unmarked=count_moved([move for move in moves if not move.is_moved]),
        examples=tuple(_examples(moved)),
    )


def exceptions_of(state: CalendarState, year: int) -> list[ExceptionalDay]:
    """The days of a year that do not follow the week now, in order."""
    return [
        ExceptionalDay(day, row.working, row.name)
        for day, row in sorted(state.days.items())
        if day.year == year and row.working != (day.weekday() < _SATURDAY)
    ]


def _announced(calendar: WorkingCalendar, year: int, days: Iterable[ExceptionalDay]) -> WorkingCalendar:
    days = list(days)
    free = {day.day for day in days if not day.working}
    worked = {day.day for day in days if day.working}
    return WorkingCalendar(
        years={**calendar.years, year: YearStatus.ANNOUNCED},
        non_working=frozenset({day for day in calendar.non_working if day.year != year} | free),
        working=frozenset({day for day in calendar.working if day.year != year} | worked),
        revision=calendar.revision,
    )


def _working_days(calendar: WorkingCalendar, year: int) -> int:
    first = date(year, 1, 1)
    return calendar.count(first, date(year, 12, 31)) + calendar.is_working_day(first)


def _examples(moves: Sequence[Move]) -> Iterable[ForecastTask]:
    found = (
        ForecastTask(task, move.new_due_on, move.new_due_on < move.due_on)
        for move in moves
        for task in move.tasks.select_related("department", "post__person", "post__department").order_by(
            "pk"
        )[:_SHOWN]
    )
    return islice(found, _SHOWN)
