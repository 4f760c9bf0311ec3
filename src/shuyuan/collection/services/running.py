"""A worker reads, checks and merges a batch; whatever happens, the batch says what became of it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.catalog.selectors import entry_spec
from shuyuan.collection.events import Event
from shuyuan.collection.models import Batch, Pool
from shuyuan.collection.rules import BatchFacts, judge_batch
from shuyuan.collection.selectors import access_batch_as_sender, landed
from shuyuan.collection.states import ENDED, BatchState, may_follow
from shuyuan.engine import ingest
from shuyuan.engine.lake import Lake
from shuyuan.jobs.registry import Run
from shuyuan.jobs.steps import enqueue, request_cancel
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, ShuyuanError, TooLarge
from shuyuan.kernel.verdict import Verdict
from shuyuan.regulations.context import LegalContext


def run_batch(batch_id: int, *, run: Run, legal: LegalContext) -> dict[str, Any]:
    """Run the batch to its end; safe to run again from any point, because the lake knows the batch.

    Gives the counts of the outcome. A file that turns out to be broken ends the batch as refused, with the
    place; a fault of the platform marks it failed and goes on to the job, which tries again.
    """
    batch = _start(batch_id)
    if batch is None:
        return {"state": "ended before"}
    spec = entry_spec(batch.entry)
    verdicts: list[Verdict] = []

    def may_merge(rows_read: int, rows_refused: int) -> bool:
        facts = BatchFacts(
            provider=batch.entry.provider.code,
            submitter=batch.department.code,
            rows_read=rows_read,
            rows_refused=rows_refused,
            threshold_percent=_plain(batch.threshold_percent),
            declared_rows=batch.declared_rows,
        )
        verdicts.append(judge_batch(facts))
        return verdicts[-1].allowed

    try:
        outcome = ingest.run(
            landed(batch),
            spec,
            ingest.Mapping.from_json(batch.mapping),
            lake=Lake(Path(settings.LAKE)),
            work=Path(settings.WORK),
            batch_id=str(batch.pk),
            may_merge=may_merge,
            full_load=batch.full_load,
            progress=run.progress,
            check_cancelled=run.check_cancelled,
        )
    except (BadInput, TooLarge) as error:
        return _end_unreadable(batch_id, error, actor=run.actor, legal=legal)
    except ShuyuanError as error:
        _mark_failed(batch_id, error, actor=run.actor)
        raise
    verdict = verdicts[-1] if verdicts else Verdict()
    return _end(batch_id, outcome, verdict, actor=run.actor, legal=legal)


def _plain(percent: Decimal) -> float:
    """A share as people write it: 5, not 5.00."""
    return int(percent) if percent == int(percent) else float(percent)


@transaction.atomic
def _start(batch_id: int) -> Batch | None:
    """The batch as running, or None when it has ended already."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if BatchState(batch.state) in ENDED:
        return None
    batch.state = BatchState.RUNNING
    batch.save(update_fields=["state"])
    return Batch.objects.select_related("entry__provider", "department").get(pk=batch_id)


