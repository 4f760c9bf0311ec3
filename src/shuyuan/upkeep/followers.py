"""What those who follow an entry are told: new versions, suspension, and new data."""

from django.db import transaction

from shuyuan.catalog.models import CatalogRevision, Entry
from shuyuan.catalog.states import IN_MASTER_CATALOG
from shuyuan.collection.models import Pool
from shuyuan.kernel.actor import Actor
from shuyuan.notices.kinds import Followable, register_followable
from shuyuan.notices.steps import tell_followers
from shuyuan.regulations.context import LegalContext
from shuyuan.upkeep import kinds
from shuyuan.upkeep.models import Standing
from shuyuan.upkeep.steps import mark_stale

ENTRY = "catalog.entry"
_KINDS = {
    CatalogRevision.Kind.PUBLISHED: kinds.PUBLISHED,
    CatalogRevision.Kind.SUSPENDED: kinds.SUSPENDED,
    CatalogRevision.Kind.RESUMED: kinds.RESUMED,
}


def tell_of_change(entry: Entry, *, actor: Actor, legal: LegalContext) -> None:
    """An effect of the catalog: word to the followers, and a look at the entry soon."""
    mark_stale(entry)
    revision = CatalogRevision.objects.filter(entry=entry).order_by("-pk").first()
    if revision is None or revision.kind not in _KINDS:
        return
    _tell(entry, _KINDS[CatalogRevision.Kind(revision.kind)], f"catalog/{revision.pk}", actor, legal)


@transaction.atomic
def tell_of_data(entry_id: int, *, actor: Actor, legal: LegalContext) -> bool:
    """Word of the newest data, once for each version of the pool; gives whether there was any."""
    pool = Pool.objects.filter(entry=entry_id).select_related("entry__provider").first()
    if pool is None:
        return False
    standing, _made = Standing.objects.select_for_update().get_or_create(entry=pool.entry)
    if standing.told_version >= pool.lake_version:
        return False
    standing.told_version, standing.is_stale = pool.lake_version, True
    standing.save(update_fields=["told_version", "is_stale"])
    _tell(pool.entry, kinds.NEW_DATA, f"data/{entry_id}/{pool.lake_version}", actor, legal)
    return True


def _tell(entry: Entry, kind: str, once: str, actor: Actor, legal: LegalContext) -> None:
    tell_followers(
        ENTRY,
        entry.pk,
        kind=kind,
        title=entry.name,
        url=entry.get_absolute_url(),
        once=once,
        actor=actor,
        legal=legal,
    )


def _may_follow(actor: Actor, subject_id: str) -> bool:  # noqa: ARG001 everybody who is signed in sees the master catalog
    return _find(subject_id) is not None


def _describe(subject_id: str) -> tuple[str, str] | None:
    entry = _find(subject_id)
    return (entry.name, entry.get_absolute_url()) if entry else None


def _find(subject_id: str) -> Entry | None:
    if not subject_id.isdecimal():
        return None
    return Entry.objects.filter(pk=int(subject_id), state__in=IN_MASTER_CATALOG).first()


def register(label: object) -> None:
    """Let people follow entries."""
    register_followable(Followable(ENTRY, label, _may_follow, _describe))
