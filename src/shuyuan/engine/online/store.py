"""The platform's side of the online store: publish rows, write snapshots, take read records."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Self

import pyarrow as pa

from shuyuan.engine.crypto import KeyFolder
from shuyuan.engine.online import batches, layout
from shuyuan.engine.online.control import ClientSpec, ItemKey, Snapshot
from shuyuan.engine.online.database import Database, sqlite_path
from shuyuan.engine.online.postgres import PostgresDatabase
from shuyuan.engine.online.publication import Published, Publisher
from shuyuan.engine.online.snapshots import SnapshotWriter
from shuyuan.engine.online.sqlite import SqliteDatabase
from shuyuan.engine.receipts import Batch
from shuyuan.engine.spec import EntrySpec, GrantSpec


class OnlineStore:
    """One connection to the online store; use it from one thread, and close it (it is a context manager)."""

    def __init__(self, database: Database, keys: KeyFolder) -> None:
        self._database = database
        self._publisher = Publisher(database, keys)
        self._snapshots = SnapshotWriter(database, keys)

    @classmethod
    def open(cls, url: str, keys: KeyFolder) -> Self:
        """Open and, the first time, lay out the store at ``sqlite:////absolute/path`` or
        ``postgresql://…``.
        """
        path = sqlite_path(url)
        return cls(SqliteDatabase(path) if path is not None else PostgresDatabase(url), keys)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection back."""
        self._database.close()

    def served_version(self, spec: EntrySpec) -> int | None:
        """The lake version being served in the shape of `spec`; None when the entry must be loaded from the
        start.

        Hand the answer to `Lake.changes` and, unchanged, to `publish` as `since`.
        """
        served = self._publisher.served(spec.code)
        return served.version if served and served.shape == layout.shape(spec) else None

    def publish(
        self, spec: EntrySpec, changes: Iterable[pa.RecordBatch], *, since: int | None, lake_version: int
    ) -> Published:
        """Bring the store from version `since` to `lake_version` in one transaction.

        `changes` are record batches with `_change_type` (insert, update_postimage, delete) and the items as
        columns, one line per key. With `since=None` the rows go into a new table which replaces the old one
        at
        the end. Readers see the old version or the new one, never a part. Killed at any point, it can be
        called again. Conflict `not_the_served_version` when somebody published in between.
        """
        if since is None:
            return self._publisher.load(spec, changes, lake_version=lake_version)
        return self._publisher.apply(spec, changes, since=since, lake_version=lake_version)

    def withdraw(self, entry: str) -> bool:
        """Stop serving an entry and drop its rows; whether there was anything."""
        return self._publisher.withdraw(entry)

    def write_snapshot(
        self,
        *,
        grants: Iterable[GrantSpec],
        clients: Iterable[ClientSpec],
        entries: Iterable[EntrySpec],
        at: datetime,
    ) -> int:
        """Tell gateways the whole state of clients, grants and shared entries; gives the snapshot's version.

        Signed with the control key. Only what changed is written; nothing at all when nothing changed. In
        force at every gateway within one second. `at` is the time of the change (aware, for the record).
        """
        return self._snapshots.write(grants=grants, clients=clients, entries=entries, at=at)

    def change_snapshot(
        self,
        *,
        grants: Iterable[GrantSpec] = (),
        clients: Iterable[ClientSpec] = (),
        entries: Iterable[EntrySpec] = (),
        without: Iterable[ItemKey] = (),
        at: datetime,
    ) -> int:
        """Tell gateways what changed, and nothing else; `without` are pairs like ``("grant", "G-7")``.

        For a change among thousands of grants, where `write_snapshot` would gather them all.
        """
        return self._snapshots.change(grants=grants, clients=clients, entries=entries, without=without, at=at)

    def revoke(self, grant: str, *, at: datetime) -> int:
        """Mark one grant revoked without gathering the whole state; NotFound when no gateway knows it."""
        return self._snapshots.revoke(grant, at=at)

    def snapshot(self) -> tuple[int, Snapshot]:
        """The version (0: none yet) and content of what gateways are told, as stored."""
        return self._snapshots.read()

    def chains(self) -> dict[str, int]:
        """The chains of read records, each with its newest batch number."""
        return batches.list_chains(self._database)

    def take_batches(self, after: Mapping[str, int], limit: int) -> list[Batch]:
        """Up to `limit` batches that follow the batch numbers in `after` (chain → seq; -1 or absent: all).

        In the order of each chain, one chain after the other. Taking changes nothing: the caller keeps how
        far
        it came.
        """
        return batches.take_batches(self._database, after, limit)

    def drop_batches(self, through: Mapping[str, int]) -> int:
        """Delete batches that the audit room has taken, up to and with these numbers.

        A chain's newest batch always stays, because the next one continues it.
        """
        return batches.drop_batches(self._database, through)
