"""How much of what a project plans to collect is there already: item by item, by data element and by name.

Candidates come from the search index, from bindings and from the data of other studies, never by reading
every entry; the nearest of them are then compared exactly.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count

from shuyuan.catalog.models import Entry, Item
from shuyuan.catalog.states import IN_MASTER_CATALOG, State
from shuyuan.elements.matching import Known, Matcher
from shuyuan.elements.models import Binding
from shuyuan.elements.selectors import bindings_of_many, matcher
from shuyuan.elements.steps import wanted
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import ENDED, Stage
from shuyuan.search.items import find_carriers
from shuyuan.studies.likeness import coverage, plain, telling
from shuyuan.studies.models import Datum
from shuyuan.systems.models import InformationSystem
from shuyuan.systems.selectors import number_of

#: Projects that are over, or were never filed, are no competitors.
LEFT_OUT = [stage.value for stage in ENDED | {Stage.DRAFT}]
#: Items by which candidates are found, the rarest first, with the rows that each may bring.
_ASKED, _MOST_ROWS, _CANDIDATES = 20, 3_000, 60
_FEWEST_ITEMS = 2
_FEWEST_PART = 0.4
_SHOWN_ITEMS = 20

#: Kind of what is resembled (`other`, `system`, `entry`) with its id.
Target = tuple[str, int]
Found = tuple[Target, int, list[dict[str, str]]]


@dataclass(frozen=True)
class Piece:
    """One item as it is compared: what it is called, and the element that it surely holds."""

    entry_id: int
    entry: str
    label: str
    element: str = ""
    element_name: str = ""
    names: tuple[str, ...] = ()
    code: str = ""

    @property
    def keys(self) -> list[str]:
        """Under what others find it."""
        return [f"l:{plain(self.label)}"[:110], *([f"e:{self.element}"] if self.element else [])]


#: Target → the items that it holds.
_Held = dict[Target, list[Piece]]


def index_data(project: Project) -> list[Piece]:
    """Keep by what the planned items of a project are found; gives them."""
    pieces = planned_pieces(project)
    Datum.objects.filter(project=project).delete()
    rows = {
        (piece.entry_id, key): Datum(project=project, entry_id=piece.entry_id, key=key, label=piece.label)
        for piece in pieces
        for key in piece.keys
    }
    Datum.objects.bulk_create(rows.values())
    return pieces


def planned_pieces(project: Project) -> list[Piece]:
    """The items that the project plans, with the elements that their names surely mean."""
    items = Item.objects.filter(entry__planned_by__study__project=project, entry__state=State.PLANNED)
    rows = list(items.select_related("entry").order_by("entry_id", "position"))
    finder = matcher() if rows else None
    return [_piece(item, finder, None) for item in rows]


def alike_in_data(project: Project, pieces: list[Piece]) -> Iterator[Found]:
    """What holds the same data as the planned entries: target, score from 0 to 100, and the items."""
    if not pieces:
        return
    found, total = find_carriers([piece.names for piece in pieces], most=_MOST_ROWS)
    bound = _bound(pieces)
    counts = [
        max(one.count, len(bound.get(piece.element, ()))) for piece, one in zip(pieces, found, strict=True)
    ]
    weight = {
        (piece.entry_id, piece.label): telling(count, total)
        for piece, count in zip(pieces, counts, strict=True)
    }
    hits: Counter[int] = Counter()
    for at in sorted(range(len(pieces)), key=lambda at: counts[at])[:_ASKED]:
        own = weight[pieces[at].entry_id, pieces[at].label]
        for entry_id in {*found[at].entries, *bound.get(pieces[at].element, ())}:
            hits[entry_id] += own  # type: ignore[assignment]
    held: _Held = defaultdict(list)
    _add_entries(held, project, _nearest(hits))
    _add_projects(held, project, pieces, weight)
    for target, theirs in held.items():
        score, items = _compare(pieces, theirs, weight)
        if score:
            yield target, score, items


def _compare(
    mine: list[Piece], theirs: list[Piece], weight: dict[tuple[int, str], float]
) -> tuple[int, list[dict[str, str]]]:
    """The planned entry of which most is there decides; 0 when too little of each is."""
    by_element = {piece.element: piece for piece in reversed(theirs) if piece.element}
    by_name = {plain(piece.label): piece for piece in reversed(theirs)}
    planned: dict[int, list[tuple[Piece, Piece | None]]] = defaultdict(list)
    for piece in mine:
        other = by_element.get(piece.element) if piece.element else None
        planned[piece.entry_id].append((piece, other or by_name.get(plain(piece.label))))
    best, items = 0, []
    for pairs in planned.values():
        same = [(piece, other) for piece, other in pairs if other is not None]
        part = coverage(
            [weight[piece.entry_id, piece.label] for piece, _other in same],
            [weight[piece.entry_id, piece.label] for piece, _other in pairs],
        )
        if len(same) >= _FEWEST_ITEMS and part >= _FEWEST_PART:
            best = max(best, round(100 * part))
            items += [_told(piece, other) for piece, other in same]
    return best, items[:_SHOWN_ITEMS]


def _told(piece: Piece, other: Piece) -> dict[str, str]:
    """A pair of items as it is kept and shown; without an element both have the same name."""
    by_element = bool(piece.element) and piece.element == other.element
    return {
        "planned": piece.entry,
        "label": piece.label,
        "theirs": other.label,
        "entry": other.entry,
        "code": other.code,
        "element": piece.element if by_element else "",
        "element_name": piece.element_name if by_element else "",
    }


def _bound(pieces: list[Piece]) -> dict[str, list[int]]:
    """Number of an element → entries with an item bound to it; elements of very many entries are left out."""
    codes = {piece.element for piece in pieces if piece.element}
    if not codes:
        return {}
    rows = Binding.objects.filter(element__code__in=codes)
    counts = dict(rows.values_list("element__code").annotate(Count("pk")).order_by())
    few = [code for code, count in counts.items() if count <= _MOST_ROWS]
    found: dict[str, list[int]] = defaultdict(list)
    for code, entry_id in rows.filter(element__code__in=few).values_list("element__code", "entry_id"):
        found[code].append(entry_id)
    return found


def _add_entries(held: _Held, project: Project, ids: list[int]) -> None:
    """What the candidates of the catalog hold, and with them the systems that keep them."""
    entries = Entry.objects.filter(pk__in=ids, state__in=IN_MASTER_CATALOG)
    kept = entries.exclude(planned_by__study__project=project).in_bulk()
    systems = _systems({entry.system_code for entry in kept.values()}, project)
    bindings = bindings_of_many(kept)
    finder = matcher() if kept else None
    for item in Item.objects.filter(entry_id__in=kept).order_by("entry_id", "position"):
        item.entry = kept[item.entry_id]
        binding = bindings.get(item.entry_id, {}).get(item.name)
        piece = _piece(item, finder, binding)
        held["entry", item.entry_id].append(piece)
        if system := systems.get(item.entry.system_code):
            held["system", system].append(piece)


def _systems(codes: Iterable[str], project: Project) -> dict[str, int]:
    """Number in the register → system; what the project itself is about is left out."""
    ids = {code: pk for code in codes if (pk := number_of(code)) is not None}
    known = InformationSystem.objects.filter(pk__in=ids.values()).exclude(pk=project.system_id or 0)
    there = set(known.values_list("pk", flat=True))
    return {code: pk for code, pk in ids.items() if pk in there}


def _add_projects(
    held: _Held, project: Project, pieces: list[Piece], weight: dict[tuple[int, str], float]
) -> None:
    """What other projects plan that are still on their way."""
    weights = {key: weight[piece.entry_id, piece.label] for piece in pieces for key in piece.keys}
    rows = Datum.objects.filter(key__in=weights).exclude(project=project)
    counts = dict(rows.values_list("key").annotate(Count("pk")).order_by())
    few = [key for key, _count in sorted(counts.items(), key=lambda one: (one[1], one[0]))[:_ASKED]]
    hits: Counter[int] = Counter()
    for key, other in rows.filter(key__in=[key for key in few if counts[key] <= _MOST_ROWS]).values_list(
        "key", "project_id"
    ):
        hits[other] += weights[key]  # type: ignore[assignment]
    near = Datum.objects.filter(project__in=_nearest(hits), entry__state=State.PLANNED)
    found: dict[tuple[int, int, str], str] = {}
    for other, entry_id, name, label, key in (
        near.exclude(project__stage__in=LEFT_OUT)
        .order_by("project_id", "pk")
        .values_list("project_id", "entry_id", "entry__name", "label", "key")
    ):
        element = key[2:] if key.startswith("e:") else found.get((other, entry_id, label), "")
        if (other, entry_id, label) in found:
            held["other", other].pop()
        found[other, entry_id, label] = element
        held["other", other].append(Piece(entry_id, name, label, element))


def _nearest(hits: Counter[int]) -> list[int]:
    return sorted(hits, key=lambda one: (-hits[one], one))[:_CANDIDATES]


def _piece(item: Item, finder: Matcher | None, binding: Binding | None) -> Piece:
    """An item with its element: the one that it is bound to, else the one that its name surely means."""
    entry = item.entry
    known: Known | None = None
    if binding is not None:
        code, name, names = binding.element.code, binding.element.name, (item.label,)
    else:
        known = finder.find_sure(wanted(item, entry.subject_kind)) if finder else None
        code, name = (known.code, known.name) if known else ("", "")
        names = tuple(dict.fromkeys([item.label, *([known.name, *known.aliases] if known else [])]))
    return Piece(item.entry_id, entry.name, item.label, code, name, names, entry.code or "")
