"""The online store in one PostgreSQL database."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from shuyuan.engine.online.database import (
    CONTROL_TABLES,
    GATEWAY_TABLES,
    RECORD_TABLES,
    ROW_TABLES,
    RecordStore,
    Row,
    conflict_sql,
    wrapped,
)
from shuyuan.engine.online.layout import KEY, quoted
from shuyuan.kernel.errors import BadInput, Unavailable


class PostgresDatabase:
    """The online store in PostgreSQL."""

    dialect = "postgres"

    def __init__(self, url: str) -> None:
        with wrapped(psycopg.Error):
            self._connection = psycopg.connect(url, autocommit=True)
            tables = ROW_TABLES + CONTROL_TABLES + GATEWAY_TABLES + RECORD_TABLES
            with self._connection.transaction():  # two processes may lay it out at the same moment
                self._connection.execute("select pg_advisory_xact_lock(hashtext('shuyuan online layout'))")
                self._connection.execute(_literal(tables.format(bytes="bytea")))

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """One statement; a transaction of its own unless `writing` is open."""
        with wrapped(psycopg.Error):
            cursor = self._connection.execute(_literal(statement.replace("?", "%s")), values or None)
            return cursor.fetchall() if cursor.description else []

    def control(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """The same: there is one database."""
        return self.query(statement, values)

    def record_stores(self) -> list[RecordStore]:
        """The one table of all chains."""
        return [self]

    @contextmanager
    def writing(self, *, control: bool = False) -> Iterator[None]:
        """One transaction; writers of snapshots take turns."""
        with wrapped(psycopg.Error), self._connection.transaction():
            if control:
                self._connection.execute("lock table head in share row exclusive mode")
            yield

    def bulk_insert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """One `COPY`."""
        names = ", ".join(map(quoted, columns))
        statement = _literal(f"copy {quoted(table)} ({names}) from stdin")
        try:
            with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.DataError as error:  # a NUL character or a number too large: no retry can help
            raise BadInput("a value cannot be stored", code="bad_value", cause=error.sqlstate) from None
        except psycopg.Error as error:
            raise Unavailable("the online store failed", code="online_store_unavailable") from error

    def upsert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """`COPY` into a temporary table, then one statement."""
        self._stage(table, columns, rows)
        names = ", ".join(map(quoted, columns))
        insert = f"insert into {quoted(table)} ({names}) select {names} from staged_changes"  # noqa: S608
        self.query(insert + conflict_sql(columns))
        self.query("drop table staged_changes")

    def delete(self, table: str, keys: Iterable[Any]) -> None:
        """The keys by `COPY`, then one statement."""
        self._stage(table, [KEY], ((key,) for key in keys))
        self.query(f"delete from {quoted(table)} where {KEY} in (select {KEY} from staged_changes)")  # noqa: S608
        self.query("drop table staged_changes")

    def _stage(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        names = ", ".join(map(quoted, columns))
        like = f"select {names} from {quoted(table)} limit 0"  # noqa: S608  names are quoted
        self.query(f"create temporary table staged_changes on commit drop as {like}")
        self.bulk_insert("staged_changes", columns, rows)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _literal(statement: str) -> sql.SQL:
    """A statement of ours for psycopg, whose types want literals; values never stand in it."""
    return sql.SQL(statement)  # composed from quoted identifiers only
