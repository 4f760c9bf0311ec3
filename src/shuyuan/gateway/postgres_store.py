"""The online store in PostgreSQL, as a gateway process uses it.

Connections are held, not taken from a pool for each request. Lookups that wait at the same moment under the
same
grant travel as one statement; batches of read records have a connection of their own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, TypeVar

import asyncpg

from shuyuan.engine.online.batches import BATCH_COLUMNS, HEADER_COLUMNS, header_of
from shuyuan.engine.online.control import Head
from shuyuan.engine.online.lookup import Lookup
from shuyuan.engine.receipts import Batch, BatchHeader
from shuyuan.gateway.store import Chain, Item, Line, Pulse, ServedEntry, TableGone
from shuyuan.kernel.errors import Unavailable

#: Connections for lookups: the grants of a round are read side by side.
_READERS: Final = 3
_MOST_CHAINS: Final = 256
#: First half of the advisory locks that hold chains.
_CHAIN_LOCKS: Final = 0x5359
_COMMAND_SECONDS: Final = 5.0

#: What asyncpg raises when the connection ended, at whatever moment it notices.
_BROKEN: Final = (OSError, asyncpg.InterfaceError, asyncpg.InternalClientError, TimeoutError)
_FAILURES: Final = (*_BROKEN, asyncpg.PostgresError)

ResultT = TypeVar("ResultT")


class PostgresStore:
    """Reads rows and snapshots, writes what gateway processes share."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._shared = _Link(url)
        self._readers = [_Link(url) for _ in range(_READERS)]

    async def close(self) -> None:
        """Close every connection."""
        for link in (self._shared, *self._readers):
            await link.close()

    async def pulse(self) -> Pulse | None:
        """One statement."""
        row = await self._shared.row(
            "select h.version, h.signature, p.layouts from pulse p left join head h on true"
        )
        return Pulse(*row) if row is not None and row[0] is not None else None

    async def read_control(self, after: int) -> tuple[Head, list[Item]]:
        """Head and items in one snapshot."""

        async def both(connection: Any) -> tuple[Head, list[Item]]:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                head = await connection.fetchrow(
                    "select version, at, items_hash, suite, key_id, signature from head"
                )
                items = await connection.fetch(
                    "select kind, id, body from snapshot_items where version > $1", after
                )
            return Head(*head), [Item(*item) for item in items]

        return await self._shared.run(both)

    async def read_layouts(self) -> list[ServedEntry]:
        """Entries with their newest data key."""
        rows = await self._shared.rows(
            "select distinct on (e.entry) e.entry, e.table_name, e.spec, k.version, k.wrapped"
            " from entries e join data_keys k on k.entry = e.entry order by e.entry, k.version desc"
        )
        return [ServedEntry(*row) for row in rows]

    async def read(self, lookup: Lookup, keys: Sequence[bytes | str]) -> list[Line]:
        """One statement on the connection that is free."""
        reader = min(self._readers, key=_Link.waiting)
        lines: list[Line] = await reader.prepared(lookup.sql(), *lookup.parameters(keys))
        return lines

    async def remember_assertion(self, client: str, jti: str, expires_at: int, now: int) -> bool:
        """Insert if new; forgets what has expired in the same breath."""
        row = await self._shared.row(
            "with expired as (delete from seen_assertions where expires_at < $4)"
            " insert into seen_assertions (client, jti, expires_at) values ($1, $2, $3)"
            " on conflict do nothing returning 1",
            client,
            jti,
            expires_at,
            now,
        )
        return row is not None

    async def use_quota(self, grant: str, day: str, keys: int, limit: int) -> bool:
        """One conditional upsert."""
        if keys > limit:
            return False
        row = await self._shared.row(
            "insert into quota_used as q (grant_id, day, used) values ($1, $2, $3)"
            " on conflict (grant_id, day) do update set used = q.used + excluded.used"
            " where q.used + excluded.used <= $4 returning 1",
            grant,
            day,
            keys,
            limit,
        )
        return row is not None

    async def quota_used(self, grant: str, day: str) -> int:
        """The counter, 0 when nothing was asked yet."""
        row = await self._shared.row(
            "select used from quota_used where grant_id = $1 and day = $2", grant, day
        )
        return int(row[0]) if row is not None else 0

    async def return_quota(self, grant: str, day: str, keys: int) -> None:
        """Count back."""
        await self._shared.row(
            "update quota_used set used = used - $3 where grant_id = $1 and day = $2", grant, day, keys
        )

    async def open_chain(self) -> Chain:
        """The first chain whose advisory lock is free; the lock lives as long as the connection."""
        connection = await _connect(self._url)
        for number in range(_MOST_CHAINS):
            if await connection.fetchval("select pg_try_advisory_lock($1, $2)", _CHAIN_LOCKS, number):
                chain = PostgresChain(f"w{number}", connection)
                await chain.load()
                return chain
        await connection.close()
        raise Unavailable("every chain of read records is taken", code="records_not_durable")


