"""From record batches of the lake to rows of the online store: text forms, keys, sealed values."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from shuyuan.engine.crypto import DataKey
from shuyuan.engine.online.layout import (
    KEY,
    Storage,
    has_blind_key,
    json_value,
    key_text,
    plain_storage,
    storage,
    text_of,
)
from shuyuan.engine.spec import DataType, EntrySpec, ItemSpec
from shuyuan.kernel.errors import BadInput

CHANGE: Final = "_change_type"
_DELETE: Final = "delete"
_UPSERTS: Final = frozenset({"insert", "update_postimage"})

Row = tuple[Any, ...]


class RowWriter:
    """Turns record batches into rows for one entry; `key` is needed when any item is sensitive."""

    def __init__(self, spec: EntrySpec, key: DataKey) -> None:
        self.spec = spec
        self._key = key
        self._blind = has_blind_key(spec)
        self.columns = [KEY, *(item.name for item in spec.items)]

    def split(self, batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[list[Row], list[Any]]]:
        """For each batch the rows to upsert and the keys to delete; a batch is in memory at a time."""
        for batch in batches:
            kinds = batch.column(CHANGE).to_pylist()
            unknown = set(kinds) - _UPSERTS - {_DELETE}
            if unknown:
                raise BadInput(f"unknown changes {sorted(unknown)}", code="unknown_change_type")
            deleted = pc.equal(batch.column(CHANGE), _DELETE)
            gone = batch.filter(deleted)
            kept = batch.filter(pc.invert(deleted))
            yield self.rows(kept), self.keys(gone)

    def keys(self, batch: pa.RecordBatch) -> list[Any]:
        """The key column's value of every row."""
        texts = self._key_texts(batch)
        return [self._key.blind_index(text) for text in texts] if self._blind else texts

    def rows(self, batch: pa.RecordBatch) -> list[Row]:
        """Every row, its key first, then the items in the order of the entry."""
        keys = self.keys(batch)
        contexts = keys if self._blind else [key.encode() for key in keys]
        columns: list[list[Any]] = [keys]
        for item in self.spec.items:
            values = _texts(batch, item) if storage(item) is Storage.SEALED else _plain(batch, item)
            if storage(item) is Storage.SEALED:
                seal = self._sealer(item.name)
                values = [
                    None if value is None else seal(row, value)
                    for row, value in zip(contexts, values, strict=True)
                ]
            columns.append(values)
        return list(zip(*columns, strict=True))

    def _sealer(self, name: str) -> Callable[[bytes, str], bytes]:
        return lambda row, value: self._key.seal(name, row, value)

    def _key_texts(self, batch: pa.RecordBatch) -> list[str]:
        parts = [_texts(batch, item) for item in self.spec.keys]
        texts = [key_text(row) for row in zip(*parts, strict=True) if None not in row]
        if len(texts) != batch.num_rows:
            raise BadInput("a row has no key", code="key_missing", entry=self.spec.code)
        return texts


def _texts(batch: pa.RecordBatch, item: ItemSpec) -> list[Any]:
    """The text form of every value, None for NULL."""
    column = _column(batch, item)
    if item.type is DataType.DATE:
        column = column.cast(pa.date32()).cast(pa.string())
    elif item.type is DataType.DATETIME:
        column = pc.strftime(column.cast(pa.timestamp("us")), format="%Y-%m-%dT%H:%M:%SZ")
    elif pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type):
        column = column.cast(pa.string())
    values: list[Any] = column.to_pylist()
    if pa.types.is_string(column.type):
        return values
    return [None if value is None else text_of(item, value) for value in values]


def _plain(batch: pa.RecordBatch, item: ItemSpec) -> list[Any]:
    """Every value as a plain column holds it; a number that is not finite counts as none."""
    if plain_storage(item) is Storage.TEXT:
        return _texts(batch, item)
    return [json_value(item, value) for value in _column(batch, item).to_pylist()]


def _column(batch: pa.RecordBatch, item: ItemSpec) -> Any:
    index = batch.schema.get_field_index(item.name)
    if index < 0:
        raise BadInput(f"the rows have no column {item.name}", code="column_missing", item=item.name)
    return batch.column(index)
