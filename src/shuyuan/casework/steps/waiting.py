"""What happens to tasks while they wait, inside the transaction of another room's service."""

from datetime import date

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from shuyuan.casework import telling
from shuyuan.casework.models import Task, TaskEvent
from shuyuan.casework.selectors import rights_on
from shuyuan.casework.wording import addressee_words
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import Conflict, NotPermitted
from shuyuan.regulations.context import LegalContext

_TEXT_LENGTH = 500


def remind_task(task: Task, *, text: str = "", actor: Actor, legal: LegalContext) -> TaskEvent:
    """Urge those in whose inbox the task lies (催办); the caller has locked it and writes the audit entry.

    Raises NotPermitted for somebody who neither opened it nor is the bureau, Conflict for a second one of
    the same day from the same post.
    """
    demand_open(task)
    if not rights_on(task, actor=actor).remind:
        raise NotPermitted(code="may_not_remind")
    if _was_reminded_today(task, actor, legal):
        raise Conflict(code="reminded_today")
    event = note_event(
        task, TaskEvent.Kind.REMINDED, text, recipient=addressee_words(task), actor=actor, legal=legal
    )
    Task.objects.filter(pk=task.pk).update(reminder_count=F("reminder_count") + 1)
    telling.tell_addressee(
        task,
        telling.REMINDED,
        heading=_("Reminder"),
        text=event.text,
        urgent=True,
        actor=actor,
        legal=legal,
    )
    return event


def remind_waiting(
    subject_kind: str, subject_id: object, *, text: str = "", actor: Actor, legal: LegalContext
) -> list[TaskEvent]:
    """Urge everybody with whom a thing waits, but the actor and those whom this post reminded today."""
    tasks = Task.objects.select_related("department", "post__person", "post__department").filter(
        subject_kind=subject_kind, subject_id=str(subject_id), done_at__isnull=True
    )
    return [
        remind_task(task, text=text, actor=actor, legal=legal)
        for task in tasks.select_for_update(of=("self",)).order_by("pk")
        if rights_on(task, actor=actor).remind and not _was_reminded_today(task, actor, legal)
    ]


def move_due_day(
    subject_kind: str,
    subject_id: object,
    *,
    kinds: tuple[str, ...],
    due_on: date,
    reason: str,
    actor: Actor,
    legal: LegalContext,
) -> int:
    """Give the open tasks of these kinds about a thing another day; gives how many.

    Only days that a room set itself are moved; those that follow from a period of the law are left alone.
    What was overdue and is not any more escalates anew.
    """
    tasks = Task.objects.select_for_update().filter(
        subject_kind=subject_kind, subject_id=str(subject_id), kind__in=kinds, unit="", done_at__isnull=True
    )
    moved = [task for task in tasks.order_by("pk") if task.due_on != due_on]
    for task in moved:
        before = task.due_on.isoformat() if task.due_on else "–"
        text = f"{before} → {due_on.isoformat()} {reason}"
        note_event(task, TaskEvent.Kind.MOVED, text, actor=actor, legal=legal)
        task.due_on = task.sort_on = due_on
        task.calendar_revision = legal.calendar.revision
        task.provisional = legal.calendar.is_provisional(task.received_on, due_on)
        task.stage = Task.Stage.QUIET
    Task.objects.bulk_update(moved, ["due_on", "sort_on", "calendar_revision", "provisional", "stage"])
    return len(moved)


def demand_open(task: Task) -> None:
    """Conflict for a task that is done."""
    if task.done_at is not None:
        raise Conflict(code="task_is_done")


def note_event(
    task: Task,
    kind: str,
    text: str,
    *,
    sender: str = "",
    recipient: str = "",
    actor: Actor,
    legal: LegalContext,
) -> TaskEvent:
    """Write down what happened to a task."""
    return TaskEvent.objects.create(
        task=task,
        kind=kind,
        at=legal.now,
        by=actor.name,
        by_post=actor.post_id or None,
        by_department=actor.department,
        text=text.strip()[:_TEXT_LENGTH],
        sender=sender,
        recipient=recipient,
    )


def _was_reminded_today(task: Task, actor: Actor, legal: LegalContext) -> bool:
    said = task.events.filter(kind=TaskEvent.Kind.REMINDED, by_post=actor.post_id).order_by("-pk").first()
    return said is not None and said.at.astimezone(legal.now.tzinfo).date() == legal.today
