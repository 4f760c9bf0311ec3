"""Handing batches of read records to the audit room."""

from collections.abc import Mapping

from shuyuan.engine.online.database import Database, Row
from shuyuan.engine.receipts import Batch, BatchHeader

HEADER_COLUMNS = "chain, seq, at, count, root, previous, suite"
BATCH_COLUMNS = f"{HEADER_COLUMNS}, key_id, signature, records"


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
                f"select {BATCH_COLUMNS} from batches where chain = ? and seq > ? order by seq limit ?",  # noqa: S608
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


def header_of(row: Row) -> BatchHeader:
    """The header in a row of `HEADER_COLUMNS`."""
    chain, seq, at, count, root, previous, suite = row
    return BatchHeader(chain, seq, at, count, bytes(root), bytes(previous), suite)


def _batch(row: Row) -> Batch:
    *header, key_id, signature, records = row
    return Batch(header_of(tuple(header)), key_id, bytes(signature), bytes(records))
