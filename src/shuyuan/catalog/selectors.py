"""Reads of the catalog, and the doors to entries."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from shuyuan.catalog import registry
from shuyuan.catalog.classes import DEPARTMENT_CLASS
from shuyuan.catalog.models import ClassNode, Entry, EntryCode, EntryVersion, Item
from shuyuan.catalog.snapshots import spec_of
from shuyuan.catalog.states import IN_MASTER_CATALOG, State, Step, after
from shuyuan.engine.spec import EntrySpec
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.organizations.models import Department, Post
from shuyuan.organizations.selectors import list_posts_of

#: Who may write drafts for their department, and who may hand them in.
DRAFTERS = frozenset({Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER, Role.OPERATOR})
SUBMITTERS = frozenset({Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER})

#: Working copies that the bureau may see; drafts are the department's own.
_SEEN_BY_REVIEWERS = (State.SUBMITTED, State.RETURNED)
#: Classes of this level and below hold entries.
_LEVEL_OF_ENTRIES = 3


def list_published_entries() -> QuerySet[Entry]:
    """Entries that consumers may rely on now, with their providers."""
    return _entries().filter(state=State.PUBLISHED).order_by("code")


def list_master_catalog() -> QuerySet[Entry]:
    """The master catalog (总目录, jz-data-2020/8.2): all published, suspended ones too."""
    return _entries().filter(state__in=IN_MASTER_CATALOG).order_by("code")


def list_sharing_catalog(actor: Actor) -> QuerySet[Entry]:
    """The sharing catalog (共享目录, jz-data-2020/21.1) for who looks: what other departments offer.

    What is not shared stands in it for the data administration alone; others find it in the master
    catalog, from where jz-data-2020/19.1.1 still lets them ask.
    """
    entries = list_published_entries()
    if actor.is_administration:
        return entries
    return entries.exclude(provider__code=actor.department).exclude(sharing_type="not_shared")


def list_visible_entries(actor: Actor) -> QuerySet[Entry]:
    """All that the actor may open: the master catalog, own drafts, and what is under review for the bureau.

    The working copy of a change is not a line of its own: its entry is.
    """
    visible = Q(state__in=IN_MASTER_CATALOG)
    if actor.role in DRAFTERS:
        visible |= Q(provider__code=actor.department)
    if actor.is_administration:
        visible |= Q(state__in=_SEEN_BY_REVIEWERS)
    return _entries().filter(visible, revises__isnull=True).order_by("-id")


def list_own_entries(actor: Actor) -> QuerySet[Entry]:
    """The department's catalog list (目录清单, jz-data-2020/8.1), drafts and changes too.

    What a project plans stands in its study until the project is accepted.
    """
    return (
        _entries()
        .filter(provider__code=actor.department, revises__isnull=True)
        .exclude(state=State.PLANNED)
        .select_related("provider", "node", "working_copy")
    )


def list_waiting_for_review() -> QuerySet[Entry]:
    """What lies before the bureau, the most urgent first: new entries and changes."""
    return _entries().filter(state=State.SUBMITTED).order_by("review_due_on", "id")


def list_chosen_for_review(entry_ids: Iterable[int], *, actor: Actor) -> list[Entry]:
    """Those of the entries that wait for the bureau's decision, by their deadline; others are left out."""
    if not actor.is_administration:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=[str(Role.DATA_ADMINISTRATION)])
    ids = list(entry_ids)
    chosen = Q(pk__in=ids, revises__isnull=True) | Q(revises_id__in=ids)
    return list(list_waiting_for_review().filter(chosen).select_related("submitted_by"))


def list_classes_of_entries() -> QuerySet[ClassNode]:
    """The classes under which an entry can stand."""
    return ClassNode.objects.filter(level__gte=_LEVEL_OF_ENTRIES)


def list_classes_to_extend() -> QuerySet[ClassNode]:
    """The classes under which the bureau may add one: departments' classes are made by themselves."""
    return ClassNode.objects.filter(department__isnull=True).exclude(code=DEPARTMENT_CLASS)


def class_tree() -> list[tuple[ClassNode, int]]:
    """Every class in the order of its code, with the number of published entries under it."""
    counts = Counter(
        code
        for code in Entry.objects.filter(state__in=IN_MASTER_CATALOG).values_list("node__code", flat=True)
        if code
    )
    return [
        (node, sum(count for code, count in counts.items() if code.startswith(node.code)))
        for node in ClassNode.objects.all()
    ]


def list_responsible_people(provider: Department) -> list[Post]:
    """Who answers for a department's data: its principal officer and its data officers."""
    responsible = (Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER)
    return list(list_posts_of(provider).filter(role__in=responsible).order_by("-role", "pk"))


