"""Writing rows as Parquet files, one per bucket, by DuckDB."""

from pathlib import Path

import pyarrow.parquet
from duckdb import DuckDBPyConnection
from sqlglot import exp

from shuyuan.engine.lake.layout import BUCKET
from shuyuan.engine.lake.tables import DataFile, name_pattern
from shuyuan.engine.sql.fragments import literal, render


def write_buckets(
    connection: DuckDBPyConnection, rows: exp.Expr, folder: Path, buckets: int, batch_id: str
) -> list[DataFile]:
    """Write the rows (with their `_bucket`) below the folder of a table; no version has the files yet."""
    command = (
        f"COPY ({render(rows)}) TO {render(literal(str(folder)))}"
        # DuckDB could return statistics too, at a fifth of the time of writing; the footers have the rows.
        f" (FORMAT parquet, PARTITION_BY ({BUCKET}), APPEND true, RETURN_FILES true,"
        f" FILENAME_PATTERN {render(literal(name_pattern(buckets, batch_id)))})"
    )
    (_, files) = connection.execute(command).fetchone() or (0, [])
    return [_described(folder, Path(name), buckets) for name in files]


def _described(folder: Path, path: Path, buckets: int) -> DataFile:
    bucket = int(path.parent.name.partition("=")[2])
    rows = pyarrow.parquet.read_metadata(path).num_rows
    return DataFile(path.relative_to(folder).as_posix(), bucket, buckets, rows, path.stat().st_size)
