"""Reads of the search beside `query.find`: suggestions and saved searches with their doors."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, NotFound
from shuyuan.search.facets import FACETS
from shuyuan.search.models import SavedSearch
from shuyuan.search.query import Parts, find

_SUGGESTED_ENTRIES = 6
_SUGGESTED_ITEMS = 5


@dataclass(frozen=True)
class Suggestions:
    """What is offered while typing: entries, and words of items to search for."""

    entries: list[tuple[int, Parts, str]]
    words: list[str]
    corrected: str


def suggest(text: str, *, actor: Actor) -> Suggestions:
    """Entries and item names for the beginning of a query; nothing for one that cannot be searched."""
    try:
        result = find(text, actor=actor, size=20) if text.strip() else None
    except BadInput:
        result = None
    if result is None:
        return Suggestions([], [], "")
    words: dict[str, None] = {}
    for hit in result.hits:
        for parts in hit.items:
            words.setdefault("".join(part for part, _is_hit in parts).partition(" (")[0])
    entries = [(hit.entry_id, hit.name, hit.provider_name) for hit in result.hits[:_SUGGESTED_ENTRIES]]
    return Suggestions(entries, list(words)[:_SUGGESTED_ITEMS], result.corrected)


def list_saved(*, actor: Actor) -> QuerySet[SavedSearch]:
    """The actor's own saved searches, and those that the department shares."""
    own = Q(post_id=actor.post_id)
    shared = Q(shared=True, department=actor.department) & ~Q(department="")
    return SavedSearch.objects.filter(own | shared).select_related("post__person").order_by("name", "pk")


def access_saved(saved_id: int, *, actor: Actor) -> SavedSearch:
    """The actor's own saved search, locked for change; NotFound for any other."""
    saved = (
        SavedSearch.objects.select_for_update(of=("self",)).filter(pk=saved_id, post_id=actor.post_id).first()
    )
    if saved is None:
        raise NotFound(code="unknown_saved_search")
    return saved


def read_query(query: QueryDict) -> tuple[str, dict[str, list[str]]]:
    """Text and filters of an address of the search page."""
    return query.get("q", ""), {name: query.getlist(name) for name in FACETS if query.getlist(name)}


def write_query(text: str, filters: dict[str, list[str]]) -> str:
    """The address part that `read_query` reads."""
    return urlencode({"q": text, **filters}, doseq=True)