def access_published_entry(code: str) -> Entry:
    """The published entry of that code (``307001/1`` or ``307001-1``); a suspended one is not found."""
    entry = list_published_entries().filter(_has_code(code.replace("-", "/"))).first()
    if entry is None:
        raise NotFound(code="unknown_entry", entry=code)
    return entry


def access_entry_by_code(code: str, *, actor: Actor) -> Entry:
    """The entry of that code for its page, suspended ones too."""
    entry = list_visible_entries(actor).filter(_has_code(code)).first()
    if entry is None:
        raise NotFound(code="unknown_entry", entry=code)
    return entry


def access_entry_as_reader(entry_id: int, *, actor: Actor) -> Entry:
    """The entry for its page; somebody else's draft looks like a missing one."""
    entry = list_visible_entries(actor).filter(pk=entry_id).first()
    if entry is None:
        raise NotFound(code="unknown_entry")
    return entry


def access_entry_as_provider(entry_id: int, *, actor: Actor, lock: bool = False) -> Entry:
    """The entry if the actor drafts for its department, locked on demand; otherwise NotFound."""
    entry = (
        _entries(lock=lock).filter(pk=entry_id, revises__isnull=True, provider__code=actor.department).first()
    )
    if entry is None or actor.role not in DRAFTERS:
        raise NotFound(code="unknown_entry")
    return entry


def access_draft_as_provider(entry_id: int, *, actor: Actor, lock: bool = False) -> Entry:
    """What the department writes on: the entry itself before it is published, later its working copy."""
    draft = find_working_copy(access_entry_as_provider(entry_id, actor=actor, lock=lock))
    if draft is None:
        raise NotFound(code="no_working_copy", entry=entry_id)
    if draft.state == State.PLANNED:
        registry.require_open(draft)
    return draft


def access_draft_as_submitter(entry_id: int, *, actor: Actor, lock: bool = False) -> Entry:
    """The draft for those who may hand it in: an operator drafts, an officer answers for it."""
    draft = access_draft_as_provider(entry_id, actor=actor, lock=lock)
    if actor.role not in SUBMITTERS:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=sorted(SUBMITTERS))
    return draft


def access_draft_as_reviewer(entry_id: int, *, actor: Actor, lock: bool = False) -> Entry:
    """What waits for the bureau's decision.

    NotFound for what the bureau may not see, Conflict for what a colleague published meanwhile.
    """
    if not actor.is_administration:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=[str(Role.DATA_ADMINISTRATION)])
    entry = _entries(lock=lock).filter(pk=entry_id, revises__isnull=True).first()
    draft = find_working_copy(entry) if entry else None
    if entry is not None and draft is None:
        after(entry.state, Step.PUBLISH)
    if draft is None or draft.state not in _SEEN_BY_REVIEWERS:
        raise NotFound(code="unknown_entry")
    return draft


def access_entry_as_administration(entry_id: int, *, actor: Actor, lock: bool = False) -> Entry:
    """A published entry for the bureau's own steps on it: suspending and resuming."""
    if not actor.is_administration:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=[str(Role.DATA_ADMINISTRATION)])
    entry = _entries(lock=lock).filter(pk=entry_id, state__in=IN_MASTER_CATALOG).first()
    if entry is None:
        raise NotFound(code="unknown_entry")
    return entry


def find_working_copy(entry: Entry) -> Entry | None:
    """The entry itself before it is published, then the change being prepared, None when there is none."""
    if entry.state not in IN_MASTER_CATALOG:
        return entry
    return _entries().filter(revises=entry).first()


def find_item(draft: Entry, item_id: int) -> Item:
    """An item of this draft; NotFound for any other."""
    item = draft.items.filter(pk=item_id).first()
    if item is None:
        raise NotFound(code="unknown_item", item=item_id)
    return item


def published_version(entry: Entry) -> EntryVersion:
    """The version that consumers see; NotFound when the entry was never published."""
    version = EntryVersion.objects.filter(entry_id=entry.root_id).first()
    if version is None:
        raise NotFound(code="not_published", entry=entry.root_id)
    return version


def access_version(entry: Entry, number: int) -> EntryVersion:
    """One published version of an entry at hand; NotFound for a number that was never given."""
    version = EntryVersion.objects.filter(entry_id=entry.root_id, number=number).first()
    if version is None:
        raise NotFound(code="unknown_version", version=number)
    return version


def entry_spec(entry: Entry) -> EntrySpec:
    """What the data plane is told about the published version, whatever change is being prepared."""
    return spec_of(published_version(entry).snapshot)


def _has_code(code: str) -> Q:
    """The main code, or the one in a further class."""
    return Q(code=code) | Q(pk__in=EntryCode.objects.filter(code=code).values("entry_id"))


def _entries(*, lock: bool = False) -> QuerySet[Entry]:
    entries = Entry.objects.select_related("provider", "node")
    return entries.select_for_update(of=("self",)) if lock else entries
