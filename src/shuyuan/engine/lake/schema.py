"""The columns of a table from those of an entry, and which changes of an entry a table can follow."""

import pyarrow as pa

from shuyuan.engine.lake.layout import BUCKET, DIGEST
from shuyuan.engine.spec import DataType, EntrySpec, ItemSpec
from shuyuan.kernel.errors import Conflict

_PLAIN: dict[DataType, pa.DataType] = {
    DataType.CURRENCY: pa.decimal128(20, 2),
    DataType.DATE: pa.date32(),
    DataType.DATETIME: pa.timestamp("us", "UTC"),
    DataType.BOOLEAN: pa.bool_(),
    DataType.INTEGER: pa.int64(),
    DataType.DOUBLE: pa.float64(),
    DataType.FLOAT: pa.float64(),
}


def arrow_type(item: ItemSpec) -> pa.DataType:
    """The type in which an item is kept; the twin of `cleaning.sql_type`."""
    if item.type is DataType.NUMERIC:
        return pa.decimal128(38, item.scale)
    return _PLAIN.get(item.type, pa.string())


def arrow_schema(spec: EntrySpec) -> pa.Schema:
    """Items, digest and bucket. All may be NULL: what is required is the checks' business, and can change."""
    items = [pa.field(item.name, arrow_type(item)) for item in spec.items]
    return pa.schema([*items, pa.field(DIGEST, pa.binary()), pa.field(BUCKET, pa.int32())])


def added_fields(spec: EntrySpec, existing: pa.Schema, existing_keys: tuple[str, ...]) -> list[pa.Field]:
    """The columns that a table lacks for this version of the entry.

    Raises Conflict (`incompatible_schema`) when a type or the key changed, or an item was added that is
    required: the rows that are there could not follow. `changes` names all of them.
    """
    problems: list[dict[str, str]] = []
    keys = tuple(item.name for item in spec.keys)
    if set(keys) != set(existing_keys):
        was, wanted = ", ".join(existing_keys), ", ".join(keys)
        problems.append({"change": "key_changed", "was": was, "wanted": wanted})
    added = []
    for item in spec.items:
        wanted_type = arrow_type(item)
        if item.name not in existing.names:
            if item.required:
                problems.append({"change": "required_item_added", "item": item.name})
            added.append(pa.field(item.name, wanted_type))
        elif existing.field(item.name).type != wanted_type:
            facts = {"was": str(existing.field(item.name).type), "wanted": str(wanted_type)}
            problems.append({"change": "type_changed", "item": item.name, **facts})
    if problems:
        raise Conflict(
            f"the pool of {spec.code} cannot follow version {spec.version} of its entry",
            code="incompatible_schema",
            entry=spec.code,
            changes=problems,
            remedy="new_entry",
        )
    return added
