"""Writes of the consumer department: draft a request, state its grounds, submit, withdraw."""

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.casework.steps import settle_completion
from shuyuan.catalog.guide import Purpose
from shuyuan.catalog.rules import SharingType
from shuyuan.catalog.selectors import access_published_entry, entry_spec, published_version
from shuyuan.engine.spec import Mode
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, RuleRefused
from shuyuan.organizations.selectors import access_department
from shuyuan.regulations.context import LegalContext
from shuyuan.sharing import rules
from shuyuan.sharing.events import Event
from shuyuan.sharing.inbox import REQUEST, close_request_tasks, open_request_tasks
from shuyuan.sharing.models import Client, RequestItem, SharingRequest
from shuyuan.sharing.selectors import (
    access_request_as_consumer,
    list_active_clients,
    require_department_post,
)
from shuyuan.sharing.specs import condition_json, read_modes
from shuyuan.sharing.states import (
    IN_THE_CONSUMERS_HANDS,
    REQUEST_TRANSITIONS,
    Decision,
    Outcome,
    RequestState,
)
from shuyuan.sharing.steps import APPROVAL, issue_grant, next_number, tell_demands
from shuyuan.sharing.wishes import Grounds, Wishes, check_wishes, offered_items


@transaction.atomic(durable=True)
def draft_request(entry_code: str, *, wishes: Wishes, actor: Actor, legal: LegalContext) -> SharingRequest:
    """A draft of the actor's department for items of a published entry; grounds come next.

    NotFound for an entry that is not published, BadInput for wishes that have no view.
    """
    require_department_post(actor)
    entry = access_published_entry(entry_code)
    request = SharingRequest(
        number=next_number("SR", legal.today.year),
        entry=entry,
        consumer=access_department(actor.department),
        provider=entry.provider,
        filed_by_id=actor.post_id,
        filed_at=legal.now,
    )
    _put_wishes(request, wishes, legal=legal)
    record(
        Event.REQUEST_DRAFTED,
        actor=actor,
        subject_kind="sharing.request",
        subject_id=request.number,
        facts={"entry": entry.code, "items": list(wishes.items)},
    )
    return request


@transaction.atomic(durable=True)
def change_wishes(
    number: str, *, revision: int, wishes: Wishes, actor: Actor, legal: LegalContext
) -> SharingRequest:
    """Choose other items, rows, modes, clients or another term while it is a draft."""
    request = _access_draft(number, revision=revision, actor=actor)
    _put_wishes(request, wishes, legal=legal)
    record(
        Event.REQUEST_CHANGED,
        actor=actor,
        subject_kind="sharing.request",
        subject_id=request.number,
        facts={"items": list(wishes.items)},
    )
    return request


@transaction.atomic(durable=True)
def state_grounds(
    number: str, *, revision: int, grounds: Grounds, actor: Actor, legal: LegalContext
) -> SharingRequest:
    """Say what the data is for and on which bases; what is missing is judged at submission."""
    request = _access_draft(number, revision=revision, actor=actor)
    if grounds.purpose_kind and grounds.purpose_kind not in Purpose.values:
        raise BadInput("unknown kind of purpose", code="unknown_choice", purpose=grounds.purpose_kind)
    fields = {name: value.strip() for name, value in vars(grounds).items()}
    for name, value in fields.items():
        setattr(request, name, value)
    request.revision += 1
    request.save(update_fields=[*fields, "revision"])
    record(
        Event.REQUEST_CHANGED,
        actor=actor,
        subject_kind="sharing.request",
        subject_id=request.number,
        facts={"stated": sorted(name for name, value in fields.items() if value), "on": str(legal.today)},
    )
    return request


