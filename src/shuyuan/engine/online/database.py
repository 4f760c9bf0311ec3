"""What the platform's side of the online store asks of a database; `sqlite` and `postgres` do it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import unquote, urlsplit

from shuyuan.engine.online.layout import KEY, quoted
from shuyuan.kernel.errors import BadInput, Unavailable

Row = tuple[Any, ...]

CONTROL_TABLES: Final = """
create table if not exists head (
    id integer primary key check (id = 1), version bigint not null, at bigint not null, items_hash {bytes}
    not null,
    suite text not null, key_id text not null, signature {bytes} not null);
create table if not exists snapshot_items (
    kind text not null, id text not null, version bigint not null, body {bytes}, primary key (kind, id));
create index if not exists snapshot_items_version on snapshot_items (version);
"""
ROW_TABLES: Final = """
create table if not exists entries (
    entry text primary key, table_name text not null, generation integer not null,
    served_version bigint not null, shape {bytes} not null, spec {bytes} not null);
create table if not exists pulse (id integer primary key check (id = 1), layouts bigint not null);
create table if not exists data_keys (
    entry text not null, version integer not null, suite text not null, master_id text not null,
    wrapped {bytes} not null, primary key (entry, version));
create table if not exists loads (
    entry text primary key, table_name text not null, generation integer not null);
insert into pulse (id, layouts) values (1, 0) on conflict do nothing;
"""
GATEWAY_TABLES: Final = """
create table if not exists seen_assertions (
    client text not null, jti text not null, expires_at bigint not null, primary key (client, jti));
create index if not exists seen_assertions_expires on seen_assertions (expires_at);
create table if not exists quota_used (
    grant_id text not null, day text not null, used bigint not null, primary key (grant_id, day));
"""
RECORD_TABLES: Final = """
create table if not exists batches (
    chain text not null, seq bigint not null, at bigint not null, count integer not null, root {bytes} not
    null,
    previous {bytes} not null, suite text not null, key_id text not null, signature {bytes} not null,
    records {bytes} not null, primary key (chain, seq));
"""


class Database(Protocol):
    """What the platform's side does with either database. `?` marks a value in every statement."""

    dialect: str

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a statement over the row tables."""
        ...

    def control(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a statement over the snapshot tables."""
        ...

    def record_stores(self) -> list["RecordStore"]:
        """Where batches of read records lie."""
        ...

    def writing(self, *, control: bool = False) -> AbstractContextManager[None]:
        """One transaction over the row tables, or over the snapshot tables; waits its turn."""
        ...

    def bulk_insert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Many rows into a table without conflicts."""
        ...

    def upsert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert rows, or replace those that have the same key."""
        ...

    def delete(self, table: str, keys: Iterable[Any]) -> None:
        """Take out the rows with these keys."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...


class RecordStore(Protocol):
    """One place with batches: a file per chain, or a table with all chains."""

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a statement over `batches`."""
        ...


def sqlite_path(url: str) -> Path | None:
    """The file of a ``sqlite:////path`` address; None for PostgreSQL, BadInput for anything else."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return Path(unquote(parts.path[1:] if parts.path.startswith("//") else parts.path))
    if parts.scheme in {"postgresql", "postgres"}:
        return None
    raise BadInput(
        f"the online store's address starts with {parts.scheme or 'nothing'}://, not sqlite:/// or postgresql://",
        code="bad_online_url",
    )


def insert_sql(table: str, columns: Sequence[str]) -> str:
    """An insert of one row with `?` for each value."""
    names, places = ", ".join(map(quoted, columns)), ", ".join("?" * len(columns))
    return f"insert into {quoted(table)} ({names}) values ({places})"  # noqa: S608  names are quoted


def conflict_sql(columns: Sequence[str]) -> str:
    """The clause that turns an insert into an upsert by the key."""
    changed = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in columns if name != KEY)
    return f" on conflict ({KEY}) do update set {changed}"


@contextmanager
def wrapped(kind: type[Exception]) -> Iterator[None]:
    """Turn the driver's errors into ours; the text names tables and causes, never row values."""
    try:
        yield
    except kind as error:
        state = (
            getattr(error, "sqlstate", None)
            or getattr(error, "sqlite_errorname", None)
            or type(error).__name__
        )
        raise Unavailable(
            f"the online store failed: {state}", code="online_store_unavailable", cause=str(state)
        ) from None
