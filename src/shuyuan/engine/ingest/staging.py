"""The checked rows of one file in the session: filled batch by batch, then judged as a whole."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection
from sqlglot import exp

from shuyuan.engine.checks import RULES
from shuyuan.engine.ingest.mapping import Mapping
from shuyuan.engine.ingest.statement import CheckedRows
from shuyuan.engine.lake.layout import DIGEST, SLOT
from shuyuan.engine.readers.source import ROW_COLUMN, FileKind, SourceTable, column_name
from shuyuan.engine.spec import EntrySpec
from shuyuan.engine.sql.fragments import all_of, among, any_of, array, column, fragment, render
from shuyuan.kernel.errors import BadInput, ShuyuanError

#: Relations of the session: all rows of the file, those that were accepted, and the keys of those refused.
STAGED, ACCEPTED, REFUSED_KEYS = "_staged", "_accepted", "_refused_keys"
_CHUNK = "_chunk"

_IS_GOOD = fragment("_faults IS NULL")
_COUNT = "SELECT count(*), count(_faults), count_if(len(_faults) = 0) FROM _staged"
_COUNT_ACCEPTED = "SELECT count(*) FROM _accepted"
_COUNT_BY_RULE = """
SELECT fault, count(*) FROM (SELECT unnest(_faults) AS fault FROM _staged WHERE _faults IS NOT NULL)
WHERE fault > 0 GROUP BY fault ORDER BY fault
"""
#: Of each row with a repeated key: whether the repeats differ, and whether it is not the first.
_JUDGE_REPEATS = """
SELECT _row, min(_digest) OVER same <> max(_digest) OVER same AS differing,
       _row <> min(_row) OVER same AS repeats
