"""Entries as rows of the template: one for each item, the resource's columns on every one of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from shuyuan.catalog import guide
from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.models import ClassNode, Entry
from shuyuan.catalog.snapshots import entry_content, item_contents
from shuyuan.workbooks.columns import BOTH, COLUMNS, ITEM
from shuyuan.workbooks.vocabulary import word_of

#: Entries whose items are fetched together.
_PORTION = 200
_JOIN = "、"

#: Cells of the resource, then of each of its items; an entry without items has one row.
EntryRows = tuple[dict[str, Any], list[dict[str, Any]]]


@dataclass(frozen=True)
class _Stated:
    """What stands beside the content of an entry, saved or published."""

    code: str
    published: str
    provider: str
    uscc: str
    classes: tuple[str, ...]


def rows_of(entries: Iterable[Entry] | QuerySet[Entry]) -> Iterator[EntryRows]:
    """The cells of entries in their order, with three queries for every two hundred of them."""
    nodes = {node.pk: node for node in ClassNode.objects.all()}
    if isinstance(entries, QuerySet):
        entries = entries.select_related("provider").prefetch_related("items").iterator(chunk_size=_PORTION)
    for number, entry in enumerate(entries, 1):
        stated = _Stated(
            code=entry.code or (entry.revises.code if entry.revises_id and entry.revises else "") or "",
            published=entry.published_on.isoformat() if entry.published_on else "",
            provider=entry.provider.name,
            uscc=entry.provider.uscc,
            classes=_class_names(nodes.get(entry.node_id or 0), nodes),
        )
        yield _rows(number, EntryContent.of(entry), stated, map(ItemContent.of, entry.items.all()))


def rows_of_snapshots(snapshots: Iterable[Mapping[str, Any]]) -> Iterator[EntryRows]:
    """The cells of published versions, as readers saw them; the names of upper classes are today's."""
    nodes = {node.pk: node for node in ClassNode.objects.all()}
    by_code = {node.code: node for node in nodes.values()}
    for number, snapshot in enumerate(snapshots, 1):
        own, provider = snapshot["class"] or {}, snapshot["provider"]
        path = _class_names(by_code.get(own.get("code", "")), nodes)
        stated = _Stated(
            code=snapshot["code"],
            published=snapshot["published_on"],
            provider=provider["name"],
            uscc=provider.get("uscc", ""),
            classes=(*path[:-1], own["name"]) if own else (),
        )
        yield _rows(number, entry_content(dict(snapshot)), stated, item_contents(dict(snapshot)))


def _rows(number: int, entry: EntryContent, stated: _Stated, items: Iterable[ItemContent]) -> EntryRows:
    classes = {f"class{level}": name for level, name in enumerate(stated.classes[:5], 1)}
    shared = {"number": number, **classes, **_entry_cells(entry, stated)}
    return shared, [_item_cells(entry, item) for item in items] or [{}]


def entry_keys() -> list[str]:
    """The keys of the columns that say something about the resource."""
    return [column.key for column in COLUMNS if column.of not in {ITEM, BOTH}]


def _class_names(node: ClassNode | None, nodes: Mapping[int, ClassNode]) -> tuple[str, ...]:
    path: list[str] = []
    while node is not None:
        path.insert(0, node.name)
        node = nodes.get(node.parent_id or 0)
    return tuple(path)


def _entry_cells(entry: EntryContent, stated: _Stated) -> dict[str, Any]:
    return {
        "business": entry.related_business,
        "name": entry.name,
        "code": stated.code,
        "office": entry.internal_office,
        "abstract": entry.abstract,
        "format_class": _JOIN.join(word_of("format_class", row["class"]) for row in entry.formats),
        "format_type": _JOIN.join(row["type"] for row in entry.formats if row.get("type")),
        "format_note": entry.format_note,
        "method_class": word_of("method_class", entry.method_class),
        "open_condition": entry.open_condition,
        "cycle": word_of("cycle", entry.update_cycle),
        "published": stated.published,
        "provider": stated.provider,
        "uscc": stated.uscc,
        "level": word_of("level", entry.level),
        "subject": word_of("subject", entry.subject_kind),
        "scope": entry.sharing_scope,
        "purposes": _words("purposes", entry.sharing_purposes),
        "related": _JOIN.join(entry.related_codes),
        "theme": word_of("theme", entry.open_theme),
        "data_class": entry.data_class,
        "system": entry.system_code,
        "further": _JOIN.join(entry.further_classes),
        "secrecy": entry.secrecy_assessment,
        "privacy": entry.privacy_assessment,
        **{name: getattr(entry, name) for name in guide.CENSUS},
        "entry_sharing": word_of("sharing", entry.sharing_type),
        "entry_condition": entry.sharing_condition,
        "entry_methods": _words("methods", entry.method_types),
        "entry_open": word_of("open", entry.is_open),
    }


def _item_cells(entry: EntryContent, item: ItemContent) -> dict[str, Any]:
    return {
        "item": item.label,
        "type": f"{word_of('type', item.data_type)}{item.data_type}",
        "length": item.length,
        "sharing": word_of("sharing", item.sharing_type or entry.sharing_type),
        "condition": item.sharing_condition or entry.sharing_condition,
        "methods": _words("methods", item.method_types or entry.method_types),
        "open": word_of("open", item.is_open),
        "column": item.name,
        "description": item.description,
        "scale": item.scale or None,
        "required": word_of("required", item.required),
        "key": word_of("key", item.is_key),
        "key_kind": word_of("key_kind", item.key_kind),
        "personal": word_of("personal", item.personal),
        "sensitive": word_of("sensitive", item.sensitive),
        "item_level": word_of("level", item.level),
        "item_cycle": word_of("cycle", item.update_cycle),
        "item_open_condition": item.open_condition,
    }


def _words(key: str, values: list[str]) -> str:
    return _JOIN.join(word_of(key, value) for value in values)


#: What drop-downs of the template offer, by column.
def drop_down_words(words: Callable[[str], Mapping[str, Any]]) -> dict[str, list[str]]:
    """Column → its allowed words; a format type depends on its class, so it offers all."""
    singles = {
        key: list(words(key))
        for key in (
            *("sharing", "method_class", "methods", "open", "cycle", "format_class", "format_type", "level"),
            *("subject", "entry_sharing", "entry_methods", "entry_open", "required", "key", "key_kind"),
            *("personal", "sensitive", "item_level", "item_cycle", "purposes", "theme"),
        )
    }
    types = [f"{word}{letter}" for word, letter in words("type").items() if letter in guide.DATA_TYPES]
    return {**singles, "type": types}
