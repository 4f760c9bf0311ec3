"""How a read record of the gateway is laid out in columns for searching. Pure.

The record itself is kept as it was signed; the columns repeat what people search for. A record of
another version may lack a field, which then stays empty.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST = 2**31 - 1


def columns_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of one record, by the names of `ReadRecord`'s fields."""
    keys = digests_of(record)
    return {
        "at": _moment(record.get("at")),
        "request_id": _text(record.get("request_id"), 64),
        "client": _text(record.get("client"), 64),
        "department": _text(record.get("department"), 32),
        "mode": _text(record.get("mode"), 20),
        "grant": _text(record.get("grant"), 64),
        "entry": _text(record.get("entry"), 64),
        "purpose": _text(record.get("purpose"), 200),
        "business_number": _text(record.get("business_number"), 64),
        "asked": _count(record.get("asked")),
        "found": _count(record.get("found")),
        "key_digest": keys[0] if len(keys) == 1 else "",
        "person": _text(record.get("person"), 64),
        "post": _text(record.get("post"), 64),
        "outcome": _text(record.get("outcome"), 20),
    }


def digests_of(record: Mapping[str, Any]) -> list[str]:
    """The digests of the keys that were asked for, in their order."""
    return [_text(key, 128) for key in record.get("keys") or ()]


def at_of(milliseconds: int) -> datetime:
    """The time of so many milliseconds since 1970, exactly."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


def milliseconds_of(at: datetime) -> int:
    """Milliseconds since 1970; the inverse of `at_of`."""
    return (at - _EPOCH) // timedelta(milliseconds=1)


def _moment(value: object) -> datetime:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return _EPOCH
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _count(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value <= _LARGEST else 0


def _text(value: object, length: int) -> str:
    """Text for a column: no NUL, which PostgreSQL refuses, and not longer than the column."""
    return "" if value is None else str(value).replace("\x00", "")[:length]
