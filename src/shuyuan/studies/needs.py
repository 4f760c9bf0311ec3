"""Which published entries have the data that a study needs: by names as in demands, and by data element."""

from collections.abc import Sequence
from typing import Any

from shuyuan.catalog.models import Entry
from shuyuan.catalog.states import State
from shuyuan.demand.matching import KEPT, compare_all, propose
from shuyuan.demand.rules import WORTH_SHOWING, Coverage, coverage_of, score_of
from shuyuan.elements.matching import Known, Wanted
from shuyuan.elements.selectors import bindings_of_many, matcher, sources_by_code
from shuyuan.kernel.actor import Actor
from shuyuan.search.tokens import likeness


def find_available(name: str, wished: Sequence[str], *, actor: Actor) -> list[dict[str, Any]]:
    """What can be requested already, the best first, as needs keep it: entry, score, coverage and items.

    An item counts, too, whatever it is called, when it is bound to the element that a wish surely means.
    """
    found = {
        one.entry_id: one.items for one in propose(name, wished, department=actor.department, actor=actor)
    }
    proposed = set(found)
    finder = matcher()
    elements = {one: known for one in wished if (known := finder.find_sure(Wanted(one))) is not None}
    sources = sources_by_code({known.code for known in elements.values()})
    ids = {*found, *(binding.entry_id for binding in sources.values())}
    entries = Entry.objects.filter(pk__in=ids, state=State.PUBLISHED).exclude(provider__code=actor.department)
    bound = bindings_of_many(ids)
    there = list(entries.order_by("pk"))
    others = compare_all([entry for entry in there if entry.pk not in found], name, wished)
    found.update((one.entry_id, one.items) for one in others)
    rows = []
    for entry in there:
        items = found[entry.pk]
        columns = {
            one.element.code: (one.item_label, one.item_name) for one in bound.get(entry.pk, {}).values()
        }
        items = [_by_element(item, elements.get(item["wished"]), columns) for item in items]
        likenesses = [item["likeness"] for item in items]
        score, coverage = score_of(likenesses, likeness(name, entry.name)), coverage_of(likenesses)
        if coverage is not Coverage.NONE and (score >= WORTH_SHOWING or entry.pk in proposed):
            rows.append({"entry": entry.pk, "score": score, "coverage": coverage.value, "items": items})
    return sorted(rows, key=lambda one: (-one["score"], one["entry"]))[:KEPT]


def _by_element(
    item: dict[str, Any], known: Known | None, columns: dict[str, tuple[str, str]]
) -> dict[str, Any]:
    """The pair of wish and item, met by the element where names alone do not lead there."""
    if known is None or known.code not in columns:
        return item
    label, column = columns[known.code]
    return {"wished": item["wished"], "item": label, "column": column, "likeness": 1.0, "element": known.name}
