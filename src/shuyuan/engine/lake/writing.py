"""Writing rows as Parquet files, one per bucket, by DuckDB."""

from pathlib import Path

from duckdb import DuckDBPyConnection
from sqlglot import exp

from shuyuan.engine.lake.layout import BUCKET
from shuyuan.engine.lake.tables import DataFile, name_pattern
from shuyuan.engine.sql.fragments import fragment, render


def write_buckets(
    connection: DuckDBPyConnection, rows: exp.Expr, folder: Path, buckets: int, batch_id: str
) -> list[DataFile]:
    """Write the rows (with their `_bucket`) below the folder of a table; no version has the files yet."""
    command = (
        f"COPY ({render(rows)}) TO {render(fragment(':folder', folder=str(folder)))}"
        f" (FORMAT parquet, PARTITION_BY ({BUCKET}), APPEND true, RETURN_STATS true,"
        f" FILENAME_PATTERN {render(fragment(':pattern', pattern=name_pattern(buckets, batch_id)))})"
    )
    statistics = connection.execute(command).to_arrow_table()
    columns = (
        statistics[name].to_pylist() for name in ("filename", "count", "file_size_bytes", "partition_keys")
    )
    return [
        DataFile(Path(name).relative_to(folder).as_posix(), int(dict(keys)[BUCKET]), buckets, count, size)
        for name, count, size, keys in zip(*columns, strict=True)
    ]
