"""Relations over files of the lake."""

from collections.abc import Sequence

from sqlglot import exp

from shuyuan.engine.cleaning import sql_type
from shuyuan.engine.lake.layout import BUCKET, DIGEST
from shuyuan.engine.lake.tables import DataFile, Snapshot
from shuyuan.engine.spec import EntrySpec
from shuyuan.engine.sql.fragments import column, fragment, named, text_list


def rows_of(
    spec: EntrySpec, snapshot: Snapshot | None, files: Sequence[DataFile] | None = None
) -> exp.Select:
    """The rows of some files (by default of all): items, digest, bucket. Items that they lack are NULL."""
    columns = [column(item.name) for item in spec.items] + [column(DIGEST), column(BUCKET)]
    chosen = (snapshot.files if snapshot else ()) if files is None else files
    if snapshot is None or not chosen:
        return exp.select(*columns).from_(_no_rows(spec).subquery("rows"))
    stored = fragment(
        "SELECT * FROM read_parquet(:paths, union_by_name = true, hive_partitioning = true,"
        " hive_types = {'_bucket': INTEGER})",
        paths=text_list(snapshot.paths(chosen)),
    )
    # The empty half names and types every column, also those that came after these files were written.
    both = exp.Union(this=stored, expression=_no_rows(spec), distinct=False, by_name=True)
    return exp.select(*columns).from_(both.subquery("rows"))


def _no_rows(spec: EntrySpec) -> exp.Select:
    kinds = {**{item.name: sql_type(item) for item in spec.items}, DIGEST: "BLOB", BUCKET: "INTEGER"}
    columns = [named(exp.cast(exp.null(), kind, dialect="duckdb"), name) for name, kind in kinds.items()]
    return exp.select(*columns).where(exp.false())
