"""Writes on tasks that wait: reminders (催办) and hand-over (转办)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from shuyuan.audit.steps import record
from shuyuan.casework import telling
from shuyuan.casework.events import Event
from shuyuan.casework.models import Task, TaskEvent
from shuyuan.casework.rules import Seat, fault_of_hand_over
from shuyuan.casework.selectors import access_task, department_code, rights_on
from shuyuan.casework.steps.waiting import demand_open, note_event, remind_task
from shuyuan.casework.wording import addressee_words, seat_of
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, NotPermitted
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import access_post
from shuyuan.regulations.context import LegalContext

_TEXT_LENGTH = 500


@transaction.atomic(durable=True)
def remind(task_id: int, *, text: str = "", actor: Actor, legal: LegalContext) -> TaskEvent:
    """Urge those in whose inbox a task lies; at any time, once a day from the same post.

    Raises NotPermitted for somebody who neither opened it nor is the bureau, Conflict for a second one.
    """
    task = access_task(task_id, actor=actor, lock=True)
    event = remind_task(task, text=text, actor=actor, legal=legal)
    _record(Event.TASK_REMINDED, task, {"text": event.text, "to": task.addressee}, actor)
    return event


@transaction.atomic(durable=True)
def hand_over(task_id: int, *, to_post: int, reason: str, actor: Actor, legal: LegalContext) -> Task:
    """Put a task before one post of the same department and role, with a reason.

    Its addressees may do so, and the principal officer. Raises NotPermitted, BadInput with what is wrong
    about the receiver, or Conflict when the same task lies there already.
    """
    task = access_task(task_id, actor=actor, lock=True)
    demand_open(task)
    if not rights_on(task, actor=actor).hand_over:
        raise NotPermitted(code="may_not_hand_over")
    reason = reason.strip()
    if not reason or len(reason) > _TEXT_LENGTH:
        raise BadInput("say why", code="hand_over_without_reason", limit=_TEXT_LENGTH)
    post = access_post(to_post)
    fault = _fault(task, post, actor)
    if fault:
        raise BadInput("not a receiver of this task", code=fault)
    sender = addressee_words(task)
    before = task.addressee
    task.addressee, task.post = f"post/{post.pk}", post
    task.role = task.role or post.role
    try:
        with transaction.atomic():
            task.save(update_fields=["addressee", "post", "role"])
    except IntegrityError as error:
        raise Conflict(code="task_lies_there") from error
    event = note_event(
        task,
        TaskEvent.Kind.HANDED_OVER,
        reason,
        sender=sender,
        recipient=addressee_words(task),
        actor=actor,
        legal=legal,
    )
    telling.tell_addressee(
        task,
        telling.HANDED_OVER,
        heading=_("Handed over to you"),
        text=event.text,
        urgent=False,
        actor=actor,
        legal=legal,
    )
    facts = {"from": before, "to": task.addressee, "reason": reason}
    _record(Event.TASK_HANDED_OVER, task, facts, actor)
    return task


def _fault(task: Task, post: Post, actor: Actor) -> str:
    role = task.role or (Post.objects.get(pk=task.post_id).role if task.post_id else "")
    receiver: Seat = seat_of(post)
    return fault_of_hand_over(role, department_code(task) or actor.department, task.post_id, receiver)


def _record(event: Event, task: Task, facts: dict[str, object], actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind="casework.task",
        subject_id=task.pk,
        cites=task.cites,
        facts={"kind": task.kind, "matter": f"{task.subject_kind} {task.subject_id}", **facts},
    )
