"""
What society may see: pure decisions over a published entry and its items.

An entry that is marked as open shows its description and its open items. Rows are given of items that are
open, neither sensitive nor personal nor masked, and shared without condition, if the entry is so itself.
"""

from collections.abc import Mapping
from typing import Any, Protocol

_UNCONDITIONAL = "unconditional"
_GENERAL = "general"


class EntryLike(Protocol):
    """The fields of an entry that decide."""

    is_open: bool
    sharing_type: str
    level: str


class ItemLike(Protocol):
    """The fields of an item that decide; a blank sharing type is that of the entry."""

    is_open: bool
    sharing_type: str
    level: str
    sensitive: bool
    personal: bool
    mask: Any


def is_item_open(item: ItemLike) -> bool:
    """Whether society learns that the item exists."""
    return item.is_open and item.level == _GENERAL


def are_rows_open(entry: EntryLike) -> bool:
    """Whether society may have rows of the entry at all."""
    return entry.is_open and entry.sharing_type == _UNCONDITIONAL and entry.level == _GENERAL


def is_column_open(entry: EntryLike, item: ItemLike) -> bool:
    """Whether the values of an item leave without sign-in."""
    return (
        are_rows_open(entry)
        and is_item_open(item)
        and item.sharing_type in {"", _UNCONDITIONAL}
        and not item.sensitive
        and not item.personal
        and not item.mask
    )


def was_open(snapshot: Mapping[str, Any]) -> bool:
    """Whether that published version was open to society."""
    return bool(snapshot["entry"].get("is_open"))
