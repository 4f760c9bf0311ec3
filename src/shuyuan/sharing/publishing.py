"""Writes the signed snapshot of grants and clients that the gateway obeys: what changed, or everything."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from shuyuan.casework.selectors import working_calendar
from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import entry_spec, list_published_entries
from shuyuan.engine.crypto import KeyFolder
from shuyuan.engine.online import OnlineStore
from shuyuan.engine.spec import EntrySpec, GrantSpec
from shuyuan.engine.views import compile_view
from shuyuan.kernel.errors import BadInput
from shuyuan.regulations.context import legal_now
from shuyuan.sharing.models import Client, Grant, NumberSeries, Snapshot, SnapshotChange
from shuyuan.sharing.specs import TRIAL_DIALECT, client_spec, grant_spec, portal_spec

logger = logging.getLogger(__name__)

#: How long a grant that ran out is still told, so that its client hears why instead of "unknown".
KEPT_AFTER_END = timedelta(days=31)
_LOCK_SERIES = "snapshot"
_CHUNK = 500


def needs_publishing() -> bool:
    """Whether something changed that the gateway has not been told: a grant, a client, or an entry."""
    return SnapshotChange.objects.filter(snapshot__isnull=True).exists()


@transaction.atomic
def publish_changes(*, at: datetime) -> Snapshot | None:
    """Write what the outbox names to the online store, and mark it as told; None when there was nothing.

    The cost follows from the number of changes, not of grants, so that a revocation is in force within a
    second in a large city too. Raises Unavailable when the online store or a key is out of reach; the
    outbox then stays full.
    """
    _take_turn()
    waiting = list(SnapshotChange.objects.filter(snapshot__isnull=True))
    if not waiting:
        return None
    if not Snapshot.objects.exists():
        return _publish_all(at)
    named = {
        kind: {change.subject_id for change in waiting if change.subject_kind == kind}
        for kind in ("grant", "client", "entry")
    }
    rows = _grants_told(at.date()).filter(Q(number__in=named["grant"]) | Q(entry__code__in=named["entry"]))
    codes = named["entry"] | set(rows.values_list("entry__code", flat=True))
    entries = _entry_specs(list_published_entries().filter(code__in=codes))
    keys = KeyFolder(Path(settings.KEYS))
    clients = _clients().filter(client_id__in=named["client"])
    with OnlineStore.open(settings.ONLINE_URL, keys) as store:
        version = store.change_snapshot(
            grants=_fitting(rows, entries),
            clients=[client_spec(client) for client in clients],
            entries=entries.values(),
            without=[("entry", code) for code in codes - set(entries)],
            at=at,
        )
    return _mark_told(version, waiting, at)


@transaction.atomic
def publish_all(*, at: datetime) -> Snapshot:
    """Write the whole state anew, as the set-up does; grants that ended long ago are forgotten."""
    _take_turn()
    return _publish_all(at)


def prepare_portal_client() -> None:
    """Set-up: tell the gateway the public key of the pages process; running it again changes nothing."""
    publish_all(at=legal_now(working_calendar()).now)


def _publish_all(at: datetime) -> Snapshot:
    waiting = list(SnapshotChange.objects.filter(snapshot__isnull=True))
    rows = _grants_told(at.date())
    shared = list_published_entries().filter(pk__in=rows.values("entry_id"))
    entries = _entry_specs(shared)
    keys = KeyFolder(Path(settings.KEYS))
    with OnlineStore.open(settings.ONLINE_URL, keys) as store:
        version = store.write_snapshot(
            grants=_fitting(rows, entries),
            clients=[portal_spec(keys.public("portal")), *(client_spec(one) for one in _clients())],
            entries=entries.values(),
            at=at,
        )
    return _mark_told(version, waiting, at)


def _take_turn() -> None:
    """Wait for other publishers, so that an older state never overwrites a newer one."""
    NumberSeries.objects.get_or_create(series=_LOCK_SERIES, year=0)
    NumberSeries.objects.select_for_update().get(series=_LOCK_SERIES, year=0)


def _mark_told(version: int, waiting: Iterable[SnapshotChange], at: datetime) -> Snapshot:
    snapshot, _ = Snapshot.objects.get_or_create(version=version, defaults={"published_at": at})
    SnapshotChange.objects.filter(pk__in=[change.pk for change in waiting]).update(snapshot=snapshot)
    return snapshot


def _grants_told(today: date) -> QuerySet[Grant]:
    """Grants in force, and ended ones for a while."""
    return (
        Grant.objects.filter(valid_until__gte=today - KEPT_AFTER_END)
        .select_related("entry", "consumer", "provider")
        .prefetch_related("clients")
    )


def _clients() -> QuerySet[Client]:
    return Client.objects.select_related("system", "department").prefetch_related("keys")


def _entry_specs(entries: Iterable[Entry]) -> dict[str, EntrySpec]:
    return {str(entry.code): entry_spec(entry) for entry in entries}


def _fitting(rows: QuerySet[Grant], entries: Mapping[str, EntrySpec]) -> Iterator[GrantSpec]:
    """The grants; one that no longer fits its published entry is switched off."""
    for grant in rows.iterator(chunk_size=_CHUNK):
        spec = grant_spec(grant)
        yield spec if _fits(spec, entries.get(spec.entry)) else replace(spec, revoked=True)


def _fits(grant: GrantSpec, entry: EntrySpec | None) -> bool:
    """Whether the published entry still has what the grant gives; if not, nothing is read under it."""
    if grant.revoked or entry is None:
        return False
    try:
        compile_view(grant, entry, TRIAL_DIALECT)
    except BadInput as error:
        logger.warning("grant %s no longer fits its entry: %s", grant.grant, error.code)
        return False
    return True
