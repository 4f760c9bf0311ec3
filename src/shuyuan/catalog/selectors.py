"""Reads of the catalog, and the doors to entries."""

from django.db.models import QuerySet

from shuyuan.catalog.models import Entry, EntryVersion
from shuyuan.catalog.snapshots import spec_of
from shuyuan.catalog.states import IN_MASTER_CATALOG, State
from shuyuan.engine.spec import EntrySpec
from shuyuan.kernel.errors import NotFound


def list_published_entries() -> QuerySet[Entry]:
    """Entries that consumers may rely on now, with their providers."""
    return Entry.objects.filter(state=State.PUBLISHED).select_related("provider", "node").order_by("code")


def access_published_entry(code: str) -> Entry:
    """The published entry of that code (``307001/1`` or ``307001-1``); a suspended one is not found."""
    entry = list_published_entries().filter(code=code.replace("-", "/")).first()
    if entry is None:
        raise NotFound(code="unknown_entry", entry=code)
    return entry


def published_version(entry: Entry) -> EntryVersion:
    """The version that consumers see; NotFound when the entry was never published."""
    version = EntryVersion.objects.filter(entry_id=entry.root_id).first()
    if version is None or entry.state not in IN_MASTER_CATALOG:
        raise NotFound(code="not_published", entry=entry.root_id)
    return version


def entry_spec(entry: Entry) -> EntrySpec:
    """What the data plane is told about the published version, whatever change is being prepared."""
    return spec_of(published_version(entry).snapshot)


def entry_specs() -> list[EntrySpec]:
    """The specs of all published entries, in the order of their codes, with one query."""
    newest = EntryVersion.objects.filter(entry__state=State.PUBLISHED).order_by("entry__code", "-number")
    specs: dict[str, EntrySpec] = {}
    for version in newest:
        specs.setdefault(version.snapshot["code"], spec_of(version.snapshot))
    return list(specs.values())
