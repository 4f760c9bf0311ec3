"""Which entries have an item of a certain name: for rooms that compare data without reading every entry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuyuan.search.index import Slice, current
from shuyuan.search.packing import members
from shuyuan.search.tokens import ITEM, text_grams

#: Items whose keys are read in one statement.
_AT_ONCE = 40


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
    keys = [[_keys(name) for name in names] for names in items]
    found = []
    for start in range(0, len(keys), _AT_ONCE):
        portion = keys[start : start + _AT_ONCE]
        wanted = {key for names in portion for one in names for key in one}
        sets = [one.read(wanted) for one in slices]
        found += [_carriers(slices, sets, names, most) for names in portion]
    return found, sum(one.everything.bit_count() for one in slices)


def _carriers(slices: list[Slice], sets: list[dict[str, int]], names: list[list[str]], most: int) -> Carriers:
    having = [_having(one.everything, known, names) for one, known in zip(slices, sets, strict=True)]
    count = sum(bits.bit_count() for bits in having)
    if count > most:
        return Carriers(count, ())
    ids = [one.ids[number] for one, bits in zip(slices, having, strict=True) for number in members(bits)]
    return Carriers(count, tuple(ids))


def _having(everything: int, sets: dict[str, int], names: list[list[str]]) -> int:
    """The documents of a slice with all keys of one of the names."""
    found = 0
    for keys in names:
        bits = everything if keys else 0
        for key in keys:
            bits &= sets[key]
        found |= bits
    return found


def _keys(name: str) -> list[str]:
    """Pairs of characters; single ones only where there is no pair."""
    grams = sorted(text_grams(name))
    return [ITEM + gram for gram in grams if len(gram) > 1] or [ITEM + gram for gram in grams]
