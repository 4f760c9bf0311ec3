"""The frozen form of a published entry: what a snapshot holds, how it is read, how two differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.models import Entry
from shuyuan.engine.spec import Check, CheckKind, DataType, EntrySpec, ItemSpec

ENTRY_FIELDS = EntryContent.names()
ITEM_FIELDS = ItemContent.names()
_PLAIN_ITEM = ItemContent()


def take_snapshot(entry: Entry, *, code: str, version: int, published_on: str) -> dict[str, Any]:
    """Everything that readers of the published entry see, as JSON values."""
    return {
        "code": code,
        "related_codes": entry.all_related_codes,
        "version": version,
        "published_on": published_on,
        "provider": {
            "code": entry.provider.code,
            "name": entry.provider.name,
            "uscc": entry.provider.uscc,
        },
        "class": {"code": entry.node.code, "name": entry.node.name} if entry.node else None,
        "entry": {name: getattr(entry, name) for name in ENTRY_FIELDS},
        "items": [{name: getattr(item, name) for name in ITEM_FIELDS} for item in entry.items.all()],
    }


def spec_of(snapshot: dict[str, Any]) -> EntrySpec:
    """What the data plane is told about the published version."""
    return EntrySpec(
        code=snapshot["code"],
        name=snapshot["entry"]["name"],
        version=snapshot["version"],
        items=tuple(_item_spec(item) for item in snapshot["items"]),
    )


def _item_spec(item: dict[str, Any]) -> ItemSpec:
    return ItemSpec(
        name=item["name"],
        label=item["label"],
        type=DataType(item["data_type"]),
        length=item["length"],
        scale=item["scale"],
        required=item["required"] or item["is_key"],
        is_key=item["is_key"],
        sensitive=item["sensitive"],
        checks=tuple(Check(CheckKind(check["kind"]), check.get("params", {})) for check in item["checks"]),
    )


def entry_content(snapshot: dict[str, Any]) -> EntryContent:
    """The fields of the entry; those that the version did not have yet are empty."""
    return EntryContent(
        **{name: snapshot["entry"][name] for name in ENTRY_FIELDS if name in snapshot["entry"]}
    )


def item_contents(snapshot: dict[str, Any]) -> list[ItemContent]:
    """The items in their order."""
    return [
        ItemContent(**{name: item[name] for name in ITEM_FIELDS if name in item})
        for item in snapshot["items"]
    ]


@dataclass(frozen=True)
class Difference:
    """One field that differs; `item` is '' for fields of the entry, `field` '' for a whole item."""

    item: str
    field: str
    before: Any
    after: Any


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """What changed from one snapshot to another: fields of the entry first, then item by item."""
    changes = [
        Difference("", name, before["entry"].get(name), after["entry"].get(name))
        for name in ENTRY_FIELDS
        if before["entry"].get(name) != after["entry"].get(name)
    ]
    if before["class"] != after["class"]:
        changes.append(Difference("", "node", before["class"], after["class"]))
    old = {item["name"]: item for item in before["items"]}
    new = {item["name"]: item for item in after["items"]}
    for name in _in_order(old, new):
        if name not in new:
            changes.append(Difference(name, "", old[name]["label"], None))
        elif name not in old:
            changes.append(Difference(name, "", None, new[name]["label"]))
        else:
            changes += [
                Difference(name, field, was, now)
                for field in ITEM_FIELDS
                if (was := _stated(old[name], field)) != (now := _stated(new[name], field))
            ]
    return changes


def _stated(item: dict[str, Any], field: str) -> Any:
    """What a version says about an item; a field that it did not have yet is as for a new item."""
    return item.get(field, getattr(_PLAIN_ITEM, field))


def _in_order(old: Iterable[str], new: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*new, *old]))
