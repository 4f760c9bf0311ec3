"""The lake: one Delta table per entry, every change one version."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection, DuckDBPyRelation
from sqlglot import exp

from shuyuan.engine.lake import changing, layout, upkeep
from shuyuan.engine.lake.layout import DIGEST, SLOT
from shuyuan.engine.lake.merging import Merge
from shuyuan.engine.lake.reading import rows_of
from shuyuan.engine.lake.records import Changes, Merged, Version
from shuyuan.engine.lake.tables import (
    LostRace,
    Snapshot,
    commit,
    missing_columns,
    open_for_writing,
    open_snapshot,
)
from shuyuan.engine.spec import EntrySpec
from shuyuan.engine.sql.fragments import column, fragment, named, render, table
from shuyuan.engine.sql.session import session
from shuyuan.kernel.errors import Conflict, NotFound

_ATTEMPTS = 8
_HASHED = "_lake_hashed"


class Lake:
    """The tables below `root`, pools in `pool/<entry.path>`; `spill` takes what does not fit into memory."""

    def __init__(self, root: Path, *, spill: Path | None = None) -> None:
        self.root = root
        self.spill = spill or root / ".spill"

    def folder(self, spec: EntrySpec) -> Path:
        """Where the table of an entry lies."""
        return self.root / "pool" / spec.path

    @contextmanager
    def session(
        self, *, memory: str = "600MB", threads: int | None = None, folders: Sequence[Path] = ()
    ) -> Iterator[DuckDBPyConnection]:
        """A DuckDB connection that may read and write the lake (and `folders`), and nothing else."""
        with session([self.root, *folders], spill=self.spill, memory=memory, threads=threads) as connection:
            yield connection

    def merge(
        self,
        connection: DuckDBPyConnection,
        spec: EntrySpec,
        source: str,
        *,
        batch_id: str,
        full_load: bool = False,
        kept: str | None = None,
        note: dict[str, Any] | None = None,
        before_commit: Callable[[], None] = lambda: None,
    ) -> Merged:
        """Bring the rows of `source`, a relation of this lake's session with the items as columns, in by key.

        Only new and changed rows are written, and no version is made when there are none. A `batch_id` that
        was committed before changes nothing and gives the counts of then. With `full_load`, keys that the
        source lacks are deleted in the same version, except those in the relation `kept`. `note` (JSON
        values) stays with the version; `before_commit` may raise to stop. The rows must have passed the
        checks: keys unique and filled, types right.
        Raises Conflict: `incompatible_schema`, or `lake_busy` when others commit all the time.
        """
        with self._hashed(connection, spec, source) as relation:
            for _ in range(_ATTEMPTS):
                try:
                    return self._attempt(
                        connection,
                        spec,
                        relation,
                        batch_id=batch_id,
                        full_load=full_load,
                        kept=kept,
                        note=note or {},
                        before_commit=before_commit,
                    )
                except LostRace:
                    continue
        raise Conflict(
            f"the pool of {spec.code} is being written all the time", code="lake_busy", entry=spec.code
        )

    def find_batch(self, spec: EntrySpec, batch_id: str) -> Version | None:
        """The version that a batch made, None if it made none."""
        snapshot = open_snapshot(self.folder(spec))
        if snapshot is None or not snapshot.has_batch(batch_id):
            return None
        return next(version for version in _history(snapshot) if version.batch_id == batch_id)

    def versions(self, spec: EntrySpec, limit: int | None = None) -> list[Version]:
        """The versions of a pool, newest first; empty when there is none."""
        snapshot = open_snapshot(self.folder(spec))
        return _history(snapshot, limit) if snapshot else []

    def current_version(self, spec: EntrySpec) -> int | None:
        """The newest version, None when nothing was ever merged."""
        snapshot = open_snapshot(self.folder(spec))
        return snapshot.version if snapshot else None

    def count(self, spec: EntrySpec, version: int | None = None) -> int:
        """How many rows a version has; 0 without a table."""
        snapshot = open_snapshot(self.folder(spec), version)
        return snapshot.rows if snapshot else 0

    def relation(
        self, connection: DuckDBPyConnection, spec: EntrySpec, version: int | None = None
    ) -> DuckDBPyRelation:
        """The rows of one version (by default the newest), columns as the items; empty without a table."""
        snapshot = open_snapshot(self.folder(spec), version)
        items = [column(item.name) for item in spec.items]
        return connection.sql(render(exp.select(*items).from_(rows_of(spec, snapshot).subquery("rows"))))

    def changes(self, spec: EntrySpec, since_version: int | None) -> Changes:
        """What changed after `since_version` (None: everything there is), net, one row per key.

        Raises NotFound: `pool_missing`, `version_unknown`, and `version_vacuumed` when files of the old
        version are gone; then take everything.
        """
        newest = open_snapshot(self.folder(spec))
        if newest is None:
            raise NotFound(f"{spec.code} has no pool", code="pool_missing", entry=spec.code)
        before = None if since_version is None else open_snapshot(self.folder(spec), since_version)
        return changing.changes(self.session, spec, before, newest)

    def values(self, connection: DuckDBPyConnection, entry: str, item: str) -> DuckDBPyRelation:
        """The values of one item of any pool as text in the column `value`, for references.

        Raises NotFound (`pool_missing`, `unknown_item`).
        """
        snapshot = open_snapshot(self.root / "pool" / entry.replace("/", "-"))
        if snapshot is None:
            raise NotFound(f"{entry} has no pool", code="pool_missing", entry=entry, remedy="collect_first")
        if item not in snapshot.columns:
            raise NotFound(f"{entry} has no item {item}", code="unknown_item", entry=entry, item=item)
        query = fragment(
            "SELECT DISTINCT CAST(:item AS VARCHAR) AS value FROM read_parquet(:paths, union_by_name = true)"
            " WHERE :item IS NOT NULL",
            item=column(item),
            paths=exp.Array(expressions=[exp.Literal.string(path) for path in snapshot.paths()]),
        )
        empty = fragment("SELECT CAST(NULL AS VARCHAR) AS value WHERE false")
        return connection.sql(render(query if snapshot.files else empty))

    def compact(self, spec: EntrySpec) -> int | None:
        """Join the small files of crowded buckets; rows stay as they are. Gives the new version, if any."""
        with self.session() as connection:
            return upkeep.compact(connection, spec, self.folder(spec))

    def vacuum(self, spec: EntrySpec, *, retention: timedelta = timedelta(days=30)) -> int:
        """Delete files that no version younger than `retention` needs; gives their number."""
        return upkeep.vacuum(self.folder(spec), retention)

    @contextmanager
    def _hashed(self, connection: DuckDBPyConnection, spec: EntrySpec, source: str) -> Iterator[str]:
        """The source with slot and digest: as it is if it has them."""
        described = connection.execute(f"DESCRIBE {render(table(source))}").fetchall()
        if {SLOT, DIGEST} <= {row[0] for row in described}:
            yield source
            return
        items = [column(item.name) for item in spec.items]
        rows = exp.select(*items, named(layout.slot(spec), SLOT), named(layout.digest(spec), DIGEST))
        statement = f"CREATE TEMP TABLE {_HASHED} AS {render(rows.from_(table(source)))}"
        connection.execute(statement)
        try:
            yield _HASHED
        finally:
            connection.execute(f"DROP TABLE {_HASHED}")

    def _attempt(
        self,
        connection: DuckDBPyConnection,
        spec: EntrySpec,
        source: str,
        *,
        batch_id: str,
        full_load: bool,
        kept: str | None,
        note: dict[str, Any],
        before_commit: Callable[[], None],
    ) -> Merged:
        folder = self.folder(spec)
        snapshot = open_snapshot(folder)
        if snapshot and snapshot.has_batch(batch_id):
            return _repeated(snapshot, batch_id)
        if snapshot:
            missing_columns(spec, snapshot)
        merge = Merge(connection, spec, snapshot, source)
        try:
            plan = merge.plan(delete_missing=full_load, kept=kept)
            if plan.is_nothing:
                version = snapshot.version if snapshot else None
                return Merged(version, 0, 0, plan.unchanged, 0)
            writable = open_for_writing(folder, spec)
            if writable.version != (snapshot.version if snapshot else 0):
                raise LostRace
            written = merge.write(plan, folder, batch_id)
        finally:
            merge.forget()
        before_commit()
        counts = {
            "new": plan.new,
            "changed": plan.changed,
            "unchanged": plan.unchanged,
            "deleted": plan.deleted,
        }
        about = {"batch": batch_id, **counts, "note": note}
        version = commit(writable, written, plan.replaced, batch_id=batch_id, about=about)
        return Merged(version, plan.new, plan.changed, plan.unchanged, plan.deleted)


def _history(snapshot: Snapshot, limit: int | None = None) -> list[Version]:
    """The commits, newest first."""
    return [
        Version(
            number=int(commit_info["version"]),
            committed_at=datetime.fromtimestamp(commit_info["timestamp"] / 1000, UTC),
            operation=str(commit_info["operation"]),
            batch_id=commit_info.get("batch"),
            new=int(commit_info.get("new", 0)),
            changed=int(commit_info.get("changed", 0)),
            unchanged=int(commit_info.get("unchanged", 0)),
            deleted=int(commit_info.get("deleted", 0)),
            note=commit_info.get("note") or {},
        )
        for commit_info in snapshot.delta.history(limit)
    ]


def _repeated(snapshot: Snapshot, batch_id: str) -> Merged:
    version = next(version for version in _history(snapshot) if version.batch_id == batch_id)
    return Merged(
        version.number, version.new, version.changed, version.unchanged, version.deleted, repeated=True
    )
