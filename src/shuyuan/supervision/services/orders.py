"""An order to rectify: issued with a day, answered by the unit, checked."""

from datetime import date

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput
from shuyuan.papers.steps import next_number
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import access_project_as, require_role
from shuyuan.projects.steps import note
from shuyuan.regulations.context import LegalContext
from shuyuan.supervision import inbox, official_papers
from shuyuan.supervision.checks import INSPECTORS, access_order, need_words, require_own, require_state
from shuyuan.supervision.events import Event
from shuyuan.supervision.models import Order
from shuyuan.supervision.services.inspections import access_inspection

CITES = "jz-project-2020/31.1"
State = Order.State


@transaction.atomic(durable=True)
def issue_order(
    project_id: int,
    *,
    finding: str,
    demand: str,
    due_on: date,
    basis: str = "",
    inspection_id: int | None = None,
    paper: bool = True,
    actor: Actor,
    legal: LegalContext,
) -> Order:
    """Order a unit to rectify by a day; its paper goes out unless `paper` is false.

    Raises BadInput `order_day_past` for a day that is not still to come.
    """
    project = access_project_as(project_id, *INSPECTORS, actor=actor, lock=True)
    if due_on <= legal.today:
        raise BadInput("the day has passed", code="order_day_past", today=legal.today.isoformat())
    inspection = access_inspection(inspection_id, actor=actor) if inspection_id else None
    order = Order(
        project=project,
        inspection=inspection,
        finding=need_words(finding),
        demand=need_words(demand),
        basis=basis.strip()[:200],
        issued_on=legal.today,
        due_on=due_on,
        issued_by_id=actor.post_id or None,
    )
    if paper:
        order.paper = official_papers.issue_order(order, actor=actor, legal=legal)
        order.number = order.paper.number
    else:
        order.number = next_number("rectification_order", actor=actor, legal=legal)
    order.save()
    inbox.ask_to_meet(order, actor=actor, legal=legal)
    data = {"order": order.number, "finding": order.finding, "due_on": due_on.isoformat()}
    note(project, Kind.ORDERED, data=data, cites=CITES, actor=actor, legal=legal)
    return order


@transaction.atomic(durable=True)
def answer_order(
    order_id: int, *, answer: str, refuses: bool = False, actor: Actor, legal: LegalContext
) -> Order:
    """The unit says what it did, or that it does not comply and why."""
    order = access_order(order_id, actor=actor, lock=True)
    require_own(order.project.unit, actor)
    require_state(order, State.ISSUED, State.NOT_MET)
    order.answer, order.answered_on = need_words(answer), legal.today
    order.is_refused, order.state = refuses, State.ANSWERED
    order.save(update_fields=["answer", "answered_on", "is_refused", "state"])
    inbox.ask_to_check(order, actor=actor, legal=legal)
    _record(Event.ORDER_ANSWERED, order, {"refuses": refuses}, actor)
    return order


@transaction.atomic(durable=True)
def check_order(order_id: int, *, met: bool, opinion: str, actor: Actor, legal: LegalContext) -> Order:
    """Look whether the order was met; when it was, the matter ends and suspensions can be lifted."""
    order = access_order(order_id, actor=actor, lock=True)
    require_role(actor, *INSPECTORS)
    require_state(order, State.ISSUED, State.ANSWERED, State.NOT_MET)
    order.opinion, order.checked_on = need_words(opinion, longest=1000), legal.today
    order.state = State.MET if met else State.NOT_MET
    order.save(update_fields=["opinion", "checked_on", "state"])
    inbox.close_order(order, outcome=order.state, actor=actor, legal=legal)
    if not met:
        inbox.ask_to_meet(order, actor=actor, legal=legal)
        _record(Event.ORDER_NOT_MET, order, {"opinion": order.opinion}, actor)
        return order
    data = {"order": order.number, "opinion": order.opinion}
    note(order.project, Kind.ORDER_MET, data=data, cites=CITES, actor=actor, legal=legal)
    return order


def _record(event: Event, order: Order, facts: dict[str, object], actor: Actor) -> None:
    record(event, actor=actor, subject_kind=inbox.ORDER, subject_id=order.pk, cites=CITES, facts=facts)
