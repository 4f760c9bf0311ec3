"""One batch from a landed file to a version of the pool, safe to run again from any point."""

import hashlib
import json
from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from shuyuan.engine import quarantine
from shuyuan.engine.checks import reference_table
from shuyuan.engine.ingest.mapping import Mapping
from shuyuan.engine.ingest.outcome import Outcome
from shuyuan.engine.ingest.staging import ACCEPTED, REFUSED_KEYS, STAGED, Judged, Staging
from shuyuan.engine.lake import Lake, Merged, Version
from shuyuan.engine.landing import Landed
from shuyuan.engine.readers import Note, SourceTable, open_file
from shuyuan.engine.spec import CheckKind, EntrySpec
from shuyuan.engine.sql.session import session
from shuyuan.kernel.errors import BadInput, Conflict

#: Existing values by (code of the entry, name of the item), for CheckKind.REFERENCE.
References = MappingOf[tuple[str, str], Iterable[str]]


def run(
    landed: Landed,
    spec: EntrySpec,
    mapping: Mapping,
    *,
    lake: Lake,
    work: Path,
    batch_id: str,
    threshold_percent: float = 5.0,
    may_merge: Callable[[int, int], bool] | None = None,
    references: References | None = None,
    full_load: bool = False,
    sheet: str | None = None,
    memory: str = "600MB",
    progress: Callable[[int, int, str], None] = lambda _done, _total, _stage: None,
    check_cancelled: Callable[[], None] = lambda: None,
) -> Outcome:
    """Read, clean, check and merge one batch; the same `batch_id` merges at most once.

    Nothing merges (`outcome.merged` is False) when more than `threshold_percent` of the rows are refused, or,
    if it is given, when `may_merge(rows_read, rows_refused)` says no. `references` not given are read from
    the pools. With `full_load` the file is the whole of the entry: keys that it lacks are deleted in the same
    version (jz-data-2020/22.1), except keys of refused rows.

    Progress comes as (done, total, stage) from the thread of the caller, a total of 0 meaning unknown; the
    stages are `read`, `compare`, `merge`, `finish`. `check_cancelled` raises to stop; nothing is merged then.
    Raises BadInput or TooLarge for a file, mapping or entry that cannot be used, Conflict (`batch_id_reused`)
    when the id stands for another input, Unavailable when the machine gave out.
    """
    problems = mapping.problems(spec)
    if problems:
        raise BadInput(
            f"the mapping cannot be used: {[problem.code for problem in problems]}",
            code="mapping_incomplete",
            problems=[vars(problem) for problem in problems],
            remedy="complete_mapping",
        )
    fingerprint = _fingerprint(landed, spec, mapping, full_load=full_load, sheet=sheet)
    folder = lake.root / "quarantine" / spec.path / _safe(batch_id)
    committed = lake.find_batch(spec, batch_id)
    if committed:
        return _outcome_of(committed, fingerprint, folder)
    progress(0, 0, "read")
    source = open_file(landed, sheet=sheet)
    if source.columns != mapping.columns:
        raise BadInput(
            "the mapping was made for other columns",
            code="mapping_of_other_columns",
            columns=list(source.columns),
            mapped=list(mapping.columns),
            remedy="map_again",
        )
    lake.root.mkdir(parents=True, exist_ok=True)
    with session([lake.root], spill=work, memory=memory) as connection:
        _load_references(connection, spec, lake, references or {})
        staging = Staging(connection, spec, mapping, source)

        def advance(rows: int) -> None:
            progress(rows, 0, "read")
            check_cancelled()

        staging.fill(advance)
        judged = staging.judge()
        if judged.refused_rows:
            quarantine.keep(connection, spec, mapping, staged=STAGED, folder=folder)
        outcome = _before_merge(spec, batch_id, judged, folder, source)
        allowed = (
            may_merge(judged.read, judged.refused_rows)
            if may_merge
            else judged.refused_rows * 100 <= threshold_percent * judged.read
        )
        if not allowed:
            return replace(outcome, version=lake.current_version(spec))
        progress(judged.read, judged.read, "compare")
        check_cancelled()
        withheld = full_load and judged.keys_unknown
        if withheld:
            outcome = replace(outcome, notes=(*outcome.notes, Note("deletion_withheld")))
        merged = lake.merge(
            connection,
            spec,
            ACCEPTED,
            batch_id=batch_id,
            full_load=full_load and not withheld,
            kept=REFUSED_KEYS if full_load else None,
            note={"fingerprint": fingerprint, "outcome": outcome.to_json()},
            before_commit=lambda: _last_stop(progress, check_cancelled, judged.read),
        )
    progress(judged.read, judged.read, "finish")
    return _merged(outcome, merged)


def _fingerprint(
    landed: Landed, spec: EntrySpec, mapping: Mapping, *, full_load: bool, sheet: str | None
) -> str:
    """What a batch id stands for: the file, the entry, the mapping, and whether it is everything."""
    parts: list[Any] = [landed.digest, spec.to_json(), mapping.to_json(), full_load, sheet]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _outcome_of(committed: Version, fingerprint: str, folder: Path) -> Outcome:
    """The outcome of a batch that was committed, though nobody heard of it."""
    if committed.note.get("fingerprint") != fingerprint:
        raise Conflict(
            f"batch {committed.batch_id} was something else", code="batch_id_reused", batch=committed.batch_id
        )
    outcome = Outcome.from_json(committed.note["outcome"])
    return replace(
        outcome,
        merged=True,
        new=committed.new,
        changed=committed.changed,
        unchanged=committed.unchanged,
        deleted=committed.deleted,
        version=committed.number,
        # The lake may have been moved since.
        quarantine_path=folder if outcome.refused_rows else None,
    )


def _merged(outcome: Outcome, merged: Merged) -> Outcome:
    return replace(
        outcome,
        merged=True,
        new=merged.new,
        changed=merged.changed,
        unchanged=merged.unchanged,
        deleted=merged.deleted,
        version=merged.version,
    )


def _before_merge(
    spec: EntrySpec, batch_id: str, judged: Judged, folder: Path, source: SourceTable
) -> Outcome:
    return Outcome(
        entry=spec.code,
        batch_id=batch_id,
        read=judged.read,
        accepted=judged.accepted,
        refused_rows=judged.refused_rows,
        refused_cells=judged.refused_cells,
        duplicates=judged.duplicates,
        merged=False,
        new=0,
        changed=0,
        unchanged=0,
        deleted=0,
        version=None,
        quarantine_path=folder if judged.refused_rows else None,
        cell_counts_by_rule=judged.by_rule,
        notes=source.notes,
    )


def _load_references(
    connection: DuckDBPyConnection, spec: EntrySpec, lake: Lake, references: References
) -> None:
    """A table of existing values for each reference check, given or from the pools."""
    for item in spec.items:
        for check in item.checks:
            if check.kind is not CheckKind.REFERENCE:
                continue
            entry, referred = str(check.params["entry"]), str(check.params["item"])
            name = reference_table(item, check)
            given = references.get((entry, referred))
            if given is None:
                lake.values(connection, entry, referred).create(name)
            else:
                values = pa.table({"value": pa.array(given, pa.string())})
                connection.from_arrow(values).create(name)


def _last_stop(
    progress: Callable[[int, int, str], None], check_cancelled: Callable[[], None], rows: int
) -> None:
    progress(rows, rows, "merge")
    check_cancelled()


def _safe(batch_id: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in batch_id)[:80]
