"""The catalog as one JSON document: written, described by a JSON Schema, and read back.

The fields are those of `catalog.content`, under the same names and with the stored values.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from types import NoneType
from typing import IO, Any, get_args, get_origin

import orjson
from django.db.models import Model, QuerySet

from shuyuan.catalog import guide
from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.models import Entry, Item
from shuyuan.engine.landing import Landed
from shuyuan.kernel.errors import BadInput, TooLarge
from shuyuan.kernel.identifiers import catalog_code
from shuyuan.workbooks.reading import ReadEntry, ReadItem, Remark, Source

FORMAT, VERSION = "shuyuan-catalog", 1
#: A document is read as a whole.
MOST_BYTES = 64 * 1024 * 1024
_PORTION = 200
_BESIDE = ("code", "class", "provider", "version", "published_on", "items")
_LISTS: dict[str, list[tuple[str, Any]]] = {
    "method_types": guide.MethodType.choices,
    "sharing_purposes": guide.Purpose.choices,
}


def write_document(
    entries: QuerySet[Entry] | Iterable[Entry], stream: IO[bytes], *, made_at: datetime, made_by: str
) -> int:
    """Write entries as one document and give their number."""
    head = {"format": FORMAT, "version": VERSION, "made_at": made_at.isoformat(), "made_by": made_by}
    stream.write(orjson.dumps(head)[:-1] + b',"entries":[')
    if isinstance(entries, QuerySet):
        related = entries.select_related("provider", "node", "revises").prefetch_related("items")
        entries = related.iterator(chunk_size=_PORTION)
    count = 0
    for count, entry in enumerate(entries, 1):
        stream.write((b"," if count > 1 else b"") + b"\n" + orjson.dumps(_entry(entry)))
    stream.write(b"\n]}\n")
    return count


def _entry(entry: Entry) -> dict[str, Any]:
    code = entry.code or (entry.revises.code if entry.revises_id and entry.revises else None)
    return {
        "code": code,
        "class": entry.node.code if entry.node else None,
        "provider": entry.provider.code,
        "version": entry.version,
        "published_on": entry.published_on.isoformat() if entry.published_on else None,
        **{name: getattr(entry, name) for name in EntryContent.names()},
        "items": [{name: getattr(item, name) for name in ItemContent.names()} for item in entry.items.all()],
    }


def schema() -> dict[str, Any]:
    """The JSON Schema of the document, made from the fields and tables of the catalog."""
    text_or_null = {"type": ["string", "null"]}
    item = {
        "type": "object",
        "required": ["label", "data_type"],
        "additionalProperties": False,
        "properties": {one.name: _schema_of(Item, one.name, one.type) for one in fields(ItemContent)},
    }
    entry = {
        "type": "object",
        "required": ["name"],
        "additionalProperties": False,
        "properties": {
            "code": {**text_or_null, "description": "Code of a published entry; absent for a new one."},
            "class": {**text_or_null, "description": "Code of its class; absent for the department's own."},
            "provider": {**text_or_null, "description": "Code of the department; on input your own."},
            "version": {"type": ["integer", "null"], "description": "Not read."},
            "published_on": {**text_or_null, "description": "Not read."},
            **{one.name: _schema_of(Entry, one.name, one.type) for one in fields(EntryContent)},
            "items": {"type": "array", "items": {"$ref": "#/$defs/item"}},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Shuyuan catalog document",
        "type": "object",
        "required": ["format", "version", "entries"],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "made_at": {"type": "string"},
            "made_by": {"type": "string"},
            "entries": {"type": "array", "items": {"$ref": "#/$defs/entry"}},
        },
        "$defs": {"entry": entry, "item": item},
    }


def _schema_of(model: type[Model], name: str, kind: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"type": _json_types(kind)}
    if name in _LISTS:
        return {"type": "array", "items": {"enum": [value for value, _label in _LISTS[name]]}}
    if get_origin(kind) is list:
        return {"type": "array", "items": {"type": _json_types(get_args(kind)[0])}}
    column = model._meta.get_field(name)  # noqa: SLF001
    if column.flatchoices:
        values = [value for value, _label in column.flatchoices if value not in {"", None}]
        return {"enum": [*values, ""] if column.blank else values}
    if column.max_length:
        found["maxLength"] = column.max_length
    return found


_JSON_NAMES = {str: "string", bool: "boolean", int: "integer", float: "number", dict: "object", list: "array"}


def _json_types(kind: Any) -> Any:
    names = [
        "null" if part is NoneType else _JSON_NAMES[get_origin(part) or part] for part in _alternatives(kind)
    ]
    return names[0] if len(names) == 1 else names


def _alternatives(kind: Any) -> tuple[Any, ...]:
    origin = get_origin(kind)
    return get_args(kind) if origin not in {None, list, dict} else (kind,)


def open_document(landed: Landed) -> Source:
    """The entries of a document; raises BadInput `not_json`, `not_a_catalog_document`, TooLarge."""
    if landed.size > MOST_BYTES:
        raise TooLarge("too large", code="file_too_large", limit_bytes=MOST_BYTES, remedy="split_file")
    try:
        content = orjson.loads(landed.path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise BadInput(str(error), code="not_json", line=error.lineno, column=error.colno) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BadInput("another format", code="not_a_catalog_document", pointer="/format", expected=FORMAT)
    if content.get("version") != VERSION:
        raise BadInput("version", code="not_a_catalog_document", pointer="/version", expected=str(VERSION))
    entries = content.get("entries")
    if not isinstance(entries, list):
        raise BadInput("no entries", code="not_a_catalog_document", pointer="/entries", expected="[…]")
    source = Source("document", total=len(entries), _entries=lambda: _read(entries, source))
    return source


def _read(entries: list[Any], source: Source) -> Iterator[ReadEntry]:
    for number, given in enumerate(entries):
        pointer = f"/entries/{number}"
        if not isinstance(given, dict):
            source.loose.append(Remark("not_an_object", pointer=pointer, value=str(given)[:200]))
            continue
        entry = ReadEntry(pointer=pointer)
        items = given.get("items", [])
        beside = {name: given.get(name) or "" for name in _BESIDE[:3]}
        for name, value in beside.items():
            if not isinstance(value, str) or "\0" in value:
                entry.remark("wrong_json_type", name, value=value, expected="string")
                beside[name] = ""
        entry.code = catalog_code.normalize(beside["code"])
        entry.provider = beside["provider"]
        entry.classes = (beside["class"],)
        entry.fields = _fields(EntryContent, given, entry, None)
        if not isinstance(items, list):
            entry.remark("wrong_json_type", "items", value=items, expected="array")
            items = []
        for place, one in enumerate(items):
            item = ReadItem({}, pointer=f"{pointer}/items/{place}")
            if isinstance(one, dict):
                item.fields = _fields(ItemContent, one, entry, item)
                entry.items.append(item)
            else:
                entry.remark("not_an_object", "", item=item, value=one)
        yield entry


def _fields(
    kind: type[EntryContent | ItemContent], given: dict[str, Any], entry: ReadEntry, item: ReadItem | None
) -> dict[str, Any]:
    """The known fields of the right JSON types; unknown and wrong ones become remarks."""
    types = {one.name: one.type for one in fields(kind)}
    stated: dict[str, Any] = {}
    for name, value in given.items():
        if name not in types:
            if item is not None or name not in _BESIDE:
                entry.remark("unknown_field", name[:80], item=item)
        elif not _fits(types[name], value):
            entry.remark("wrong_json_type", name, item=item, value=value, expected=_named(types[name]))
        else:
            stated[name] = value
    return stated


def _fits(kind: Any, value: Any) -> bool:
    for part in _alternatives(kind):
        origin = get_origin(part) or part
        if origin is list:
            inner = get_args(part)
            if isinstance(value, list) and all(_fits(inner[0], one) for one in value):
                return True
        elif origin is dict:
            inner = get_args(part)
            if isinstance(value, dict) and all(inner[1] is Any or _fits(inner[1], v) for v in value.values()):
                return True
        elif origin in {int, float}:
            allowed = (int, float) if origin is float else (int,)
            if isinstance(value, allowed) and not isinstance(value, bool):
                return True
        elif isinstance(value, origin) and not (origin is str and "\0" in value):
            return True  # databases keep no zero character
    return False


def _named(kind: Any) -> str:
    types = _json_types(kind)
    return types if isinstance(types, str) else " | ".join(types)
