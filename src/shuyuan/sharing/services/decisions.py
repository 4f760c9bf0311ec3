"""Writes on somebody's request: opinion, return for completion, and the bureau's decision item by item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.casework.models import Opinion as Said
from shuyuan.casework.steps import Gap, return_for_completion, settle_completion
from shuyuan.casework.steps import give_opinion as say
from shuyuan.catalog.rules import SharingType
from shuyuan.catalog.selectors import access_published_entry, entry_spec
from shuyuan.engine.spec import GrantedItem, Mask
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, RuleRefused
from shuyuan.regulations.context import LegalContext
from shuyuan.sharing import rules
from shuyuan.sharing.actions import judge_reviewer
from shuyuan.sharing.events import Event
from shuyuan.sharing.inbox import (
    REQUEST,
    ask_for_completion,
    close_opinion_task,
    close_request_tasks,
)
from shuyuan.sharing.models import Grant, RequestItem, SharingRequest
from shuyuan.sharing.selectors import (
    access_request_as_provider,
    access_request_as_reviewer,
    access_request_to_return,
)
from shuyuan.sharing.specs import condition_json, mask_json, read_modes
from shuyuan.sharing.states import Decision, Outcome, RequestState
from shuyuan.sharing.steps import APPROVAL, issue_grant, tell_demands
from shuyuan.sharing.wishes import check_term, try_view


@dataclass(frozen=True)
class ItemDecision:
    """What becomes of one wished item: MASKED needs a mask, REFUSED a reason."""

    decision: Decision
    mask: Mask | None = None
    reason: str = ""


@dataclass(frozen=True)
class Terms:
    """The conditions under which the items are given."""

    valid_until: date
    modes: tuple[str, ...]
    filters: tuple[dict[str, Any], ...] = ()
    daily_quota: int | None = None


@transaction.atomic(durable=True)
def give_opinion(
    number: str, *, opinion: str, text: str, actor: Actor, legal: LegalContext
) -> SharingRequest:
    """What the provider thinks of a request for its data; the bureau sees it, and decides all the same."""
    request = access_request_as_provider(number, actor=actor)
    _require_waiting(request)
    if opinion not in (SharingRequest.Opinion.AGREES, SharingRequest.Opinion.OBJECTS):
        raise BadInput("agree or object", code="unknown_choice", opinion=opinion)
    if opinion == SharingRequest.Opinion.OBJECTS and not text.strip():
        raise BadInput("say why you object", code="reason_missing")
    request.opinion = opinion
    request.opinion_text = text.strip()
    request.opinion_by_id = actor.post_id
    request.revision += 1
    request.save(update_fields=["opinion", "opinion_text", "opinion_by", "revision"])
    close_opinion_task(request, actor=actor, outcome=opinion, legal=legal)
    agrees = opinion == SharingRequest.Opinion.AGREES
    say(
        REQUEST,
        request.number,
        text=text,
        outcome=Said.Outcome.AGREED if agrees else Said.Outcome.DISAGREED,
        actor=actor,
        legal=legal,
    )
    record(
        Event.OPINION_GIVEN,
        actor=actor,
        subject_kind="sharing.request",
        subject_id=request.number,
        facts={"opinion": opinion},
    )
    return request


@transaction.atomic(durable=True)
def return_request(
    number: str, *, gaps: Sequence[Gap], new_facts: str = "", actor: Actor, legal: LegalContext
) -> SharingRequest:
    """Send a request back with everything that is missing; the provider or the bureau.

    The consumer completes and hands it in again, and both are asked anew. A later return names nothing
    that the first did not (`return_for_completion`).
    """
    request = access_request_to_return(number, actor=actor)
    if actor.is_administration:
        verdict = judge_reviewer(request, actor)
        if not verdict.allowed:
            raise RuleRefused(verdict)
    _require_waiting(request)
    made = return_for_completion(
        REQUEST, request.number, gaps=gaps, new_facts=new_facts, cites=APPROVAL, actor=actor, legal=legal
    )
    request.state = RequestState.RETURNED
    request.revision += 1
    request.save(update_fields=["state", "revision"])
    close_request_tasks(request, actor=actor, outcome="returned", legal=legal)
    ask_for_completion(request, actor=actor, legal=legal)
    record(
        Event.REQUEST_RETURNED,
        actor=actor,
        subject_kind="sharing.request",
        subject_id=request.number,
        cites=APPROVAL,
        facts={"missing": [gap["text"] for gap in made.gaps], "round": made.round},
    )
    return request


@transaction.atomic(durable=True)
def decide_request(
    number: str,
    *,
    revision: int,
    decisions: Mapping[str, ItemDecision],
    terms: Terms,
    note: str = "",
    actor: Actor,
    legal: LegalContext,
) -> Grant | None:
    """Give, mask or refuse each wished item; the grant of what is given, None when everything is refused.

    RuleRefused when the actor may not decide, or open items would be withheld; BadInput for an item that
    is left undecided, a mask or filter that does not fit; Conflict when the request moved meanwhile.
    """
    request = access_request_as_reviewer(number, actor=actor)
    items = list(request.items.all())
    verdict = judge_reviewer(request, actor) + _judge_withholding(items, decisions)
    if not verdict.allowed:
        raise RuleRefused(verdict)
    _require_waiting(request)
    if request.revision != revision:
        raise Conflict("the request changed meanwhile", code="request_changed")
    entry = access_published_entry(request.entry.code)

    _put_decisions(items, decisions)
    given = [item for item in items if item.decision != Decision.REFUSED]
    if given:
        check_term(terms.valid_until, today=legal.today)
        conditions = try_view(
            entry_spec(entry),
            items=[GrantedItem(item.name, decisions[item.name].mask) for item in given],
            modes=terms.modes,
            filters=terms.filters,
        )
        request.modes = [mode.value for mode in read_modes(terms.modes)]
        request.filters = condition_json(conditions)
        request.wished_until = terms.valid_until
        request.wished_quota = terms.daily_quota
    request.state = RequestState.DECIDED
    request.decided_at = legal.now
    request.decided_by_id = actor.post_id
    request.outcome = _outcome(len(given), len(items))
    request.decision_note = note.strip()
    request.revision += 1
    request.save()
    grant = issue_grant(request, actor=actor, legal=legal)
    settle_completion(REQUEST, request.number, is_over=True, legal=legal)
    close_request_tasks(request, actor=actor, outcome=request.outcome, legal=legal)
    tell_demands(request, "granted" if grant else "refused", actor=actor, legal=legal)
    record(
        Event.REQUEST_DECIDED,
        actor=actor,
        subject_kind="sharing.request",
        subject_id=request.number,
        cites=APPROVAL,
        facts={
            "outcome": request.outcome,
            "items": {item.name: item.decision for item in items},
            "grant": grant.number if grant else "",
        },
    )
    return grant


def _outcome(given: int, wished: int) -> Outcome:
    if given == wished:
        return Outcome.GRANTED
    return Outcome.IN_PART if given else Outcome.REFUSED


def _require_waiting(request: SharingRequest) -> None:
    if request.state != RequestState.SUBMITTED:
        raise Conflict("the request does not wait for a decision", code="request_closed", state=request.state)


def _judge_withholding(items: Sequence[RequestItem], decisions: Mapping[str, ItemDecision]) -> rules.Verdict:
    withheld = {
        item.label: SharingType(item.sharing_type)
        for item in items
        if item.name in decisions and decisions[item.name].decision in (Decision.MASKED, Decision.REFUSED)
    }
    return rules.judge_withholding(withheld)


def _put_decisions(items: Sequence[RequestItem], decisions: Mapping[str, ItemDecision]) -> None:
    """Write the decisions on the items; raises BadInput with every item that is not decided properly."""
    undecided = [
        item.label
        for item in items
        if item.name not in decisions or decisions[item.name].decision is Decision.PENDING
    ]
    if undecided:
        raise BadInput("decide on every item", code="item_undecided", items=undecided)
    for item in items:
        decision = decisions[item.name]
        if decision.decision is Decision.MASKED and decision.mask is None:
            raise BadInput(f"{item.label}: choose a mask", code="mask_missing", item=item.name)
        if decision.decision is Decision.REFUSED and not decision.reason.strip():
            raise BadInput(f"{item.label}: say why it is refused", code="reason_missing", item=item.name)
        item.decision = decision.decision.value
        item.mask = mask_json(decision.mask) if decision.decision is Decision.MASKED else None
        item.reason = decision.reason.strip()
        item.save(update_fields=["decision", "mask", "reason"])
