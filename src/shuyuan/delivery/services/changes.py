"""A unit asks to depart from what was approved; the bureau consents, more investment is approved besides."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from shuyuan.audit.steps import record
from shuyuan.delivery import inbox
from shuyuan.delivery.events import Event
from shuyuan.delivery.models import ChangeRequest
from shuyuan.delivery.rules import judge_smaller_money
from shuyuan.delivery.selectors import WAITING, access_change, current_terms
from shuyuan.delivery.services.checks import require_seen, require_words, without_empty
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict, RuleRefused
from shuyuan.projects.models import Project
from shuyuan.projects.rules import ChangeFacts, judge_change
from shuyuan.projects.rules.stages import STEPS, Kind, Stage
from shuyuan.projects.rules.steps import judge_raise
from shuyuan.projects.selectors import access_own_project, access_project_as
from shuyuan.projects.steps import PROJECT, check_amounts, note
from shuyuan.regulations.context import LegalContext

LAW = "jz-project-2020/17.2"
State = ChangeRequest.State


@dataclass(frozen=True)
class Change:
    """What shall hold instead: goals, content and the whole money in fen.

    `content_before` is what was approved, needed where no earlier change has said it.
    """

    goals: str
    content: str
    fen: int
    concerns_main_content: bool = False
    content_before: str = ""


@transaction.atomic(durable=True)
def request_change(
    project_id: int, *, change: Change, reason: str, actor: Actor, legal: LegalContext
) -> ChangeRequest:
    """Ask for a change. A major one waits for the bureau; a minor one is recorded and holds at once.

    BadInput when nothing changes or the money is impossible; RuleRefused for more money where there is no
    investment to be approved; Conflict while another change waits.
    """
    project = access_own_project(project_id, actor=actor, lock=True)
    _require_open(project)
    words = require_words(reason=reason, goals=change.goals)
    check_amounts({"fen": change.fen})
    before = current_terms(project)
    content_before = before.content or change.content_before.strip()
    content = change.content.strip()
    if (words["goals"], content, change.fen) == (before.goals, content_before, before.fen):
        raise BadInput("nothing changes", code="change_without_difference")
    if change.fen > before.fen:
        raised = judge_raise(project.known, change.fen)
        if not raised.allowed:
            raise RuleRefused(raised)
    elif change.fen < before.fen:
        _require_contracts(project, change.fen)
    facts = ChangeFacts(
        changes_goals=words["goals"] != before.goals,
        changes_main_content=content != content_before and change.concerns_main_content,
        approved_fen=before.fen,
        asked_fen=change.fen,
        consented_by_administration=False,
    )
    is_major = not judge_change(facts).allowed
    if project.change_requests.filter(state__in=WAITING).exists():
        raise Conflict("another change waits", code="change_waits")
    last = project.change_requests.aggregate(last=Max("number"))["last"] or 0
    asked = ChangeRequest.objects.create(
        project=project,
        number=last + 1,
        reason=words["reason"],
        goals_before=before.goals,
        goals_after=words["goals"],
        content_before=content_before,
        content_after=content,
        concerns_main_content=facts.changes_main_content,
        fen_before=before.fen,
        fen_after=change.fen,
        is_major=is_major,
        state=State.ASKED if is_major else State.MINOR,
        asked_on=legal.today,
        asked_by_id=actor.post_id or None,
    )
    if is_major:
        inbox.ask_for_consent(asked, actor=actor, legal=legal)
    event = Event.CHANGE_REQUESTED if is_major else Event.CHANGE_RECORDED
    _record(event, asked, {"fen_before": before.fen, "fen_after": change.fen}, actor)
    return asked


@transaction.atomic(durable=True)
def withdraw_change(change_id: int, *, actor: Actor, legal: LegalContext) -> ChangeRequest:
    """Give a change up that nobody has decided on."""
    asked = access_change(change_id, actor=actor)
    access_own_project(asked.project_id, actor=actor, lock=True)
    asked.refresh_from_db()
    _require_state(asked, *WAITING)
    asked.state = State.WITHDRAWN
    asked.save(update_fields=["state"])
    inbox.close_change(asked, outcome="withdrawn", actor=actor, legal=legal)
    _record(Event.CHANGE_WITHDRAWN, asked, {}, actor)
    return asked


@transaction.atomic(durable=True)
def decide_change(
    change_id: int,
    *,
    consents: bool,
    opinion: str,
    on: date | None = None,
    seen: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> ChangeRequest:
    """The bureau consents or refuses. With consent the change holds, unless more money must be approved."""
    asked = access_change(change_id, actor=actor)
    project = access_project_as(asked.project_id, Role.DATA_ADMINISTRATION, actor=actor, lock=True)
    asked.refresh_from_db()
    require_seen(project, seen)
    _require_state(asked, State.ASKED)
    words = require_words(opinion=opinion)
    data: dict[str, object] = {"change": asked.number, **words}
    if consents and asked.fen_after < asked.fen_before:
        _require_contracts(project, asked.fen_after)
        data["fen"] = asked.fen_after
    kind = Kind.CHANGE_CONSENTED if consents else Kind.CHANGE_REFUSED
    note(project, kind, on=on, data=data, cites=LAW, actor=actor, legal=legal)
    asked.state = State.REFUSED if not consents else State.CONSENTED if asked.adds_money else State.EFFECTIVE
    asked.decided_on, asked.opinion = on or legal.today, words["opinion"]
    asked.save(update_fields=["state", "decided_on", "opinion"])
    inbox.close_change(asked, outcome=asked.state, actor=actor, legal=legal)
    if asked.state == State.CONSENTED:
        inbox.ask_for_investment(asked, actor=actor, legal=legal)
    return asked


@transaction.atomic(durable=True)
def approve_change(
    change_id: int,
    *,
    document: str,
    on: date | None = None,
    seen: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> ChangeRequest:
    """The commission approves the larger investment, by a document with a number; now the change holds."""
    asked = access_change(change_id, actor=actor)
    project = access_project_as(asked.project_id, Role.INVESTMENT_APPROVAL, actor=actor, lock=True)
    asked.refresh_from_db()
    require_seen(project, seen)
    _require_state(asked, State.CONSENTED)
    words = require_words(document=document)
    data = without_empty({"change": asked.number, "fen": asked.fen_after, **words})
    note(project, Kind.CHANGE_APPROVED, on=on, data=data, cites=LAW, actor=actor, legal=legal)
    asked.state = State.EFFECTIVE
    asked.approved_on, asked.approval_document = on or legal.today, words["document"]
    asked.save(update_fields=["state", "approved_on", "approval_document"])
    inbox.close_change(asked, outcome="approved", actor=actor, legal=legal)
    return asked


def _require_open(project: Project) -> None:
    if Stage(project.stage) not in STEPS[Kind.CHANGE_CONSENTED].stages:
        raise Conflict("not in this stage", code="delivery_not_open", step="change", stage=project.stage)


def _require_contracts(project: Project, fen: int) -> None:
    verdict = judge_smaller_money(fen, project.known.contracted_fen)
    if not verdict.allowed:
        raise RuleRefused(verdict)


def _require_state(asked: ChangeRequest, *states: str) -> None:
    if asked.state not in states:
        raise Conflict("the change moved on", code="change_moved_on", state=str(asked.state))


def _record(event: Event, asked: ChangeRequest, facts: dict[str, object], actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind=PROJECT,
        subject_id=asked.project.number,
        cites=LAW,
        facts={"change": asked.number, **facts},
    )