class PostgresChain:
    """One row per batch, each commit durable before it is answered."""

    def __init__(self, name: str, connection: Any) -> None:
        self.name = name
        self._connection = connection
        self._last: BatchHeader | None = None

    async def load(self) -> None:
        """Find where the chain stands."""
        await self._connection.execute("set synchronous_commit = on")
        row = await self._connection.fetchrow(
            f"select {HEADER_COLUMNS} from batches where chain = $1 order by seq desc limit 1",  # noqa: S608
            self.name,
        )
        self._last = header_of(tuple(row)) if row else None
        self._insert = await self._connection.prepare(
            f"insert into batches ({BATCH_COLUMNS})"  # noqa: S608  a constant
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        )

    def last(self) -> BatchHeader | None:
        """As `load` found it."""
        return self._last

    async def append(self, batch: Batch) -> None:
        """One insert in a transaction of its own."""
        header = batch.header
        try:
            await self._insert.fetch(
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
            )
        except _FAILURES as error:
            raise Unavailable("read records cannot be kept", code="records_not_durable") from error

    async def close(self) -> None:
        """End the connection, and with it the lock."""
        await _close(self._connection)


class _Link:
    """A connection that is made when it is first needed, and made again when it broke."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Any = None
        self._prepared: dict[str, Any] = {}
        self._turn = asyncio.Lock()
        self._asking = 0

    def waiting(self) -> int:
        """How many are asking or waiting to."""
        return self._asking

    async def run(self, work: Callable[[Any], Awaitable[ResultT]]) -> ResultT:
        self._asking += 1
        try:
            async with self._turn:
                if self._connection is None or self._connection.is_closed():
                    self._connection = await _connect(self._url)
                    self._prepared = {}
                return await work(self._connection)
        except asyncpg.UndefinedTableError:
            raise TableGone from None
        except _FAILURES as error:
            if isinstance(error, _BROKEN):
                self._drop()
            cause = getattr(error, "sqlstate", None) or type(error).__name__
            raise Unavailable(
                "the online store does not answer", code="online_store_unavailable", cause=cause
            ) from error
        finally:
            self._asking -= 1

    async def prepared(self, statement: str, *values: Any) -> Any:
        """All rows of a statement that is prepared once for each connection."""

        async def fetch(connection: Any) -> Any:
            known = self._prepared.get(statement)
            if known is None:
                known = self._prepared[statement] = await connection.prepare(statement)
            return await known.fetch(*values)

        return await self.run(fetch)

    async def row(self, statement: str, *values: Any) -> Any:
        return await self.run(lambda connection: connection.fetchrow(statement, *values))

    async def rows(self, statement: str, *values: Any) -> Any:
        return await self.run(lambda connection: connection.fetch(statement, *values))

    def _drop(self) -> None:
        """Do not use this connection again; nothing is asked of a server that may be gone."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def close(self) -> None:
        if self._connection is not None:
            await _close(self._connection)
            self._connection = None


async def _close(connection: Any) -> None:
    """End a connection politely if it answers."""
    try:
        await connection.close(timeout=_COMMAND_SECONDS)
    except _FAILURES:
        connection.terminate()


async def _connect(url: str) -> Any:
    try:
        return await asyncpg.connect(url, command_timeout=_COMMAND_SECONDS, timeout=_COMMAND_SECONDS)
    except _FAILURES as error:
        raise Unavailable("the online store does not answer", code="online_store_unavailable") from error
