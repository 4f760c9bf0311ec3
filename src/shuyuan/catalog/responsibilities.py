"""The responsibility list (采集责任清单, jz-data-2020/9.1): computed from the catalog, never edited."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from shuyuan.catalog.models import CatalogRevision, Entry, EntryVersion, Item
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

    Suspending stops the sharing of an entry, not the duty to collect it.
    """
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
    return list(_duties(versions))


def _duties(versions: Iterable[EntryVersion]) -> Iterator[Duty]:
    for version in versions:
        snapshot = version.snapshot
        for item in snapshot["items"]:
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
