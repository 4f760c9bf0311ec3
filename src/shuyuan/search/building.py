"""Builds a segment: documents numbered, shorter names first, and for each key the numbers that have it."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Length

from shuyuan.catalog.models import Entry
from shuyuan.catalog.states import IN_MASTER_CATALOG
from shuyuan.search.documents import keys_of, write_documents
from shuyuan.search.models import Document, Posting, Segment
from shuyuan.search.packing import pack, pack_ids

#: So many changed documents are looked through in memory; with more, a new segment is built.
MANY_PENDING = 300
#: Rows written in one short transaction, so that nobody waits long for a database of one writer.
_AT_ONCE = 2000

#: Told how much is done, of how much, and what is being done.
Progress = Callable[[int, int, str], object]


def needs_building() -> bool:
    """Whether too much is looked through in memory, or entries have no document yet."""
    if Document.objects.filter(pending=True).count() >= MANY_PENDING:
        return True
    return _without_document().exists()


def rewrite_documents(*, at: datetime, everything: bool, progress: Progress) -> int:
    """Write the documents of entries that have none, or of all; names of departments may have changed."""
    entries = Entry.objects.filter(state__in=IN_MASTER_CATALOG) if everything else _without_document()
    total, done = entries.count(), 0
    rows = entries.select_related("provider", "node").order_by("pk")
    for count in write_documents(rows.iterator(chunk_size=_AT_ONCE), at=at):
        done += count
        progress(done, total, "documents")
    if everything:
        gone = Document.objects.exclude(entry__state__in=IN_MASTER_CATALOG)
        gone.update(removed=True, pending=True, claimed_by=None)
    return done


def build_segment(*, at: datetime, progress: Progress) -> Segment:
    """Build a segment of all documents and make it the one that is searched.

    A document that changes meanwhile stays pending, so that searches look at its new text.
    """
    segment = Segment.objects.create(begun_at=at)
    Document.objects.filter(pending=True).update(claimed_by=segment.key)
    rows = Document.objects.filter(removed=False).order_by(Length("name"), "name", "pk")
    total = rows.count()
    ids, items = array("q"), 0
    postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    facets: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    for number, document in enumerate(rows.iterator(chunk_size=_AT_ONCE)):
        ids.append(document.pk)
        items += len(document.labels)
        for key in keys_of(document):
            postings[key].append(number)
        for name, value in document.facets.items():
            facets[f"={name}={value}"].append(number)
        if not number % _AT_ONCE:
            progress(number, total, "keys")
    _write(segment, facets.items(), is_facet=True)
    written = 0
    for batch in _batches(postings):
        _write(segment, batch, is_facet=False)
        written += len(batch)
        progress(written, len(postings), "index")
    segment.entries, segment.documents, segment.items = pack_ids(ids), len(ids), items
    _switch(segment, at=at)
    return segment


@transaction.atomic
def _switch(segment: Segment, *, at: datetime) -> None:
    """Search the new segment from now on; the one before stays for searches that are under way."""
    segment.ready_at = at
    segment.save()
    claimed = Document.objects.filter(claimed_by=segment.key)
    claimed.filter(removed=True).delete()
    claimed.update(pending=False, claimed_by=None)
    before = Segment.objects.filter(ready_at__isnull=False, pk__lt=segment.pk).first()
    stale = Segment.objects.filter(pk__lt=segment.pk).exclude(pk=before.pk if before else None)
    Posting.objects.filter(segment__in=list(stale)).delete()
    stale.delete()


def _write(segment: Segment, rows: Iterable[tuple[str, "array[int]"]], *, is_facet: bool) -> None:
    Posting.objects.bulk_create(
        Posting(segment=segment, key=key, body=pack(numbers), is_facet=is_facet) for key, numbers in rows
    )


def _batches(postings: dict[str, "array[int]"]) -> Iterator[list[tuple[str, "array[int]"]]]:
    """All keys in order, some at a time; each is forgotten once it is handed out."""
    keys = sorted(postings)
    for start in range(0, len(keys), _AT_ONCE):
        yield [(key, postings.pop(key)) for key in keys[start : start + _AT_ONCE]]


def _without_document():  # noqa: ANN202 a query set of entries
    documents = Document.objects.filter(entry=OuterRef("pk"))
    return Entry.objects.filter(~Exists(documents), state__in=IN_MASTER_CATALOG)
