"""Writes the signed snapshot of all grants and clients that the gateway obeys."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from shuyuan.casework.selectors import working_calendar
from shuyuan.catalog.selectors import entry_specs
from shuyuan.engine.crypto import KeyFolder
from shuyuan.engine.online import ClientSpec, OnlineStore
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


def needs_publishing() -> bool:
    """Whether something changed that the gateway has not been told: a grant, a client, or an entry."""
    return SnapshotChange.objects.filter(snapshot__isnull=True).exists()


@transaction.atomic
def publish_snapshot(*, at: datetime) -> Snapshot:
    """Write the state as it is committed now to the online store, and mark the outbox as told.

    Publishers wait for each other, so that an older state never overwrites a newer one. Raises
    Unavailable when the online store or the control key is out of reach; the outbox then stays full.
    """
    NumberSeries.objects.get_or_create(series=_LOCK_SERIES, year=0)
    NumberSeries.objects.select_for_update().get(series=_LOCK_SERIES, year=0)
    waiting = list(SnapshotChange.objects.filter(snapshot__isnull=True).values_list("pk", flat=True))
    entries = {spec.code: spec for spec in entry_specs()}
    grants = list(_gather_grants(entries, today=at.date()))
    keys = KeyFolder(Path(settings.KEYS))
    clients = [portal_spec(keys.public("portal")), *_gather_clients()]
    shared = {grant.entry for grant in grants}
    with OnlineStore.open(settings.ONLINE_URL, keys) as store:
        version = store.write_snapshot(
            grants=grants,
            clients=clients,
            entries=[spec for code, spec in entries.items() if code in shared],
            at=at,
        )
    snapshot, _ = Snapshot.objects.update_or_create(
        version=version,
        defaults={
            "published_at": at,
            "grant_count": len(grants),
            "client_count": len(clients),
        },
    )
    SnapshotChange.objects.filter(pk__in=waiting).update(snapshot=snapshot)
    return snapshot


def prepare_portal_client() -> None:
    """Set-up: tell the gateway the public key of the pages process; running it again changes nothing."""
    publish_snapshot(at=legal_now(working_calendar()).now)


def _gather_grants(entries: dict[str, EntrySpec], *, today: date) -> Iterator[GrantSpec]:
    """Grants in force, and ended ones for a while; one that no longer fits its entry is switched off."""
    grants = (
        Grant.objects.filter(valid_until__gte=today - KEPT_AFTER_END)
        .select_related("entry", "consumer", "provider")
        .prefetch_related("clients")
    )
    for grant in grants.iterator(chunk_size=500):
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


def _gather_clients() -> Iterable[ClientSpec]:
    clients = Client.objects.select_related("system", "department").prefetch_related("keys")
    return [client_spec(client) for client in clients]
