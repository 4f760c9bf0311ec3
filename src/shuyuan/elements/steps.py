"""Writes without a transaction of their own: binding, proposing, opening cases, following the catalog."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef

from shuyuan.audit.steps import record
from shuyuan.catalog.models import Entry, Item
from shuyuan.catalog.states import IN_MASTER_CATALOG
from shuyuan.elements import inbox
from shuyuan.elements.claims import area_of, rivals_among
from shuyuan.elements.events import Event
from shuyuan.elements.fitting import Fit, fit_of
from shuyuan.elements.matching import Matcher, Wanted
from shuyuan.elements.models import Binding, Borrowing, ConflictSide, DataElement, Proposal, SourceConflict
from shuyuan.elements.rules import ONE_SOURCE, BindingFacts, judge_binding, needs_quiet
from shuyuan.elements.selectors import find_open_conflict, matcher, require_administration, sources_of
from shuyuan.elements.states import CLAIMING, ConflictState, ElementState, ProposalState, Use
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import RuleRefused
from shuyuan.kernel.verdict import Verdict
from shuyuan.organizations.models import Department
from shuyuan.papers.steps import next_number
from shuyuan.regulations.context import LegalContext

CONFLICT_NUMBERS = "elements.conflict"
#: The measures set no deadline for opinions; the case gives as many working days as a verification has.
HEARING = "verification.response_days"


def require_quiet(element_id: int) -> None:
    """RuleRefused while an open case disputes the element."""
    case = find_open_conflict(element_id)
    reason = needs_quiet(case.number if case else "")
    if reason:
        raise RuleRefused(Verdict((reason,)))


def require_free(binding: Binding, *, actor: Actor) -> None:
    """May who acts change this binding outside a case? Sources are the bureau's, disputed claims nobody's."""
    if binding.use == Use.SOURCE:
        require_administration(actor)
    if binding.use in CLAIMING:
        require_quiet(binding.element_id)


def make_source(binding: Binding, *, legal: LegalContext) -> None:
    """Mark the binding as the source of its area; what was it before takes the datum from there."""
    before = Binding.objects.filter(element_id=binding.element_id, area=binding.area, use=Use.SOURCE)
    for other in before.exclude(pk=binding.pk):
        set_use(other, Use.USES, legal=legal)
    set_use(binding, Use.SOURCE, legal=legal)


def set_use(binding: Binding, use: Use, *, legal: LegalContext) -> None:
    """Save the binding with this use; from now on its item is borrowed, or is not any more."""
    binding.use, binding.since = use, legal.now
    binding.save(update_fields=["use", "since"])
    _lend(binding, legal=legal)


def _lend(binding: Binding, *, legal: LegalContext) -> None:
    borrowed = Borrowing.objects.filter(
        entry_id=binding.entry_id, item_name=binding.item_name, until__isnull=True
    )
    if binding.pk is None or binding.use != Use.USES:
        borrowed.update(until=legal.now)
    elif not borrowed.exists():
        Borrowing.objects.create(entry_id=binding.entry_id, item_name=binding.item_name, since=legal.now)


def bind(element: DataElement, item: Item, *, use: Use, actor: Actor, legal: LegalContext) -> Binding:
    """Bind an item to an element, or to another one than before; RuleRefused when it cannot hold it.

    The element is locked, so that of two claims at once the second one sees the first.
    """
    element = DataElement.objects.select_for_update().get(pk=element.pk)
    verdict = judge_binding(
        BindingFacts(
            element_state=ElementState(element.state),
            element_type=element.data_type,
            element_length=element.length,
            identifies=element.identifies,
            item_type=item.data_type,
            item_length=item.length,
        )
    )
    if not verdict.allowed:
        raise RuleRefused(verdict)
    found = Binding.objects.filter(entry_id=item.entry_id, item_name=item.name)
    before = found.select_related("element", "entry__provider").first()
    if before is not None and before.element_id == element.pk:
        return before
    if before is not None:
        require_free(before, actor=actor)
        release(before, event=Event.ITEM_RELEASED, reason="bound_anew", actor=actor, legal=legal)
    binding = Binding.objects.create(
        element=element,
        entry_id=item.entry_id,
        item_name=item.name,
        item_label=item.label,
        use=use,
        area=area_of(item.entry.provider),
        since=legal.now,
        bound_by_id=actor.post_id or None,
    )
    _lend(binding, legal=legal)
    Proposal.objects.filter(entry_id=item.entry_id, item_name=item.name).update(
        state=ProposalState.BOUND, element=element, decided_at=legal.now
    )
    trace(Event.ITEM_BOUND, binding, facts={"use": str(use)}, actor=actor)
    return binding


def trace(event: Event, binding: Binding, *, cites: str = "", facts: dict[str, Any], actor: Actor) -> None:
    """The audit entry of a write on a binding, found under its element."""
    stated = {"entry": binding.entry_id, "item": binding.item_name, **facts}
    record(
        event,
        actor=actor,
        subject_kind=inbox.ELEMENT,
        subject_id=binding.element.code,
        cites=cites,
        facts=stated,
    )


def dispute(element: DataElement, *, actor: Actor, legal: LegalContext) -> SourceConflict | None:
    """Open a case when two departments collect the element, or let a further claim join the open one.

    Who joins later has as many days for an opinion as the others had.
    """
    bindings = element.bindings.select_related("entry__provider__region").order_by("id")
    rivals = rivals_among(bindings, about=element.about)
    if not rivals:
        return None
    conflict = find_open_conflict(element.pk)
    event = Event.CONFLICT_JOINED if conflict else Event.CONFLICT_OPENED
    hear_until = legal.calendar.add(legal.today, legal.law.value(HEARING, on=legal.today))
    if conflict is None:
        conflict = SourceConflict.objects.create(
            number=next_number(CONFLICT_NUMBERS, actor=actor, legal=legal),
            element=element,
            opened_at=legal.now,
            hear_until=hear_until,
        )
        inbox.open_settle_task(conflict, actor=actor, legal=legal)
    known = set(conflict.sides.values_list("entry_id", "item_name"))
    new = [one for one in rivals if (one.entry_id, one.item_name) not in known]
    if new and conflict.hear_until < hear_until:
        conflict.hear_until = hear_until
        conflict.save(update_fields=["hear_until"])
    for binding in new:
        side = ConflictSide.objects.create(
            conflict=conflict,
            entry=binding.entry,
            entry_name=binding.entry.name,
            item_name=binding.item_name,
            item_label=binding.item_label,
            department=binding.entry.provider,
        )
        inbox.open_hear_task(side, actor=actor, legal=legal)
    if new:
        facts = {"element": element.code, "sides": [one.entry.provider.code for one in new]}
        trace_case(event, conflict, facts=facts, actor=actor)
    return conflict


def trace_case(event: Event, conflict: SourceConflict, *, facts: dict[str, Any], actor: Actor) -> None:
    """The audit entry of a write on a case."""
    record(
        event,
        actor=actor,
        subject_kind=inbox.CONFLICT,
        subject_id=conflict.number,
        cites=ONE_SOURCE,
        facts=facts,
    )


def propose_for(
    entry: Entry, items: Iterable[Item], *, legal: LegalContext, finder: Matcher | None = None
) -> int:
    """Put the likeliest element of each undecided item on the worklist; gives how many there are now."""
    finder = finder or matcher()
    taken = set(Binding.objects.filter(entry=entry).values_list("item_name", flat=True))
    decided = Proposal.objects.filter(entry=entry).exclude(state=ProposalState.OPEN)
    taken |= set(decided.values_list("item_name", flat=True))
    found = {}
    for item in items:
        if item.name not in taken:
            matches = finder.find(wanted(item, entry.subject_kind), limit=1)
            if matches:
                found[item.name] = (item, matches[0])
    Proposal.objects.filter(entry=entry, state=ProposalState.OPEN).delete()
    elements = DataElement.objects.in_bulk({match.code for _, match in found.values()}, field_name="code")
    sources = sources_of(element.pk for element in elements.values())
    rows = [
        Proposal(
            entry=entry,
            item_name=item.name,
            item_label=item.label,
            element=elements[match.code],
            score=match.score,
            grounds=[ground.as_json() for ground in match.grounds],
            use=usual_use(elements[match.code], entry, has_source=elements[match.code].pk in sources),
            made_at=legal.now,
        )
        for item, match in found.values()
    ]
    return len(Proposal.objects.bulk_create(rows))


def wanted(item: Item, about: str) -> Wanted:
    """An item as the matcher looks for it."""
    return Wanted(
        label=item.label,
        column=item.name,
        data_type=item.data_type,
        length=item.length,
        about=about,
        checks=tuple(check["kind"] for check in item.checks),
    )


def usual_use(element: DataElement, entry: Entry, *, has_source: bool) -> Use:
    """What a department probably does with the element: it collects what is its own duty, else it uses."""
    if element.about not in {"other", entry.subject_kind}:
        return Use.USES
    if element.usual_source_id:
        return Use.COLLECTS if element.usual_source_id == entry.provider_id else Use.USES
    return Use.USES if has_source or element.identifies else Use.COLLECTS


def release(binding: Binding, *, event: Event, reason: str, actor: Actor, legal: LegalContext) -> None:
    """Take a binding away; a case without rivals lapses, and the bureau learns of a lost source."""
    element = binding.element
    binding.delete()
    _lend(binding, legal=legal)
    Proposal.objects.filter(entry_id=binding.entry_id, item_name=binding.item_name).delete()
    trace(event, binding, facts={"reason": reason, "use": binding.use}, actor=actor)
    lapse_if_settled(element, actor=actor, legal=legal)
    if binding.use == Use.SOURCE:
        inbox.open_source_task(element, actor=actor, legal=legal)


def lapse_if_settled(element: DataElement, *, actor: Actor, legal: LegalContext) -> None:
    """Close the open case of an element when no two claims are left."""
    conflict = find_open_conflict(element.pk)
    bindings = element.bindings.select_related("entry__provider__region")
    if conflict is None or rivals_among(bindings, about=element.about):
        return
    conflict.state = ConflictState.LAPSED
    conflict.settled_at = legal.now
    conflict.save(update_fields=["state", "settled_at"])
    inbox.close_conflict_tasks(conflict, outcome="lapsed", actor=actor, legal=legal)
    trace_case(Event.CONFLICT_LAPSED, conflict, facts={"element": element.code}, actor=actor)


def follow_entry(entry: Entry, *, actor: Actor, legal: LegalContext) -> None:
    """After a publication: bindings that no longer hold go, and elements are proposed for new items.

    Runs in the transaction that publishes, suspends or resumes.
    """
    if entry.state not in IN_MASTER_CATALOG:
        return
    items = {item.name: item for item in entry.items.all()}
    bindings = list(Binding.objects.filter(entry=entry).select_related("element", "entry__provider"))
    for binding in bindings:
        item = items.get(binding.item_name)
        if item is None or not _still_fits(binding.element, item):
            reason = "item_removed" if item is None else "type_changed"
            release(binding, event=Event.ITEM_FELL_AWAY, reason=reason, actor=actor, legal=legal)
        elif binding.item_label != item.label:
            Binding.objects.filter(pk=binding.pk).update(item_label=item.label)
    propose_for(entry, items.values(), legal=legal)
    for binding in bindings:
        dispute(binding.element, actor=actor, legal=legal)


def _still_fits(element: DataElement, item: Item) -> bool:
    fit = fit_of(
        element.data_type, element.length, item.data_type, item.length, identifies=element.identifies
    )
    return fit not in {Fit.WRONG_TYPE, Fit.TOO_SHORT}


def waiting_departments(conflict: SourceConflict) -> list[Department]:
    """The departments of a case that have not spoken yet."""
    spoken = ConflictSide.objects.filter(conflict=conflict, department=OuterRef("pk"), heard_at__isnull=False)
    sides = Department.objects.filter(pk__in=conflict.sides.values("department_id"))
    return list(sides.filter(~Exists(spoken)).order_by("code"))
