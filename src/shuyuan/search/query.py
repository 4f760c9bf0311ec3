"""`find`: the one way to search entries. Names weigh most, then items, abstracts and providers."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput
from shuyuan.search.facets import FacetCount, count_facets, read_filters
from shuyuan.search.index import Slice, current
from shuyuan.search.models import Document
from shuyuan.search.packing import at_least, members
from shuyuan.search.tokens import LEVELS, Term, marks, nearest_part, normalize, terms

LONGEST_QUERY = 100
MOST_TERMS = 12
LARGEST_PAGE = 100
#: Nobody turns more pages; filters lead further.
DEEPEST = 10_000
#: The best so many are put in order by how exactly they match.
WINDOW = 40
_LEVELS = 4
#: Texts in which the intended word is looked for.
_GUESSES = 30
_SHOWN_ITEMS = 6

Parts = list[tuple[str, bool]]


@dataclass(frozen=True)
class Hit:
    """An entry that was found; `name`, `abstract` and `items` are parts with whether each is a hit."""

    entry_id: int
    code: str
    title: str
    name: Parts
    provider: str
    provider_name: str
    abstract: Parts
    items: list[Parts]
    labels: tuple[str, ...]
    facets: Mapping[str, str]
    more_items: int = 0


@dataclass(frozen=True)
class Result:
    """One page of hits. `corrected` is what was searched instead when nothing matched the text exactly."""

    hits: list[Hit]
    total: int
    facets: list[FacetCount]
    took_ms: float
    corrected: str = ""
    text: str = ""
    page: int = 1
    size: int = 20
    approximate: bool = False
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass
class _Found:
    """What a slice has: `ranked` are disjoint sets, the best first."""

    slice: Slice
    ranked: list[int]

    @property
    def all(self) -> int:
        bits = 0
        for one in self.ranked:
            bits |= one
        return bits


def find(
    text: str = "",
    *,
    actor: Actor | None,
    filters: Mapping[str, str | Sequence[str]] | None = None,
    page: int = 1,
    size: int = 20,
) -> Result:
    """Entries of the master catalog that this actor may see; a visitor (None) sees what is open to society.

    Raises BadInput `bad_search` for a text that is none, `bad_filter` and `unknown_page`.
    """
    started = time.perf_counter()
    wanted = read_terms(text)
    chosen = read_filters(filters or {})
    if not page >= 1 or not 1 <= size <= LARGEST_PAGE or (page - 1) * size >= DEEPEST:
        raise BadInput("no such page", code="unknown_page", page=page)
    found, approximate = search_slices(current(), wanted)
    for one in found:
        visible = visible_in(one.slice, actor)
        one.ranked = [bits & visible for bits in one.ranked]
    unfiltered = [(one.slice, one.all) for one in found]
    facets, allowed = count_facets(unfiltered, chosen)
    for one, bits in zip(found, allowed, strict=True):
        one.ranked = [level & bits for level in one.ranked]
    total = sum(one.all.bit_count() for one in found)
    hits = _page(found, wanted, first=(page - 1) * size, size=size) if total else []
    corrected = _corrected(wanted, hits) if approximate and hits else ""
    return Result(
        hits=hits,
        total=total,
        facets=facets,
        took_ms=(time.perf_counter() - started) * 1000,
        corrected=corrected,
        text=text.strip(),
        page=page,
        size=size,
        approximate=approximate,
        filters=chosen,
    )


def found_among(
    text: str,
    entries: Collection[int],
    *,
    actor: Actor | None,
    filters: Mapping[str, str | Sequence[str]] | None = None,
) -> list[str]:
    """Names of those of these entries that the search finds, exactly as it is typed; for saved searches."""
    wanted, chosen = read_terms(text), read_filters(filters or {})
    found, approximate = search_slices(current(), wanted)
    if approximate:
        return []
    _facets, allowed = count_facets(
        [(one.slice, one.all & visible_in(one.slice, actor)) for one in found], chosen
    )
    ids = {
        one.slice.ids[number]
        for one, bits in zip(found, allowed, strict=True)
        for number in members(bits)
        if one.slice.ids[number] in entries
    }
    return list(Document.objects.filter(entry__in=ids).order_by("name", "pk").values_list("name", flat=True))


def read_terms(text: str) -> tuple[Term, ...]:
    """The terms of a query; raises BadInput `bad_search` for one that is too long or no text."""
    if "\0" in text or len(text) > LONGEST_QUERY:
        raise BadInput("not a search text", code="bad_search", limit=LONGEST_QUERY)
    wanted = terms(text)
    if text.strip() and not wanted:
        raise BadInput("nothing to look for", code="empty_search")
    return wanted[:MOST_TERMS]


def visible_in(one: Slice, actor: Actor | None) -> int:
    """The master catalog for whoever is signed in, what is open to society for a visitor."""
    if actor is not None:
        return one.everything
    return one.everything & one.facets.get("openness", {}).get("open", 0)


def search_slices(slices: list[Slice], wanted: Sequence[Term]) -> tuple[list[_Found], bool]:
    """The documents of each slice in which every term is, in some form, and whether a form was guessed."""
    if not wanted:
        return [_Found(one, [one.everything]) for one in slices], False
    levels = [[_levels(one, term.families()) for one in slices] for term in wanted]
    approximate = False
    for at, term in enumerate(wanted):
        if any(level[-1] & one.everything for level, one in zip(levels[at], slices, strict=True)):
            continue
        approximate = True
        levels[at] = [_levels(one, term.homophones()) for one in slices]
        if not any(level[-1] & one.everything for level, one in zip(levels[at], slices, strict=True)):
            levels[at] = [_near(one, term) for one in slices]
    return [_Found(one, _ranked([row[at] for row in levels])) for at, one in enumerate(slices)], approximate


def _levels(one: Slice, families: list[tuple[str, tuple[str, ...]]]) -> list[int]:
    """Documents with the term in the name; there or in items; in the abstract too; anywhere."""
    sets = one.read(key for _field, keys in families for key in keys)
    found = [0] * _LEVELS
    for name, keys in families:
        bits = -1
        for key in keys:
            bits &= sets[key]
            if not bits:
                break
        found[LEVELS[name]] |= max(bits, 0)
    for level in range(1, _LEVELS):
        found[level] |= found[level - 1]
    return found


def _near(one: Slice, term: Term) -> list[int]:
    """Documents that share most grams with a term that is mistyped; more than half at first, then half."""
    families = [family for family in term.families() if len(family[1]) > 1]
    sets = one.read(key for _field, keys in families for key in keys)
    found = [0] * _LEVELS
    for name, keys in families:
        least = max(1, -(-len(keys) * 2 // 3) - (len(keys) <= _SHORT_WORD))
        found[LEVELS[name]] |= at_least([sets[key] for key in keys], least)
    for level in range(1, _LEVELS):
        found[level] |= found[level - 1]
    return found


#: In a word of so few grams one wrong character already spoils two.
_SHORT_WORD = 3


def _ranked(terms_of: list[list[int]]) -> list[int]:
    """Disjoint sets: all terms in the name, some there and some in items, then abstract and provider."""
    every = [_all(row[level] for row in terms_of) for level in range(_LEVELS)]
    some_name = 0
    for row in terms_of:
        some_name |= row[0]
    ranked, seen = [], 0
    for bits in (every[0], every[1] & some_name, *every[1:]):
        ranked.append(bits & ~seen)
        seen |= bits
    return ranked


def _all(sets: Iterator[int]) -> int:
    bits = -1
    for one in sets:
        bits &= one
    return bits


def _page(found: list[_Found], wanted: Sequence[Term], *, first: int, size: int) -> list[Hit]:
    """The documents of the page in order; the first ones are ordered by how exactly they match."""
    end = max(first + size, WINDOW if wanted and first < WINDOW else 0)
    ids = list(islice(in_order(found), end))
    if first >= WINDOW or not wanted:
        ids = ids[first : first + size]
        read = Document.objects.in_bulk(ids)
        return [_hit(read[pk], wanted) for pk in ids if pk in read]
    read = Document.objects.in_bulk(ids)
    head = [read[pk] for pk in ids[:WINDOW] if pk in read]
    head.sort(key=lambda document: closeness(document, wanted), reverse=True)
    ordered = [*head, *(read[pk] for pk in ids[WINDOW:] if pk in read)]
    return [_hit(document, wanted) for document in ordered[first : first + size]]


def in_order(found: list[_Found]) -> Iterator[int]:
    """Ids of entries: by rank, within a rank shorter names first."""
    for rank in range(max(len(one.ranked) for one in found)):
        for one in found:
            for number in members(one.ranked[rank]) if rank < len(one.ranked) else ():
                yield one.slice.ids[number]


def closeness(document: Document, wanted: Sequence[Term]) -> float:
    """How exactly a document says what was looked for; texts that contain the very words come first."""
    name = normalize(document.name)
    score = 0.0
    for term in wanted:
        if term.text in name:
            score += 8 + 4 * len(term.text) / len(name) + (2 if name.startswith(term.text) else 0)
            continue
        best = max(
            (len(term.text) / len(label) for label in document.labels if term.text in label.lower()),
            default=0,
        )
        spelled = not term.is_chinese and len(marks(document.name, [term])) > 1
        columns = any(term.text in column.lower() for column in document.columns)
        score += 4 + 3 * best if best else 5 if spelled else 4 if columns else 0
        score += 1 if term.text in document.abstract.lower() else 0
    return score


def _hit(document: Document, wanted: Sequence[Term]) -> Hit:
    marked = [marks(label, wanted) for label in document.labels] if wanted else []
    items = [parts for parts in marked if len(parts) > 1 or parts[0][1]]
    columns = [
        marks(f"{label} ({column})", wanted)
        for label, column in zip(document.labels, document.columns, strict=False)
        if any(not term.is_chinese and term.text in column.lower() for term in wanted)
    ]
    items = columns or items
    return Hit(
        entry_id=document.pk,
        code=document.code,
        title=document.name,
        name=marks(document.name, wanted),
        provider=document.provider,
        provider_name=document.provider_name,
        abstract=marks(document.abstract, wanted),
        items=items[:_SHOWN_ITEMS],
        labels=tuple(document.labels),
        facets=document.facets,
        more_items=max(0, len(items) - _SHOWN_ITEMS),
    )


def _corrected(wanted: Sequence[Term], hits: Sequence[Hit]) -> str:
    """The query with each mistyped term replaced by what the hits suggest; '' when nothing is near enough."""
    texts = [text for hit in hits[:_GUESSES] for text in (hit.title, *hit.labels)]
    words: list[Any] = []
    for term in wanted:
        exact = any(term.text in normalize(text) for text in texts)
        words.append(term.text if exact else nearest_part(term, texts) or term.text)
    corrected = " ".join(words)
    return corrected if corrected != " ".join(term.text for term in wanted) else ""
