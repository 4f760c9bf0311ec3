"""Suspending a published entry and letting it go on: new uses stop, nothing is deleted."""

from django.db import transaction

from shuyuan.catalog import selectors, steps
from shuyuan.catalog.events import Event
from shuyuan.catalog.models import CatalogRevision, Entry
from shuyuan.catalog.registry import announce_change
from shuyuan.catalog.states import Step, after
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput
from shuyuan.regulations.context import LegalContext


@transaction.atomic(durable=True)
def suspend_entry(entry_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> Entry:
    """Take a published entry out of use for the time being; the bureau says why."""
    if not reason.strip():
        raise BadInput("malformed content", code="bad_content", fields={"reason": "required"})
    entry = selectors.access_entry_as_administration(entry_id, actor=actor, lock=True)
    entry.opinion = reason.strip()
    _move(entry, Step.SUSPEND, CatalogRevision.Kind.SUSPENDED, actor, legal)
    steps.trace(
        Event.ENTRY_SUSPENDED,
        entry,
        cites="jz-data-2020/5.1",
        facts={"code": entry.code, "reason": entry.opinion},
        actor=actor,
    )
    return entry


@transaction.atomic(durable=True)
def resume_entry(entry_id: int, *, actor: Actor, legal: LegalContext) -> Entry:
    """Let a suspended entry be used again, as the version that it was."""
    entry = selectors.access_entry_as_administration(entry_id, actor=actor, lock=True)
    entry.opinion = ""
    _move(entry, Step.RESUME, CatalogRevision.Kind.RESUMED, actor, legal)
    steps.trace(Event.ENTRY_RESUMED, entry, cites="jz-data-2020/5.1", facts={"code": entry.code}, actor=actor)
    return entry


def _move(entry: Entry, step: Step, kind: str, actor: Actor, legal: LegalContext) -> None:
    entry.state = after(entry.state, step).value
    entry.revision += 1
    entry.saved_at = legal.now
    entry.save(update_fields=["state", "opinion", "revision", "saved_at"])
    version = selectors.published_version(entry)
    CatalogRevision.objects.create(at=legal.now, kind=kind, entry=entry, version=version)
    announce_change(entry, actor=actor, legal=legal)
