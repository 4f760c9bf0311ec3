"""Writes of the search: saved searches, and the daily word about what is new in them."""

from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import PLATFORM, Actor
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.notices.kinds import register_kind
from shuyuan.notices.steps import tell
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import as_actor
from shuyuan.regulations.context import LegalContext
from shuyuan.search.events import Event
from shuyuan.search.facets import read_filters
from shuyuan.search.models import Document, SavedSearch
from shuyuan.search.query import found_among, read_terms
from shuyuan.search.selectors import access_saved, read_query, write_query

NEW_HITS = register_kind("search:saved:new_hits", _("New entries in a saved search"))
SUBJECT = "search.saved"
#: More would be a list of its own to look through.
MOST_SAVED = 50
_LONGEST = 400


@transaction.atomic(durable=True)
def save_search(
    name: str, *, query: str, shared: bool, tells: bool, actor: Actor, legal: LegalContext
) -> SavedSearch:
    """Keep a search under a name; BadInput for none or too long, Conflict for a name that is taken."""
    name = name.strip()
    text, filters = read_query(QueryDict(query))
    read_terms(text)
    chosen = {key: list(values) for key, values in read_filters(filters).items()}
    written = write_query(text.strip(), chosen)
    if not name or not (text.strip() or chosen) or len(written) > _LONGEST:
        raise BadInput("nothing to save", code="bad_saved_search")
    own = SavedSearch.objects.filter(post_id=actor.post_id)
    if own.filter(name=name).exists():
        raise Conflict("a search of this name exists", code="saved_search_exists", name=name)
    if own.count() >= MOST_SAVED:
        raise BadInput("too many saved searches", code="too_many_saved", limit=MOST_SAVED)
    saved = SavedSearch.objects.create(
        name=name,
        query=written,
        post_id=actor.post_id,
        department=actor.department,
        shared=shared,
        tells=tells,
        saved_at=legal.now,
        looked_at=legal.now,
    )
    _trace(Event.SEARCH_SAVED, saved, actor=actor)
    return saved


@transaction.atomic(durable=True)
def change_saved(
    saved_id: int,
    *,
    shared: bool,
    tells: bool,
    actor: Actor,
    legal: LegalContext,  # noqa: ARG001 every service takes it
) -> SavedSearch:
    """Share a saved search or no longer, be told of new entries or no longer."""
    saved = access_saved(saved_id, actor=actor)
    saved.shared, saved.tells = shared, tells
    saved.save(update_fields=["shared", "tells"])
    _trace(Event.SEARCH_CHANGED, saved, actor=actor)
    return saved


@transaction.atomic(durable=True)
def remove_saved(saved_id: int, *, actor: Actor, legal: LegalContext) -> None:  # noqa: ARG001 as above
    """Forget a saved search."""
    saved = access_saved(saved_id, actor=actor)
    _trace(Event.SEARCH_REMOVED, saved, actor=actor)
    saved.delete()


def tell_new_hits(*, legal: LegalContext) -> int:
    """Tell everybody of entries that are new in their saved searches; gives how many messages."""
    told = 0
    for saved_id in SavedSearch.objects.filter(tells=True, post__ended_on__isnull=True).values_list(
        "pk", flat=True
    ):
        with transaction.atomic():
            told += _tell_one(saved_id, legal=legal)
    return told


def _tell_one(saved_id: int, *, legal: LegalContext) -> int:
    saved = SavedSearch.objects.select_for_update(of=("self",)).filter(pk=saved_id).first()
    if saved is None:
        return 0
    fresh = set(
        Document.objects.filter(found_since__gt=saved.looked_at, found_since__lte=legal.now).values_list(
            "entry_id", flat=True
        )
    )
    saved.looked_at = legal.now
    saved.save(update_fields=["looked_at"])
    if not fresh:
        return 0
    text, filters = read_query(QueryDict(saved.query))
    actor = as_actor(Post.objects.select_related("person", "department").get(pk=saved.post_id))
    found = found_among(text, fresh, actor=actor, filters=filters)
    if not found:
        return 0
    tell(
        NEW_HITS,
        posts=[saved.post_id],
        title=_("%(count)s new entries in your search “%(name)s”")
        % {"count": len(found), "name": saved.name},
        text="、".join(found[:5]),
        url=f"{reverse('search:search')}?{saved.query}",
        subject_kind=SUBJECT,
        subject_id=saved.pk,
        once=f"{NEW_HITS}:{saved.pk}:{legal.today.isoformat()}",
        actor=PLATFORM,
        legal=legal,
    )
    return 1


def _trace(event: Event, saved: SavedSearch, *, actor: Actor) -> None:
    facts = {"name": saved.name, "query": saved.query, "shared": saved.shared, "tells": saved.tells}
    record(event, actor=actor, subject_kind=SUBJECT, subject_id=saved.pk, facts=facts)
