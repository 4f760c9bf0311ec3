"""Changed rows of a pool go to the online store, version by version (design: how data flows)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.catalog.selectors import access_published_entry, entry_spec
from shuyuan.collection.events import Event
from shuyuan.collection.models import Pool
from shuyuan.engine.crypto import KeyFolder
from shuyuan.engine.lake import Lake
from shuyuan.engine.online import OnlineStore
from shuyuan.jobs.registry import Run
from shuyuan.kernel.actor import Actor
from shuyuan.regulations.context import LegalContext


def publish_entry(entry_code: str, *, run: Run, legal: LegalContext) -> dict[str, Any]:
    """Bring the online store to the newest version of the entry's pool; running it again changes nothing.

    The store itself knows which version it serves, so a kill between its commit and ours is no loss.
    """
    entry = access_published_entry(entry_code)
    spec = entry_spec(entry)
    run.progress(0, 0, "publish")
    with OnlineStore.open(settings.ONLINE_URL, KeyFolder(Path(settings.KEYS))) as store:
        served = store.served_version(spec)
        changes = Lake(Path(settings.LAKE)).changes(spec, served)
        if served != changes.version:
            store.publish(spec, changes.batches, since=served, lake_version=changes.version)
    _note_served(entry.pk, changes.version, actor=run.actor, legal=legal)
    return {"version": changes.version}


@transaction.atomic
def _note_served(entry_id: int, version: int, *, actor: Actor, legal: LegalContext) -> None:
    """The version that is served now, on the pool and in the trail."""
    pool = Pool.objects.select_for_update().get(entry_id=entry_id)
    if pool.served_version >= version:
        return
    pool.served_version = version
    pool.served_at = legal.now
    pool.save(update_fields=["served_version", "served_at"])
    record(
        Event.PUBLISHED,
        actor=actor,
        subject_kind="entry",
        subject_id=entry_id,
        cites="jz-data-2020/13.1",
        facts={"version": version},
    )
