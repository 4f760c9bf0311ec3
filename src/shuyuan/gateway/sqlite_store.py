"""The online store in SQLite files, as a gateway process uses it.

A lookup takes a few microseconds and runs on the event loop itself; what waits for the disk runs on threads
of its own:
one for what gateway processes share, one for the chain of read records.
"""

import asyncio
import fcntl
import os
import sqlite3
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Final, TypeVar

from shuyuan.engine.online import sqlite
from shuyuan.engine.online.batches import BATCH_COLUMNS, HEADER_COLUMNS, header_of
from shuyuan.engine.online.control import Head
from shuyuan.engine.online.lookup import Lookup
from shuyuan.engine.receipts import Batch, BatchHeader
from shuyuan.gateway.store import Chain, Item, Line, Pulse, ServedEntry, TableGone
from shuyuan.kernel.errors import Unavailable

#: The numbers of keys for which a statement is prepared; a lookup is filled up to the next one.
_SIZES: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000)
#: Lookups of more keys than this leave the event loop free and run on a thread.
_INLINE_KEYS: Final = 128
_MOST_CHAINS: Final = 256
#: A durable write that usually takes less than this does not hold up the event loop noticeably.
_QUICK_SECONDS: Final = 0.002

ResultT = TypeVar("ResultT")


