"""The yardstick: an ASGI program that does the gateway's SELECT and nothing else.

No token, no grant, no decryption, no masks, no record. The key comes as the blind index in hexadecimal, the
row
goes out as it lies in the store.
"""

import asyncio
import os
from collections import deque
from pathlib import Path
from typing import Any

import orjson

_HEADERS = [(b"content-type", b"application/json")]
#: Held connections; more than the database has cores for only makes it slower.
_CONNECTIONS = 8


class SqliteRows:
    """One connection, used on the event loop."""

    def __init__(self, path: str, sql: str, entry: str) -> None:
        from shuyuan.engine.online.sqlite import connect_sqlite  # noqa: PLC0415  only one of the two is needed

        self._connection = connect_sqlite(Path(path))
        self._sql, self._entry = sql, entry

    async def row(self, key: bytes) -> Any:
        """The line of one key."""
        return self._connection.execute(self._sql, (key, self._entry)).fetchone()


class PostgresRows:
    """Connections with the statement prepared, handed from request to request."""

    def __init__(self, url: str, sql: str, entry: str) -> None:
        self._url, self._sql, self._entry = url, sql, entry
        self._idle: list[Any] = []
        self._waiting: deque[asyncio.Future[Any]] = deque()

    async def open(self) -> None:
        """Connect and prepare."""
        import asyncpg  # noqa: PLC0415

        for _ in range(_CONNECTIONS):
            connection = await asyncpg.connect(self._url)
            self._idle.append(await connection.prepare(self._sql))

    async def row(self, key: bytes) -> Any:
        """The line of one key, when a connection is free."""
        if self._idle:
            statement = self._idle.pop()
        else:
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            statement = await turn
        try:
            return await statement.fetchrow([key], self._entry)
        finally:
            if self._waiting:
                self._waiting.popleft().set_result(statement)
            else:
                self._idle.append(statement)


def create_app() -> Any:
    """As the benchmark's environment says."""
    url, sql, entry = (os.environ[name] for name in ("BENCH_URL", "BENCH_SQL", "BENCH_ENTRY"))
    is_sqlite = url.startswith("sqlite")
    rows: Any = (
        SqliteRows(url.removeprefix("sqlite:///"), sql, entry) if is_sqlite else PostgresRows(url, sql, entry)
    )

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            if not is_sqlite:
                await rows.open()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        message = await receive()
        body = message["body"]
        while message.get("more_body"):
            message = await receive()
            body += message["body"]
        row = await rows.row(bytes.fromhex(orjson.loads(body)["key"]))
        answer = orjson.dumps(tuple(row), default=bytes.hex)
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await send({"type": "http.response.body", "body": answer})

    return app
