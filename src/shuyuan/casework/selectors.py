"""Reads of casework: the calendar, inboxes, what is done, and the door to one task."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice

from django.db.models import Count, Q, QuerySet

from shuyuan.casework.calendars import latest_state
from shuyuan.casework.deadlines import Light, light_of, near_until
from shuyuan.casework.kinds import kind_label
from shuyuan.casework.models import CalendarRevision, Task
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.calendar import WorkingCalendar
from shuyuan.kernel.errors import NotFound
from shuyuan.regulations.context import LegalContext


@dataclass(frozen=True)
class InboxItem:
    """A task as an inbox shows it on one day; `remaining` is None without a deadline."""

    task: Task
    kind: str
    light: Light
    remaining: int | None

    @property
    def after(self) -> str:
        """Where the next page of the inbox begins, for `inbox(after=…)`."""
        return f"{self.task.sort_on.isoformat()}/{self.task.pk}"


@dataclass(frozen=True)
class Counts:
    """How many open tasks there are; `near` and `overdue` are parts of `total`."""

    total: int
    near: int
    overdue: int

    @property
    def normal(self) -> int:
        """Those that do not press."""
        return self.total - self.near - self.overdue


def working_calendar() -> WorkingCalendar:
    """The newest calendar: one cheap query, the rest from memory; raises Unavailable when there is none."""
    return latest_state().calendar


def list_revisions() -> QuerySet[CalendarRevision]:
    """The changes of the calendar, newest first."""
    return CalendarRevision.objects.order_by("-pk")


def addressees_of(actor: Actor) -> tuple[str, ...]:
    """Every `Task.addressee` under which something lies for this actor."""
    return (f"{actor.department}/{actor.role}", f"*/{actor.role}", f"post/{actor.post_id}")


def _open_tasks() -> QuerySet[Task]:
    return Task.objects.filter(done_at__isnull=True)


def inbox(actor: Actor, legal: LegalContext, *, limit: int = 50, after: str = "") -> list[InboxItem]:
    """The open tasks that wait for the actor, most urgent first, without deadline last.

    Each addressee is one walk along an index that stops after `limit` rows, so that the size of the
    table does not matter; `after` is `InboxItem.after` of the last one shown.
    """
    beyond = _parse_after(after)
    walks: list[Iterable[Task]] = []
    for addressee in addressees_of(actor):
        walk = _open_tasks().filter(addressee=addressee).select_related("department")
        if beyond is not None:
            day, number = beyond
            walk = walk.filter(Q(sort_on__gt=day) | Q(sort_on=day, pk__gt=number), sort_on__gte=day)
        walks.append(walk.order_by("sort_on", "pk")[:limit])
    nearest = islice(merge(*walks, key=lambda task: (task.sort_on, task.pk)), limit)
    return as_items(nearest, legal)


def as_items(tasks: Iterable[Task], legal: LegalContext) -> list[InboxItem]:
    """Tasks with their light of today."""
    near = near_until(legal.today, calendar=legal.calendar)
    return [
        InboxItem(
            task,
            kind_label(task.kind),
            light_of(task.due_on, today=legal.today, near_until=near),
            None if task.due_on is None else legal.calendar.remaining(legal.today, task.due_on),
        )
        for task in tasks
    ]


def counts(actor: Actor, legal: LegalContext) -> Counts:
    """How much waits for the actor, in one query over the inbox's index."""
    near = near_until(legal.today, calendar=legal.calendar)
    found = (
        _open_tasks()
        .filter(addressee__in=addressees_of(actor))
        .aggregate(
            total=Count("pk"),
            overdue=Count("pk", filter=Q(sort_on__lt=legal.today)),
            near=Count("pk", filter=Q(sort_on__gte=legal.today, sort_on__lte=near)),
        )
    )
    return Counts(**found)


def done_by(actor: Actor) -> QuerySet[Task]:
    """What the actor's post has done, newest first."""
    return Task.objects.filter(done_by_post=actor.post_id).select_related("department").order_by("-done_at")


def list_tasks_of(subject_kind: str, subject_id: object) -> QuerySet[Task]:
    """Every task about a thing, oldest first: its history of waiting."""
    return Task.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id)).order_by("pk")


def access_task(task_id: int, *, actor: Actor) -> Task:
    """The task, for those it concerns: its addressees, its department, who opened or did it, the bureau.

    Somebody else's task looks like a missing one.
    """
    task = Task.objects.select_related("department", "post__person").filter(pk=task_id).first()
    if task is None or not _concerns(task, actor):
        raise NotFound(code="unknown_task")
    return task


def _concerns(task: Task, actor: Actor) -> bool:
    if actor.is_administration or task.addressee in addressees_of(actor):
        return True
    if task.done_by_post == actor.post_id:
        return True
    departments = {task.opened_department, task.department.code if task.department else ""}
    return bool(actor.department) and actor.department in departments


def _parse_after(after: str) -> tuple[date, int] | None:
    """A place in an inbox; anything that is none starts at the beginning."""
    day, _, number = after.partition("/")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None
