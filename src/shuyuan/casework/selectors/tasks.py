"""Reads of single tasks: the door to one, what was done with it, who may do what to it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from shuyuan.casework.models import Supervision, Task
from shuyuan.casework.selectors.inbox import addressees_of
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound
from shuyuan.organizations.models import Post
from shuyuan.regulations.context import LegalContext


@dataclass(frozen=True)
class TaskRights:
    """What an actor may do with a task; `handle` is to go and do it."""

    handle: bool
    remind: bool
    hand_over: bool
    supervise: bool


def list_tasks_of(subject_kind: str, subject_id: object) -> QuerySet[Task]:
    """Every task about a thing, oldest first: its history of waiting."""
    return Task.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id)).order_by("pk")


def next_due_task(subject_kind: str, *subject_ids: object) -> Task | None:
    """The open task of a case, by any of its names, that is due first; None when nothing has a due day."""
    tasks = Task.objects.filter(subject_kind=subject_kind, subject_id__in=[str(one) for one in subject_ids])
    return tasks.filter(done_at__isnull=True, due_on__isnull=False).order_by("due_on", "pk").first()


def access_task(task_id: int, *, actor: Actor, lock: bool = False) -> Task:
    """The task, for those it concerns: its addressees, its department, who opened or did it, the bureau.

    Somebody else's task looks like a missing one.
    """
    tasks = Task.objects.select_related("department", "post__person", "post__department")
    if lock:
        tasks = tasks.select_for_update(of=("self",))
    task = tasks.filter(pk=task_id).first()
    if task is None or not _concerns(task, actor):
        raise NotFound(code="unknown_task")
    return task


def rights_on(task: Task, *, actor: Actor) -> TaskRights:
    """Who may do what with a task that waits; with one that is done nobody does anything."""
    if task.done_at is not None:
        return TaskRights(handle=False, remind=False, hand_over=False, supervise=False)
    is_addressee = task.addressee in addressees_of(actor)
    started = task.opened_by_post == actor.post_id or (
        bool(actor.department) and task.opened_department == actor.department
    )
    leads = actor.role is Role.PRINCIPAL_OFFICER and department_code(task) == actor.department
    return TaskRights(
        handle=is_addressee,
        remind=not is_addressee and (started or actor.is_administration),
        hand_over=is_addressee or leads,
        supervise=(leads or actor.is_administration) and not is_addressee and bool(department_code(task)),
    )


def department_code(task: Task) -> str:
    """The department in which a task waits; '' for a role that only one body holds."""
    if task.department is not None:
        return task.department.code
    return task.post.department.code if task.post else ""


def list_receivers(task: Task, *, actor: Actor) -> QuerySet[Post]:
    """To which posts a task can be handed over: of the same department and role, but not where it lies."""
    role = task.role or (task.post.role if task.post else "")
    department = department_code(task) or actor.department
    posts = Post.objects.filter(
        department__code=department, role=role, ended_on__isnull=True, person__is_active=True
    )
    return posts.exclude(pk=task.post_id or 0).select_related("person", "department").order_by("pk")


def _concerns(task: Task, actor: Actor) -> bool:
    if actor.is_administration or task.addressee in addressees_of(actor):
        return True
    if actor.post_id in {task.done_by_post, task.opened_by_post}:
        return True
    return bool(actor.department) and actor.department in {task.opened_department, department_code(task)}


def open_supervision_of(task: Task) -> Supervision | None:
    """The supervision under which the task stands now."""
    return task.supervisions.exclude(state=Supervision.State.CLOSED).first()


def is_overdue(task: Task, legal: LegalContext) -> bool:
    """Whether it waits longer than it may."""
    return task.done_at is None and task.due_on is not None and task.due_on < legal.today
