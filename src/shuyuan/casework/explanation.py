"""How a deadline was counted, day by day, with the calendar that counted it."""

from dataclasses import dataclass
from datetime import date

from shuyuan.casework.calendars import CalendarState, find_state, latest_state
from shuyuan.casework.deadlines import due_day
from shuyuan.casework.models import Task
from shuyuan.kernel.calendar import CalendarYearMissing, CountedDay
from shuyuan.regulations.parameters import Unit

#: A period in months is shown from so many days before its end.
_TAIL_DAYS = 7


@dataclass(frozen=True)
class ExplainedDay:
    """One line of the count; `name` is the holiday's, if the calendar has one."""

    counted: CountedDay
    name: str


@dataclass(frozen=True)
class Explanation:
    """`days` is empty for a due day that was given and not counted.

    `agrees` is false when the calendar in hand gives another day than the stored one, which can only
    be when the calendar that counted is not the platform's own. `is_whole` is false when only the end
    of a long period is listed.
    """

    days: tuple[ExplainedDay, ...]
    is_whole: bool
    revision: str
    agrees: bool


def explain(task: Task) -> Explanation | None:
    """The count behind a task's due day; None without a deadline."""
    if task.due_on is None:
        return None
    state = find_state(task.calendar_revision) or latest_state()
    revision = state.calendar.revision
    if not task.unit:
        return Explanation((), is_whole=True, revision=revision, agrees=True)
    unit = Unit(task.unit)
    try:
        due_on = due_day(task.received_on, task.amount, unit, calendar=state.calendar)
    except CalendarYearMissing:
        return Explanation((), is_whole=False, revision=revision, agrees=False)
    if unit is Unit.WORKING_DAY:
        return Explanation(_list(state, task.received_on, due_on), True, revision, due_on == task.due_on)
    tail = max(task.received_on, date.fromordinal(due_on.toordinal() - _TAIL_DAYS))
    return Explanation(_list(state, tail, due_on)[1:], False, revision, due_on == task.due_on)


def _list(state: CalendarState, start: date, end: date) -> tuple[ExplainedDay, ...]:
    walked = state.calendar.walk(start, end)
    return tuple(ExplainedDay(day, _name(state, day.day)) for day in walked)


def _name(state: CalendarState, day: date) -> str:
    entered = state.days.get(day)
    return entered.name if entered else ""
