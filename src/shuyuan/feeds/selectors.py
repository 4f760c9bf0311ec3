"""Reads of the feeds: what a visitor, a person or a machine client may see of the published catalog."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from shuyuan.catalog.models import Entry, EntryCode, Item
from shuyuan.catalog.selectors import list_published_entries, list_sharing_catalog
from shuyuan.feeds.openness import is_column_open, is_item_open
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound
from shuyuan.organizations.models import Department


@dataclass(frozen=True)
class Described:
    """An entry with the items that the reader may know of, and when its description changed last."""

    entry: Entry
    items: list[Item]
    modified: datetime

    @property
    def columns(self) -> list[Item]:
        """The items whose values leave without sign-in."""
        return [item for item in self.items if is_column_open(self.entry, item)]


def list_entries(actor: Actor | None) -> QuerySet[Entry]:
    """Published entries: what is open to society, and the sharing catalog for whoever is known."""
    published = list_published_entries().select_related("provider__region")
    open_to_society = Q(is_open=True)
    if actor is None:
        return published.filter(open_to_society)
    shared = list_sharing_catalog(actor).order_by().values("pk")
    return published.filter(open_to_society | Q(pk__in=shared) | Q(provider__code=actor.department))


def access_entry(code: str, *, actor: Actor | None) -> Entry:
    """The entry of that code (``307001/1`` or ``307001-1``); one that is not for the reader is not found."""
    slashed = code.replace("-", "/")
    further = EntryCode.objects.filter(code=slashed).values("entry_id")
    entry = list_entries(actor).filter(Q(code=slashed) | Q(pk__in=further)).first()
    if entry is None:
        raise NotFound(code="unknown_entry", entry=code[:64])
    return entry


def describe(entries: list[Entry], *, actor: Actor | None) -> list[Described]:
    """The entries with their items, in two queries: all items for whoever is known, else the open ones."""
    ids = [entry.pk for entry in entries]
    items: dict[int, list[Item]] = {}
    for item in Item.objects.filter(entry_id__in=ids).order_by("entry_id", "position"):
        if actor is not None or is_item_open(item):
            items.setdefault(item.entry_id, []).append(item)
    rows = Entry.objects.filter(pk__in=ids).order_by().values_list("pk")
    modified = dict(rows.annotate(at=Max("catalog_revisions__at")))
    return [
        Described(entry, items.get(entry.pk, []), modified.get(entry.pk) or entry.created_at)
        for entry in entries
    ]


def describe_one(entry: Entry, *, actor: Actor | None) -> Described:
    """`describe` for one."""
    return describe([entry], actor=actor)[0]


def publisher() -> Department | None:
    """Who publishes the catalog: the department that runs the platform."""
    role = Role.DATA_ADMINISTRATION.value
    running = Department.objects.filter(posts__role=role, posts__ended_on__isnull=True)
    return running.select_related("region").order_by("pk").first()
