"""Batches of read records: one signature and one durable write for all records of a round.

A record's receipt exists only when its batch is on disk, and an answer leaves only with its receipt.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from shuyuan.engine import merkle, receipts
from shuyuan.engine.crypto import Signer, Suite
from shuyuan.engine.receipts import Batch, BatchHeader
from shuyuan.gateway.clock import Clock
from shuyuan.gateway.store import Chain
from shuyuan.kernel.errors import Unavailable


class Recorder:
    """Writes one chain, batch after batch; `open_chain` gives a new one when the old one broke."""

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
        self._turn = asyncio.Lock()
        self.batches = 0
        self.records = 0

    @property
    def chain_name(self) -> str:
        """The chain being written, '' before the first record."""
        return self._chain.name if self._chain else ""

    async def write(self, records: Sequence[bytes]) -> list[bytes]:
        """The receipts of these records as JSON bytes, once the batch of them is durable.

        Unavailable `records_not_durable` when it cannot be known to be; it may be on disk all the same, and
        is
        then part of the chain: a record too many, never one too few.
        """
        async with self._turn:
            chain = self._chain or await self._open()
            rows = merkle.levels([merkle.leaf_hash(record, self._digest) for record in records], self._digest)
            header = BatchHeader(
                chain=chain.name,
                seq=self._seq,
                at=round(self._clock.now() * 1000),
                count=len(records),
                root=rows[-1][0],
                previous=self._previous,
                suite=self._suite.name,
            )
            signed = header.signed_bytes()
            signature = self._signer.sign(signed)
            try:
                await chain.append(Batch(header, self._signer.id, signature, b"\n".join(records)))
            except (
                BaseException
            ):  # also when we are stopped in the middle: where the chain ends shows on opening
                self._chain = None
                await chain.close()
                raise
            self._previous = self._digest(signed)
            self._seq += 1
        self.batches += 1
        self.records += len(records)
        tail = receipts.receipt_tail(header, self._signer.id, signature)
        return [
            receipts.receipt_json(record, index, merkle.path(rows, index), tail)
            for index, record in enumerate(records)
        ]

    async def close(self) -> None:
        """Let go of the chain when the batch in work is done."""
        async with self._turn:
            if self._chain is not None:
                await self._chain.close()
                self._chain = None

    async def _open(self) -> Chain:
        """Take a chain and find its end."""
        try:
            chain = await self._open_chain()
        except Unavailable as error:
            raise Unavailable(
                "no chain of read records", code="records_not_durable", cause=error.code
            ) from error
        last = chain.last()
        self._seq = last.seq + 1 if last else 0
        self._previous = last.hash(self._suite) if last else receipts.GENESIS
        self._chain = chain
        return chain
