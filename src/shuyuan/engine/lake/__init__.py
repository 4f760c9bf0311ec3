"""The lake: one Delta table per entry, versioned; every change is one commit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from shuyuan.engine.spec import EntrySpec

__all__ = ["Lake", "Merged", "Version"]


@dataclass(frozen=True)
class Merged:
    """What a merge did; `version` is the table's version that holds the rows afterwards."""

    version: int
    new: int
    changed: int
    unchanged: int
    deleted: int
    repeated: bool = False  # this batch was committed before: the counts are those of that commit


@dataclass(frozen=True)
class Version:
    """One version of a table: its number, when it was committed, by which operation and batch."""

    number: int
    committed_at: datetime
    operation: str
    batch_id: str | None
    new: int
    changed: int
    deleted: int


class Lake:
    """The tables below `root`: `pool/<entry.path>` for the departments' pools."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def merge(
        self,
        connection: DuckDBPyConnection,
        spec: EntrySpec,
        table: str,
        *,
        batch_id: str,
        full_load: bool = False,
    ) -> Merged:
        """Bring the rows of `table` (a table or view of the connection, columns as the items) into the pool by key.

        Only new and changed rows are written; no version is made when there are none. A `batch_id` that was
        committed before changes nothing and gives the counts of then. Rows must have passed the checks: keys unique, types right.
        """
        raise NotImplementedError

    def versions(self, spec: EntrySpec) -> list[Version]:
        """The versions of the pool, newest first; empty when there is none."""
        raise NotImplementedError

    def current_version(self, spec: EntrySpec) -> int | None:
        """The newest version, None when nothing was ever merged."""
        raise NotImplementedError

    def relation(
        self, connection: DuckDBPyConnection, spec: EntrySpec, version: int | None = None
    ) -> DuckDBPyRelation:
        """The rows of one version (default the newest), columns as the items of `spec`."""
        raise NotImplementedError

    def changes(self, spec: EntrySpec, since_version: int | None) -> "Changes":
        """What changed after `since_version` (None: everything there is), net: one line per key."""
        raise NotImplementedError


@dataclass(frozen=True)
class Changes:
    """Net changes up to `version`: record batches of `_change_type` (insert, update_postimage, delete) and the items."""

    version: int
    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]
