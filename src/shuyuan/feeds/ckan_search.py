"""`package_search` over entries: words, filter queries, facets and orders that CKAN clients write."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from shuyuan.catalog.models import Entry, Item
from shuyuan.feeds.selectors import list_entries
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput

MOST_ROWS = 1_000
DEEPEST = 100_000
_MOST_WORDS = 8
_LONGEST = 500

#: Field of a filter query or facet → the column of an entry.
FIELDS = {
    "organization": "provider__code",
    "owner_org": "provider__code",
    "groups": "node__code",
    "sharing_type": "sharing_type",
    "frequency": "update_cycle",
    "subject_kind": "subject_kind",
}
_SORTS = {
    "name": "code",
    "id": "code",
    "title": "name",
    "title_string": "name",
    "metadata_created": "created_at",
    "metadata_modified": "modified_at",
}
_CLAUSE = re.compile(r'(?P<sign>[+-]?)(?P<field>\w+):(?P<value>"[^"]*"|\([^)]*\)|[^\s()"]+)')
_VALUE = re.compile(r'"([^"]*)"|([^\s()"]+)')


@dataclass(frozen=True)
class Found:
    """One page of entries, how many there are in all, and the counts of the facets."""

    entries: list[Entry]
    total: int
    facets: dict[str, dict[str, int]]


def search_entries(
    *,
    actor: Actor | None,
    q: str = "",
    fq: str = "",
    facet_fields: tuple[str, ...] = (),
    rows: int = 10,
    start: int = 0,
    sort: str = "",
) -> Found:
    """The entries that the reader may see and that match; raises BadInput `bad_query`."""
    if not 0 <= rows <= MOST_ROWS or not 0 <= start <= DEEPEST or max(len(q), len(fq)) > _LONGEST:
        raise BadInput("rows, start, q or fq out of bounds", code="bad_query", most=MOST_ROWS)
    entries = list_entries(actor)
    for clause in _CLAUSE.finditer(f"{q} {fq}"):
        wanted = _clause(clause["field"], clause["value"], actor=actor)
        entries = entries.exclude(wanted) if clause["sign"] == "-" else entries.filter(wanted)
    if _CLAUSE.sub(" ", fq).replace(" AND ", " ").strip(" +"):
        raise BadInput("fq is field:value", code="bad_query", given=fq[:100])
    for word in _words(_CLAUSE.sub(" ", q)):
        entries = entries.filter(_has_word(word, actor=actor))
    facets = {field: _counts(entries, field) for field in facet_fields}
    return Found(list(_ordered(entries, sort)[start : start + rows]), entries.count(), facets)


def _words(q: str) -> list[str]:
    words = [word.strip('"*') for word in q.split() if word not in {"*:*", "AND", "OR"}]
    return [word for word in words if word][:_MOST_WORDS]


def _has_word(word: str, *, actor: Actor | None) -> Q:
    """In the name, the abstract, the code, the provider or an item that the reader may know of."""
    text = Q(name__icontains=word) | Q(abstract__icontains=word) | Q(code=word.replace("-", "/"))
    return text | Q(provider__name__icontains=word) | _has_item(actor, label__icontains=word)


def _has_item(actor: Actor | None, **wanted: str) -> Q:
    items = Item.objects.filter(entry_id=OuterRef("pk"), **wanted)
    return Q(Exists(items if actor is not None else items.filter(is_open=True, level="general")))


def _clause(field: str, value: str, *, actor: Actor | None) -> Q:
    """One `field:value`, where the value may be `"quoted"`, `(a OR b)` or `*`."""
    values = [quoted or plain for quoted, plain in _VALUE.findall(value) if plain not in {"OR", "AND"}]
    if field in FIELDS:
        return Q() if value == "*" else Q(**{f"{FIELDS[field]}__in": values})
    if field == "tags":
        return _has_item(actor, label__in=values)
    first = values[0] if values else ""
    other = {
        "title": Q(name__icontains=first),
        "notes": Q(abstract__icontains=first),
        "name": Q(code__in=[one.replace("-", "/") for one in values]),
        "id": Q(code__in=[one.replace("-", "/") for one in values]),
        "isopen": Q(is_open=first.lower() == "true"),
    }
    if field not in other:
        raise BadInput("no such field to filter by", code="bad_query", field=field[:64], known=sorted(FIELDS))
    return other[field]


def _counts(entries: QuerySet[Entry], field: str) -> dict[str, int]:
    if field not in FIELDS:
        raise BadInput("no such facet", code="bad_query", field=field[:64], known=sorted(FIELDS))
    counted = entries.order_by().values_list(FIELDS[field]).annotate(count=Count("pk", distinct=True))
    return {
        str(value): count for value, count in sorted(counted, key=lambda row: (-row[1], str(row[0]))) if value
    }


def _ordered(entries: QuerySet[Entry], sort: str) -> QuerySet[Any]:
    order = []
    for part in sort.split(",") if sort else []:
        name, _, direction = part.strip().partition(" ")
        if name in {"score", "views_recent"}:
            continue
        if name not in _SORTS or direction.strip().lower() not in {"", "asc", "desc"}:
            raise BadInput("no such order", code="bad_query", sort=part[:100], known=sorted(_SORTS))
        order.append(("-" if direction.strip().lower() == "desc" else "") + _SORTS[name])
    if any(name.endswith("modified_at") for name in order):
        entries = entries.annotate(modified_at=Max("catalog_revisions__at"))
    return entries.order_by(*order, "code")
