"""The checked rows of one file in the session: filled batch by batch, then judged as a whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from shuyuan.engine.checks import RULES
from shuyuan.engine.ingest.mapping import Mapping
from shuyuan.engine.ingest.statement import FAULTS, RAW, CheckedRows
from shuyuan.engine.lake.layout import DIGEST, SLOT
from shuyuan.engine.readers.source import ROW_COLUMN, FileKind, SourceTable, column_name
from shuyuan.engine.spec import EntrySpec
from shuyuan.engine.sql.fragments import all_of, column, fragment, render
from shuyuan.kernel.errors import BadInput

#: Relations of the session: all rows of the file, those that were accepted, and the keys of those refused.
STAGED, ACCEPTED, REFUSED_KEYS = "_staged", "_accepted", "_refused_keys"
_CHUNK, _REPEATED, _DROPPED, _SENT = "_chunk", "_repeated", "_dropped", "_sent"

#: Rows that are checked by one statement; smaller makes statements dear, larger takes memory.
_ROWS_AT_ONCE = 200_000


@dataclass(frozen=True)
class Judged:
    """Counts of the checked file; `keys_unknown` says that a refused row does not tell which key it is."""

    read: int
    accepted: int
    refused_rows: int
    refused_cells: int
    duplicates: int
    keys_unknown: bool
    by_rule: dict[str, int]


class Staging:
    """The rows of a source in a DuckDB session, cleaned and checked in one pass."""

    def __init__(
        self, connection: DuckDBPyConnection, spec: EntrySpec, mapping: Mapping, source: SourceTable
    ) -> None:
        self._connection = connection
        self._spec = spec
        self._source = source
        self._mapping = mapping
        self._statement = CheckedRows(spec, mapping, source.kind is FileKind.WORKBOOK)

    def fill(self, advance: Callable[[int], None]) -> None:
        """Read, clean and check all rows; `advance` gets the number of rows so far after each part.

        Raises BadInput (`bad_check`) when a pattern of the entry is none, and what the source raises.
        """
        query = render(self._statement.select(_CHUNK))
        self._connection.register(_CHUNK, self._source.schema.empty_table())
        try:
            self._connection.execute(f"CREATE TEMP TABLE {STAGED} AS {query}")
            done = 0
            for chunk in self._chunks():
                self._connection.register(_CHUNK, chunk)
                self._connection.execute(f"INSERT INTO {STAGED} {query}")
                done += chunk.num_rows
                advance(done)
        except duckdb.InvalidInputException as error:
            raise BadInput(
                f"a check of {self._spec.code} cannot be used: {error}",
                code="bad_check",
                entry=self._spec.code,
                remedy="correct_entry",
            ) from error
        finally:
            self._connection.unregister(_CHUNK)

    def judge(self) -> Judged:
        """Look at the file as a whole: repeated keys; then part the accepted from the refused rows."""
        self._judge_repeated_keys()
        self._create_views()
        read, refused, broken = self._one(
            f"SELECT count(*), count({FAULTS}), count_if(len({FAULTS}) = 0) FROM {STAGED}"
        )
        accepted = self._one(f"SELECT count(*) FROM {ACCEPTED}")[0]
        by_rule = {"column_count": broken} if broken else {}
        counted = self._connection.execute(
            f"SELECT fault, count(*) FROM (SELECT unnest({FAULTS}) AS fault FROM {STAGED}"
            f" WHERE {FAULTS} IS NOT NULL) WHERE fault > 0 GROUP BY fault ORDER BY fault"
        ).fetchall()
        by_rule.update({RULES[fault - 1]: count for fault, count in counted})
        return Judged(
            read=read,
            accepted=accepted,
            refused_rows=refused,
            refused_cells=sum(by_rule.values()),
            duplicates=read - refused - accepted,
            keys_unknown=self._one(f"SELECT count(*) FROM {STAGED} WHERE {self._key_unknown()}")[0] > 0,
            by_rule=by_rule,
        )

    def _chunks(self) -> Iterator[pa.Table]:
        """The rows of the source in parts that are worth a statement."""
        part: list[pa.RecordBatch] = []
        rows = 0
        for batch in self._source.batches():
            part.append(batch)
            rows += batch.num_rows
            if rows >= _ROWS_AT_ONCE:
                yield pa.Table.from_batches(part)
                part, rows = [], 0
        if part:
            yield pa.Table.from_batches(part)

    def _judge_repeated_keys(self) -> None:
        """Identical repeats are kept once, differing ones refused; both keep out of `ACCEPTED`."""
        keys = ", ".join(render(column(item.name)) for item in self._spec.keys)
        self._connection.execute(
            f"CREATE TEMP TABLE {_REPEATED} AS SELECT {keys} FROM {STAGED}"
            f" WHERE {FAULTS} IS NULL GROUP BY ALL HAVING count(*) > 1"
        )
        same_key = render(
            all_of(
                [
                    fragment(":a = :b", a=column(item.name, "rows"), b=column(item.name, "repeated"))
                    for item in self._spec.keys
                ]
            )
        )
        # One line per row with a repeated key: whether the repeats differ, and whether it is not the first.
        self._connection.execute(
            f"CREATE TEMP TABLE {_DROPPED} AS SELECT {ROW_COLUMN},"
            f" min({DIGEST}) OVER same <> max({DIGEST}) OVER same AS differing,"
            f" {ROW_COLUMN} <> min({ROW_COLUMN}) OVER same AS repeats"
            f" FROM (SELECT rows.* FROM {STAGED} AS rows JOIN {_REPEATED} AS repeated ON {same_key}"
            f" WHERE {FAULTS} IS NULL) WINDOW same AS (PARTITION BY {keys})"
        )
        if self._one(f"SELECT count_if(differing) FROM {_DROPPED}")[0]:
            self._refuse_differing()

    def _refuse_differing(self) -> None:
        """Mark rows whose key came with different contents; their cells are read from the file once more."""
        keys = {item.name for item in self._spec.keys}
        rule = RULES.index("key_repeated") + 1
        faults = [rule if item.name in keys else 0 for item in self._spec.items]
        cells = ", ".join(column_name(place) for place in range(len(self._source.columns)))
        self._connection.execute(f"CREATE TEMP TABLE {_SENT} ({ROW_COLUMN} BIGINT, cells VARCHAR[])")
        for chunk in self._chunks():
            self._connection.register(_CHUNK, chunk)
            self._connection.execute(
                f"INSERT INTO {_SENT} SELECT {ROW_COLUMN}, [{cells}] FROM {_CHUNK}"
                f" WHERE {ROW_COLUMN} IN (SELECT {ROW_COLUMN} FROM {_DROPPED} WHERE differing)"
            )
        self._connection.unregister(_CHUNK)
        self._connection.execute(
            f"UPDATE {STAGED} SET {FAULTS} = CAST(? AS UTINYINT[]), {RAW} = sent.cells"
            f" FROM {_SENT} AS sent WHERE {STAGED}.{ROW_COLUMN} = sent.{ROW_COLUMN}",
            [faults],
        )

    def _create_views(self) -> None:
        items = ", ".join(render(column(item.name)) for item in self._spec.items)
        keys = ", ".join(render(column(item.name)) for item in self._spec.keys)
        dropped = self._one(f"SELECT count(*) FROM {_DROPPED} WHERE repeats")[0]
        once = f" AND {ROW_COLUMN} NOT IN (SELECT {ROW_COLUMN} FROM {_DROPPED} WHERE repeats)" if dropped else ""
        self._connection.execute(
            f"CREATE TEMP VIEW {ACCEPTED} AS SELECT {items}, {SLOT}, {DIGEST} FROM {STAGED}"
            f" WHERE {FAULTS} IS NULL{once}"
        )
        self._connection.execute(
            f"CREATE TEMP VIEW {REFUSED_KEYS} AS SELECT {keys} FROM {STAGED}"
            f" WHERE {FAULTS} IS NOT NULL AND NOT coalesce({self._key_unknown()}, true)"
        )

    def _key_unknown(self) -> str:
        """Whether a refused row does not tell its key: the row is broken, or a cell of the key is."""
        repeated = RULES.index("key_repeated") + 1
        places = [place for place, item in enumerate(self._spec.items, start=1) if item.is_key]
        cells = " OR ".join(f"{FAULTS}[{place}] NOT IN (0, {repeated})" for place in places)
        return f"({FAULTS} IS NOT NULL AND (len({FAULTS}) = 0 OR {cells}))"

    def _one(self, query: str) -> tuple[int, ...]:
        row = self._connection.execute(query).fetchone()
        return tuple(int(value or 0) for value in row or ())
