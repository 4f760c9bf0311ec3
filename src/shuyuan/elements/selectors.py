"""Reads of the data elements, and the doors to elements, bindings, cases and checks of forms."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum

from shuyuan.catalog.models import Entry, Item
from shuyuan.catalog.selectors import DRAFTERS, SUBMITTERS
from shuyuan.catalog.states import State
from shuyuan.elements.matching import Known, Matcher
from shuyuan.elements.models import (
    Binding,
    Borrowing,
    ConflictSide,
    DataElement,
    FormCheck,
    Proposal,
    SourceConflict,
)
from shuyuan.elements.states import ConflictState, ElementState, ProposalState, Use
from shuyuan.kernel.actor import WITHOUT_DATA, Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted

#: Entries that the city relies on or is asked to: what they hold can be bound.
HANDED_IN = (State.PUBLISHED, State.SUSPENDED, State.SUBMITTED)

_MATCHER: dict[tuple[int, ...], Matcher] = {}


def list_elements(actor: Actor) -> QuerySet[DataElement]:
    """All elements that were decided on, and proposals for the bureau and their own departments."""
    named = Binding.objects.filter(element=OuterRef("pk"), use=Use.SOURCE.value).order_by("area", "id")
    elements = DataElement.objects.select_related("usual_source", "code_table", "proposed_by").annotate(
        bound=Count("bindings", distinct=True),
        source_name=Subquery(named.values("entry__provider__name")[:1]),
    )
    if actor.is_administration:
        return elements
    return elements.filter(
        Q(state__in=[ElementState.IN_FORCE, ElementState.RETIRED]) | Q(proposed_by__code=actor.department)
    )


def list_elements_in_force() -> QuerySet[DataElement]:
    """Elements to which items may be bound."""
    return DataElement.objects.filter(state=ElementState.IN_FORCE)


def access_element(code: str, *, actor: Actor) -> DataElement:
    """The element, if the actor may see it; a foreign proposal looks like a missing one."""
    element = list_elements(actor).filter(code=code).first()
    if element is None:
        raise NotFound(code="unknown_element", element=code)
    return element


def access_element_as_administration(code: str, *, actor: Actor) -> DataElement:
    """The element, locked for change, for the bureau that manages the elements."""
    require_administration(actor)
    element = DataElement.objects.select_for_update().filter(code=code).first()
    if element is None:
        raise NotFound(code="unknown_element", element=code)
    return element


def require_administration(actor: Actor) -> None:
    """NotPermitted for everybody but the bureau."""
    if not actor.is_administration:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=[str(Role.DATA_ADMINISTRATION)])


def require_department_post(actor: Actor) -> None:
    """NotPermitted for posts that hold no data: the three administrators and the offices of projects."""
    if actor.role in WITHOUT_DATA:
        needed = sorted(str(role) for role in DRAFTERS | {Role.DATA_ADMINISTRATION})
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=needed)


def list_bindings(element: DataElement) -> list[Binding]:
    """Every item that holds the element, its sources first."""
    order = {Use.SOURCE: 0, Use.COLLECTS: 1, Use.USES: 2}
    found = element.bindings.select_related("entry__provider", "element")
    return sorted(found, key=lambda one: (order[Use(one.use)], one.entry.code or "", one.pk))


def bindings_of(entry_id: int) -> dict[str, Binding]:
    """Column → binding of the items of an entry; the id is that of the entry, not of a working copy."""
    found = Binding.objects.filter(entry_id=entry_id).select_related("element", "entry__provider")
    return {binding.item_name: binding for binding in found}


def bindings_of_many(entries: Iterable[int]) -> dict[int, dict[str, Binding]]:
    """Entry id → column → binding; one query, none for no entries."""
    ids = list(entries)
    found: dict[int, dict[str, Binding]] = {}
    if ids:
        rows = Binding.objects.filter(entry_id__in=ids).select_related("element", "entry__provider")
        for binding in rows.order_by("entry_id", "id"):
            found.setdefault(binding.entry_id, {})[binding.item_name] = binding
    return found


def list_borrowed(at: datetime | None = None) -> QuerySet[Borrowing]:
    """Rows with `entry_id` and `item_name` of what departments take from a source, now or at a moment.

    They need not collect these items, so responsibility lists leave them out.
    """
    if at is None:
        return Borrowing.objects.filter(until__isnull=True)
    return Borrowing.objects.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)


def sources_of(elements: Iterable[int]) -> dict[int, list[Binding]]:
    """Element id → its authoritative sources, one for each area; one query."""
    found: dict[int, list[Binding]] = {}
    rows = Binding.objects.filter(element__in=list(elements), use=Use.SOURCE).select_related(
        "entry__provider", "element"
    )
    for binding in rows.order_by("area", "id"):
        found.setdefault(binding.element_id, []).append(binding)
    return found


def sources_by_code(codes: Iterable[str]) -> dict[str, Binding]:
    """Number of an element → its widest authoritative source; one query, none for no numbers."""
    wanted = list(codes)
    if not wanted:
        return {}
    rows = Binding.objects.filter(element__code__in=wanted, use=Use.SOURCE)
    found: dict[str, Binding] = {}
    for binding in rows.select_related("element", "entry__provider").order_by("area", "id"):
        found.setdefault(binding.element.code, binding)
    return found


def access_binding(binding_id: int, *, actor: Actor, lock: bool = False) -> Binding:
    """The binding, for the bureau or the officers of the department whose entry it is; NotFound otherwise."""
    bindings = Binding.objects.select_related("element", "entry__provider")
    if lock:
        bindings = bindings.select_for_update(of=("self",))
    binding = bindings.filter(pk=binding_id).first()
    if binding is None or not answers_for(binding.entry, actor):
        raise NotFound(code="unknown_binding")
    return binding


def access_item(entry_id: int, item_name: str, *, actor: Actor) -> Item:
    """An item of an entry that was handed in, for the bureau or the officers of its department."""
    item = (
        Item.objects.filter(entry_id=entry_id, name=item_name, entry__revises__isnull=True)
        .filter(entry__state__in=HANDED_IN)
        .select_related("entry__provider__region")
        .first()
    )
    if item is None or not answers_for(item.entry, actor):
        raise NotFound(code="unknown_item", item=item_name)
    return item


def answers_for(entry: Entry, actor: Actor) -> bool:
    """Whether the actor decides on the items of this entry: the bureau, or its department's officers."""
    is_officer = actor.role in SUBMITTERS and entry.provider.code == actor.department
    return actor.is_administration or is_officer


