"""Counts the deadlines of open tasks again when the calendar has changed."""

from datetime import date

from shuyuan.casework.deadlines import due_day
from shuyuan.casework.models import Task
from shuyuan.kernel.calendar import WorkingCalendar
from shuyuan.regulations.parameters import Unit


def recount_open_tasks(calendar: WorkingCalendar, *, since: date, until: date) -> int:
    """Count again what a change between two days can touch; gives how many due days or marks moved.

    A change touches a period that began before its last day and had not ended before its first. All
    tasks with the same receipt and period get the same due day, so one statement moves each such group;
    the cost grows with the number of days, not of tasks. Closed tasks stay as they were judged.
    """
    touched = Task.objects.filter(done_at__isnull=True, due_on__gte=since, received_on__lte=until)
    moved = 0
    groups = (
        touched.values_list("received_on", "due_on", "amount", "unit", "provisional").distinct().order_by()
    )
    for received_on, due_on, amount, unit, provisional in list(groups):
        new_due = due_day(received_on, amount, Unit(unit), calendar=calendar) if unit else due_on
        new_mark = calendar.is_provisional(received_on, new_due)
        if (new_due, new_mark) == (due_on, provisional):
            continue
        group = touched.filter(
            received_on=received_on, due_on=due_on, amount=amount, unit=unit, provisional=provisional
        )
        moved += group.update(
            due_on=new_due, sort_on=new_due, provisional=new_mark, calendar_revision=calendar.revision
        )
    return moved
