"""Writes of the data administration: where a demand goes, or why it ends."""

from datetime import date

from django.db import transaction

from shuyuan.casework.models import Opinion
from shuyuan.demand import selectors, steps
from shuyuan.demand.events import Event
from shuyuan.demand.models import Demand
from shuyuan.demand.services.demands import require_reason
from shuyuan.demand.states import Step, after
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput
from shuyuan.organizations.selectors import access_department
from shuyuan.regulations.context import LegalContext


@transaction.atomic(durable=True)
def route_demand(
    number: str, *, provider: str, due_on: date, note: str = "", actor: Actor, legal: LegalContext
) -> Demand:
    """Send a demand to the department that likely has it, with the day by which it answers."""
    demand = selectors.access_as_bureau(number, actor=actor)
    after(demand.state, Step.ROUTE)
    department = access_department(provider)
    if department.pk == demand.department_id:
        raise BadInput("a demand goes to another department", code="routed_to_itself")
    if due_on <= legal.today:
        raise BadInput("the day is past", code="bad_answer_day", today=legal.today.isoformat())
    demand.provider, demand.due_on, demand.reason = department, due_on, ""
    steps.say(demand, note, Opinion.Outcome.NOTED, actor=actor, legal=legal)
    facts = {"provider": department.code, "due_on": due_on.isoformat()}
    steps.move(demand, Step.ROUTE, Event.ROUTED, facts=facts, actor=actor, legal=legal)
    return demand


@transaction.atomic(durable=True)
def refuse_demand(number: str, *, reason: str, actor: Actor, legal: LegalContext) -> Demand:
    """No department has it or may give it; the bureau says why."""
    demand = selectors.access_as_bureau(number, actor=actor)
    after(demand.state, Step.REFUSE)
    require_reason(reason)
    demand.reason = reason.strip()
    steps.say(demand, reason, Opinion.Outcome.DISAGREED, actor=actor, legal=legal)
    facts = {"reason": demand.reason}
    steps.move(demand, Step.REFUSE, Event.REFUSED, facts=facts, actor=actor, legal=legal)
    return demand
