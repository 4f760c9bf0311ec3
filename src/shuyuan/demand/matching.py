"""Finds entries for a demand: candidates from the search, then item by item how alike they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shuyuan.catalog.models import Entry, Item
from shuyuan.demand.rules import ALIKE, WORTH_SHOWING, Coverage, coverage_of, score_of
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput
from shuyuan.search.query import find
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
    found: dict[int, None] = {}
    for text in (name, *wished):
        try:
            hits = find(text[:100], actor=actor, size=_CANDIDATES).hits
        except BadInput:
            continue
        found.update((hit.entry_id, None) for hit in hits if hit.provider != department)
    entries = Entry.objects.filter(pk__in=found)
    proposals = [compare(entry, name, wished) for entry in entries]
    worthy = [one for one in proposals if one.score >= WORTH_SHOWING and one.coverage is not Coverage.NONE]
    return sorted(worthy, key=lambda one: (-one.score, one.entry_id))[:KEPT]


def compare(entry: Entry, name: str, wished: Sequence[str]) -> Proposal:
    """How well this entry meets the wishes."""
    offered = list(Item.objects.filter(entry=entry).order_by("position").values_list("label", "name"))
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
