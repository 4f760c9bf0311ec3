"""Two versions of an entry side by side: its fields, and its items as they came, went or changed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from shuyuan.catalog import wording
from shuyuan.catalog.models import Entry, Item
from shuyuan.catalog.snapshots import ENTRY_FIELDS, ITEM_FIELDS


@dataclass(frozen=True)
class Pair:
    """One field in both versions, in words; '' where there was nothing."""

    label: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether the two say something else."""
        return self.before != self.after


@dataclass(frozen=True)
class ItemPair:
    """One item in both versions; `state` is added, removed, changed or same."""

    name: str
    label: str
    state: str
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Everything that two versions say; `fields` and `items` in the order of the newer one."""

    fields: tuple[Pair, ...]
    items: tuple[ItemPair, ...]

    @property
    def changed_fields(self) -> list[Pair]:
        """The fields that differ."""
        return [pair for pair in self.fields if pair.differs]

    @property
    def changed_items(self) -> list[ItemPair]:
        """The items that differ."""
        return [pair for pair in self.items if pair.state != "same"]

    def count(self, state: str) -> int:
        """How many items are in that state."""
        return sum(1 for pair in self.items if pair.state == state)


def compare(before: dict[str, Any], after: dict[str, Any]) -> Comparison:
    """Two snapshots side by side; fields that neither has are left out."""
    fields = [
        _pair(Entry, name, before["entry"].get(name), after["entry"].get(name)) for name in ENTRY_FIELDS
    ]
    fields.insert(2, _pair(Entry, "node", before["class"], after["class"]))
    old = {item["name"]: item for item in before["items"]}
    new = {item["name"]: item for item in after["items"]}
    names = dict.fromkeys([*new, *old])
    return Comparison(
        tuple(pair for pair in fields if pair.before or pair.after),
        tuple(_items(name, old.get(name), new.get(name)) for name in names),
    )


def _items(name: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> ItemPair:
    one = new or old or {}
    pairs = tuple(
        pair
        for field in ITEM_FIELDS
        if (pair := _pair(Item, field, (old or {}).get(field), (new or {}).get(field))).differs
    )
    if old is None or new is None:
        return ItemPair(name, one["label"], "removed" if new is None else "added", pairs)
    return ItemPair(name, one["label"], "changed" if pairs else "same", pairs)


def _pair(model: type[Model], name: str, before: Any, after: Any) -> Pair:
    return Pair(
        wording.field_label(model, name),
        wording.value_label(model, name, before),
        wording.value_label(model, name, after),
    )
