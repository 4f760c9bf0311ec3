"""A demand goes back to its department with everything that is missing, and comes back completed."""

from collections.abc import Sequence

from django.db import transaction

from shuyuan.casework.steps import Gap, return_for_completion, settle_completion
from shuyuan.demand import selectors, steps
from shuyuan.demand.events import Event
from shuyuan.demand.models import Demand, Match
from shuyuan.demand.rules import judge_demand
from shuyuan.demand.services.demands import require_revision
from shuyuan.demand.states import Step, after
from shuyuan.demand.wishes import Wishes
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import RuleRefused
from shuyuan.organizations.selectors import access_department
from shuyuan.regulations.context import LegalContext

#: Working days that the provider has at least when a demand comes back to it.
_ANSWER_DAYS = 5


@transaction.atomic(durable=True)
def return_demand(
    number: str, *, gaps: Sequence[Gap], new_facts: str = "", actor: Actor, legal: LegalContext
) -> Demand:
    """The bureau or the provider says what is missing, once (`return_for_completion`)."""
    if actor.is_administration:
        demand = selectors.access_as_bureau(number, actor=actor)
    else:
        demand = selectors.access_as_provider(number, actor=actor, lock=True)
    after(demand.state, Step.RETURN)
    made = return_for_completion(
        steps.SUBJECT,
        demand.number,
        gaps=gaps,
        new_facts=new_facts,
        cites=steps.NEED,
        actor=actor,
        legal=legal,
    )
    facts = {"missing": [gap["text"] for gap in made.gaps], "round": made.round}
    steps.move(demand, Step.RETURN, Event.RETURNED, facts=facts, actor=actor, legal=legal)
    return demand


@transaction.atomic(durable=True)
def complete_demand(
    number: str, *, wishes: Wishes, revision: int, actor: Actor, legal: LegalContext
) -> Demand:
    """The department hands its demand in again: to the provider that returned it, else it is matched anew.

    RuleRefused with everything that the law misses, BadInput for what is malformed.
    """
    demand = selectors.access_as_requester(number, actor=actor, lock=True)
    require_revision(demand, revision)
    after(demand.state, Step.COMPLETE)
    wishes.require_well_formed()
    verdict = judge_demand(wishes.facts(actor.department))
    if not verdict.allowed:
        raise RuleRefused(verdict)
    for name, value in wishes.columns().items():
        setattr(demand, name, value)
    likely = access_department(wishes.likely_provider) if wishes.likely_provider else None
    demand.likely_provider = likely
    demand.items.all().delete()
    steps.write_items(demand, wishes.items)
    settle_completion(steps.SUBJECT, demand.number, legal=legal)
    matches = steps.search_matches(demand, actor=actor, legal=legal)
    step = Step.COMPLETE
    if demand.provider_id:
        soonest = legal.calendar.add(legal.today, _ANSWER_DAYS)
        demand.due_on = max(demand.due_on or soonest, soonest)
        step = Step.COMPLETE_FOR_PROVIDER
    elif any(match.verdict == Match.Verdict.PROPOSED for match in matches):
        step = Step.MATCH
    facts = {"items": len(wishes.items), "matches": len(matches)}
    steps.move(demand, step, Event.COMPLETED, facts=facts, actor=actor, legal=legal)
    return demand
