"""Counts the deadlines of open tasks again when the calendar has changed: first as a plan, then for good."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from shuyuan.casework.deadlines import due_day
from shuyuan.casework.models import Task
from shuyuan.kernel.calendar import WorkingCalendar
from shuyuan.regulations.parameters import Unit


@dataclass(frozen=True)
class Move:
    """What a calendar does to all open tasks with the same receipt and period."""

    received_on: date
    due_on: date
    amount: int | None
    unit: str
    provisional: bool
    new_due_on: date
    new_provisional: bool

    @property
    def is_moved(self) -> bool:
        """Whether the due day is another one; else only the mark "provisional" changes."""
        return self.new_due_on != self.due_on

    @property
    def tasks(self) -> QuerySet[Task]:
        """The open tasks concerned."""
        return Task.objects.filter(
            done_at__isnull=True,
            received_on=self.received_on,
            due_on=self.due_on,
            amount=self.amount,
            unit=self.unit,
            provisional=self.provisional,
        )


@dataclass(frozen=True)
class Recounted:
    """How many tasks changed, and how many due days of each inbox moved, by addressee."""

    tasks: int
    inboxes: dict[str, int]


def plan_recount(calendar: WorkingCalendar, *, since: date, until: date) -> list[Move]:
    """What a change between two days does to open deadlines, without doing it.

    A change touches a period that began before its last day and had not ended before its first. All
    tasks with the same receipt and period get the same due day, so the cost grows with the number of
    days, not of tasks. Closed tasks stay as they were judged.
    """
    touched = Task.objects.filter(done_at__isnull=True, due_on__gte=since, received_on__lte=until)
    groups = (
        touched.values_list("received_on", "due_on", "amount", "unit", "provisional").distinct().order_by()
    )
    moves = []
    for received_on, due_on, amount, unit, provisional in list(groups):
        new_due = due_day(received_on, amount, Unit(unit), calendar=calendar) if unit else due_on
        new_mark = calendar.is_provisional(received_on, new_due)
        if (new_due, new_mark) != (due_on, provisional):
            moves.append(Move(received_on, due_on, amount, unit, provisional, new_due, new_mark))
    return sorted(moves, key=lambda move: (move.due_on, move.received_on))


def apply_moves(moves: Sequence[Move], calendar: WorkingCalendar) -> Recounted:
    """Give every group its new day by one statement; a moved deadline escalates anew."""
    total = 0
    inboxes: Counter[str] = Counter()
    for move in moves:
        values: dict[str, object] = {
            "provisional": move.new_provisional,
            "calendar_revision": calendar.revision,
        }
        if move.is_moved:
            inboxes.update(dict(move.tasks.values_list("addressee").annotate(Count("pk")).order_by()))
            values |= {"due_on": move.new_due_on, "sort_on": move.new_due_on, "stage": Task.Stage.QUIET}
        total += move.tasks.update(**values)
    return Recounted(total, dict(inboxes))


def count_moved(moves: Sequence[Move]) -> int:
    """How many tasks a plan concerns."""
    return sum(move.tasks.count() for move in moves)
