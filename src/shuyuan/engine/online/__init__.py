"""The online store: rows of published entries keyed for lookups, signed grant snapshots, read records.

The platform writes rows and snapshots (`OnlineStore`); the gateway reads them and writes read records; the
audit room takes those away. SQLite files by default, PostgreSQL when it grows.
"""

from shuyuan.engine.online.control import PORTAL, ClientSpec, Snapshot
from shuyuan.engine.online.publication import Published
from shuyuan.engine.online.store import OnlineStore
from shuyuan.engine.receipts import Batch, BatchHeader, verify_batches

__all__ = [
    "PORTAL",
    "Batch",
    "BatchHeader",
    "ClientSpec",
    "OnlineStore",
    "Published",
    "Snapshot",
    "verify_batches",
]
