"""Group commit of read records: one signature and one durable write for all that wait at the same moment.

While a batch is being written the next one gathers. A record's receipt exists only when its batch is on
disk, and an
answer leaves only with its receipt.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from shuyuan.engine import merkle, receipts
from shuyuan.engine.crypto import Signer, Suite
from shuyuan.engine.receipts import Batch, BatchHeader
from shuyuan.gateway.clock import Clock
from shuyuan.gateway.store import Chain
from shuyuan.kernel.errors import Unavailable

logger = logging.getLogger(__name__)

_MOST_RECORDS = 512
_MOST_BYTES = 4 * 1024 * 1024

_Waiting = tuple[bytes, "asyncio.Future[bytes]"]


class Recorder:
    """Writes one chain; `open_chain` gives a new one when the old one broke."""

    def __init__(
        self, signer: Signer, suite: Suite, clock: Clock, open_chain: Callable[[], Awaitable[Chain]]
    ) -> None:
        self._signer = signer
        self._digest = suite.digest
        self._suite = suite
        self._clock = clock
        self._open_chain = open_chain
        self._chain: Chain | None = None
        self._previous = receipts.GENESIS
        self._seq = 0
        self._waiting: list[_Waiting] = []
        self._writing = False
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self.batches = 0
        self.records = 0

    @property
    def chain_name(self) -> str:
        """The chain being written, '' before the first record."""
        return self._chain.name if self._chain else ""

    async def start(self) -> None:
        """Take a chain and find its end."""
        chain = await self._open_chain()
        last = chain.last()
        self._seq = last.seq + 1 if last else 0
        self._previous = last.hash(self._suite) if last else receipts.GENESIS
        self._chain = chain

    def submit(self, record: bytes) -> "asyncio.Future[bytes]":
        """The receipt as JSON bytes, once the record is durable; Unavailable `records_not_durable` if
        it is not.
        """
        done: asyncio.Future[bytes] = self._loop.create_future()
        self._waiting.append((record, done))
        if not self._writing:
            self._writing = True
            self._loop.call_soon(self._next)
        return done

    async def close(self) -> None:
        """Write what waits, then let go of the chain."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        if self._chain is not None:
            await self._chain.close()
            self._chain = None

    def _next(self) -> None:
        """Write the batch that has gathered, if there is one."""
        if not self._waiting:
            self._writing = False
            return
        group = self._take()
        task = self._loop.create_task(self._write(group))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _take(self) -> list[_Waiting]:
        if len(self._waiting) == 1:
            group, self._waiting = self._waiting, []
            return group
        size = count = 0
        for record, _ in self._waiting[:_MOST_RECORDS]:
            size += len(record)
            if count and size > _MOST_BYTES:
                break
            count += 1
        group, self._waiting = self._waiting[:count], self._waiting[count:]
        return group

    async def _write(self, group: list[_Waiting]) -> None:
        try:
            if self._chain is None:
                await self.start()
            rows = merkle.levels(
                [merkle.leaf_hash(record, self._digest) for record, _ in group], self._digest
            )
            header = self._header(len(group), rows[-1][0])
            signed = header.signed_bytes()
            signature = self._signer.sign(signed)
            batch = Batch(header, self._signer.id, signature, b"\n".join([record for record, _ in group]))
            await self._append(batch)
        except Unavailable as error:
            self._fail(group, error)
            return
        except Exception as error:  # noqa: BLE001  nobody else would wake those who wait
            logger.error("a batch of read records failed: %s", type(error).__name__)  # noqa: TRY400
            self._fail(group, Unavailable(code="records_not_durable"))
            return
        self._previous = self._digest(signed)
        self._seq += 1
        self.batches += 1
        self.records += len(group)
        tail = receipts.receipt_tail(header, self._signer.id, signature)
        for index, (record, done) in enumerate(group):
            if not done.done():
                done.set_result(receipts.receipt_json(record, index, merkle.path(rows, index), tail))
        self._next()

    async def _append(self, batch: Batch) -> None:
        if self._chain is None:
            raise Unavailable("there is no chain of read records", code="records_not_durable")
        try:
            await self._chain.append(batch)
        except Unavailable:
            broken, self._chain = (
                self._chain,
                None,
            )  # whether the batch is there shows when it is opened again
            await broken.close()
            raise

    def _header(self, count: int, root: bytes) -> BatchHeader:
        at = round(self._clock.now() * 1000)
        name = self._chain.name if self._chain else ""
        return BatchHeader(name, self._seq, at, count, root, self._previous, self._suite.name)

    def _fail(self, group: list[_Waiting], error: Unavailable) -> None:
        for _, done in group:
            if not done.done():
                done.set_exception(
                    Unavailable(
                        "the read record could not be kept", code="records_not_durable", cause=error.code
                    )
                )
        self._next()
