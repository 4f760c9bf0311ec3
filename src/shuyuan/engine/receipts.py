"""Receipts and batches of read records: how they are written, signed and checked offline.

A batch is a list of records (JSON, one per line), the header below and one signature over the header. A
receipt is one record,
its Merkle path and the batch's header and signature. Whoever has the gateway's public key can check a receipt
without asking anyone; whoever has all batches of a chain can see that none is changed, missing or added.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from shuyuan.engine import merkle
from shuyuan.engine.crypto import PublicKey, Suite, suite_named
from shuyuan.kernel.errors import BadInput

GENESIS = bytes(32)
_RECEIPT_MARK = b',"receipt":'


@dataclass(frozen=True, slots=True)
class BatchHeader:
    """What the gateway signs. `previous` is the hash of the header before it in the same chain, zeros for
    the first.

    `at` is in milliseconds since 1970, UTC; `suite` names the hash.
    """

    chain: str
    seq: int
    at: int
    count: int
    root: bytes
    previous: bytes
    suite: str

    def signed_bytes(self) -> bytes:
        """The exact bytes under the signature."""
        return (
            f"shuyuan-batch-v1\n{self.suite}\n{self.chain}\n{self.seq}\n{self.at}\n{self.count}\n"
            f"{self.root.hex()}\n{self.previous.hex()}\n"
        ).encode()

    def hash(self, suite: Suite) -> bytes:
        """What the next header of the chain names as its `previous`."""
        return suite.digest(self.signed_bytes())


@dataclass(frozen=True, slots=True)
class Batch:
    """One durable batch as it lies in the online store; `records` is the blob, one JSON record per line."""

    header: BatchHeader
    key_id: str
    signature: bytes
    records: bytes

    def lines(self) -> list[bytes]:
        """The exact bytes of each record."""
        return self.records.split(b"\n")

    def parsed(self) -> list[dict[str, Any]]:
        """The records as dictionaries, in their order in the batch."""
        return [orjson.loads(line) for line in self.lines()]


def verify_batches(
    batches: Iterable[Batch],
    public_keys: Mapping[str, PublicKey],
    *,
    after: Mapping[str, BatchHeader] | None = None,
) -> list[str]:
    """Everything that is wrong with these batches, in words; empty when all is well.

    Each chain must be whole from its first batch, or from the header that `after` gives for it: a changed,
    missing, added or reordered batch or record, and a foreign signature, are all found.
    """
    last: dict[str, BatchHeader] = dict(after or {})
    wrong = []
    for batch in batches:
        header = batch.header
        name = f"{header.chain}/{header.seq}"
        suite = suite_named(header.suite)
        before = last.get(header.chain)
        if header.seq != (before.seq + 1 if before else 0):
            wrong.append(f"{name}: batches before it are missing, or it stands twice")
        elif header.previous != (before.hash(suite_named(before.suite)) if before else GENESIS):
            wrong.append(f"{name}: does not continue the batch before it")
        lines = batch.lines()
        leaves = [merkle.leaf_hash(line, suite.digest) for line in lines]
        if len(lines) != header.count or merkle.root(leaves, suite.digest) != header.root:
            wrong.append(f"{name}: its records are not those that were signed")
        key = public_keys.get(batch.key_id)
        if key is None or not key.verifies(header.signed_bytes(), batch.signature):
            wrong.append(f"{name}: not signed by a gateway that we know")
        last[header.chain] = header
    return wrong


def verify(receipt: Mapping[str, Any], public_keys: Mapping[str, PublicKey]) -> dict[str, Any]:
    """The read record that a receipt proves; BadInput `receipt_invalid` with the `fault` when it proves
    nothing.
    """
    try:
        batch = receipt["batch"]
        header = BatchHeader(
            chain=str(batch["chain"]),
            seq=int(batch["seq"]),
            at=int(batch["at"]),
            count=int(batch["count"]),
            root=bytes.fromhex(batch["root"]),
            previous=bytes.fromhex(batch["previous"]),
            suite=str(batch["suite"]),
        )
        suite = suite_named(header.suite)
        record = str(receipt["record"]).encode()
        siblings = [bytes.fromhex(node) for node in receipt["path"]]
        index, key_id = int(receipt["index"]), str(receipt["key_id"])
        signature = bytes.fromhex(receipt["signature"])
        parsed = orjson.loads(record)
    except (BadInput, KeyError, TypeError, ValueError):
        raise _invalid("malformed") from None
    leaf = merkle.leaf_hash(record, suite.digest)
    if merkle.root_from_path(leaf, index, header.count, siblings, suite.digest) != header.root:
        raise _invalid("record_not_in_batch")
    key = public_keys.get(key_id)
    if key is None:
        raise _invalid("unknown_key")
    if not key.verifies(header.signed_bytes(), signature):
        raise _invalid("bad_signature")
    if not isinstance(parsed, dict):
        raise _invalid("malformed")
    return parsed


def verify_answer(body: bytes, public_keys: Mapping[str, PublicKey]) -> dict[str, Any]:
    """The read record of a whole answer as it was received: its receipt is good, and it speaks of these
    very bytes.
    """
    cut = body.rfind(_RECEIPT_MARK)
    if cut < 0 or not body.endswith(b"}"):
        raise _invalid("no_receipt")
    try:
        receipt = orjson.loads(body[cut + len(_RECEIPT_MARK) : -1])
        record = verify(receipt, public_keys)
        suite = suite_named(receipt["batch"]["suite"])
    except (KeyError, TypeError, orjson.JSONDecodeError):
        raise _invalid("malformed") from None
    if record.get("answer") != suite.digest(body[:cut] + b"}").hex():
        raise _invalid("answer_changed")
    return record


def receipt_tail(header: BatchHeader, key_id: str, signature: bytes) -> bytes:
    """The part of a receipt that is the same for the whole batch, as JSON bytes from `,"batch"` to the
    end.
    """
    batch = {
        "chain": header.chain,
        "seq": header.seq,
        "at": header.at,
        "count": header.count,
        "root": header.root.hex(),
        "previous": header.previous.hex(),
        "suite": header.suite,
    }
    rest = {"batch": batch, "signature": signature.hex(), "key_id": key_id}
    return b"," + orjson.dumps(rest)[1:]


def receipt_json(record: bytes, index: int, siblings: Sequence[bytes], tail: bytes) -> bytes:
    """One receipt as JSON bytes; `verify` takes it after parsing."""
    head = {"record": record.decode(), "index": index, "path": [node.hex() for node in siblings]}
    return orjson.dumps(head)[:-1] + tail


def _invalid(fault: str) -> BadInput:
    return BadInput(f"the receipt proves nothing: {fault}", code="receipt_invalid", fault=fault)