def list_worklist(actor: Actor) -> QuerySet[Proposal]:
    """Items that wait for a decision: all for the bureau, those of its own entries for a department."""
    waiting = Proposal.objects.select_related("entry__provider", "element").filter(
        state=ProposalState.OPEN, entry__state__in=HANDED_IN
    )
    if actor.is_administration:
        return waiting
    if actor.role in SUBMITTERS:
        return waiting.filter(entry__provider__code=actor.department)
    return waiting.none()


def access_proposal(proposal_id: int, *, actor: Actor) -> Proposal:
    """One line of the worklist, whatever was decided, for who answers for its entry."""
    proposal = Proposal.objects.select_related("entry__provider", "element").filter(pk=proposal_id).first()
    if proposal is None or not answers_for(proposal.entry, actor):
        raise NotFound(code="unknown_proposal")
    return proposal


def list_conflicts(actor: Actor) -> QuerySet[SourceConflict]:
    """Cases of sources: all for the bureau, its own for a department."""
    cases = SourceConflict.objects.select_related("element", "winner__department").prefetch_related(
        "sides__department"
    )
    if actor.is_administration:
        return cases
    if actor.role in WITHOUT_DATA:
        return cases.none()
    return cases.filter(sides__department__code=actor.department).distinct()


def list_open_conflicts() -> QuerySet[SourceConflict]:
    """Cases that the bureau has still to settle, for campaigns that want to publish."""
    return (
        SourceConflict.objects.filter(state=ConflictState.OPEN)
        .select_related("element")
        .prefetch_related("sides__department")
        .order_by("id")
    )


def access_conflict(conflict_id: int, *, actor: Actor) -> SourceConflict:
    """The case, for the bureau and its sides."""
    conflict = list_conflicts(actor).filter(pk=conflict_id).first()
    if conflict is None:
        raise NotFound(code="unknown_conflict")
    return conflict


def access_side(conflict_id: int, side_id: int, *, actor: Actor) -> ConflictSide:
    """A side of a case, for the officers of its department, who speak for it."""
    sides = access_conflict(conflict_id, actor=actor).sides.select_related("conflict__element", "department")
    side = sides.filter(pk=side_id, department__code=actor.department).first()
    if side is None:
        raise NotFound(code="unknown_conflict")
    if actor.role not in SUBMITTERS:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=sorted(SUBMITTERS))
    return side


def find_open_conflict(element_id: int) -> SourceConflict | None:
    """The open case about an element, None when nobody disputes it."""
    return SourceConflict.objects.filter(element_id=element_id, state=ConflictState.OPEN).first()


def list_form_checks(actor: Actor) -> QuerySet[FormCheck]:
    """Forms that were checked: all for the bureau, else those of the own department."""
    checks = FormCheck.objects.select_related("department", "made_by__person")
    return checks if actor.is_administration else checks.filter(department__code=actor.department)


def access_form_check(check_id: int, *, actor: Actor) -> FormCheck:
    """One checked form, for its department and the bureau."""
    check = list_form_checks(actor).filter(pk=check_id).first()
    if check is None:
        raise NotFound(code="unknown_form_check")
    return check


def list_entries_to_propose() -> QuerySet[Entry, int]:
    """The ids of all entries that were handed in, whose items a job goes through."""
    entries = Entry.objects.filter(revises__isnull=True, state__in=HANDED_IN)
    return entries.order_by("pk").values_list("pk", flat=True)


def matcher() -> Matcher:
    """The matcher for the elements in force; kept until one of them changes."""
    counted = list_elements_in_force().aggregate(last=Max("id"), count=Count("id"), revisions=Sum("revision"))
    stamp = tuple(int(value or 0) for value in counted.values())
    if stamp not in _MATCHER:
        _MATCHER.clear()
        _MATCHER[stamp] = Matcher(known(element) for element in list_elements_in_force())
    return _MATCHER[stamp]


def known(element: DataElement) -> Known:
    """The element as it is matched."""
    return Known(
        code=element.code,
        name=element.name,
        aliases=tuple(element.aliases),
        columns=tuple(element.columns),
        about=element.about,
        identifies=element.identifies,
        data_type=element.data_type,
        length=element.length,
    )
