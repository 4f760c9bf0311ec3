"""What the gateway asks of the online store; `sqlite_store` and `postgres_store` answer."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from shuyuan.engine.online.control import Head
from shuyuan.engine.online.lookup import Lookup
from shuyuan.engine.receipts import Batch, BatchHeader

Line = Sequence[Any]


@dataclass(frozen=True)
class Pulse:
    """What tells the gateway to look again: the head's version and signature, and the count of table
    changes.
    """

    version: int
    signature: bytes
    layouts: int


@dataclass(frozen=True)
class Item:
    """One row of the snapshot; `body` is None for what was taken out."""

    kind: str
    id: str
    body: bytes | None


@dataclass(frozen=True)
class ServedEntry:
    """Which table holds an entry's rows, in which shape, and its wrapped data key."""

    entry: str
    table: str
    spec: bytes
    key_version: int
    wrapped_key: bytes


class TableGone(Exception):
    """The table of a lookup was replaced in between: read the layouts again and repeat."""


class Chain(Protocol):
    """The chain of read records that this process writes; nobody else writes to it while it is open."""

    name: str

    def last(self) -> BatchHeader | None:
        """The header of the newest durable batch, None in a new chain."""
        ...

    def append(self, batch: Batch) -> Awaitable[None]:
        """Done when the batch is durable; Unavailable `records_not_durable` when it is not."""
        ...

    async def close(self) -> None:
        """Let another process have the chain."""
        ...


class Store(Protocol):
    """One process's connections to the online store. Every method raises Unavailable when it does not
    answer.
    """

    async def close(self) -> None:
        """Give the connections back."""
        ...

    async def pulse(self) -> Pulse | None:
        """The cheap question of every poll; None while no snapshot was ever written."""
        ...

    async def read_control(self, after: int) -> tuple[Head, list[Item]]:
        """The head and the items that changed after a version, of one moment."""
        ...

    async def read_layouts(self) -> list[ServedEntry]:
        """All served entries."""
        ...

    def read(self, lookup: Lookup, keys: Sequence[bytes | str]) -> Awaitable[list[Line]]:
        """The lines of these keys (see `engine.online.lookup`), of one moment; raises TableGone."""
        ...

    async def remember_assertion(self, client: str, jti: str, expires_at: int, now: int) -> bool:
        """Keep a client assertion's id until it expires; False when it was used before, anywhere."""
        ...

    async def use_quota(self, grant: str, day: str, keys: int, limit: int) -> bool:
        """Count `keys` against the grant's day, durably; False, and nothing counted, when they exceed
        `limit`.
        """
        ...

    async def quota_used(self, grant: str, day: str) -> int:
        """How many keys are counted so far."""
        ...

    async def return_quota(self, grant: str, day: str, keys: int) -> None:
        """Give back keys that were counted ahead and not asked."""
        ...

    async def open_chain(self) -> Chain:
        """The first chain that no living process holds."""
        ...
