"""The merge: compare with what is there, then write the buckets that change.

Files are rewritten by DuckDB, which spills where delta-rs' own merge keeps everything in memory, and
committed by delta-rs; the decision record on ingest has the numbers.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from duckdb import DuckDBPyConnection
from sqlglot import exp

from shuyuan.engine.lake import layout
from shuyuan.engine.lake.layout import BUCKET, DIGEST, SLOT
from shuyuan.engine.lake.reading import rows_of
from shuyuan.engine.lake.tables import DataFile, Snapshot
from shuyuan.engine.lake.writing import write_buckets
from shuyuan.engine.spec import EntrySpec
from shuyuan.engine.sql.fragments import all_of, column, fragment, named, render, table
from shuyuan.engine.sql.session import OPEN_PARTITIONS

#: Rows that one statement writes: they are sorted into their buckets in memory.
_ROWS_AT_ONCE = 500_000
#: A bucket with more files is written anew when it gets rows: many small files make reading slow.
_MOST_FILES = 4
#: A table that outgrew its buckets so far is spread over more of them with the next merge.
_OUTGROWN = 8

_CHANGED, _REMOVED, _STORED_BUCKET = "_lake_changed", "_lake_removed", "_stored_bucket"


@dataclass
class Plan:
    """What a merge will do: the counts, the rows to bring by bucket, and the files that are replaced."""

    buckets: int
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    incoming: dict[int, int] = field(default_factory=dict)
    replaced: tuple[DataFile, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the table already is as it should be."""
        return not (self.new or self.changed or self.deleted)


