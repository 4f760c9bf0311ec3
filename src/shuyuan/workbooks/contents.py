"""The content that an entry and its items would have: what the file states over what is there already."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model

from shuyuan.catalog.content import EntryContent, Faults, ItemContent
from shuyuan.catalog.models import Entry, Item
from shuyuan.catalog.proposals import propose_items
from shuyuan.catalog.rules import IDENTIFIER_CHECKS, SharingType
from shuyuan.catalog.services.items import MAX_ITEMS
from shuyuan.workbooks.reading import ReadEntry

_OPENNESS = list(SharingType)


def _texts(model: type[Model], content: type[EntryContent | ItemContent]) -> dict[str, int]:
    """The plain texts among the fields with their greatest lengths."""
    columns = ((name, model._meta.get_field(name)) for name in content.names())  # noqa: SLF001
    return {name: one.max_length for name, one in columns if one.max_length and not one.flatchoices}


_ENTRY_TEXTS = _texts(Entry, EntryContent)
_ITEM_TEXTS = _texts(Item, ItemContent)
_MOST_REMEMBERED = 20_000

Pairs = list[tuple[Item | None, ItemContent]]


class ContentMaker:
    """Makes contents; remembers which combinations of an item's fields are well-formed."""

    def __init__(self) -> None:
        self._proposed: dict[str, dict[str, Any]] = {}
        self._sound: set[Any] = set()

    def entry(self, read: ReadEntry, target: Entry | None) -> EntryContent:
        """The content of the entry."""
        base = EntryContent.of(target) if target else EntryContent()
        content = replace(base, **read.fields)
        if not read.states_sharing and target is not None:
            content = replace(content, sharing_type=_sharing_of(read, target))
        return content

    def items(
        self, read: ReadEntry, content: EntryContent, saved: Sequence[Item]
    ) -> tuple[Pairs, list[Item]]:
        """The items in the order of the file with the saved ones that they continue, and those left over.

        A file without any item says nothing about them.
        """
        if not read.items:
            return [(item, ItemContent.of(item)) for item in saved], []
        if len(read.items) > MAX_ITEMS:
            read.remark("too_many_items_in_entry", "label", limit=MAX_ITEMS)
            return [], []
        by_name = {item.name: item for item in saved}
        by_label = {item.label: item for item in saved}
        taken: set[int] = set()
        pairs: Pairs = []
        fresh = self._fresh(read, {*by_name})
        for one, new in zip(read.items, fresh, strict=True):
            found = by_name.get(one.fields.get("name", "")) or by_label.get(one.fields.get("label", ""))
            if found is not None and found.pk in taken:
                found = None
            if found is not None:
                taken.add(found.pk)
            values = {**(vars(ItemContent.of(found)) if found else new), **one.fields}
            pairs.append((found, _against_entry(values, content, found)))
        self._refuse_twins(read, pairs)
        return pairs, [item for item in saved if item.pk not in taken]

    def _fresh(self, read: ReadEntry, names: set[str]) -> list[dict[str, Any]]:
        """Proposals for items that are new: a column from the name, and what the name gives away."""
        taken = {one.fields["name"] for one in read.items if "name" in one.fields} | names
        found = []
        for one in read.items:
            base = self._proposal(str(one.fields.get("label", "")))
            if "name" not in one.fields:
                name, number = base["name"], 2
                while name in taken:
                    name, number = f"{base['name'][:54]}_{number}", number + 1
                taken.add(name)
                base = {**base, "name": name}
            found.append(base)
        return found

    def _proposal(self, label: str) -> dict[str, Any]:
        known = self._proposed.get(label)
        if known is None:
            if len(self._proposed) > _MOST_REMEMBERED:
                self._proposed.clear()
            proposed = propose_items([label], []) if label else []
            known = {**vars(proposed[0] if proposed else ItemContent()), "length": None}
            self._proposed[label] = known
        return known

    def _refuse_twins(self, read: ReadEntry, pairs: Pairs) -> None:
        for field in ("name", "label"):
            seen: dict[str, int] = {}
            for number, (_item, content) in enumerate(pairs):
                value = getattr(content, field)
                if value in seen:
                    first = read.items[seen[value]]
                    read.remark(
                        "item_twice", field, item=read.items[number], value=value,
                        first=first.row or first.pointer,
                    )  # fmt: skip
                seen.setdefault(value, number)

    def faults(self, content: EntryContent, pairs: Pairs) -> tuple[Faults, list[tuple[int, Faults]]]:
        """What is malformed in the entry, and in which items."""
        found = []
        for number, (item, one) in enumerate(pairs):
            if item is not None and ItemContent.of(item) == one:
                continue
            faults = self._item_faults(one)
            if faults:
                found.append((number, faults))
        return self._entry_faults(content), found

    def _entry_faults(self, content: EntryContent) -> Faults:
        """The faults of an entry; what was found sound before is only measured again."""
        values = vars(content)
        if any(len(values[name]) > longest for name, longest in _ENTRY_TEXTS.items()) or not content.name:
            return content.faults()
        key = tuple(repr(value) for name, value in values.items() if name not in _ENTRY_TEXTS)
        if key in self._sound:
            return {}
        faults = content.faults()
        if not faults:
            if len(self._sound) > _MOST_REMEMBERED:
                self._sound.clear()
            self._sound.add(key)
        return faults

    def _item_faults(self, content: ItemContent) -> Faults:
        """The faults of an item; those that do not depend on its texts are looked up."""
        if not _is_plain(content):
            return content.faults()
        values = vars(content)
        key = tuple(
            [repr(value) if isinstance(value, list | dict) else value for name, value in values.items()
             if name not in _ITEM_TEXTS]
        )  # fmt: skip
        if key in self._sound:
            return {}
        faults = content.faults()
        if not faults:
            if len(self._sound) > _MOST_REMEMBERED:
                self._sound.clear()
            self._sound.add(key)
        return faults


def _is_plain(content: ItemContent) -> bool:
    """Whether the texts are surely well-formed; otherwise the full check decides."""
    name = content.name
    fits = all(len(getattr(content, field)) <= longest for field, longest in _ITEM_TEXTS.items())
    ascii_name = name.isascii() and name.replace("_", "a").isalnum() and name[:1].isalpha()
    return fits and bool(content.label) and ascii_name and name == name.lower()


def _sharing_of(read: ReadEntry, target: Entry) -> str:
    """The sharing type of a saved entry whose file states it item by item: one for all, else as it was."""
    stated = {one.fields.get("sharing_type") or target.sharing_type for one in read.items}
    return stated.pop() if len(stated) == 1 else target.sharing_type


def _against_entry(values: dict[str, Any], entry: EntryContent, saved: Item | None) -> ItemContent:
    """An item that says the same as its entry says nothing of its own, unless it did so before."""
    for name in ("sharing_type", "sharing_condition", "method_types", "update_cycle", "open_condition"):
        own = values[name]
        if own and own == getattr(entry, name) and (saved is None or getattr(saved, name) != own):
            values[name] = type(own)()
    if saved is None and values["is_key"] and not values["checks"]:
        values["checks"] = [{"kind": kind, "params": {}} for kind in _identifier_checks(values)]
    return ItemContent(**values)


def _identifier_checks(values: dict[str, Any]) -> list[str]:
    """The check digit that a new key of persons or organizations is told by."""
    kind = IDENTIFIER_CHECKS.get(values["key_kind"]) if values["data_type"] == "C" else None
    return [kind] if kind else []
