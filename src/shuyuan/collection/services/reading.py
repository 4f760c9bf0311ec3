"""A department looks at what it sent itself: allowed, and noted."""

from django.db import transaction

from shuyuan.audit.steps import record
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
