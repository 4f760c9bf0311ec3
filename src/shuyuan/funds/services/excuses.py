"""Why a project did not begin with the money of a year: the unit says it, the bureau decides."""

from django.db import IntegrityError, transaction

from shuyuan.audit.steps import record
from shuyuan.casework.steps import close_tasks
from shuyuan.funds import inbox
from shuyuan.funds.checks import need_words
from shuyuan.funds.events import Event
from shuyuan.funds.models import StartExcuse
from shuyuan.funds.rules import ExcuseFacts, judge_excuse
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import Conflict, NotFound, RuleRefused
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import access_own_project, access_project_as
from shuyuan.projects.steps import note
from shuyuan.regulations.context import LegalContext

CITES = "jz-project-2020/19.1.4"


@transaction.atomic(durable=True)
def ask_excuse(project_id: int, *, year: int, reason: str, actor: Actor, legal: LegalContext) -> StartExcuse:
    """The unit says why nothing was begun with the money of that year; Conflict while one waits or stands."""
    project = access_own_project(project_id, actor=actor, lock=True)
    known = project.known
    started = known.started_on is not None and known.started_on.year <= year
    verdict = judge_excuse(ExcuseFacts(year, known.budgets.get(str(year), 0), started, reason))
    if not verdict.allowed:
        raise RuleRefused(verdict)
    reason = need_words(reason)
    try:
        with transaction.atomic():
            excuse = StartExcuse.objects.create(
                project=project,
                year=year,
                reason=reason,
                asked_at=legal.now,
                asked_by_id=actor.post_id or None,
            )
    except IntegrityError as error:
        raise Conflict("there is one already", code="excuse_asked", year=year) from error
    inbox.ask_to_excuse(excuse, actor=actor, legal=legal)
    _record(Event.EXCUSE_ASKED, excuse, actor)
    return excuse


@transaction.atomic(durable=True)
def grant_excuse(excuse_id: int, *, opinion: str = "", actor: Actor, legal: LegalContext) -> StartExcuse:
    """The bureau finds the reason sufficient: the money is not held next year."""
    excuse = _waiting(excuse_id, actor)
    data = {"year": excuse.year, "reason": excuse.reason, "opinion": opinion.strip()}
    note(excuse.project, Kind.START_EXCUSED, data=data, cites=CITES, actor=actor, legal=legal)
    _decide(excuse, "granted", opinion.strip(), actor=actor, legal=legal)
    return excuse


@transaction.atomic(durable=True)
def refuse_excuse(excuse_id: int, *, opinion: str, actor: Actor, legal: LegalContext) -> StartExcuse:
    """The bureau does not find it sufficient, and says why."""
    excuse = _waiting(excuse_id, actor)
    _decide(excuse, "refused", need_words(opinion), actor=actor, legal=legal)
    _record(Event.EXCUSE_REFUSED, excuse, actor)
    return excuse


def _waiting(excuse_id: int, actor: Actor) -> StartExcuse:
    excuse = StartExcuse.objects.select_for_update().filter(pk=excuse_id).first()
    if excuse is None:
        raise NotFound(code="unknown_excuse")
    excuse.project = access_project_as(excuse.project_id, Role.DATA_ADMINISTRATION, actor=actor)
    if excuse.state != "asked":
        raise Conflict("it was decided", code="excuse_decided")
    return excuse


def _decide(excuse: StartExcuse, state: str, opinion: str, *, actor: Actor, legal: LegalContext) -> None:
    excuse.state, excuse.opinion = state, opinion
    excuse.decided_at, excuse.decided_by_id = legal.now, actor.post_id or None
    excuse.save()
    close_tasks(inbox.EXCUSE_SUBJECT, excuse.pk, outcome=state, actor=actor, legal=legal)


def _record(event: Event, excuse: StartExcuse, actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind=inbox.EXCUSE_SUBJECT,
        subject_id=excuse.pk,
        cites=CITES,
        facts={"project": excuse.project.number, "year": excuse.year, "reason": excuse.reason},
    )
