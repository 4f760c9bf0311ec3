"""Finds entries for a demand: candidates from the search, then item by item how alike they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from shuyuan.catalog.models import Entry, Item
from shuyuan.demand.rules import ALIKE, WORTH_SHOWING, Coverage, coverage_of, score_of
from shuyuan.kernel.actor import Actor
from shuyuan.search.many import find_nearest
from shuyuan.search.query import LONGEST_QUERY
from shuyuan.search.tokens import likeness

#: Entries that the search gives for each word, and that are kept in the end.
_CANDIDATES = 10
KEPT = 5


@dataclass(frozen=True)
class Proposal:
    """How well one entry meets the wishes."""

    entry_id: int
    score: int
    coverage: Coverage
    items: list[dict[str, Any]]


def propose(name: str, wished: Sequence[str], *, department: str, actor: Actor) -> list[Proposal]:
    """The entries of other departments that come nearest, the best first; none that is not worth showing."""
    texts = [text[:LONGEST_QUERY] for text in (name, *wished)]
    nearest = find_nearest(texts, actor=actor, size=_CANDIDATES)
    found = {one.pk for documents in nearest for one in documents if one.provider != department}
    entries = Entry.objects.filter(pk__in=found)
    proposals = compare_all(entries, name, wished)
    worthy = [one for one in proposals if one.score >= WORTH_SHOWING and one.coverage is not Coverage.NONE]
    return sorted(worthy, key=lambda one: (-one.score, one.entry_id))[:KEPT]


def compare(entry: Entry, name: str, wished: Sequence[str]) -> Proposal:
    """How well this entry meets the wishes."""
    [proposal] = compare_all([entry], name, wished)
    return proposal


def compare_all(entries: Iterable[Entry], name: str, wished: Sequence[str]) -> list[Proposal]:
    """How well each of these entries meets the wishes; their items are read in one query."""
    there = list(entries)
    offered: dict[int, list[tuple[str, str]]] = {entry.pk: [] for entry in there}
    items = Item.objects.filter(entry__in=offered).order_by("entry_id", "position")
    for entry_id, label, column in items.values_list("entry_id", "label", "name"):
        offered[entry_id].append((label, column))
    return [_compare(entry, offered[entry.pk], name, wished) for entry in there]


def _compare(entry: Entry, offered: Sequence[tuple[str, str]], name: str, wished: Sequence[str]) -> Proposal:
    rows = [_nearest(one, offered) for one in wished]
    likenesses = [row["likeness"] for row in rows]
    return Proposal(entry.pk, score_of(likenesses, likeness(name, entry.name)), coverage_of(likenesses), rows)


def _nearest(wished: str, offered: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The item that is most like a wish; an empty one when none is alike."""
    best = max(
        ((likeness(wished, label), label, column) for label, column in offered),
        key=lambda one: one[0],
        default=(0.0, "", ""),
    )
    if best[0] < ALIKE:
        return {"wished": wished, "item": "", "column": "", "likeness": 0.0}
    return {"wished": wished, "item": best[1], "column": best[2], "likeness": round(best[0], 2)}
