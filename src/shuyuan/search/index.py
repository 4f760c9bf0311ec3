"""
The index as a search sees it: the newest segment from the database, and what changed since in memory.

`refresh` is called in the transaction that changes an entry and writes one row. A process finds changed
documents when it searches; the job `search.build` puts them into the next segment.
"""

import threading
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from shuyuan.catalog.models import Entry
from shuyuan.kernel.actor import Actor
from shuyuan.regulations.context import LegalContext
from shuyuan.search.documents import keys_of, write_documents
from shuyuan.search.models import Document, Posting, Segment
from shuyuan.search.packing import unpack, unpack_ids

#: Sets that a process keeps; each is at most an eighth of a byte a document.
_KEPT = 3000
#: Keys that one statement asks for.
_AT_ONCE = 500


def refresh(entry: Entry, *, actor: Actor, legal: LegalContext) -> None:  # noqa: ARG001 the catalog's shape
    """Have an entry found as it is published now; an effect of the catalog."""
    for _count in write_documents([entry], at=legal.now):
        pass


@dataclass
class Slice:
    """A part of the index whose documents are numbered from 0: sets of numbers by key and by facet."""

    ids: Sequence[int]
    sets: OrderedDict[str, int]
    facets: dict[str, dict[str, int]]
    segment: int = 0
    hidden: int = 0

    @property
    def everything(self) -> int:
        """All documents that are still what they were when the slice was built."""
        return ((1 << len(self.ids)) - 1) & ~self.hidden

    def read(self, keys: Iterable[str]) -> dict[str, int]:
        """The sets of these keys; a key that stands nowhere has the empty set."""
        found = {key: self.sets.get(key) for key in keys}
        missing = [key for key, bits in found.items() if bits is None]
        if missing and self.segment:
            for start in range(0, len(missing), _AT_ONCE):
                rows = Posting.objects.filter(
                    segment=self.segment, key__in=missing[start : start + _AT_ONCE]
                ).values_list("key", "body")
                found.update((key, unpack(body)) for key, body in rows)
            for key in missing:
                self.sets[key] = found[key] or 0
            while len(self.sets) > _KEPT:
                self.sets.popitem(last=False)
        return {key: bits or 0 for key, bits in found.items()}


@dataclass
class _Delta:
    """The pending documents of this process, each with the stamp that was read."""

    stamps: dict[int, UUID] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    slice: Slice = field(default_factory=lambda: Slice(array("q"), OrderedDict(), {}))


class _Opened:
    """What this process has in memory."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.key: UUID | None = None
        self.main = Slice(array("q"), OrderedDict(), {})
        self.places: dict[int, int] = {}
        self.delta = _Delta()


_opened = _Opened()


def current() -> list[Slice]:
    """The slices to search now: the newest segment and the pending documents."""
    newest = Segment.objects.filter(ready_at__isnull=False).values_list("pk", "key").first()
    with _opened.lock:
        key = newest[1] if newest else None
        if key != _opened.key or (key is None and _opened.main.segment):
            _open(newest[0] if newest else 0)
            _opened.key = key
        _catch_up()
        return [_opened.main, _opened.delta.slice]


def _open(segment_id: int) -> None:
    """Read a segment's ids and facets; sets of keys are read when they are asked for."""
    segment = Segment.objects.filter(pk=segment_id).first()
    facets: dict[str, dict[str, int]] = {}
    ids = unpack_ids(segment.entries) if segment else array("q")
    if segment:
        rows = Posting.objects.filter(segment=segment, is_facet=True).values_list("key", "body")
        for key, body in rows:
            name, _equals, value = key.removeprefix("=").partition("=")
            facets.setdefault(name, {})[value] = unpack(body)
    _opened.main = Slice(ids, OrderedDict(), facets, segment_id)
    _opened.places = {entry_id: number for number, entry_id in enumerate(ids)}
    _opened.delta = _Delta()


def _catch_up() -> None:
    """Take over documents that changed since this process last looked."""
    pending = dict(Document.objects.filter(pending=True).order_by().values_list("entry_id", "stamp"))
    delta = _opened.delta
    if any(entry_id not in pending for entry_id in delta.stamps):
        delta = _opened.delta = _Delta()
        _opened.main.hidden = 0
    changed = [entry_id for entry_id, stamp in pending.items() if delta.stamps.get(entry_id) != stamp]
    for start in range(0, len(changed), _AT_ONCE):
        for document in Document.objects.filter(entry__in=changed[start : start + _AT_ONCE]):
            _take_over(delta, document)
            place = _opened.places.get(document.pk)
            if place is not None:
                _opened.main.hidden |= 1 << place


def _take_over(delta: _Delta, document: Document) -> None:
    before = delta.numbers.pop(document.pk, None)
    if before is not None:
        delta.slice.hidden |= 1 << before
    delta.stamps[document.pk] = document.stamp
    if document.removed:
        return
    number = len(delta.slice.ids)
    delta.slice.ids.append(document.pk)  # type: ignore[attr-defined]
    delta.numbers[document.pk] = number
    bit = 1 << number
    for key in keys_of(document):
        delta.slice.sets[key] = delta.slice.sets.get(key, 0) | bit
    for name, value in document.facets.items():
        values = delta.slice.facets.setdefault(name, {})
        values[value] = values.get(value, 0) | bit
