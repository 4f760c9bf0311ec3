"""Writes on bindings: decide on proposals, bind, release, change the use, name the source."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.catalog.models import Entry
from shuyuan.elements import inbox, selectors, steps
from shuyuan.elements.claims import claim_of
from shuyuan.elements.events import Event
from shuyuan.elements.models import Binding, DataElement, Proposal
from shuyuan.elements.rules import ONE_SOURCE, judge_source_naming
from shuyuan.elements.states import ProposalState, Use
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, NotFound, RuleRefused
from shuyuan.kernel.verdict import Reason
from shuyuan.regulations.context import LegalContext

#: More lines than a page of the worklist holds.
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Decided:
    """What came of many decisions at once: how many were made, and which lines were refused with what."""

    made: int
    refused: tuple[tuple[Proposal, tuple[Reason, ...]], ...] = ()


@transaction.atomic(durable=True)
def accept_proposals(
    proposal_ids: Iterable[int], *, use: str = "", actor: Actor, legal: LegalContext
) -> Decided:
    """Bind the items of these lines to what was proposed, with the proposed use unless one is given.

    A line that the rules refuse stays on the worklist and is told; the others are done.
    """
    lines = sorted(_lines(proposal_ids, actor), key=lambda line: (line.element_id or 0, line.pk))
    made, refused, touched = 0, [], {}
    for line in lines:
        if line.element is None:
            continue
        item = selectors.access_item(line.entry_id, line.item_name, actor=actor)
        try:
            steps.bind(line.element, item, use=_use(use or line.use), actor=actor, legal=legal)
        except RuleRefused as error:
            refused.append((line, error.verdict.reasons))
            continue
        made += 1
        touched[line.element_id] = line.element
    for _, element in sorted(touched.items()):
        steps.dispute(element, actor=actor, legal=legal)
    return Decided(made, tuple(refused))


@transaction.atomic(durable=True)
def dismiss_proposals(proposal_ids: Iterable[int], *, actor: Actor, legal: LegalContext) -> Decided:
    """Say that these items belong to no element; they are not proposed again."""
    lines = _lines(proposal_ids, actor)
    Proposal.objects.filter(pk__in=[line.pk for line in lines]).update(
        state=ProposalState.NONE, decided_at=legal.now
    )
    if lines:
        record(
            Event.PROPOSALS_DECIDED,
            actor=actor,
            subject_kind="elements.worklist",
            subject_id=actor.department,
            cites=ONE_SOURCE,
            facts={"items": [[line.entry_id, line.item_name] for line in lines]},
        )
    return Decided(len(lines))


@transaction.atomic(durable=True)
def bind_item(
    entry_id: int, item_name: str, *, element: str, use: str, actor: Actor, legal: LegalContext
) -> Binding:
    """Bind an item to an element of the actor's choice; a second claim to collect it opens a case."""
    item = selectors.access_item(entry_id, item_name, actor=actor)
    chosen = DataElement.objects.filter(code=element).first()
    if chosen is None:
        raise NotFound(code="unknown_element", element=element)
    binding = steps.bind(chosen, item, use=_use(use), actor=actor, legal=legal)
    steps.dispute(chosen, actor=actor, legal=legal)
    return binding


@transaction.atomic(durable=True)
def release_item(binding_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> None:
    """Undo a binding; the item comes back to the worklist. Only the bureau takes a source away."""
    binding = selectors.access_binding(binding_id, actor=actor, lock=True)
    if not reason.strip():
        raise BadInput("say why", code="opinion_missing")
    steps.require_free(binding, actor=actor)
    entry = binding.entry
    steps.release(binding, event=Event.ITEM_RELEASED, reason=reason.strip(), actor=actor, legal=legal)
    steps.propose_for(entry, entry.items.all(), legal=legal)


@transaction.atomic(durable=True)
def change_use(binding_id: int, *, use: str, actor: Actor, legal: LegalContext) -> Binding:
    """Say that the department collects the datum itself, or takes it from the source.

    Who begins to collect what another department supplies disputes its source: a case is opened.
    """
    binding = selectors.access_binding(binding_id, actor=actor, lock=True)
    DataElement.objects.select_for_update().get(pk=binding.element_id)
    wanted = _use(use)
    steps.require_free(binding, actor=actor)
    before = binding.use
    if wanted == before:
        return binding
    steps.set_use(binding, wanted, legal=legal)
    steps.trace(Event.USE_CHANGED, binding, facts={"before": before, "use": str(wanted)}, actor=actor)
    if before == Use.SOURCE:
        inbox.open_source_task(binding.element, actor=actor, legal=legal)
    steps.dispute(binding.element, actor=actor, legal=legal)
    return binding


@transaction.atomic(durable=True)
def name_source(binding_id: int, *, actor: Actor, legal: LegalContext) -> Binding:
    """Make this item the authoritative source of its element for its area.

    RuleRefused while another department collects it too: that is for a case to settle.
    """
    selectors.require_administration(actor)
    binding = selectors.access_binding(binding_id, actor=actor, lock=True)
    element = DataElement.objects.select_for_update().get(pk=binding.element_id)
    steps.require_quiet(element.pk)
    others = [
        claim_of(other) for other in element.bindings.select_related("entry__provider").exclude(pk=binding.pk)
    ]
    verdict = judge_source_naming(claim_of(binding, use=Use.SOURCE), others, about=element.about)
    if not verdict.allowed:
        raise RuleRefused(verdict)
    steps.make_source(binding, legal=legal)
    inbox.close_element_tasks(
        element, kind=inbox.NAME_SOURCE, outcome="source_named", actor=actor, legal=legal
    )
    steps.trace(Event.SOURCE_NAMED, binding, cites=ONE_SOURCE, facts={"area": binding.area}, actor=actor)
    return binding


@transaction.atomic(durable=True)
def propose_again(entry_id: int, *, legal: LegalContext) -> int:
    """Look for elements for the undecided items of one entry; for the job that goes through all of them."""
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    return steps.propose_for(entry, entry.items.all(), legal=legal)


def _lines(proposal_ids: Iterable[int], actor: Actor) -> list[Proposal]:
    """The chosen lines that still wait; BadInput for none or for too many."""
    wanted = sorted(set(proposal_ids))
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise BadInput("choose some lines", code="no_lines_chosen", most=MOST_AT_ONCE)
    return list(selectors.list_worklist(actor).filter(pk__in=wanted).order_by("id"))


def _use(given: str) -> Use:
    """A use that people may choose; the source is named by a step of its own."""
    if given not in {Use.COLLECTS, Use.USES}:
        raise BadInput("no such use", code="bad_element", fields={"use": "unknown_choice"})
    return Use(given)
