"""The online store: rows of published entries keyed for lookups, signed grant snapshots, read records.

The platform writes rows and snapshots (`OnlineStore`); the gateway reads them and writes read records; the
audit room takes those away. SQLite files by default, PostgreSQL when it grows.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from shuyuan.engine.online.control import PORTAL, ClientSpec, Snapshot
from shuyuan.engine.receipts import Batch, BatchHeader, verify_batches

if TYPE_CHECKING:
    from shuyuan.engine.online.publication import Published
    from shuyuan.engine.online.store import OnlineStore

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

_PLATFORM_SIDE = {"OnlineStore": "store", "Published": "publication"}


def __getattr__(name: str) -> Any:
    """The platform's side is imported when it is used: Arrow and psycopg would double a gateway's memory."""
    if name in _PLATFORM_SIDE:
        return getattr(import_module(f"{__name__}.{_PLATFORM_SIDE[name]}"), name)
    raise AttributeError(name)
