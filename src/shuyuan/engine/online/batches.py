"""Handing batches of read records to the audit room."""

from collections.abc import Mapping

from shuyuan.engine.online.database import Database, Row
from shuyuan.engine.receipts import Batch, BatchHeader

_COLUMNS = "chain, seq, at, count, root, previous, suite, key_id, signature, records"


def list_chains(database: Database) -> dict[str, int]:
    """The chains, each with its newest batch number."""
    found: dict[str, int] = {}
    for store in database.record_stores():
        found.update(
            {row[0]: row[1] for row in store.query("select chain, max(seq) from batches group by chain")}
        )
    return found


def take_batches(database: Database, after: Mapping[str, int], limit: int) -> list[Batch]:
    """Up to `limit` batches that follow the batch numbers in `after`, one chain after the other."""
    taken: list[Batch] = []
    for store in database.record_stores():
        chains = store.query("select distinct chain from batches order by chain")
        for (chain,) in chains:
            rows = store.query(
                f"select {_COLUMNS} from batches where chain = ? and seq > ? order by seq limit ?",  # noqa: S608
                (chain, after.get(chain, -1), limit - len(taken)),
            )
            taken.extend(_batch(row) for row in rows)
    return taken


def drop_batches(database: Database, through: Mapping[str, int]) -> int:
    """Delete batches up to and with these numbers, except the newest of each chain."""
    dropped = 0
    for store in database.record_stores():
        for chain, seq in through.items():
            gone = store.query(
                "delete from batches where chain = ? and seq <= ?"
                " and seq < (select max(seq) from batches where chain = ?) returning seq",
                (chain, seq, chain),
            )
            dropped += len(gone)
    return dropped


def _batch(row: Row) -> Batch:
    chain, seq, at, count, root, previous, suite, key_id, signature, records = row
    header = BatchHeader(
        chain=str(chain),
        seq=int(str(seq)),
        at=int(str(at)),
        count=int(str(count)),
        root=_bytes(root),
        previous=_bytes(previous),
        suite=str(suite),
    )
    return Batch(header, str(key_id), _bytes(signature), _bytes(records))


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview | bytearray) else b""
