"""What is found of an entry: its words and facets, written when its published form changes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import uuid4

from shuyuan.catalog.guide import MethodType
from shuyuan.catalog.models import Entry, EntryCode, Item
from shuyuan.catalog.states import IN_MASTER_CATALOG
from shuyuan.search import tokens
from shuyuan.search.models import Document

#: The class facet shows subclasses (项): the first three digits.
_CLASS_DIGITS = 3
_AT_ONCE = 500
_FIELDS = (
    "name",
    "code",
    "codes",
    "abstract",
    "provider",
    "provider_name",
    "provider_short",
    "labels",
    "columns",
    "facets",
    "stamp",
    "pending",
    "claimed_by",
    "removed",
)


def read_document(
    entry: Entry, items: Sequence[tuple[str, str]], codes: Sequence[str], *, at: datetime
) -> Document:
    """The document of an entry; `items` are pairs of label and column, `codes` those of further classes."""
    provider = entry.provider
    return Document(
        entry_id=entry.pk,
        name=entry.name,
        code=entry.code or "",
        codes=[code for code in (entry.code, *codes) if code],
        abstract=" ".join(filter(None, [entry.abstract, entry.related_business])),
        provider=provider.code,
        provider_name=provider.name,
        provider_short=provider.short_name,
        labels=[label for label, _column in items],
        columns=[column for _label, column in items],
        facets=facets_of(entry),
        found_since=at,
        stamp=uuid4(),
        removed=entry.state not in IN_MASTER_CATALOG,
    )


def facets_of(entry: Entry) -> dict[str, Any]:
    """What results are narrowed by, as the values that stand in addresses."""
    return {
        "provider": entry.provider.code,
        "class": (entry.node.code if entry.node else "")[:_CLASS_DIGITS],
        "sharing": entry.sharing_type,
        "openness": "open" if entry.is_open else "closed",
        "cycle": entry.update_cycle,
        "level": entry.level,
        "api": "yes" if MethodType.SERVICE.value in entry.method_types else "no",
    }


def keys_of(document: Document) -> set[str]:
    """Every key under which the index keeps the document."""
    return tokens.document_keys(
        name=document.name,
        labels=document.labels,
        columns=document.columns,
        abstract=document.abstract,
        providers=[document.provider_name, document.provider_short],
        codes=document.codes,
    )


def write_documents(entries: Iterable[Entry], *, at: datetime) -> Iterator[int]:
    """Write the documents of these entries; yields how many were written, batch by batch."""
    rows = iter(entries)
    while batch := list(islice(rows, _AT_ONCE)):
        items: dict[int, list[tuple[str, str]]] = {entry.pk: [] for entry in batch}
        found = Item.objects.filter(entry__in=items).order_by("entry_id", "position")
        for entry_id, label, column in found.values_list("entry_id", "label", "name"):
            items[entry_id].append((label, column))
        codes: dict[int, list[str]] = {entry.pk: [] for entry in batch}
        further = EntryCode.objects.filter(entry__in=codes).order_by("pk")
        for entry_id, code in further.values_list("entry_id", "code"):
            codes[entry_id].append(code)
        Document.objects.bulk_create(
            [read_document(entry, items[entry.pk], codes[entry.pk], at=at) for entry in batch],
            update_conflicts=True,
            unique_fields=["entry"],
            update_fields=_FIELDS,
        )
        yield len(batch)
