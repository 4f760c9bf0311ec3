"""The ladder for an order that was not met: criticism, payments or project suspended, project ended."""

from django.db import transaction

from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, NotFound
from shuyuan.papers.steps import next_number
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import require_role
from shuyuan.projects.steps import note
from shuyuan.regulations.context import LegalContext
from shuyuan.supervision import official_papers
from shuyuan.supervision.checks import INSPECTORS, access_order, need_words
from shuyuan.supervision.models import Sanction

CITES = "jz-project-2020/31.1"
_STEPS = {
    Sanction.Kind.CRITICISM: Kind.CRITICIZED,
    Sanction.Kind.SUSPEND_PAYMENT: Kind.PAYMENT_SUSPENDED,
    Sanction.Kind.SUSPEND_PROJECT: Kind.PROJECT_SUSPENDED,
    Sanction.Kind.TERMINATE: Kind.TERMINATED,
}
_LIFTED = {
    Sanction.Kind.SUSPEND_PAYMENT: Kind.PAYMENT_RESUMED,
    Sanction.Kind.SUSPEND_PROJECT: Kind.PROJECT_RESUMED,
}


@transaction.atomic(durable=True)
def impose_sanction(
    order_id: int, *, kind: str, reason: str, paper: bool = True, actor: Actor, legal: LegalContext
) -> Sanction:
    """Take a step of the ladder because of an order; RuleRefused while the order runs, or once it is met.

    Conflict when the order has led to this step before.
    """
    order = access_order(order_id, actor=actor, lock=True)
    require_role(actor, *INSPECTORS)
    if kind not in Sanction.Kind.values:
        raise BadInput("not a step", code="unknown_choice", kind=kind)
    reason = need_words(reason, longest=1000)
    sanction = Sanction(
        order=order,
        kind=kind,
        reason=reason,
        decided_on=legal.today,
        decided_by_id=actor.post_id or None,
    )
    if order.sanctions.filter(kind=kind).exists():
        raise Conflict("taken already", code="sanction_taken", kind=kind)
    if paper:
        sanction.paper = official_papers.issue_sanction(sanction, actor=actor, legal=legal)
        sanction.number = sanction.paper.number
    else:
        sanction.number = next_number("sanction", actor=actor, legal=legal)
    data = {"order": order.number, "reason": reason, "number": sanction.number}
    note(order.project, _STEPS[Sanction.Kind(kind)], data=data, cites=CITES, actor=actor, legal=legal)
    sanction.save()
    return sanction


@transaction.atomic(durable=True)
def lift_sanction(sanction_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> Sanction:
    """Let payments or the project go on, once the order is met; Conflict for a step that cannot be lifted."""
    sanction = Sanction.objects.select_for_update(of=("self",)).filter(pk=sanction_id).first()
    if sanction is None:
        raise NotFound(code="unknown_oversight")
    order = access_order(sanction.order_id, actor=actor)
    require_role(actor, *INSPECTORS)
    kind = _LIFTED.get(Sanction.Kind(sanction.kind))
    if kind is None or sanction.lifted_on is not None:
        raise Conflict("not to be lifted", code="oversight_moved_on", state=sanction.kind)
    data = {"order": order.number, "reason": need_words(reason, longest=1000)}
    note(order.project, kind, data=data, cites=CITES, actor=actor, legal=legal)
    sanction.lifted_on = legal.today
    sanction.save(update_fields=["lifted_on"])
    return sanction
