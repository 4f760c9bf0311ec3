"""Looks at rows that are allowed, and noted: what a department sent itself, and masked samples."""

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.catalog.models import Entry
from shuyuan.collection.events import Event
from shuyuan.collection.models import Batch
from shuyuan.collection.selectors import access_batch_as_sender
from shuyuan.kernel.actor import Actor


@transaction.atomic(durable=True)
def note_original_read(batch_id: int, *, actor: Actor) -> Batch:
    """The batch whose original file is about to be handed out to its sender."""
    return _note(batch_id, Event.ORIGINAL_READ, actor)


@transaction.atomic(durable=True)
def note_cells_read(batch_id: int, *, actor: Actor) -> Batch:
    """The batch whose refused cells are about to be shown, or handed out as a workbook."""
    return _note(batch_id, Event.CELLS_READ, actor)


@transaction.atomic(durable=True)
def note_sample_read(entry: Entry, *, actor: Actor) -> None:
    """A few masked rows of the pool are about to be shown on the entry page."""
    record(
        Event.SAMPLE_READ,
        actor=actor,
        subject_kind="catalog.entry",
        subject_id=entry.pk,
        cites="jz-data-2020/17.1.4",
        facts={"code": entry.code},
    )


def _note(batch_id: int, event: Event, actor: Actor) -> Batch:
    batch = access_batch_as_sender(batch_id, actor=actor)
    record(
        event,
        actor=actor,
        subject_kind="batch",
        subject_id=batch.pk,
        cites="jz-data-2020/13.1",
        facts={"digest": batch.digest},
    )
    return batch