FROM :rows WINDOW same AS (PARTITION BY :keys)
"""
_IS_DIFFERING = "_row IN (SELECT _row FROM _repeats WHERE differing)"
_REFUSE = """
UPDATE _staged SET _faults = CAST(? AS UTINYINT[]), _raw = _sent.cells
FROM _sent WHERE _staged._row = _sent._row
"""

_SECONDS_BETWEEN_NEWS = 0.5


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
        """Read, clean and check all rows by one statement, which reads the file while it works.

        `advance` gets the number of rows so far, in the thread of the caller; what it raises stops the work.
        Raises BadInput (`bad_check`) when a pattern of the entry is none, and what the source raises.
        """
        rows = _CountedRows(self._source)
        self._connection.register(_CHUNK, pa.RecordBatchReader.from_batches(self._source.schema, rows))
        statement = f"CREATE TEMP TABLE {STAGED} AS {render(self._statement.select(_CHUNK))}"
        told = 0
        try:
            with ThreadPoolExecutor(1) as worker:
                filling = worker.submit(self._connection.execute, statement)
                try:
                    while not filling.done():
                        wait([filling], timeout=_SECONDS_BETWEEN_NEWS)
                        if rows.count > told:
                            told = rows.count
                            advance(told)
                except BaseException:
                    self._connection.interrupt()
                    raise
            filling.result()
        except duckdb.Error as error:
            if rows.error is not None:
                raise rows.error from None
            if isinstance(error, duckdb.InvalidInputException):
                raise self._bad_check(error) from error
            raise
        finally:
            self._connection.unregister(_CHUNK)

    def judge(self) -> Judged:
        """Look at the file as a whole: repeated keys; then part the accepted from the refused rows."""
        self._judge_repeated_keys()
        self._create_views()
        read, refused, broken = self._numbers(_COUNT)
        (accepted,) = self._numbers(_COUNT_ACCEPTED)
        (unknown,) = self._numbers(
            fragment("SELECT count_if(:unknown) FROM _staged", unknown=self._key_unknown())
        )
        by_rule = {"column_count": broken} if broken else {}
        for fault, count in self._connection.execute(_COUNT_BY_RULE).fetchall():
            by_rule[RULES[fault - 1]] = count
        return Judged(
            read=read,
            accepted=accepted,
            refused_rows=refused,
            refused_cells=sum(by_rule.values()),
            duplicates=read - refused - accepted,
            keys_unknown=unknown > 0,
            by_rule=by_rule,
        )

    def _bad_check(self, error: duckdb.Error) -> BadInput:
        return BadInput(
            f"a check of {self._spec.code} cannot be used: {error}",
            code="bad_check",
            entry=self._spec.code,
            remedy="correct_entry",
        )

    def _judge_repeated_keys(self) -> None:
        """Identical repeats are kept once, differing ones refused; both keep out of `ACCEPTED`."""
        repeated = (
            exp.select(*self._keys())
            .from_(STAGED)
            .where(_IS_GOOD)
            .group_by(*self._keys())
            .having(fragment("count(*) > 1"))
        )
        self._create("TABLE", "_repeated", repeated)
        same_key = all_of(
            [
                fragment(":one = :other", one=one, other=other)
                for one, other in zip(self._keys(STAGED), self._keys("_repeated"), strict=True)
            ]
        )
        rows = exp.select("_staged.*").from_(STAGED).join("_repeated", on=same_key).where(_IS_GOOD)
        judged = fragment(
            _JUDGE_REPEATS, keys=exp.Tuple(expressions=self._keys()), rows=rows.subquery("rows")
        )
        self._create("TABLE", "_repeats", judged)
        (differing,) = self._numbers("SELECT count_if(differing) FROM _repeats")
        if differing:
            self._refuse_differing()

    def _refuse_differing(self) -> None:
        """Mark rows whose key came with different contents; their cells are read from the file once more."""
        self._connection.execute("CREATE TEMP TABLE _sent (_row BIGINT, cells VARCHAR[])")
        cells = array([column(column_name(place)) for place in range(len(self._source.columns))])
        resent = exp.select(column(ROW_COLUMN), cells).from_(_CHUNK).where(fragment(_IS_DIFFERING))
        self._connection.register(_CHUNK, self._source.reader())
        self._connection.execute(f"INSERT INTO _sent {render(resent)}")
        self._connection.unregister(_CHUNK)
        rule = RULES.index("key_repeated") + 1
        self._connection.execute(_REFUSE, [[rule if item.is_key else 0 for item in self._spec.items]])

    def _create_views(self) -> None:
        items = [column(item.name) for item in self._spec.items]
        accepted = exp.select(*items, column(SLOT), column(DIGEST)).from_(STAGED).where(_IS_GOOD)
        (repeats,) = self._numbers("SELECT count_if(repeats) FROM _repeats")
        if repeats:
            accepted = accepted.where(fragment("NOT _row IN (SELECT _row FROM _repeats WHERE repeats)"))
        self._create("VIEW", ACCEPTED, accepted)
        known = fragment("_faults IS NOT NULL AND NOT :unknown", unknown=self._key_unknown())
        self._create("VIEW", REFUSED_KEYS, exp.select(*self._keys()).from_(STAGED).where(known))

    def _key_unknown(self) -> exp.Expr:
        """Whether a row hides its key: its cells do not fit the header, or one of the key is wrong."""
        right = (0, RULES.index("key_repeated") + 1)
        wrong = [
            exp.not_(among(fragment("list_extract(_faults, :place)", place=place), right))
            for place, item in enumerate(self._spec.items, start=1)
            if item.is_key
        ]
        return fragment("coalesce(len(_faults) = 0 OR (:wrong), false)", wrong=any_of(wrong))

    def _keys(self, of: str | None = None) -> list[exp.Expr]:
        return [column(item.name, of) for item in self._spec.keys]

    def _create(self, kind: str, name: str, query: exp.Expr) -> None:
        self._connection.execute(f"CREATE TEMP {kind} {name} AS {render(query)}")

    def _numbers(self, query: str | exp.Expr) -> tuple[int, ...]:
        """The one row of a query as integers."""
        row = self._connection.execute(query if isinstance(query, str) else render(query)).fetchone()
        return tuple(int(value or 0) for value in row or ())


class _CountedRows:
    """The batches of a source, counted, with the error that ended them: DuckDB would only keep its text."""

    def __init__(self, source: SourceTable) -> None:
        self._batches = source.batches()
        self.count = 0
        self.error: ShuyuanError | None = None

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        try:
            for batch in self._batches:
                self.count += batch.num_rows
                yield batch
        except ShuyuanError as error:
            self.error = error
            raise