@transaction.atomic(durable=True)
def submit_request(number: str, *, revision: int, actor: Actor, legal: LegalContext) -> SharingRequest:
    """Hand the request in, or in again: open items are granted at once, anything else goes to the bureau.

    RuleRefused with every missing ground; Conflict when the entry has a new version since the draft.
    """
    request = _access_draft(number, revision=revision, actor=actor)
    entry = access_published_entry(request.entry.code)
    if entry.version != request.entry_version:
        raise Conflict("the entry was published anew; choose the items again", code="entry_changed")
    facts = request_facts(request)
    verdict = rules.judge_request(facts)
    if not verdict.allowed:
        raise RuleRefused(verdict)
    if Mode.API.value in request.modes and not request.clients.filter(state=Client.State.ACTIVE).exists():
        raise BadInput("the data API needs an active client", code="no_client")

    request.submitted_at = legal.now
    request.opinion, request.opinion_text, request.opinion_by = "", "", None
    request.revision += 1
    at_once = all(rules.is_granted_at_once(kind) for kind in facts.sharing_types)
    request.state = RequestState.DECIDED if at_once else RequestState.SUBMITTED
    if at_once:
        request.decided_at = legal.now
        request.outcome = Outcome.GRANTED
        request.items.update(decision=Decision.GIVEN)
    request.save()
    settle_completion(REQUEST, request.number, is_over=at_once, legal=legal)
    close_request_tasks(request, actor=actor, outcome="submitted", legal=legal)
    if at_once:
        issue_grant(request, actor=actor, legal=legal)
    else:
        open_request_tasks(request, actor=actor, legal=legal)
    tell_demands(request, "granted" if at_once else "requested", actor=actor, legal=legal)
    record(
        Event.REQUEST_SUBMITTED,
        actor=actor,
        subject_kind="sharing.request",
        subject_id=request.number,
        cites=APPROVAL,
        facts={"entry": entry.code, "at_once": at_once, "purpose": request.purpose_kind},
    )
    return request


@transaction.atomic(durable=True)
def withdraw_request(number: str, *, actor: Actor, legal: LegalContext) -> SharingRequest:
    """Take a draft, a returned or an undecided request back."""
    request = access_request_as_consumer(number, actor=actor)
    if RequestState.WITHDRAWN not in REQUEST_TRANSITIONS[RequestState(request.state)]:
        raise Conflict("the request is closed", code="request_closed", state=request.state)
    request.state = RequestState.WITHDRAWN
    request.revision += 1
    request.save(update_fields=["state", "revision"])
    settle_completion(REQUEST, request.number, is_over=True, legal=legal)
    close_request_tasks(request, actor=actor, outcome="withdrawn", legal=legal)
    tell_demands(request, "withdrawn", actor=actor, legal=legal)
    record(Event.REQUEST_WITHDRAWN, actor=actor, subject_kind="sharing.request", subject_id=request.number)
    return request


def request_facts(request: SharingRequest) -> rules.RequestFacts:
    """What the law asks about a request; for the check of the answers and for the submission."""
    return rules.RequestFacts(
        sharing_types=tuple(SharingType(item.sharing_type) for item in request.items.all()),
        purpose=request.purpose if request.purpose_kind else "",
        legal_basis=request.legal_basis,
        duty_basis=request.duty_basis,
        business_need=request.business_need,
        purpose_kind=request.purpose_kind,
        offered_kinds=tuple(request.entry.sharing_purposes),
    )


def _access_draft(number: str, *, revision: int, actor: Actor) -> SharingRequest:
    request = access_request_as_consumer(number, actor=actor)
    if request.state not in IN_THE_CONSUMERS_HANDS:
        raise Conflict("the request was handed in already", code="request_not_draft", state=request.state)
    if request.revision != revision:
        raise Conflict("somebody else changed the request", code="request_changed")
    return request


def _put_wishes(request: SharingRequest, wishes: Wishes, *, legal: LegalContext) -> None:
    """Check and write the wishes; items keep the sharing type of the version they were chosen from."""
    spec = entry_spec(request.entry)
    conditions = check_wishes(wishes, spec, today=legal.today)
    clients = list(list_active_clients(request.consumer.code).filter(client_id__in=wishes.clients))
    if len(clients) != len(set(wishes.clients)):
        raise BadInput("only active clients of your own department", code="unknown_client")
    request.entry_version = spec.version
    request.modes = [mode.value for mode in read_modes(wishes.modes)]
    request.filters = condition_json(conditions)
    request.wished_until = wishes.wished_until
    request.wished_quota = wishes.wished_quota
    if request.pk:
        request.revision += 1
    request.save()
    request.clients.set(clients)
    request.items.all().delete()
    offered = offered_items(published_version(request.entry).snapshot)
    RequestItem.objects.bulk_create(
        RequestItem(
            request=request,
            position=position,
            name=item.name,
            label=item.label,
            sharing_type=item.sharing_type,
            sensitive=item.sensitive,
        )
        for position, item in enumerate((item for item in offered if item.name in wishes.items), 1)
    )
