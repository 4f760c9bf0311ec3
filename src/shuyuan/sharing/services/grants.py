"""Writes on grants: tighten, suspend, resume, revoke, give back, and let them run out."""

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import PLATFORM, Actor
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.regulations.context import LegalContext
from shuyuan.sharing.events import Event
from shuyuan.sharing.models import Grant
from shuyuan.sharing.selectors import access_grant_as_consumer, access_grant_as_reviewer
from shuyuan.sharing.specs import mask_json, read_mask
from shuyuan.sharing.states import GRANT_TRANSITIONS, GrantState
from shuyuan.sharing.steps import check_compiles, describe_grant, tell_gateway
from shuyuan.sharing.tightening import Extent, widenings

CONTROL = "jz-data-2020/17.1.4"


@transaction.atomic(durable=True)
def tighten_grant(
    number: str, *, version: int, extent: Extent, reason: str, actor: Actor, legal: LegalContext
) -> Grant:
    """Give less from now on; more needs a new request. In force at the gateway within a second.

    BadInput `not_tighter` names what would be wider, Conflict when the grant changed or is not in force.
    """
    grant = access_grant_as_reviewer(number, actor=actor)
    _require_reason(reason)
    if grant.version != version:
        raise Conflict("the grant changed meanwhile", code="grant_changed")
    if grant.state != GrantState.ACTIVE:
        raise Conflict("the grant is not in force", code="grant_not_active", state=grant.state)
    wider = widenings(extent_of(grant), extent)
    if wider:
        raise BadInput("a grant can only be tightened; more needs a request", code="not_tighter", wider=wider)
    grant.items = [
        {"name": item["name"], "mask": mask_json(extent.items[item["name"]])}
        for item in grant.items
        if item["name"] in extent.items
    ]
    grant.daily_quota = extent.daily_quota
    grant.valid_until = max(extent.valid_until, grant.valid_from)
    grant.version += 1
    grant.save(update_fields=["items", "daily_quota", "valid_until", "version"])
    check_compiles(grant)
    _tell(Event.GRANT_TIGHTENED, grant, reason, actor=actor, legal=legal)
    return grant


@transaction.atomic(durable=True)
def suspend_grant(number: str, *, reason: str, actor: Actor, legal: LegalContext) -> Grant:
    """Stop the use for a while, for instance while a suspicion is looked into."""
    grant = access_grant_as_reviewer(number, actor=actor)
    _move(grant, GrantState.SUSPENDED, reason)
    _tell(Event.GRANT_SUSPENDED, grant, reason, actor=actor, legal=legal)
    return grant


@transaction.atomic(durable=True)
def resume_grant(number: str, *, reason: str, actor: Actor, legal: LegalContext) -> Grant:
    """Let a suspended grant be used again."""
    grant = access_grant_as_reviewer(number, actor=actor)
    _move(grant, GrantState.ACTIVE, reason)
    check_compiles(grant)
    _tell(Event.GRANT_RESUMED, grant, reason, actor=actor, legal=legal)
    return grant


@transaction.atomic(durable=True)
def revoke_grant(number: str, *, reason: str, actor: Actor, legal: LegalContext) -> Grant:
    """End a grant for good: the bureau any, the consumer its own. In force at the gateway within a second."""
    if actor.is_administration:
        grant = access_grant_as_reviewer(number, actor=actor)
    else:
        grant = access_grant_as_consumer(number, actor=actor)
    grant.ended_at = legal.now
    _move(grant, GrantState.REVOKED, reason)
    _tell(Event.GRANT_REVOKED, grant, reason, actor=actor, legal=legal)
    return grant


@transaction.atomic(durable=True)
def expire_grants(*, legal: LegalContext) -> int:
    """Close grants whose last day has passed; the gateway refuses them by itself since midnight."""
    over = Grant.objects.select_for_update(of=("self",)).filter(
        state__in=[GrantState.ACTIVE, GrantState.SUSPENDED], valid_until__lt=legal.today
    )
    grants = list(over.select_related("entry", "consumer", "provider"))
    for grant in grants:
        grant.state = GrantState.EXPIRED
        grant.ended_at = legal.now
        grant.save(update_fields=["state", "ended_at"])
        record(Event.GRANT_EXPIRED, actor=PLATFORM, subject_kind="sharing.grant", subject_id=grant.number)
    return len(grants)


def extent_of(grant: Grant) -> Extent:
    """How much the grant gives now."""
    items = {item["name"]: read_mask(item["mask"]) for item in grant.items}
    return Extent(items, grant.daily_quota, grant.valid_until)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput("give a reason", code="reason_missing")


def _move(grant: Grant, state: GrantState, reason: str) -> None:
    """Change the state with its reason, if the state before allows it; each change is a new version."""
    _require_reason(reason)
    if state not in GRANT_TRANSITIONS[GrantState(grant.state)]:
        raise Conflict("the grant is in another state", code="grant_not_active", state=grant.state)
    grant.state = state
    grant.state_reason = reason.strip()
    grant.version += 1
    grant.save(update_fields=["state", "state_reason", "version", "ended_at"])


def _tell(event: Event, grant: Grant, reason: str, *, actor: Actor, legal: LegalContext) -> None:
    tell_gateway(grant, legal=legal)
    record(
        event,
        actor=actor,
        subject_kind="sharing.grant",
        subject_id=grant.number,
        cites=CONTROL,
        facts={"reason": reason.strip(), **describe_grant(grant)},
    )
