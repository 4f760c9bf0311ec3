"""What is kept of refused rows: the rows as sent and their refused cells, as Parquet."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet
from duckdb import DuckDBPyConnection

from shuyuan.engine.checks import RULES
from shuyuan.engine.ingest.mapping import Mapping
from shuyuan.engine.rule_texts import LANGUAGES, describe
from shuyuan.engine.spec import EntrySpec
from shuyuan.engine.sql.fragments import fragment, literal, render, table, text_list

_CELLS, _ROWS, _ABOUT = "cells.parquet", "rows.parquet", "about.json"
_PLACES = "_places"

_REFUSED_CELLS = """
SELECT _row AS row, place, label AS column, nullif(ltrim(_raw[source], chr(1)), '') AS value,
       list_extract(:rules, _faults[place + 1]) AS rule
FROM (SELECT * FROM :staged WHERE _faults IS NOT NULL) AS refused JOIN :places ON _faults[place + 1] > 0
UNION ALL
SELECT _row, -1, '', _raw[1], 'column_count' FROM :staged WHERE len(_faults) = 0
ORDER BY row, place
"""
_REFUSED_ROWS = """
SELECT _row AS row, list_transform(_raw, lambda cell: ltrim(cell, chr(1))) AS cells
FROM :staged WHERE _faults IS NOT NULL ORDER BY row
"""


@dataclass(frozen=True)
class RefusedCell:
    """One refused cell: the row as a person counts, column and item, what stood there, and the rule.

    A row with a wrong number of cells is one refused cell with its whole text and no column or item.
    `message` has the reason in both languages, by `zh` and `en`.
    """

    row: int
    column: str
    item: str
    label: str
    value: str | None
    rule: str
    message: dict[str, str]


@dataclass(frozen=True)
class Quarantine:
    """What is kept of a batch: the columns of the file, the entry as it was, rows and cells."""

    path: Path
    columns: tuple[str, ...]
    spec: EntrySpec

    def rows(self) -> Iterator[tuple[int, list[str | None]]]:
        """Refused rows as they were sent, in the order of the file."""
        with pa.parquet.ParquetFile(self.path / _ROWS) as file:
            for batch in file.iter_batches():
                yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def cells(self, rule: str | None = None) -> Iterator[RefusedCell]:
        """Refused cells in the order of the file, of one rule if asked."""
        with pa.parquet.ParquetFile(self.path / _CELLS) as file:
            for batch in file.iter_batches():
                wanted = batch.filter(pa.compute.equal(batch["rule"], rule)) if rule else batch
                for cell in wanted.to_pylist():
                    yield self._cell(**cell)

    def _cell(self, row: int, place: int, column: str, value: str | None, rule: str) -> RefusedCell:
        item = self.spec.items[place] if place >= 0 else None
        message = {language: describe(rule, item, language=language) for language in LANGUAGES}
        name, label = (item.name, item.label) if item else ("", "")
        return RefusedCell(row, column, name, label, value, rule, message)


def open_quarantine(path: Path) -> Quarantine:
    """What `keep` wrote."""
    about: dict[str, Any] = json.loads((path / _ABOUT).read_text(encoding="utf-8"))
    return Quarantine(path, tuple(about["columns"]), EntrySpec.from_json(about["spec"]))


def cells(path: Path, *, limit: int = 50, offset: int = 0, rule: str | None = None) -> list[RefusedCell]:
    """A page of refused cells in the order of the file, of one rule if asked."""
    found = open_quarantine(path).cells(rule)
    return list(islice(found, offset, offset + limit))


def keep(
    connection: DuckDBPyConnection, spec: EntrySpec, mapping: Mapping, *, staged: str, folder: Path
) -> Path:
    """Write the refused rows of the relation `staged` to `folder`, as a whole or not at all.

    A folder that a former run of the same batch left is replaced.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}-{uuid4().hex}")
    draft.mkdir()
    try:
        _write(connection, spec, mapping, staged, draft)
        if folder.exists():
            shutil.rmtree(folder)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _write(
    connection: DuckDBPyConnection, spec: EntrySpec, mapping: Mapping, staged: str, folder: Path
) -> None:
    """The three files of a quarantine, flushed to the disk."""
    fed = [
        {"place": place, "source": mapping.columns.index(label) + 1, "label": label}
        for place, item in enumerate(spec.items)
        if (label := mapping.column_of(item.name)) is not None
    ]
    connection.register(_PLACES, pa.Table.from_pylist(fed))
    sources = {"staged": table(staged), "places": table(_PLACES), "rules": text_list(RULES)}
    for name, text in ((_CELLS, _REFUSED_CELLS), (_ROWS, _REFUSED_ROWS)):
        query, target = render(fragment(text, **sources)), render(literal(str(folder / name)))
        connection.execute(f"COPY ({query}) TO {target} (FORMAT parquet, PRESERVE_ORDER true)")
    connection.unregister(_PLACES)
    about = {"columns": mapping.columns, "spec": spec.to_json()}
    (folder / _ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    for path in (*folder.iterdir(), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