class Merge:
    """One merge of the relation `source` (items, slot, digest) into a snapshot, within a DuckDB session."""

    def __init__(
        self, connection: DuckDBPyConnection, spec: EntrySpec, snapshot: Snapshot | None, source: str
    ) -> None:
        self._connection = connection
        self._spec = spec
        self._snapshot = snapshot
        self._stored = snapshot.files if snapshot else ()
        self._source = source

    def plan(self, *, delete_missing: bool = False, kept: str | None = None) -> Plan:
        """Compare, and leave what is to write in tables of the session.

        With `delete_missing` keys that the source lacks will go, except those in the relation `kept`.
        """
        counted = self._connection.execute(
            render(exp.select("count(*)").from_(table(self._source)))
        ).fetchone()
        arriving = int(counted[0]) if counted else 0
        plan = Plan(self._buckets_for(arriving))
        touched = self._find_changed(plan, arriving, everywhere=delete_missing)
        removed = self._find_removed(kept, delete_missing=delete_missing)
        plan.deleted = sum(removed.values())
        plan.unchanged = arriving - plan.new - plan.changed
        plan.replaced = self._replaced(plan, touched | removed.keys())
        return plan

    def write(self, plan: Plan, folder: Path, batch_id: str) -> list[DataFile]:
        """Write the new files of the plan."""
        written: list[DataFile] = []
        for buckets, files in self._groups(plan):
            rows = self._rows_of_group(plan, buckets, files)
            written += write_buckets(self._connection, rows, folder, plan.buckets, batch_id)
        return written

    def forget(self) -> None:
        """Drop what `plan` left in the session."""
        kinds = self._connection.execute(
            "SELECT table_type FROM information_schema.tables WHERE table_name = ?", [_CHANGED]
        ).fetchall()
        for kind, name in [*((kind, _CHANGED) for (kind,) in kinds), ("BASE TABLE", _REMOVED)]:
            what = "VIEW" if kind == "VIEW" else "TABLE"
            self._connection.execute(f"DROP {what} IF EXISTS {render(table(name))}")

    def _buckets_for(self, arriving: int) -> int:
        present = self._snapshot.buckets if self._snapshot else 0
        wanted = layout.bucket_count(arriving + (self._snapshot.rows if self._snapshot else 0))
        return wanted if wanted >= present * _OUTGROWN else present

    def _find_changed(self, plan: Plan, arriving: int, *, everywhere: bool) -> set[int]:
        """Keep the new and changed rows and count them; gives the stored buckets with a changed row."""
        files = self._compared_files(arriving, everywhere=everywhere)
        incoming = exp.alias_(table(self._source), "incoming", table=True)
        rows = exp.select("incoming.*", named(layout.bucket(plan.buckets), BUCKET)).from_(incoming)
        if files:
            stored = rows_of(self._spec, self._snapshot, files).subquery("stored")
            rows = (
                rows.select(named(fragment("stored._bucket"), _STORED_BUCKET))
                .join(stored, on=self._same_key("incoming", "stored"), join_type="left")
                .where(fragment("stored._digest IS NULL OR stored._digest <> incoming._digest"))
            )
        else:
            rows = rows.select(named(fragment("CAST(NULL AS INTEGER)"), _STORED_BUCKET))
        # A first load is all new: it is read where it lies.
        kind = "TEMP TABLE" if files else "TEMP VIEW"
        self._connection.execute(f"CREATE {kind} {render(table(_CHANGED))} AS {render(rows)}")
        counts = "SELECT _bucket, _stored_bucket, count(*) FROM _lake_changed GROUP BY ALL"
        touched = set()
        for bucket, stored_bucket, count in self._connection.execute(counts).fetchall():
            plan.incoming[bucket] = plan.incoming.get(bucket, 0) + count
            if stored_bucket is None:
                plan.new += count
            else:
                plan.changed += count
                touched.add(stored_bucket)
        return touched

    def _compared_files(self, arriving: int, *, everywhere: bool) -> Sequence[DataFile]:
        """The files in which a key of the source can stand."""
        if not self._snapshot or not self._stored or everywhere or arriving >= self._snapshot.rows:
            return self._stored
        bucket = layout.bucket(self._snapshot.buckets)
        found = self._connection.execute(
            render(exp.select(bucket).distinct().from_(table(self._source)))
        ).fetchall()
        hit = {row[0] for row in found}
        return [file for file in self._stored if file.bucket in hit]

    def _find_removed(self, kept: str | None, *, delete_missing: bool) -> dict[int, int]:
        """Keep the keys that go and count them by stored bucket."""
        files = self._stored if delete_missing else ()
        rows = exp.select(
            *(column(item.name, "stored") for item in self._spec.keys), fragment("stored._bucket")
        )
        rows = rows.from_(rows_of(self._spec, self._snapshot, files).subquery("stored"))
        for name in (self._source, *([kept] if kept else [])):
            rows = self._without(rows, table(name))
        self._connection.execute(f"CREATE TEMP TABLE {render(table(_REMOVED))} AS {render(rows)}")
        counts = "SELECT _bucket, count(*) FROM _lake_removed GROUP BY ALL"
        return dict(self._connection.execute(counts).fetchall())

    def _replaced(self, plan: Plan, touched: set[int]) -> tuple[DataFile, ...]:
        """Files with a changed or removed row, those of crowded buckets, or all when spreading anew."""
        if self._snapshot and plan.buckets != self._snapshot.buckets and not plan.is_nothing:
            return tuple(self._stored)
        crowd = Counter(file.bucket for file in self._stored)
        crowded = {bucket for bucket in plan.incoming if crowd[bucket] >= _MOST_FILES}
        return tuple(file for file in self._stored if file.bucket in touched | crowded)

    def _groups(self, plan: Plan) -> Iterator[tuple[range, list[DataFile]]]:
        """Ranges of buckets with the files that they replace, small enough for one statement each."""
        stored = self._snapshot.buckets if self._snapshot and self._snapshot.buckets else plan.buckets
        rows = Counter(plan.incoming)
        spread = max(1, plan.buckets // stored)
        for file in plan.replaced:
            for bucket in range(file.bucket, plan.buckets, stored):
                rows[bucket] += -(-file.rows // spread)
        first, weight = 0, 0
        busy = sorted(rows)
        for place, bucket in enumerate(busy):
            weight += rows[bucket]
            last = place == len(busy) - 1
            if last or weight + rows[busy[place + 1]] > _ROWS_AT_ONCE or place - first + 1 == OPEN_PARTITIONS:
                group = range(busy[first], bucket + 1)
                hit = {number % stored for number in busy[first : place + 1]}
                yield group, [file for file in plan.replaced if file.bucket in hit]
                first, weight = place + 1, 0

    def _rows_of_group(self, plan: Plan, group: range, files: Sequence[DataFile]) -> exp.Expr:
        """The rows of a range of buckets as they will be: those that come and those that stay."""
        columns = [column(item.name) for item in self._spec.items] + [column(DIGEST), column(BUCKET)]
        within = fragment(
            ":bucket BETWEEN :first AND :last", bucket=column(BUCKET), first=group[0], last=group[-1]
        )
        incoming = exp.select(*columns).from_(table(_CHANGED)).where(within)
        if not files:
            return incoming
        stored = rows_of(self._spec, self._snapshot, files)
        if self._snapshot and plan.buckets != self._snapshot.buckets:
            slots = exp.select("*", named(layout.slot(self._spec), SLOT)).from_(stored.subquery("unplaced"))
            bucket = fragment("* REPLACE (:bucket AS _bucket)", bucket=layout.bucket(plan.buckets))
            stored = exp.select(bucket).from_(slots.subquery("placed"))
        staying = exp.select(*(column(node.name, "stored") for node in columns)).from_(
            stored.subquery("stored")
        )
        for name in (_CHANGED, _REMOVED):
            staying = self._without(staying, table(name))
        staying = staying.where(
            within.copy().transform(lambda node: column(BUCKET, "stored") if node == column(BUCKET) else node)
        )
        return exp.union(incoming, staying, distinct=False)

    def _without(self, rows: exp.Select, unwanted: exp.Table) -> exp.Select:
        """The rows of `stored` whose key the unwanted relation lacks."""
        other = exp.alias_(unwanted, f"without_{len(rows.args.get('joins') or ())}", table=True)
        return rows.join(other, on=self._same_key("stored", other.alias), join_type="anti")

    def _same_key(self, one: str, other: str) -> exp.Expr:
        return all_of(
            [
                fragment(":one = :other", one=column(item.name, one), other=column(item.name, other))
                for item in self._spec.keys
            ]
        )