@transaction.atomic
def _end(
    batch_id: int, outcome: ingest.Outcome, verdict: Verdict, *, actor: Actor, legal: LegalContext
) -> dict[str, Any]:
    """Write down the outcome, move the pool's version, and ask for publication."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    batch.rows_read = outcome.read
    batch.rows_accepted = outcome.accepted
    batch.rows_refused = outcome.refused_rows
    batch.rows_repeated = outcome.duplicates
    batch.cells_refused = outcome.refused_cells
    batch.rows_new = outcome.new
    batch.rows_changed = outcome.changed
    batch.rows_unchanged = outcome.unchanged
    batch.rows_deleted = outcome.deleted
    batch.refused_by_rule = outcome.cell_counts_by_rule
    batch.quarantine_path = str(outcome.quarantine_path or "")
    batch.lake_version = outcome.version if outcome.merged else None
    found = ({"code": note.code, "facts": note.facts} for note in outcome.notes)
    batch.notes += [note for note in found if note not in batch.notes]
    batch.ended_at = legal.now
    if not outcome.merged:
        batch.state, event = BatchState.REFUSED, Event.REFUSED
        reasons = [{"code": r.code, "cites": r.cites, "facts": r.facts} for r in verdict.reasons]
        batch.problem = {"code": "batch_refused", "facts": {}, "reasons": reasons}
    elif outcome.new or outcome.changed or outcome.deleted:
        batch.state, event = BatchState.MERGED, Event.MERGED
    else:
        batch.state, event = BatchState.UNCHANGED, Event.UNCHANGED
    batch.save()
    if outcome.merged and outcome.version is not None:
        _move_pool(batch, outcome.version, outcome.new - outcome.deleted, legal=legal)
        enqueue(
            "collection.publish_entry",
            {"entry": batch.entry.code},
            actor=actor,
            unique=f"publish:{batch.entry_id}",
        )
    counts = {
        "read": outcome.read,
        "accepted": outcome.accepted,
        "refused": outcome.refused_rows,
        "new": outcome.new,
        "changed": outcome.changed,
        "deleted": outcome.deleted,
        "version": outcome.version,
    }
    record(
        event,
        actor=actor,
        subject_kind="batch",
        subject_id=batch.pk,
        cites="jz-data-2020/13.1",
        facts=counts,
        outcome="done" if outcome.merged else "refused",
    )
    return {"state": batch.state, **counts}


def _move_pool(batch: Batch, version: int, growth: int, *, legal: LegalContext) -> None:
    """The pool's newest version; a late repeat of an older batch never moves it back."""
    pool, _created = Pool.objects.select_for_update().get_or_create(entry=batch.entry)
    if version > pool.lake_version:
        pool.lake_version = version
        pool.row_count += growth
        pool.merged_at = legal.now
        pool.save(update_fields=["lake_version", "row_count", "merged_at"])


@transaction.atomic
def _end_unreadable(
    batch_id: int, error: ShuyuanError, *, actor: Actor, legal: LegalContext
) -> dict[str, Any]:
    """A file that broke below its first rows: refused with the place, nothing merged."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    batch.state = BatchState.REFUSED
    batch.problem = {"code": error.code, "detail": error.detail, "facts": error.facts}
    batch.ended_at = legal.now
    batch.save(update_fields=["state", "problem", "ended_at"])
    record(
        Event.REFUSED,
        actor=actor,
        subject_kind="batch",
        subject_id=batch.pk,
        cites="jz-data-2020/13.1",
        facts={"code": error.code, **error.facts},
        outcome="refused",
    )
    return {"state": batch.state, "code": error.code}


@transaction.atomic
def _mark_failed(batch_id: int, error: ShuyuanError, *, actor: Actor) -> None:
    """A fault of the platform: visible on the batch while the job tries again."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    batch.state = BatchState.FAILED
    batch.problem = {"code": error.code, "detail": error.detail, "facts": error.facts}
    batch.save(update_fields=["state", "problem"])
    record(
        Event.FAILED,
        actor=actor,
        subject_kind="batch",
        subject_id=batch.pk,
        facts={"code": error.code},
        outcome="failed",
    )


@transaction.atomic(durable=True)
def cancel_batch(batch_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> Batch:
    """Withdraw a batch that has not merged; the file stays. Raises Conflict when it has ended."""
    batch = access_batch_as_sender(batch_id, actor=actor, lock=True)
    if not may_follow(batch.state, BatchState.CANCELLED):
        raise Conflict(code="batch_has_ended", state=batch.state)
    if batch.job_id is not None:
        request_cancel(batch.job_id)
    batch.state = BatchState.CANCELLED
    batch.ended_at = legal.now
    batch.save(update_fields=["state", "ended_at"])
    record(Event.CANCELLED, actor=actor, subject_kind="batch", subject_id=batch.pk, facts={"reason": reason})
    return batch


@transaction.atomic(durable=True)
def restart_batch(batch_id: int, *, actor: Actor, legal: LegalContext) -> Batch:
    """Queue a failed batch once more; the engine goes on where it can."""
    batch = access_batch_as_sender(batch_id, actor=actor, lock=True)
    if batch.state != BatchState.FAILED:
        raise Conflict(code="batch_has_gone_on", state=batch.state)
    batch.state = BatchState.QUEUED
    batch.problem = None
    batch.job = enqueue("collection.run_batch", {"batch": batch.pk}, actor=actor, unique=f"batch:{batch.pk}")
    batch.save(update_fields=["state", "problem", "job"])
    record(
        Event.MAPPED,
        actor=actor,
        subject_kind="batch",
        subject_id=batch.pk,
        facts={"again_on": legal.today.isoformat()},
    )
    return batch
