"""The responsibility list (采集责任清单, jz-data-2020/9.1): computed from the catalog, never edited."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, QuerySet

from shuyuan.catalog.models import CatalogRevision, Entry, EntryVersion, Item
from shuyuan.catalog.registry import borrowed_items
from shuyuan.catalog.states import IN_MASTER_CATALOG


@dataclass(frozen=True)
class Duty:
    """Who must collect which item how often, as of one catalog revision; departments by code."""

    department: str
    department_name: str
    entry: str
    entry_name: str
    version: int
    item: str
    label: str
    is_key: bool
    cycle: str


def list_duties() -> QuerySet[Item]:
    """The list of today as rows of items, for pages and exports; suspended entries stay on it.

    Suspending stops the sharing of an entry, not the duty to collect it. What a department takes from the
    authoritative source it need not collect (jz-data-2020/12.1); the keys of its rows it keeps itself.
    """
    items = list_catalog_items()
    borrowed = borrowed_items()
    if borrowed is None:
        return items
    same = borrowed.filter(entry_id=OuterRef("entry_id"), item_name=OuterRef("name"))
    return items.exclude(Exists(same), is_key=False)


def list_catalog_items() -> QuerySet[Item]:
    """Every item of the master catalog with its entry, in the order of the codes."""
    return (
        Item.objects.filter(entry__state__in=IN_MASTER_CATALOG)
        .select_related("entry__provider", "entry__node__parent__parent__parent")
        .order_by("entry__code", "position")
    )


def latest_revision(department: str = "") -> CatalogRevision | None:
    """The revision that the list of a department (of all, without a code) carries; None before the first."""
    revisions = CatalogRevision.objects.all()
    if department:
        revisions = revisions.filter(entry__provider__code=department)
    return revisions.first()


def list_revisions(department: str = "", *, limit: int = 20) -> list[CatalogRevision]:
    """The latest changes of the list of a department (of all, without a code), newest first."""
    revisions = CatalogRevision.objects.select_related("entry__provider", "version")
    if department:
        revisions = revisions.filter(entry__provider__code=department)
    return list(revisions[:limit])


def duties_at(revision: int, *, department: str = "") -> list[Duty]:
    """The list as it was at a catalog revision, computed from the snapshots published until then."""
    entries = Entry.objects.filter(catalog_revisions__id__lte=revision)
    if department:
        entries = entries.filter(provider__code=department)
    newest = entries.annotate(newest=Max("catalog_revisions__version_id")).values_list("newest", flat=True)
    versions = EntryVersion.objects.filter(pk__in=newest).order_by("entry__code")
    moment = CatalogRevision.objects.filter(pk=revision).values_list("at", flat=True).first()
    borrowed = borrowed_items(moment)
    taken = set(borrowed.values_list("entry_id", "item_name")) if borrowed is not None else set()
    return list(_duties(versions, taken))


def _duties(versions: Iterable[EntryVersion], taken: set[tuple[int, str]]) -> Iterator[Duty]:
    for version in versions:
        snapshot = version.snapshot
        for item in snapshot["items"]:
            if (version.entry_id, item["name"]) in taken and not item["is_key"]:
                continue
            yield Duty(
                department=snapshot["provider"]["code"],
                department_name=snapshot["provider"]["name"],
                entry=snapshot["code"],
                entry_name=snapshot["entry"]["name"],
                version=version.number,
                item=item["name"],
                label=item["label"],
                is_key=item["is_key"],
                cycle=snapshot["entry"]["update_cycle"],
            )
