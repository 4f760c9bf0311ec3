"""Upkeep of a table: joining small files, and deleting those that no version needs any more."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from duckdb import DuckDBPyConnection
from sqlglot import exp

from shuyuan.engine.lake.layout import BUCKET, DIGEST
from shuyuan.engine.lake.reading import rows_of
from shuyuan.engine.lake.tables import LostRace, commit, open_snapshot
from shuyuan.engine.lake.writing import write_buckets
from shuyuan.engine.spec import EntrySpec
from shuyuan.engine.sql.fragments import column
from shuyuan.engine.sql.session import OPEN_PARTITIONS

_COMPACTION = "compaction"


def compact(connection: DuckDBPyConnection, spec: EntrySpec, folder: Path) -> int | None:
    """Write each bucket that has several files as one; the commit says that no data changed.

    Gives the new version, None when there was nothing to join or somebody else wrote meanwhile: the
    next run will find it.
    """
    snapshot = open_snapshot(folder)
    if snapshot is None:
        return None
    crowd = Counter(file.bucket for file in snapshot.files)
    crowded = sorted(bucket for bucket, files in crowd.items() if files > 1)
    if not crowded:
        return None
    columns = [*(column(item.name) for item in spec.items), column(DIGEST), column(BUCKET)]
    replaced, written = [], []
    for start in range(0, len(crowded), OPEN_PARTITIONS):
        group = set(crowded[start : start + OPEN_PARTITIONS])
        files = [file for file in snapshot.files if file.bucket in group]
        rows = exp.select(*columns).from_(rows_of(spec, snapshot, files).subquery("stored"))
        written += write_buckets(connection, rows, folder, snapshot.buckets, _COMPACTION)
        replaced += files
    try:
        return commit(
            snapshot, written, replaced, batch_id=None, about={"purpose": _COMPACTION}, data_change=False
        )
    except LostRace:
        return None


def vacuum(folder: Path, retention: timedelta) -> int:
    """Delete files that left the table longer ago than `retention`, and those that no commit ever named."""
    snapshot = open_snapshot(folder)
    if snapshot is None:
        return 0
    hours = int(retention.total_seconds() // 3600)
    removed = snapshot.delta.vacuum(
        retention_hours=hours, dry_run=False, enforce_retention_duration=False, full=True
    )
    return len(removed)
