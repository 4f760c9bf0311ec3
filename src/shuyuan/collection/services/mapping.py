"""A person confirms which column feeds which item; then the batch waits for a worker."""

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.catalog.selectors import entry_spec
from shuyuan.collection.events import Event
from shuyuan.collection.models import Batch, MappingMemory
from shuyuan.collection.selectors import access_batch_as_sender, header_digest
from shuyuan.collection.states import BatchState, may_follow
from shuyuan.engine.ingest import Mapping
from shuyuan.jobs.steps import enqueue
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.regulations.context import LegalContext


@transaction.atomic(durable=True)
def map_batch(
    batch_id: int,
    *,
    pairs: dict[str, str],
    full_load: bool,
    declared_rows: int | None,
    actor: Actor,
    legal: LegalContext,
) -> Batch:
    """Fix the mapping (item → column) and queue the batch; `declared_rows` is the provider's own count.

    Raises BadInput `mapping_incomplete` with every problem, and Conflict when the batch has gone on.
    """
    batch = access_batch_as_sender(batch_id, actor=actor, lock=True)
    if not may_follow(batch.state, BatchState.QUEUED):
        raise Conflict(code="batch_has_gone_on", state=batch.state)
    spec = entry_spec(batch.entry)
    mapping = Mapping.chosen(batch.columns, pairs)
    problems = mapping.problems(spec)
    if problems:
        raise BadInput(
            "the columns do not cover the items",
            code="mapping_incomplete",
            problems=[{"code": p.code, "item": p.item, "column": p.column} for p in problems],
        )
    batch.mapping = mapping.to_json()
    batch.full_load = full_load
    batch.declared_rows = declared_rows
    batch.entry_version = spec.version
    batch.state = BatchState.QUEUED
    batch.problem = None
    batch.job = enqueue("collection.run_batch", {"batch": batch.pk}, actor=actor, unique=f"batch:{batch.pk}")
    batch.save(
        update_fields=["mapping", "full_load", "declared_rows", "entry_version", "state", "problem", "job"]
    )
    MappingMemory.objects.update_or_create(
        entry=batch.entry, header_digest=header_digest(batch.columns), defaults={"mapping": pairs}
    )
    record(
        Event.MAPPED,
        actor=actor,
        subject_kind="batch",
        subject_id=batch.pk,
        cites="jz-data-2020/13.1",
        facts={"pairs": pairs, "full_load": full_load, "on": legal.today.isoformat()},
    )
    return batch
