"""Which entries have an item of a certain name: for rooms that compare data without reading every entry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuyuan.search.index import Slice, current
from shuyuan.search.packing import members
from shuyuan.search.tokens import ITEM, text_grams


@dataclass(frozen=True)
class Carriers:
    """How many entries have an item like it, and which; no ids when there are more than were asked for."""

    count: int
    entries: tuple[int, ...]


def find_carriers(items: Sequence[Iterable[str]], *, most: int) -> tuple[list[Carriers], int]:
    """For each item, given by its possible names, its carriers in the master catalog; and all entries.

    A longer name that contains all of a name counts, too: who needs it exactly compares what was found.
    """
    slices = current()
    found = [_carriers(slices, list(names), most) for names in items]
    return found, sum(one.everything.bit_count() for one in slices)


def _carriers(slices: list[Slice], names: list[str], most: int) -> Carriers:
    keys = [_keys(name) for name in names]
    sets = [_having(one, keys) for one in slices]
    count = sum(bits.bit_count() for bits in sets)
    if count > most:
        return Carriers(count, ())
    ids = [one.ids[number] for one, bits in zip(slices, sets, strict=True) for number in members(bits)]
    return Carriers(count, tuple(ids))


def _having(one: Slice, names: list[list[str]]) -> int:
    """The documents of a slice with all keys of one of the names."""
    sets = one.read(key for keys in names for key in keys)
    found = 0
    for keys in names:
        bits = one.everything if keys else 0
        for key in keys:
            bits &= sets[key]
        found |= bits
    return found


def _keys(name: str) -> list[str]:
    """Pairs of characters; single ones only where there is no pair."""
    grams = sorted(text_grams(name))
    return [ITEM + gram for gram in grams if len(gram) > 1] or [ITEM + gram for gram in grams]
