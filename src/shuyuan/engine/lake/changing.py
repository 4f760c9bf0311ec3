"""What changed between two versions, from the files that came and went.

A version lists its files. Rows of files that both versions have are equal, so the rest is compared by key and
digest. This gives net changes, works across compaction, and needs no feed to be written with each commit.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pyarrow as pa
from duckdb import DuckDBPyConnection
from sqlglot import exp

from shuyuan.engine.lake.reading import rows_of
from shuyuan.engine.lake.records import Changes
from shuyuan.engine.lake.schema import arrow_type
from shuyuan.engine.lake.tables import Snapshot
from shuyuan.engine.spec import EntrySpec
from shuyuan.engine.sql.fragments import all_of, column, fragment, named, render
from shuyuan.kernel.errors import NotFound

CHANGE_TYPE = "_change_type"
INSERT, UPDATE, DELETE = "insert", "update_postimage", "delete"

_BATCH_ROWS = 50_000

Opened = Callable[[], AbstractContextManager[DuckDBPyConnection]]


def changes(opened: Opened, spec: EntrySpec, before: Snapshot | None, newest: Snapshot) -> Changes:
    """The net changes from one version (None for an empty table) to another."""
    items = [pa.field(item.name, arrow_type(item)) for item in spec.items]
    schema = pa.schema([pa.field(CHANGE_TYPE, pa.string()), *items])
    query = _query(spec, before, newest)
    return Changes(newest.version, schema, _batches(opened, query, schema) if query else iter(()))


def _query(spec: EntrySpec, before: Snapshot | None, newest: Snapshot) -> exp.Select | None:
    there = set(before.files) if before else set()
    came = [file for file in newest.files if file not in there]
    went = [file for file in there if file not in set(newest.files)]
    if before:
        _must_exist(before, [before.folder / file.path for file in went])
    if not came and not went:
        return None
    items = [column(item.name, "came") for item in spec.items]
    if not went:
        rows = rows_of(spec, newest, came).subquery("came")
        return exp.select(named(exp.Literal.string(INSERT), CHANGE_TYPE), *items).from_(rows)
    change = fragment(
        f"CASE WHEN went._digest IS NULL THEN '{INSERT}' WHEN came._digest IS NULL THEN '{DELETE}'"
        f" ELSE '{UPDATE}' END"
    )
    keys = {item.name for item in spec.keys}
    values = [
        named(fragment("coalesce(:came, :went)", came=node, went=column(node.name, "went")), node.name)
        if node.name in keys
        else node
        for node in items
    ]
    same_key = all_of(
        [fragment(":a = :b", a=column(name, "came"), b=column(name, "went")) for name in sorted(keys)]
    )
    return (
        exp.select(named(change, CHANGE_TYPE), *values)
        .from_(rows_of(spec, newest, came).subquery("came"))
        .join(rows_of(spec, before, went).subquery("went"), on=same_key, join_type="full")
        .where(fragment("came._digest IS DISTINCT FROM went._digest"))
    )


def _must_exist(before: Snapshot, paths: list[Path]) -> None:
    if not all(path.exists() for path in paths):
        raise NotFound(
            f"files of version {before.version} are gone",
            code="version_vacuumed",
            version=before.version,
            remedy="take_everything",
        )


def _batches(opened: Opened, query: exp.Select, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    with opened() as connection:
        for batch in connection.execute(render(query)).to_arrow_reader(_BATCH_ROWS):
            yield batch.cast(schema)
