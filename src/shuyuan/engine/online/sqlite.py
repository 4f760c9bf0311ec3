"""The online store in SQLite files.

They are four places, because one writer at a time is SQLite's rule and a long publication must not hold up a
revocation: the file itself (rows), ``.control`` (snapshots), ``.gateway`` (what gateway processes share)
and the folder
``.records`` (read records, one file per chain, so that gateway processes do not wait for each other).
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from shuyuan.engine.online.database import (
    CONTROL_TABLES,
    GATEWAY_TABLES,
    RECORD_TABLES,
    ROW_TABLES,
    RecordStore,
    Row,
    conflict_sql,
    insert_sql,
    wrapped,
)
from shuyuan.engine.online.layout import DECIMAL_COLLATION, KEY, decimal_order, quoted
from shuyuan.kernel.errors import Unavailable

#: Prepared statements that a connection keeps: a gateway has some for each grant.
_STATEMENTS = 1024


def control_path(path: Path) -> Path:
    """Where SQLite keeps the snapshots."""
    return path.with_name(path.name + ".control")


def gateway_path(path: Path) -> Path:
    """Where SQLite keeps what gateway processes share."""
    return path.with_name(path.name + ".gateway")


def records_folder(path: Path) -> Path:
    """Where SQLite keeps read records, one file per chain."""
    return path.with_name(path.name + ".records")


def connect_sqlite(path: Path) -> sqlite3.Connection:
    """A connection as every part of the store uses it: WAL, every commit on disk before it returns."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        connection = sqlite3.connect(
            path, isolation_level=None, timeout=20, check_same_thread=False, cached_statements=_STATEMENTS
        )
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        connection.execute("pragma cache_size=-32768")
        connection.execute("pragma mmap_size=268435456")
        connection.create_collation(DECIMAL_COLLATION, decimal_order)
    except sqlite3.Error as error:
        raise Unavailable(
            f"the online store cannot be opened: {error}", code="online_store_unavailable"
        ) from error
    return connection


def lay_out_gateway_file(connection: sqlite3.Connection) -> None:
    """Make the tables that gateway processes share."""
    connection.executescript(GATEWAY_TABLES)


def lay_out_records_file(connection: sqlite3.Connection) -> None:
    """Make the table of one chain's file."""
    connection.executescript(RECORD_TABLES.format(bytes="blob"))


class SqliteDatabase:
    """The online store in files."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self._records = records_folder(path)
        self._rows = connect_sqlite(path)
        self._control = connect_sqlite(control_path(path))
        with wrapped(sqlite3.Error):
            self._rows.executescript(ROW_TABLES.format(bytes="blob"))
            self._control.executescript(CONTROL_TABLES.format(bytes="blob"))

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """One statement over the rows' file."""
        with wrapped(sqlite3.Error):
            return self._rows.execute(statement, values).fetchall()

    def control(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """One statement over the snapshots' file."""
        with wrapped(sqlite3.Error):
            return self._control.execute(statement, values).fetchall()

    def record_stores(self) -> list[RecordStore]:
        """A store for each chain's file."""
        return [_RecordFile(path) for path in sorted(self._records.glob("*.sqlite3"))]

    @contextmanager
    def writing(self, *, control: bool = False) -> Iterator[None]:
        """`begin immediate`: a second writer waits at the start, not in the middle."""
        connection = self._control if control else self._rows
        with wrapped(sqlite3.Error):
            connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            connection.execute("rollback")
            raise
        with wrapped(sqlite3.Error):
            connection.execute("commit")

    def bulk_insert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """`executemany` of one prepared insert."""
        with wrapped(sqlite3.Error):
            self._rows.executemany(insert_sql(table, columns), rows)

    def upsert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """The same with `on conflict`."""
        with wrapped(sqlite3.Error):
            self._rows.executemany(insert_sql(table, columns) + conflict_sql(columns), rows)

    def delete(self, table: str, keys: Iterable[Any]) -> None:
        """One prepared delete."""
        statement = f"delete from {quoted(table)} where {KEY} = ?"  # noqa: S608  table names are our own
        with wrapped(sqlite3.Error):
            self._rows.executemany(statement, ((key,) for key in keys))

    def close(self) -> None:
        """Close both files."""
        self._rows.close()
        self._control.close()


class _RecordFile:
    """One chain's file, opened for each question: files come and go with gateway processes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """One statement over the rows' file."""
        connection = connect_sqlite(self._path)
        try:
            with wrapped(sqlite3.Error):
                lay_out_records_file(connection)
                return connection.execute(statement, values).fetchall()
        finally:
            connection.close()
