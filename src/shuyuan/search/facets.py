"""What results are narrowed by: the facets with their values in words and how many results each has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.catalog import guide
from shuyuan.catalog.models import ClassNode
from shuyuan.kernel.errors import BadInput
from shuyuan.organizations.selectors import list_departments
from shuyuan.search.index import Slice

#: Values that a facet shows; further ones are found by searching.
SHOWN_VALUES = 12
_MOST_CHOSEN = 20
_LONGEST_VALUE = 40


@dataclass(frozen=True)
class Facet:
    """One way to narrow; `words` gives the labels of these values."""

    name: str
    label: Any
    words: Callable[[Sequence[str]], Mapping[str, Any]]
    in_order: bool = False


@dataclass(frozen=True)
class ValueCount:
    """A value of a facet with how many results it has."""

    value: str
    label: Any
    count: int
    chosen: bool


@dataclass(frozen=True)
class FacetCount:
    """A facet of a result; counts are those that choosing the value would give."""

    name: str
    label: Any
    values: list[ValueCount]
    more: int = 0


def _departments(codes: Sequence[str]) -> Mapping[str, Any]:
    return dict(list_departments().filter(code__in=codes).values_list("code", "name"))


def _classes(codes: Sequence[str]) -> Mapping[str, Any]:
    return dict(ClassNode.objects.filter(code__in=codes).values_list("code", "name"))


def _fixed(*choices: tuple[str, Any]) -> Callable[[Sequence[str]], Mapping[str, Any]]:
    words = dict(choices)
    return lambda _codes: words


FACETS = {
    facet.name: facet
    for facet in (
        Facet("provider", _("Provider"), _departments),
        Facet("class", _("Class"), _classes),
        Facet("sharing", _("Sharing type"), _fixed(*guide.SHARING_TYPES), in_order=True),
        Facet(
            "openness",
            _("Open to the public"),
            _fixed(("open", _("yes")), ("closed", _("no"))),
            in_order=True,
        ),
        Facet("cycle", _("Update cycle"), _fixed(*guide.Cycle.choices), in_order=True),
        Facet("level", _("Data level"), _fixed(*guide.Level.choices), in_order=True),
        Facet("api", _("Service interface"), _fixed(("yes", _("yes")), ("no", _("no"))), in_order=True),
    )
}


def read_filters(given: Mapping[str, str | Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The chosen values by facet; raises BadInput `bad_filter` for a facet that is none."""
    chosen = {}
    for name, values in given.items():
        several = (values,) if isinstance(values, str) else tuple(values)
        several = tuple(value for value in several if value)
        is_bad = any(len(value) > _LONGEST_VALUE or "\0" in value for value in several)
        if name not in FACETS or len(several) > _MOST_CHOSEN or is_bad:
            raise BadInput("not a filter of the search", code="bad_filter", filter=name)
        if several:
            chosen[name] = several
    return chosen


def count_facets(
    found: Sequence[tuple[Slice, int]], chosen: Mapping[str, tuple[str, ...]]
) -> tuple[list[FacetCount], list[int]]:
    """Counts per facet, each without its own choice so that one can switch, and who passes every choice."""
    passing = {name: [_any(one, name, values) for one, _bits in found] for name, values in chosen.items()}
    counts = []
    for facet in FACETS.values():
        bits = [
            _and(bits, [passed[at] for name, passed in passing.items() if name != facet.name])
            for at, (_one, bits) in enumerate(found)
        ]
        counts.append(_count(facet, found, bits, chosen.get(facet.name, ())))
    allowed = [
        _and(bits, [passed[at] for passed in passing.values()]) for at, (_one, bits) in enumerate(found)
    ]
    return [count for count in counts if count.values], allowed


def _any(one: Slice, name: str, values: Sequence[str]) -> int:
    sets = one.facets.get(name, {})
    bits = 0
    for value in values:
        bits |= sets.get(value, 0)
    return bits


def _and(bits: int, others: Sequence[int]) -> int:
    for other in others:
        bits &= other
    return bits


def _count(
    facet: Facet, found: Sequence[tuple[Slice, int]], bits: Sequence[int], chosen: Sequence[str]
) -> FacetCount:
    counts: dict[str, int] = {}
    for (one, _all), own in zip(found, bits, strict=True):
        for value, members in one.facets.get(facet.name, {}).items():
            number = (own & members).bit_count() if own else 0
            if number or value in chosen:
                counts[value] = counts.get(value, 0) + number
    ranked = sorted(counts, key=lambda value: (value not in chosen, -counts[value], value))
    shown = ranked[:SHOWN_VALUES]
    words = facet.words(shown) if shown else {}
    if facet.in_order:
        order = list(words)
        shown.sort(key=lambda value: order.index(value) if value in words else len(order))
    return FacetCount(
        facet.name,
        facet.label,
        [
            ValueCount(value, words.get(value, value), counts[value], value in chosen)
            for value in shown
            if value
        ],
        len(ranked) - len(shown),
    )
