"""Writes on a case of sources: a side is heard, the bureau settles."""

from django.db import transaction
from django.utils.translation import gettext as _

from shuyuan.elements import inbox, selectors, steps
from shuyuan.elements.events import Event
from shuyuan.elements.kinds import SETTLED
from shuyuan.elements.models import ConflictSide, DataElement, SourceConflict
from shuyuan.elements.rules import SettlementFacts, judge_settlement
from shuyuan.elements.states import CLAIMING, ConflictState, Stance, Use
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, RuleRefused
from shuyuan.notices.steps import tell
from shuyuan.regulations.context import LegalContext

#: Provisions on which a settlement may rest: the one source, or the norms that all data follow.
BASES = ("jz-data-2020/12.1", "jz-data-2020/17.1.3", "jz-data-2020/9.1", "jz-data-2020/23.1")


@transaction.atomic(durable=True)
def hear_side(
    conflict_id: int,
    side_id: int,
    *,
    stance: str,
    statement: str,
    basis: str = "",
    actor: Actor,
    legal: LegalContext,
) -> ConflictSide:
    """Write down what an officer of a side says; it can be said anew until the case is settled."""
    side = selectors.access_side(conflict_id, side_id, actor=actor)
    conflict = side.conflict
    if not conflict.is_open:
        raise Conflict(code="conflict_closed", number=conflict.number)
    if stance not in set(Stance) or not statement.strip():
        raise BadInput("say what you claim and why", code="statement_incomplete")
    side.stance, side.statement, side.basis = stance, statement.strip(), basis.strip()
    side.heard_at, side.heard_by_id = legal.now, actor.post_id
    side.save()
    inbox.close_hear_task(side, outcome="heard", actor=actor, legal=legal)
    facts = {"department": actor.department, "stance": stance}
    steps.trace_case(Event.SIDE_HEARD, conflict, facts=facts, actor=actor)
    return side


@transaction.atomic(durable=True)
def settle_conflict(
    conflict_id: int,
    *,
    winner: int,
    reason: str,
    cites: str = BASES[0],
    actor: Actor,
    legal: LegalContext,
) -> SourceConflict:
    """Name the source and make the others take the datum from there; the number of a side is the winner.

    RuleRefused while a side may still speak, or without a reason.
    """
    selectors.require_administration(actor)
    found = SourceConflict.objects.select_for_update().filter(pk=conflict_id).first()
    if found is None:
        raise NotFound(code="unknown_conflict")
    if cites not in BASES:
        raise BadInput("not a provision on sources", code="bad_element", fields={"cites": "unknown_choice"})
    conflict = selectors.access_conflict(conflict_id, actor=actor)
    sides = list(conflict.sides.select_related("department", "entry"))
    chosen = next((side for side in sides if side.pk == winner), None)
    verdict = judge_settlement(
        SettlementFacts(
            is_open=found.is_open,
            sides=tuple(str(side.pk) for side in sides),
            winner=str(winner),
            unheard=tuple(department.name for department in steps.waiting_departments(conflict)),
            hear_until=conflict.hear_until,
            reason=reason,
        ),
        today=legal.today,
    )
    if not verdict.allowed or chosen is None:
        raise RuleRefused(verdict)
    _apply(conflict, chosen, actor=actor, legal=legal)
    conflict.state, conflict.winner = ConflictState.SETTLED, chosen
    conflict.settled_at, conflict.settled_by_id = legal.now, actor.post_id
    conflict.reason, conflict.cites = reason.strip(), cites
    conflict.save()
    inbox.close_conflict_tasks(conflict, outcome="settled", actor=actor, legal=legal)
    _tell_sides(conflict, sides, chosen, actor=actor, legal=legal)
    facts = {
        "element": conflict.element.code,
        "source": chosen.department.code,
        "cites": cites,
        "users": sorted({side.department.code for side in sides} - {chosen.department.code}),
    }
    steps.trace_case(Event.CONFLICT_SETTLED, conflict, facts=facts, actor=actor)
    return conflict


def _apply(conflict: SourceConflict, chosen: ConflictSide, *, actor: Actor, legal: LegalContext) -> None:
    """The source is named; every rival claim becomes a use."""
    element = DataElement.objects.select_for_update().get(pk=conflict.element_id)
    source = element.bindings.filter(entry_id=chosen.entry_id, item_name=chosen.item_name).first()
    if source is None:
        raise Conflict(code="side_gone", department=chosen.department.name)
    keys = set(conflict.sides.values_list("entry_id", "item_name"))
    for binding in element.bindings.select_related("element").exclude(pk=source.pk):
        is_side = (binding.entry_id, binding.item_name) in keys
        if is_side and binding.use in CLAIMING:
            before = binding.use
            steps.set_use(binding, Use.USES, legal=legal)
            facts = {"before": before, "use": Use.USES.value, "case": conflict.number}
            steps.trace(Event.USE_CHANGED, binding, facts=facts, actor=actor)
    steps.make_source(source, legal=legal)
    inbox.close_element_tasks(
        element, kind=inbox.NAME_SOURCE, outcome="source_named", actor=actor, legal=legal
    )


def _tell_sides(
    conflict: SourceConflict,
    sides: list[ConflictSide],
    chosen: ConflictSide,
    *,
    actor: Actor,
    legal: LegalContext,
) -> None:
    for department in sorted({side.department.code for side in sides}):
        tell(
            SETTLED,
            role=Role.DATA_OFFICER,
            department=department,
            title=_("Conflict %(number)s is settled: the source is %(source)s")
            % {"number": conflict.number, "source": chosen.department.name},
            url=conflict.get_absolute_url(),
            subject_kind=inbox.CONFLICT,
            subject_id=conflict.pk,
            actor=actor,
            legal=legal,
        )
