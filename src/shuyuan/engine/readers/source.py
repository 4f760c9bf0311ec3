"""What every reader hands on: the columns of a file, its first rows, and all its rows as text in batches."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pyarrow as pa

#: The column that holds the number of a row as a person counts: the header is row 1.
ROW_COLUMN = "_row"
#: The text of a row that has another number of cells than the header; all its cells are empty then.
BROKEN_COLUMN = "_broken"

#: What stands in front of a formula's text and of an error's name, so that no cell can look so by accident.
FORMULA_MARK, ERROR_MARK = "\x01=", "\x01#"

_PREVIEWED = 256


class FileKind(StrEnum):
    """The kinds of file that a department may send."""

    DELIMITED = "csv"
    WORKBOOK = "xlsx"
    COLUMNAR = "parquet"


@dataclass(frozen=True)
class Note:
    """Something the sender should know although it refuses nothing."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PreviewRow:
    """One row as it stands in the file; None is an empty cell."""

    number: int
    values: tuple[str | None, ...]


class SourceTable(ABC):
    """A readable file: it was checked against bombs, encodings and headers before this exists.

    `columns` are the header's labels in their order; `notes` say what was decided on the way (encoding,
    sheet). Rows can be read any number of times; memory does not grow with the file.
    """

    kind: FileKind
    columns: tuple[str, ...]
    notes: tuple[Note, ...] = ()

    @abstractmethod
    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows: `_row`, `_broken`, then the columns as text under the names of `column_name`.

        Raises BadInput with the row when the file turns out to be broken further down.
        """

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of `batches`."""
        texts = [pa.field(column_name(index), pa.string()) for index in range(len(self.columns))]
        return pa.schema([pa.field(ROW_COLUMN, pa.int64()), pa.field(BROKEN_COLUMN, pa.string()), *texts])

    def reader(self) -> pa.RecordBatchReader:
        """The rows as a stream that DuckDB can register; for one pass."""
        return pa.RecordBatchReader.from_batches(self.schema, self.batches())

    def preview(self, limit: int = 20) -> list[PreviewRow]:
        """The first rows that are not empty, for a person to look at before mapping."""
        rows: list[PreviewRow] = []
        for batch in self.batches():
            for start in range(0, batch.num_rows, _PREVIEWED):
                columns = [column.to_pylist() for column in batch.slice(start, _PREVIEWED).columns]
                for number, broken, *values in zip(*columns, strict=True):
                    if broken or any(values):
                        rows.append(PreviewRow(number, tuple(value or None for value in values)))
                    if len(rows) == limit:
                        return rows
        return rows


def column_name(index: int) -> str:
    """The name in SQL of the column at that place: labels of files never reach a statement."""
    return f"c{index}"
