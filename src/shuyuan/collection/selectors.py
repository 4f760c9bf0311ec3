"""Reads of collection, and the doors to batches."""

import hashlib
from pathlib import Path

from django.db.models import Q, QuerySet

from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import access_published_entry, list_published_entries
from shuyuan.collection.models import Batch, MappingMemory, Pool
from shuyuan.engine.landing import Landed
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted

#: Who may send data for their department.
SENDERS = frozenset({Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER, Role.OPERATOR})


def list_entries_to_fill(actor: Actor) -> QuerySet[Entry]:
    """The published entries that the actor may send data for."""
    if actor.role not in SENDERS:
        return Entry.objects.none()
    return list_published_entries().filter(provider__code=actor.department)


def access_entry_to_fill(code: str, *, actor: Actor) -> Entry:
    """The published entry, if the actor may send data for it (jz-data-2020/22.1: the provider sends)."""
    entry = access_published_entry(code)
    if entry.provider.code != actor.department or actor.role not in SENDERS:
        raise NotPermitted(code="not_the_provider", entry=code)
    return entry


def list_batches(actor: Actor) -> QuerySet[Batch]:
    """The batches that the actor may see: the own department's; all for the data administration."""
    batches = Batch.objects.select_related("entry", "department", "sent_by__person")
    if actor.role is Role.DATA_ADMINISTRATION:
        return batches
    if actor.role in SENDERS:
        return batches.filter(department__code=actor.department)
    return batches.none()


def access_batch_as_viewer(batch_id: int, *, actor: Actor) -> Batch:
    """The batch with its counts; a foreign one looks like a missing one."""
    batch = list_batches(actor).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound(code="unknown_batch")
    return batch


def access_batch_as_sender(batch_id: int, *, actor: Actor, lock: bool = False) -> Batch:
    """The batch with its values and actions: for the sending department alone.

    The data administration sees counts, never values: who operates the platform does not read what is in it.
    """
    batches = Batch.objects.select_related("entry", "department", "sent_by__person")
    if lock:
        batches = batches.select_for_update(of=("self",))
    batch = batches.filter(pk=batch_id, department__code=actor.department).first()
    if batch is None or actor.role not in SENDERS:
        raise NotFound(code="unknown_batch")
    return batch


def find_unfinished(entry_id: int) -> QuerySet[Batch]:
    """Batches of the entry that wait or run."""
    return Batch.objects.filter(Q(state="queued") | Q(state="running"), entry_id=entry_id)


def landed(batch: Batch) -> Landed:
    """The file of a batch as the engine names it."""
    return Landed(Path(batch.landed_path), batch.filename, batch.size, batch.digest, batch.digest_algorithm)


def header_digest(columns: list[str]) -> str:
    """A short name of a header, for remembering how it was mapped."""
    return hashlib.sha256("\x1f".join(columns).encode()).hexdigest()


def remembered_mapping(entry_id: int, columns: list[str]) -> dict[str, str]:
    """Item → column as the department last mapped this header, {} the first time."""
    memory = MappingMemory.objects.filter(entry_id=entry_id, header_digest=header_digest(columns)).first()
    return memory.mapping if memory else {}


def find_pool(entry_id: int) -> Pool | None:
    """The pool of the entry, None when nothing was ever merged."""
    return Pool.objects.filter(entry_id=entry_id).first()


def list_pools(actor: Actor) -> QuerySet[Pool]:
    """The pools of the actor's department."""
    return Pool.objects.filter(entry__provider__code=actor.department).select_related("entry")
