"""Writes on supervised matters (督办): opened with a number, answered, asked again, closed."""

from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.audit.steps import record
from shuyuan.casework import telling
from shuyuan.casework.events import Event
from shuyuan.casework.kinds import register_kind
from shuyuan.casework.models import Opinion, Supervision, Task
from shuyuan.casework.selectors import (
    SUPERVISORS,
    access_supervision_to_answer,
    access_supervision_to_judge,
    access_task,
    department_code,
    rights_on,
)
from shuyuan.casework.steps import close_tasks, give_opinion, open_task
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict, NotPermitted
from shuyuan.notices.steps import tell
from shuyuan.organizations.selectors import access_department
from shuyuan.papers.registry import register_number
from shuyuan.papers.steps import next_number
from shuyuan.regulations.context import LegalContext

SUBJECT = "casework.supervision"
ANSWER = register_kind("casework:supervision:answer", _("Answer a supervised matter"))
JUDGE = register_kind("casework:supervision:judge", _("Judge the answer to a supervised matter"))
NUMBERS = "supervision"
register_number(NUMBERS, _("Supervised matters"), "焦数督〔{year}〕{number}号")

_DEMAND_LENGTH = 1000
_TITLE_LENGTH = 200


@transaction.atomic(durable=True)
def supervise_task(
    task_id: int, *, demand: str, due_on: date, actor: Actor, legal: LegalContext
) -> Supervision:
    """Demand an answer about a task of a department by a day.

    The bureau may do so everywhere, a principal officer in the own department. Raises NotPermitted,
    BadInput, or Conflict when it is supervised already.
    """
    task = access_task(task_id, actor=actor, lock=True)
    if task.done_at is not None:
        raise Conflict(code="task_is_done")
    if not rights_on(task, actor=actor).supervise:
        raise NotPermitted(code="may_not_supervise")
    supervision = _open(
        Supervision(
            task=task,
            title=task.title,
            url=task.url,
            department=access_department(department_code(task)),
            role=task.role or (task.post.role if task.post else ""),
            post=task.post,
        ),
        demand=demand,
        due_on=due_on,
        who=(actor, legal),
    )
    Task.objects.filter(pk=task.pk).update(is_supervised=True)
    return supervision


@transaction.atomic(durable=True)
def supervise_department(
    department: str, *, title: str, demand: str, due_on: date, actor: Actor, legal: LegalContext
) -> Supervision:
    """Demand an answer of a department about any matter by a day; its data officers are asked."""
    if actor.role not in SUPERVISORS or not (actor.is_administration or actor.department == department):
        raise NotPermitted(code="may_not_supervise")
    title = " ".join(title.split())
    if not title or len(title) > _TITLE_LENGTH:
        raise BadInput("name the matter", code="supervision_without_title", limit=_TITLE_LENGTH)
    matter = Supervision(title=title, department=access_department(department), role=Role.DATA_OFFICER)
    return _open(matter, demand=demand, due_on=due_on, who=(actor, legal))


@transaction.atomic(durable=True)
def answer_supervision(supervision_id: int, *, text: str, actor: Actor, legal: LegalContext) -> Supervision:
    """Say what was done; who opened it judges the answer."""
    supervision = access_supervision_to_answer(supervision_id, actor=actor)
    if supervision.state != Supervision.State.OPEN:
        raise Conflict(code="supervision_answered")
    _demand_words(text)
    supervision.state = Supervision.State.ANSWERED
    supervision.answered_at, supervision.answered_on = legal.now, legal.today
    supervision.save(update_fields=["state", "answered_at", "answered_on"])
    give_opinion(
        SUBJECT, supervision.pk, text=text, outcome=Opinion.Outcome.ANSWERED, actor=actor, legal=legal
    )
    close_tasks(SUBJECT, supervision.pk, outcome="answered", actor=actor, legal=legal)
    open_task(
        JUDGE,
        subject_kind=SUBJECT,
        subject_id=supervision.pk,
        title=str(supervision.title),
        url=address_of(supervision),
        post=supervision.opened_by_post,
        actor=actor,
        legal=legal,
    )
    late = legal.today > supervision.due_on
    _record(Event.SUPERVISION_ANSWERED, supervision, {"round": supervision.round, "late": late}, actor)
    return supervision


