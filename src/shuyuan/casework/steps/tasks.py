"""Puts tasks into inboxes and takes them out, inside the transaction of another room's service."""

from datetime import date

from django.db import IntegrityError, transaction

from shuyuan.casework.deadlines import Deadline, deadline_of
from shuyuan.casework.models import Task
from shuyuan.kernel.actor import Actor, Role
from shuyuan.organizations.selectors import access_department
from shuyuan.regulations.context import LegalContext

#: Tasks without a deadline come after all others.
_END_OF_TIME = date.max


def open_task(
    kind: str,
    *,
    subject_kind: str,
    subject_id: object,
    title: str,
    url: str,
    role: Role | None = None,
    department: str = "",
    post: int | None = None,
    received_on: date | None = None,
    parameter: str = "",
    due_on: date | None = None,
    cites: str = "",
    actor: Actor,
    legal: LegalContext,
) -> Task:
    """Put a task into the inbox of a role in a department, of a role anywhere, or of one post.

    `department` is its code; without it `role` alone addresses whoever holds that role, which is right
    for the bureau. The deadline follows from `parameter` (a key of the law, counted from `received_on`,
    today without it) or is given as `due_on` with `cites`. Asking again while the same task is open
    gives that one, unchanged.
    """
    addressee = _addressee(role, department, post)
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(f"not a page of the platform: {url!r}")
    received_on = received_on or legal.today
    task = Task(
        kind=kind,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        title=title[:200],
        url=url,
        addressee=addressee,
        department=access_department(department) if department else None,
        role=str(role or ""),
        post_id=post,
        received_on=received_on,
        due_on=due_on,
        sort_on=due_on or _END_OF_TIME,
        cites=cites,
        opened_at=legal.now,
        opened_by=actor.name,
        opened_department=actor.department,
        opened_by_post=actor.post_id or None,
    )
    if due_on is not None:
        task.calendar_revision = legal.calendar.revision
        task.provisional = legal.calendar.is_provisional(received_on, due_on)
    if parameter:
        _set_deadline(task, deadline_of(parameter, received_on=received_on, legal=legal))
    same = Task.objects.filter(
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        kind=kind,
        addressee=addressee,
        done_at__isnull=True,
    )
    try:
        with transaction.atomic():
            task.save(force_insert=True)
    except IntegrityError:
        found = same.first()
        if found is None:
            raise
        return found
    return task


def close_tasks(
    subject_kind: str,
    subject_id: object,
    *,
    kind: str = "",
    outcome: str,
    actor: Actor,
    legal: LegalContext,
) -> int:
    """Take every open task about a thing (of one kind, if given) out of the inboxes; gives how many."""
    tasks = Task.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id), done_at__isnull=True)
    if kind:
        tasks = tasks.filter(kind=kind)
    return tasks.update(
        done_at=legal.now,
        done_on=legal.today,
        done_by=actor.name,
        done_by_post=actor.post_id,
        outcome=outcome,
    )


def _addressee(role: Role | None, department: str, post: int | None) -> str:
    """Where a task lies; raises ValueError for a task that is addressed to nobody or to two."""
    if (role is None) == (post is None):
        raise ValueError("a task is addressed to a role or to a post")
    if post is not None:
        return f"post/{post}"
    return f"{department or '*'}/{role}"


def _set_deadline(task: Task, deadline: Deadline) -> None:
    task.due_on = task.sort_on = deadline.due_on
    task.parameter = deadline.parameter
    task.parameter_since = deadline.parameter_since
    task.amount = deadline.amount
    task.unit = deadline.unit
    task.cites = deadline.cites
    task.calendar_revision = deadline.revision
    task.provisional = deadline.provisional