class SqliteStore:
    """Reads rows and snapshots, writes what gateway processes share."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows = self._connect(path, read_only=True)
        self._control = self._connect(sqlite.control_path(path), read_only=True)
        self._batch_rows = self._connect(path, read_only=True)
        self._shared = self._connect(sqlite.gateway_path(path))
        sqlite.lay_out_gateway_file(self._shared)
        self._batch_thread = ThreadPoolExecutor(1, "lookups")
        self._shared_thread = ThreadPoolExecutor(1, "shared")

    @staticmethod
    def _connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
        connection = sqlite.connect_sqlite(path)
        connection.execute("pragma busy_timeout=2000")
        if read_only:
            connection.execute("pragma query_only=on")
        return connection

    async def close(self) -> None:
        """Close the files; threads finish what they have begun."""
        self._batch_thread.shutdown()
        self._shared_thread.shutdown()
        for connection in (self._rows, self._control, self._batch_rows, self._shared):
            connection.close()

    async def pulse(self) -> Pulse | None:
        """Two statements of a few microseconds."""
        try:
            head = self._control.execute("select version, signature from head").fetchone()
            layouts = self._rows.execute("select layouts from pulse").fetchone()
        except sqlite3.Error as error:
            raise _unavailable(error) from error
        return Pulse(head[0], head[1], layouts[0]) if head and layouts else None

    async def read_control(self, after: int) -> tuple[Head, list[Item]]:
        """Head and items in one read transaction."""
        try:
            self._control.execute("begin")
            try:
                head = self._control.execute(
                    "select version, at, items_hash, suite, key_id, signature from head"
                ).fetchone()
                items = self._control.execute(
                    "select kind, id, body from snapshot_items where version > ?", (after,)
                ).fetchall()
            finally:
                self._control.execute("rollback")
        except sqlite3.Error as error:
            raise _unavailable(error) from error
        return Head(*head), [Item(*item) for item in items]

    async def read_layouts(self) -> list[ServedEntry]:
        """Entries with their newest data key."""
        try:
            rows = self._rows.execute(
                "select e.entry, e.table_name, e.spec, k.version, k.wrapped from entries e"
                " join data_keys k on k.entry = e.entry"
                " where k.version = (select max(version) from data_keys where entry = e.entry)"
            ).fetchall()
        except sqlite3.Error as error:
            raise _unavailable(error) from error
        return [ServedEntry(*row) for row in rows]

    async def read(self, lookup: Lookup, keys: Sequence[bytes | str]) -> list[Line]:
        """One statement; a few keys on the event loop, many on a thread."""
        size = _SIZES[bisect_left(_SIZES, len(keys))]
        filled = [*keys, *([keys[0]] * (size - len(keys)))]
        if size <= _INLINE_KEYS:
            return _select(self._rows, lookup, filled)
        return await self._run(self._batch_thread, lambda: _select(self._batch_rows, lookup, filled))

    async def remember_assertion(self, client: str, jti: str, expires_at: int, now: int) -> bool:
        """Insert if new; forgets what has expired in the same breath."""

        def remember() -> bool:
            self._shared.execute("delete from seen_assertions where expires_at < ?", (now,))
            cursor = self._shared.execute(
                "insert into seen_assertions (client, jti, expires_at) values (?, ?, ?)"
                " on conflict do nothing",
                (client, jti, expires_at),
            )
            return cursor.rowcount == 1

        return await self._run(self._shared_thread, remember)

    async def use_quota(self, grant: str, day: str, keys: int, limit: int) -> bool:
        """One conditional upsert."""
        return await self._run(
            self._shared_thread,
            lambda: (
                keys <= limit
                and self._shared.execute(
                    "insert into quota_used (grant_id, day, used) values (?, ?, ?)"
                    " on conflict (grant_id, day) do update set used = used + excluded.used"
                    " where used + excluded.used <= ?",
                    (grant, day, keys, limit),
                ).rowcount
                == 1
            ),
        )

    async def quota_used(self, grant: str, day: str) -> int:
        """The counter, 0 when nothing was asked yet."""

        def used() -> int:
            row = self._shared.execute(
                "select used from quota_used where grant_id = ? and day = ?", (grant, day)
            ).fetchone()
            return int(row[0]) if row else 0

        return await self._run(self._shared_thread, used)

    async def return_quota(self, grant: str, day: str, keys: int) -> None:
        """Count back."""
        await self._run(
            self._shared_thread,
            lambda: self._shared.execute(
                "update quota_used set used = used - ? where grant_id = ? and day = ?", (keys, grant, day)
            ),
        )

    async def open_chain(self) -> Chain:
        """The first chain file whose lock is free."""
        folder = sqlite.records_folder(self._path)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for number in range(_MOST_CHAINS):
            handle = os.open(folder / f"w{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(handle)
                continue
            return SqliteChain(f"w{number}", folder / f"w{number}.sqlite3", handle)
        raise Unavailable("every chain of read records is taken", code="records_not_durable")

    async def _run(self, thread: ThreadPoolExecutor, work: Callable[[], ResultT]) -> ResultT:
        try:
            return await asyncio.get_running_loop().run_in_executor(thread, work)
        except sqlite3.Error as error:
            raise _unavailable(error) from error


class SqliteChain:
    """One file, one writer: a thread that commits a batch and says so to the event loop."""

    def __init__(self, name: str, path: Path, lock: int) -> None:
        self.name = name
        self._lock = lock
        self._connection = sqlite.connect_sqlite(path)
        self._connection.execute("pragma wal_autocheckpoint=4000")
        sqlite.lay_out_records_file(self._connection)
        self._usual_seconds = 0.0
        self._loop = asyncio.get_running_loop()
        self._work: SimpleQueue[tuple[Batch, asyncio.Future[None]] | None] = SimpleQueue()
        self._thread = Thread(target=self._write, name=f"records {name}", daemon=True)
        self._thread.start()

    def last(self) -> BatchHeader | None:
        """Read once at the start, before the first `append`."""
        row = self._connection.execute(
            f"select {HEADER_COLUMNS} from batches where chain = ? order by seq desc limit 1",  # noqa: S608
            (self.name,),
        ).fetchone()
        return header_of(row) if row else None

    def append(self, batch: Batch) -> asyncio.Future[None]:
        """Write at once while the disk is quick: waking a thread costs more. A slow disk gets the thread."""
        done = self._loop.create_future()
        if self._usual_seconds < _QUICK_SECONDS:
            _finish(done, self._commit(batch))
        else:
            self._work.put((batch, done))
        return done

    async def close(self) -> None:
        """Write what was handed in, then let go of the file and its lock."""
        self._work.put(None)
        await self._loop.run_in_executor(None, self._thread.join)
        self._connection.close()
        os.close(self._lock)

    def _write(self) -> None:
        while (work := self._work.get()) is not None:
            batch, done = work
            error = self._commit(batch)
            self._loop.call_soon_threadsafe(_finish, done, error)

    def _commit(self, batch: Batch) -> Unavailable | None:
        """One insert in a transaction of its own; it is on disk when the statement returns."""
        header = batch.header
        started = time.perf_counter()
        try:
            self._connection.execute(
                f"insert into batches ({BATCH_COLUMNS})"  # noqa: S608  a constant
                " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    header.chain,
                    header.seq,
                    header.at,
                    header.count,
                    header.root,
                    header.previous,
                    header.suite,
                    batch.key_id,
                    batch.signature,
                    batch.records,
                ),
            )
        except sqlite3.Error as error:
            return Unavailable(f"read records cannot be kept: {error}", code="records_not_durable")
        self._usual_seconds += (time.perf_counter() - started - self._usual_seconds) / 8
        return None


def _finish(done: asyncio.Future[None], error: Unavailable | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)


def _select(connection: sqlite3.Connection, lookup: Lookup, keys: Sequence[bytes | str]) -> list[Line]:
    try:
        return connection.execute(lookup.sql(len(keys)), lookup.parameters(keys)).fetchall()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            raise TableGone from None
        raise _unavailable(error) from error


def _unavailable(error: sqlite3.Error) -> Unavailable:
    cause = getattr(error, "sqlite_errorname", type(error).__name__)
    return Unavailable("the online store does not answer", code="online_store_unavailable", cause=cause)
