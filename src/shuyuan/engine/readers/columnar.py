"""Parquet: the typed values of its columns as text, so that the same cleaning and checks meet them."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet

from shuyuan.engine.readers.header import checked_header
from shuyuan.engine.readers.limits import Limits
from shuyuan.engine.readers.source import FileKind, SourceTable
from shuyuan.kernel.errors import BadInput, TooLarge

_BATCH_ROWS = 65_536
_SHANGHAI = "Asia/Shanghai"


class ColumnarSource(SourceTable):
    """A Parquet file with flat columns; row numbers count as if a header were row 1."""

    kind = FileKind.COLUMNAR

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        try:
            with pyarrow.parquet.ParquetFile(path) as file:
                schema, metadata = file.schema_arrow, file.metadata
        except (pa.ArrowInvalid, OSError) as error:
            raise BadInput(
                f"not a readable Parquet file: {error}", code="file_damaged", remedy="send_again"
            ) from error
        self.columns = checked_header(schema.names, limits)
        nested = [field.name for field in schema if not _is_flat(field.type)]
        if nested:
            raise BadInput(
                f"columns that are no plain values: {nested}",
                code="nested_columns",
                labels=nested,
                remedy="flatten_columns",
            )
        unpacked = sum(metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups))
        if metadata.num_rows > limits.rows or unpacked > limits.unpacked_bytes * 8:
            raise TooLarge(
                f"{metadata.num_rows} rows, {unpacked} bytes unpacked",
                code="file_unpacks_too_large",
                rows=metadata.num_rows,
                unpacked_bytes=unpacked,
                limit_rows=limits.rows,
                remedy="split_file",
            )

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Rows by batches of one size; values as a person would write them."""
        number = 2
        try:
            with pyarrow.parquet.ParquetFile(self._path) as file:
                for batch in file.iter_batches(_BATCH_ROWS):
                    numbers = pa.arange(number, number + batch.num_rows)
                    whole = pa.nulls(batch.num_rows, pa.string())
                    texts = [_as_text(column) for column in batch.columns]
                    yield pa.RecordBatch.from_arrays([numbers, whole, *texts], schema=self.schema)
                    number += batch.num_rows
        except (pa.ArrowInvalid, OSError) as error:
            raise BadInput(
                f"the file is damaged after row {number - 1}: {error}",
                code="file_damaged",
                row=number,
                remedy="send_again",
            ) from error


def _is_flat(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_flat(kind.value_type)
    return not (
        pa.types.is_nested(kind)
        or pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind)
    )


def _as_text(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _as_text(column.dictionary_decode())
    if pa.types.is_timestamp(kind):
        if kind.tz is not None:
            column = pyarrow.compute.local_timestamp(column.cast(pa.timestamp(kind.unit, _SHANGHAI)))
        return pyarrow.compute.strftime(column.cast(pa.timestamp("s"), safe=False), "%Y-%m-%d %H:%M:%S")
    if pa.types.is_boolean(kind):
        return pyarrow.compute.if_else(column, "true", "false")
    return column.cast(pa.string())
