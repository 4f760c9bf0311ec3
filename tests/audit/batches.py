"""Makes batches of read records as a gateway signs them, for the tests of several rooms."""

from shuyuan.engine import merkle, receipts
from shuyuan.engine.crypto import KeyFolder, suite_named
from shuyuan.engine.online import Batch, BatchHeader


def signed_batch(lines: list[bytes], folder: KeyFolder, *, chain, seq, previous=receipts.GENESIS):
    """A batch with its place in the chain, and the hash that the next one names as its previous."""
    signer, suite = folder.signer("gateway"), suite_named("international")
    root = merkle.root([merkle.leaf_hash(line, suite.digest) for line in lines], suite.digest)
    header = BatchHeader(chain, seq, 1_795_000_000_000 + seq, len(lines), root, previous, suite.name)
    signature = signer.sign(header.signed_bytes())
    return Batch(header, signer.id, signature, b"\n".join(lines)), header.hash(suite)


def read_record(**fields):
    """A read record as a gateway writes it."""
    keys = fields.get("keys", ["aa" * 16])
    return {
        "client": "housing-app",
        "department": "housing-fund",
        "mode": "api",
        "purpose": "公积金提取核验",
        "grant": "G-2026-00001",
        "grant_version": 1,
        "entry": "307001/1",
        "items": ["name"],
        "at": "2026-11-19T13:46:40.123Z",
        "request_id": "r-1",
        "business_number": "YW-1",
        "person": "",
        "post": "",
        "asked": len(keys or []),
        "found": 1,
        "keys": keys,
        "served_version": 3,
        "outcome": "answered",
        "answer": "ff" * 32,
        **fields,
    }
