"""What drafts are compared with, looked up once for many of them: names, codes, published versions.

Whoever judges one draft asks the database each time; whoever judges the thousands of a file cannot.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import TypeVar

from shuyuan.catalog.findings import Draft
from shuyuan.catalog.models import Entry, EntryCode, EntryVersion
from shuyuan.catalog.rules import ItemFacts, SharingType, bare_name
from shuyuan.catalog.states import IN_MASTER_CATALOG

Provider = TypeVar("Provider")

#: From this likeness on two names are worth a look (1 is the same name).
ALIKE = 0.82
_CANDIDATES = 200
_MOST_NEIGHBORS = 50
_SHOWN = 3
_SHORTEST_HALF = 2


class Surroundings:
    """The catalog around the drafts of one department.

    `look_up` is called with each portion of drafts before they are judged. `add_name` makes a name of the
    file known to the drafts that follow it.
    """

    def __init__(self, department: int) -> None:
        self._department = department
        self._names: dict[str, list[tuple[int | None, str]]] = defaultdict(list)
        rows = Entry.objects.filter(provider=department, revises__isnull=True).order_by("name", "pk")
        for pk, name in rows.values_list("pk", "name"):
            self._names[bare_name(name)].append((pk, name))
        self._others: _Names | None = None
        self._codes: set[str] = set()
        self._published: dict[int, tuple[ItemFacts, ...]] = {}

    def look_up(self, drafts: Sequence[Draft]) -> None:
        """Fetch what these drafts name and what they change, with three queries."""
        named = {code for draft in drafts for code in draft.entry.related_codes}
        self._codes = known_codes(named)
        revised = {draft.entry.revises_id for draft in drafts if draft.entry.revises_id}
        self._published = published_items(revised)

    def add_name(self, name: str) -> None:
        """A draft of that name will be there too."""
        self._names[bare_name(name)].append((None, name))

    def neighbors(self, entry: Entry) -> list[str]:
        """Names of the department's other entries that are this one's but for digits and punctuation."""
        near = self._names.get(bare_name(entry.name), ())
        return list(islice((name for pk, name in near if pk is None or pk != entry.root_id), _MOST_NEIGHBORS))

    def unknown_codes(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Those that no entry has."""
        return tuple(code for code in codes if code not in self._codes)

    def published_items(self, entry: Entry) -> tuple[ItemFacts, ...]:
        """The items that consumers of the entry have now."""
        return self._published.get(entry.revises_id or 0, ())

    def similar(self, name: str) -> tuple[str, ...]:
        """Published entries of other departments whose names resemble this one, most alike first."""
        if self._others is None:
            rows = Entry.objects.filter(state__in=IN_MASTER_CATALOG).exclude(provider=self._department)
            self._others = _Names(rows.order_by("name", "pk").values_list("name", "provider__name"))
        return self._others.similar(name)


class _Names:
    """Names with their departments, found by pairs of characters."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._rows = list(rows)
        self._pairs: dict[str, list[int]] = defaultdict(list)
        for place, (name, _provider) in enumerate(self._rows):
            for pair in {name[at : at + 2] for at in range(len(name) - 1)}:
                self._pairs[pair].append(place)

    def similar(self, name: str) -> tuple[str, ...]:
        """Those that hold one half of the name and resemble the whole."""
        bare = bare_name(name)
        half = len(bare) // 2
        if half < _SHORTEST_HALF:
            return ()
        places = sorted({*self._holding(bare[:half]), *self._holding(bare[-half:])})
        found = most_alike(bare, (self._rows[place] for place in places[:_CANDIDATES]))
        return tuple(f"{other}（{provider}）" for other, provider in found)

    def _holding(self, part: str) -> list[int]:
        pairs = [self._pairs.get(part[at : at + 2], []) for at in range(len(part) - 1)]
        return [place for place in min(pairs, key=len) if part in self._rows[place][0]]


def most_alike(bare: str, rows: Iterable[tuple[str, Provider]]) -> list[tuple[str, Provider]]:
    """The names that most resemble a bare name; `rows` are (name, provider)."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(bare)
    rated = []
    for other, provider in rows:
        matcher.set_seq1(bare_name(other))
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= ALIKE and matcher.ratio() >= ALIKE:
            rated.append((matcher.ratio(), other, provider))
    best = sorted(rated, key=lambda row: row[:2], reverse=True)[:_SHOWN]
    return [(other, provider) for _rate, other, provider in best]


def known_codes(codes: Iterable[str]) -> set[str]:
    """Those of the codes that an entry has, in any of its classes."""
    wanted = list(codes)
    if not wanted:
        return set()
    known = set(Entry.objects.filter(code__in=wanted).values_list("code", flat=True))
    found = known | set(EntryCode.objects.filter(code__in=wanted).values_list("code", flat=True))
    return {code for code in found if code}


def published_items(entries: Iterable[int]) -> dict[int, tuple[ItemFacts, ...]]:
    """Entry → the items of its newest version."""
    wanted = list(entries)
    if not wanted:
        return {}
    versions = EntryVersion.objects.filter(entry__in=wanted).order_by("entry_id", "number")
    return {version.entry_id: _items(version) for version in versions}


def _items(version: EntryVersion) -> tuple[ItemFacts, ...]:
    return tuple(
        ItemFacts(
            name=item["name"],
            sharing_type=SharingType(item["sharing_type"] or version.snapshot["entry"]["sharing_type"]),
            is_key=item["is_key"],
            label=item["label"],
            data_type=item["data_type"],
        )
        for item in version.snapshot["items"]
    )
