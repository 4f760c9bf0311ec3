"""Writes without a transaction of their own: numbers, the outbox of the gateway, issuing a grant."""

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import entry_spec
from shuyuan.demand.steps import follow_request
from shuyuan.engine.spec import GrantSpec
from shuyuan.engine.views import compile_view
from shuyuan.jobs.steps import enqueue
from shuyuan.kernel.actor import PLATFORM, Actor
from shuyuan.regulations.context import LegalContext
from shuyuan.sharing.events import Event
from shuyuan.sharing.models import Client, Grant, NumberSeries, SharingRequest, SnapshotChange
from shuyuan.sharing.publishing import publish_changes
from shuyuan.sharing.specs import TRIAL_DIALECT, grant_spec, mask_json, read_mask
from shuyuan.sharing.states import Decision

APPROVAL = "jz-data-2020/19.1.1"
PUBLISH_JOB = "sharing.publish_changes"


def next_number(series: str, year: int) -> str:
    """The next number of a series in a year, such as ``SR-2026-00012``; given out once, gaps are possible."""
    NumberSeries.objects.get_or_create(series=series, year=year)
    row = NumberSeries.objects.select_for_update().get(series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{series}-{year}-{row.last:05d}"


def tell_gateway(subject: Grant | Client | Entry, *, legal: LegalContext) -> None:
    """Leave word in the outbox that this grant, client or entry changed.

    The snapshot is written right after the commit; the job repairs it when the process dies in between
    or the online store does not answer.
    """
    if isinstance(subject, Grant):
        kind, name = "grant", subject.number
    elif isinstance(subject, Client):
        kind, name = "client", subject.client_id
    else:
        kind, name = "entry", subject.code
    SnapshotChange.objects.create(subject_kind=kind, subject_id=name, changed_at=legal.now)
    enqueue(PUBLISH_JOB, {}, actor=PLATFORM, unique=PUBLISH_JOB)

    def publish() -> None:
        publish_changes(at=legal.now)

    transaction.on_commit(publish, robust=True)


def tell_entry_changed(entry: Entry, *, actor: Actor, legal: LegalContext) -> None:  # noqa: ARG001 the catalog's shape
    """An effect of the catalog: what the gateway knows of a shared entry follows its published version."""
    if Grant.objects.filter(entry=entry).exists():
        tell_gateway(entry, legal=legal)


def check_compiles(grant: Grant) -> GrantSpec:
    """The grant's spec, after its view was compiled; a grant without a view must not be in force.

    Raises BadInput as `engine.views` does.
    """
    spec = grant_spec(grant)
    compile_view(spec, entry_spec(grant.entry), TRIAL_DIALECT)
    return spec


def issue_grant(request: SharingRequest, *, actor: Actor, legal: LegalContext) -> Grant | None:
    """The grant of what was decided to be given; None when everything was refused."""
    given = [item for item in request.items.all() if item.decision in (Decision.GIVEN, Decision.MASKED)]
    if not given:
        return None
    grant = Grant.objects.create(
        number=next_number("SG", legal.today.year),
        request=request,
        entry=request.entry,
        consumer=request.consumer,
        provider=request.provider,
        purpose_kind=request.purpose_kind,
        purpose=request.purpose,
        items=[
            {
                "name": item.name,
                "mask": mask_json(read_mask(item.mask)) if item.decision == Decision.MASKED else None,
            }
            for item in given
        ],
        filters=request.filters,
        modes=request.modes,
        daily_quota=request.wished_quota,
        valid_from=legal.today,
        valid_until=request.wished_until,
        issued_at=legal.now,
    )
    grant.clients.set(request.clients.all())
    check_compiles(grant)
    tell_gateway(grant, legal=legal)
    record(
        Event.GRANT_ISSUED,
        actor=actor,
        subject_kind="sharing.grant",
        subject_id=grant.number,
        cites=APPROVAL,
        facts={"request": request.number, **describe_grant(grant)},
    )
    return grant


def tell_demands(request: SharingRequest, outcome: str, *, actor: Actor, legal: LegalContext) -> None:
    """Let the demands that this request follows move on with it: requested, granted, refused or withdrawn."""
    follow_request(
        entry_id=request.entry_id,
        consumer_id=request.consumer_id,
        number=request.number,
        outcome=outcome,
        reason=request.decision_note,
        actor=actor,
        legal=legal,
    )


def describe_grant(grant: Grant) -> dict[str, object]:
    """What the trail keeps of a grant at each change."""
    return {
        "version": grant.version,
        "entry": grant.entry.code,
        "consumer": grant.consumer.code,
        "purpose": grant.purpose_kind,
        "items": grant.items,
        "filters": grant.filters,
        "modes": grant.modes,
        "clients": sorted(client.client_id for client in grant.clients.all()),
        "daily_quota": grant.daily_quota,
        "valid_until": grant.valid_until.isoformat(),
        "state": grant.state,
    }
