"""Receiving a file: kept as sent, opened for a first look, its columns proposed (jz-data-2020/13.1)."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import entry_spec
from shuyuan.collection.events import Event
from shuyuan.collection.models import Batch, Pool
from shuyuan.collection.selectors import access_entry_to_fill, remembered_mapping
from shuyuan.collection.states import BatchState
from shuyuan.engine.ingest import Mapping, propose
from shuyuan.engine.landing import Landed, land
from shuyuan.engine.readers import open_file
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, TooLarge
from shuyuan.regulations.context import LegalContext


@dataclass(frozen=True)
class FirstLook:
    """What opening the file showed: its columns and notes, or the problem that stops it."""

    columns: list[str] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    problem: dict[str, Any] | None = None


def receive_file(
    entry_code: str, *, stream: IO[bytes], filename: str, actor: Actor, legal: LegalContext
) -> Batch:
    """Keep the file and make a batch of it, whether it can be read or not.

    A file that cannot be read gives a batch in the state `unreadable` whose `problem` has the code, the
    place and the remedy. Raises TooLarge, Unavailable (disk) and BadInput (no bytes) before anything is kept.
    """
    entry = access_entry_to_fill(entry_code, actor=actor)
    sent = land(stream, Path(settings.LANDING), filename=filename, limit_bytes=settings.UPLOAD_LIMIT_BYTES)
    return _register(entry, sent, look(sent), actor=actor, legal=legal)


def look(sent: Landed) -> FirstLook:
    """Open the file and read its first row; no transaction is held while a large file is scanned."""
    try:
        table = open_file(sent)
        table.preview(1)
    except (BadInput, TooLarge) as error:
        return FirstLook(problem={"code": error.code, "detail": error.detail, "facts": error.facts})
    notes = [{"code": note.code, "facts": note.facts} for note in table.notes]
    return FirstLook(list(table.columns), notes)


@transaction.atomic(durable=True)
def _register(entry: Entry, sent: Landed, seen: FirstLook, *, actor: Actor, legal: LegalContext) -> Batch:
    """The batch of a landed file, with its audit entry."""
    spec = entry_spec(entry)
    pool = Pool.objects.filter(entry=entry).first() or Pool(entry=entry)
    batch = Batch(
        entry=entry,
        entry_version=spec.version,
        department_id=entry.provider_id,
        sent_by_id=actor.post_id,
        received_at=legal.now,
        filename=sent.filename,
        size=sent.size,
        digest=sent.digest,
        digest_algorithm=sent.digest_algorithm,
        landed_path=str(sent.path),
        threshold_percent=pool.threshold_percent,
        columns=seen.columns,
        notes=seen.notes,
        problem=seen.problem,
        state=BatchState.UNREADABLE if seen.problem else BatchState.RECEIVED,
        ended_at=legal.now if seen.problem else None,
    )
    if not seen.problem:
        remembered = remembered_mapping(entry.pk, seen.columns)
        mapping = Mapping.chosen(seen.columns, remembered) if remembered else propose(seen.columns, spec)
        batch.mapping = mapping.to_json()
    batch.save()
    record(
        Event.UNREADABLE if seen.problem else Event.RECEIVED,
        actor=actor,
        subject_kind="batch",
        subject_id=batch.pk,
        cites="jz-data-2020/13.1",
        facts={"entry": entry.code, "digest": sent.digest, "size": sent.size, "problem": seen.problem},
    )
    return batch
