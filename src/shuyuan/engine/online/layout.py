"""How the rows of an entry lie in the online store: table, columns, key, and the text form of every value.

The text form is the one truth about a value outside the lake: what a sealed value holds, what a mask works
on, what a
key is made of. Days are ``2024-01-05``, times ``2024-01-05T08:00:00.000000Z`` (UTC, so that text order is
time
order), decimals have exactly the digits of their scale.
"""

import hashlib
import math
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Context, Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

import orjson

from shuyuan.engine.spec import CheckKind, DataType, EntrySpec, ItemSpec
from shuyuan.kernel.errors import BadInput

#: The key column; no item can have this name.
KEY: Final = "_key"
#: A SQLite connection that runs views has this collation: decimals lie there as text.
DECIMAL_COLLATION: Final = "shuyuan_decimal"
_PLAIN_PATH: Final = re.compile(r"[A-Za-z0-9_-]{1,44}")
_WIDE: Final = Context(prec=76)
_UPPER_CASE_KEYS: Final = frozenset({CheckKind.RESIDENT_ID, CheckKind.USCC})


class Storage(StrEnum):
    """How a value lies in a column of the online store."""

    SEALED = "sealed"
    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"


_STORAGE: Final = {
    DataType.INTEGER: Storage.INTEGER,
    DataType.DOUBLE: Storage.REAL,
    DataType.FLOAT: Storage.REAL,
    DataType.BOOLEAN: Storage.BOOLEAN,
}

_COLUMN_TYPES: Final = {
    "sqlite": {
        Storage.SEALED: "BLOB",
        Storage.TEXT: "TEXT",
        Storage.INTEGER: "INTEGER",
        Storage.REAL: "REAL",
        Storage.BOOLEAN: "INTEGER",
    },
    "postgres": {
        Storage.SEALED: "BYTEA",
        Storage.TEXT: "TEXT",
        Storage.INTEGER: "BIGINT",
        Storage.REAL: "DOUBLE PRECISION",
        Storage.BOOLEAN: "BOOLEAN",
    },
}


def quoted(name: str) -> str:
    """An identifier as both databases take it."""
    return '"' + name.replace('"', '""') + '"'


def storage(item: ItemSpec) -> Storage:
    """How this item's values are stored."""
    return Storage.SEALED if item.sensitive else plain_storage(item)


def plain_storage(item: ItemSpec) -> Storage:
    """How this item's values are stored, or come out once opened when they are sealed."""
    return _STORAGE.get(item.type, Storage.TEXT)


def has_blind_key(spec: EntrySpec) -> bool:
    """Whether the key column holds blind indexes: when any key item is sensitive."""
    return any(item.sensitive for item in spec.keys)


def shape(spec: EntrySpec) -> bytes:
    """What of an entry decides its table; while this stays, changes can be applied to the rows there are."""
    columns = [[item.name, item.type, item.scale, item.sensitive, item.is_key] for item in spec.items]
    return orjson.dumps(columns)


def table_name(spec: EntrySpec, generation: int) -> str:
    """The name of the entry's table; a new load gets a new generation."""
    path = spec.path
    if not _PLAIN_PATH.fullmatch(path):
        path = hashlib.sha256(path.encode()).hexdigest()[:32]
    return f"rows_{path}_{generation}"


def columns_sql(spec: EntrySpec, dialect: str) -> str:
    """The column definitions of the entry's table."""
    types = _COLUMN_TYPES[dialect]
    key_type = types[Storage.SEALED if has_blind_key(spec) else Storage.TEXT]
    parts = [f"{KEY} {key_type} NOT NULL"]
    parts += [f"{quoted(item.name)} {types[storage(item)]}" for item in spec.items]
    return ", ".join(parts)


def text_of(item: ItemSpec, value: Any) -> str:
    """The text form of a value that is not None, from what Python, Arrow or the online store hold of it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    raise BadInput(f"{item.name}: no text form of {type(value).__name__}", code="bad_value", item=item.name)


def json_value(item: ItemSpec, value: Any) -> Any:
    """A value as it stands in an answer: text, number or boolean by the item's type; decimals stay text."""
    if value is None:
        return None
    kind = plain_storage(item)
    if kind is Storage.BOOLEAN:
        return value == "true" if isinstance(value, str) else bool(value)
    if kind is Storage.INTEGER:
        return int(value)
    if kind is Storage.REAL:
        number = float(value)
        return number if math.isfinite(number) else None
    return text_of(item, value)


def key_part(item: ItemSpec, text: str) -> str:
    """One key value as clients may write it, in the form that the rows have: identity numbers in capitals."""
    if any(check.kind in _UPPER_CASE_KEYS for check in item.checks):
        return text.upper()
    return text


def key_text(parts: Sequence[str]) -> str:
    """The key of a row: the text of its one key item, or the texts of several as a JSON list."""
    return parts[0] if len(parts) == 1 else orjson.dumps(list(parts)).decode()


def parse_decimal(item: ItemSpec, text: str) -> Decimal:
    """A decimal with exactly the item's scale; BadInput `bad_value` when it has more digits or is no
    number.
    """
    digits = _scale(item)
    try:
        value = Decimal(text)
        rounded = value.quantize(Decimal(1).scaleb(-digits), context=_WIDE)
    except InvalidOperation:
        value = rounded = Decimal("NaN")
    if value != rounded:  # NaN differs from itself
        raise BadInput(f"{item.name}: not a number with {digits} digits", code="bad_value", item=item.name)
    return rounded or abs(rounded)


def decimal_order(left: str, right: str) -> int:
    """The order of decimals written as text, for SQLite's collation; text that is no number comes first."""
    return (_decimal_key(left) > _decimal_key(right)) - (_decimal_key(left) < _decimal_key(right))


def _decimal_key(text: str) -> tuple[int, Any]:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return (0, text)
    return (1, value) if value.is_finite() else (0, text)


def _scale(item: ItemSpec) -> int:
    return 2 if item.type is DataType.CURRENCY else item.scale