@transaction.atomic(durable=True)
def demand_again(
    supervision_id: int, *, text: str, due_on: date, actor: Actor, legal: LegalContext
) -> Supervision:
    """The answer is not enough: say why, and until when."""
    supervision = access_supervision_to_judge(supervision_id, actor=actor)
    if supervision.state != Supervision.State.ANSWERED:
        raise Conflict(code="supervision_not_answered")
    _demand_words(text)
    _demand_day(due_on, legal)
    supervision.state = Supervision.State.OPEN
    supervision.due_on = due_on
    supervision.round += 1
    supervision.save(update_fields=["state", "due_on", "round"])
    give_opinion(
        SUBJECT, supervision.pk, text=text, outcome=Opinion.Outcome.RETURNED, actor=actor, legal=legal
    )
    close_tasks(SUBJECT, supervision.pk, outcome="returned", actor=actor, legal=legal)
    _ask(supervision, text, who=(actor, legal))
    facts = {"round": supervision.round, "due_on": due_on.isoformat(), "text": text}
    _record(Event.SUPERVISION_RENEWED, supervision, facts, actor)
    return supervision


@transaction.atomic(durable=True)
def close_supervision(supervision_id: int, *, text: str, actor: Actor, legal: LegalContext) -> Supervision:
    """End it with a conclusion, answered or not."""
    supervision = access_supervision_to_judge(supervision_id, actor=actor)
    _demand_words(text)
    supervision.state = Supervision.State.CLOSED
    supervision.closed_at, supervision.closed_by = legal.now, actor.name
    supervision.save(update_fields=["state", "closed_at", "closed_by"])
    give_opinion(SUBJECT, supervision.pk, text=text, outcome=Opinion.Outcome.CLOSED, actor=actor, legal=legal)
    close_tasks(SUBJECT, supervision.pk, outcome="closed", actor=actor, legal=legal)
    if supervision.task_id:
        Task.objects.filter(pk=supervision.task_id).update(is_supervised=False)
    _tell(supervision, _("Supervision closed"), text, urgent=False, who=(actor, legal))
    _record(Event.SUPERVISION_CLOSED, supervision, {"text": text}, actor)
    return supervision


def address_of(supervision: Supervision) -> str:
    """The page of a supervised matter."""
    return reverse("casework:supervision", args=[supervision.pk])


def _open(
    supervision: Supervision, *, demand: str, due_on: date, who: tuple[Actor, LegalContext]
) -> Supervision:
    actor, legal = who
    _demand_words(demand)
    _demand_day(due_on, legal)
    supervision.demand = demand.strip()
    supervision.due_on = due_on
    supervision.opened_at = legal.now
    supervision.opened_by, supervision.opened_by_post = actor.name, actor.post_id
    supervision.opened_department = actor.department
    supervision.number = next_number(NUMBERS, year=legal.today.year, actor=actor, legal=legal)
    try:
        with transaction.atomic():
            supervision.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(code="supervised_already") from error
    _ask(supervision, supervision.demand, who=who)
    facts = {
        "number": supervision.number,
        "title": supervision.title,
        "department": supervision.department.code,
        "due_on": due_on.isoformat(),
        "demand": supervision.demand,
    }
    _record(Event.SUPERVISION_OPENED, supervision, facts, actor)
    return supervision


def _ask(supervision: Supervision, text: str, *, who: tuple[Actor, LegalContext]) -> None:
    """Put the demand into the inbox of those who are asked, and tell them and their principal officer."""
    actor, legal = who
    in_post = supervision.post_id is not None
    open_task(
        ANSWER,
        subject_kind=SUBJECT,
        subject_id=supervision.pk,
        title=f"{supervision.number} {supervision.title}",
        url=address_of(supervision),
        post=supervision.post_id,
        role=None if in_post else Role(supervision.role),
        department="" if in_post else supervision.department.code,
        due_on=supervision.due_on,
        actor=actor,
        legal=legal,
    )
    _tell(supervision, _("Supervised"), text, urgent=True, who=who)


def _tell(
    supervision: Supervision, heading: object, text: str, *, urgent: bool, who: tuple[Actor, LegalContext]
) -> None:
    actor, legal = who
    inbox = telling.inbox_of(supervision.post_id, supervision.role, supervision.department, on=legal.today)
    leader = {"role": Role.PRINCIPAL_OFFICER, "department": supervision.department.code}
    for addressee in (inbox, leader):
        tell(
            telling.SUPERVISED,
            **addressee,
            title=telling.titled(heading, f"{supervision.number} {supervision.title}"),
            text=text,
            url=address_of(supervision),
            subject_kind=SUBJECT,
            subject_id=supervision.pk,
            urgent=urgent,
            actor=actor,
            legal=legal,
        )


def _demand_words(text: str) -> None:
    if not text.strip() or len(text) > _DEMAND_LENGTH:
        raise BadInput("words are needed", code="supervision_without_words", limit=_DEMAND_LENGTH)


def _demand_day(due_on: date, legal: LegalContext) -> None:
    if due_on < legal.today:
        raise BadInput("that day is past", code="supervision_day_past", day=due_on.isoformat())


def _record(event: Event, supervision: Supervision, facts: dict[str, object], actor: Actor) -> None:
    record(event, actor=actor, subject_kind=SUBJECT, subject_id=supervision.pk, facts=facts)
