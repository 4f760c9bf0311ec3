"""What funds say besides gates and holds: the year of a budget, what weighs, the review of funds."""

from collections.abc import Mapping
from typing import Any

from shuyuan.evaluation.selectors import weight_for_budget
from shuyuan.funds.rules import (
    BUDGETING,
    BudgetFacts,
    RecordFacts,
    find_weights,
    judge_reviewed_funds,
)
from shuyuan.funds.wording import HOLDS, WEIGHTS
from shuyuan.kernel.errors import BadInput
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects.models import Project
from shuyuan.projects.registry import register_judge
from shuyuan.projects.rules.facts import UnitFacts
from shuyuan.projects.rules.holds import Funds, HoldFacts, find_holds
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import unit_facts
from shuyuan.regulations.context import LegalContext


def register() -> None:
    """Have the steps of finance judged by its own rules too."""
    register_judge("funds.budget", Kind.BUDGETED, judge_budget)
    register_judge("funds.budget", Kind.UPKEEP_BUDGETED, judge_budget)
    register_judge("funds.review", Kind.FUNDS_REVIEWED, judge_review)


def judge_budget(project: Project, data: Mapping[str, Any], legal: LegalContext) -> Verdict:
    """A budget of construction, purchase or upkeep money."""
    year = data.get("year")
    if not isinstance(year, int) or isinstance(year, bool):
        raise BadInput("not a year", code="budget_without_year")
    reason = str(data.get("reason") or "")
    weighs = weights_of(project, unit_facts(project.unit))
    return BUDGETING.judge(BudgetFacts(year, legal.today.year, weighs, reason))


def judge_review(project: Project, data: Mapping[str, Any], legal: LegalContext) -> Verdict:  # noqa: ARG001
    """The review of funds."""
    return judge_reviewed_funds(data["fen"], project.known.planned_fen)


def weights_of(project: Project, unit: UnitFacts) -> tuple[str, ...]:
    """What of the record of project and unit weighs in a budget."""
    known = project.known
    rectified = known.evaluation_rectified_on is not None
    breached = unit.sharing_breached_on is not None
    percent = weight_for_budget(project).percent if known.evaluated_on else 100
    return find_weights(RecordFacts(known.evaluation_passed, rectified, breached, percent))


def weighs_on(project: Project, money: Funds, facts: HoldFacts, legal: LegalContext) -> tuple[Any, ...]:
    """In words, everything that weighs in the decision on this money without forbidding it."""
    holds = find_holds(facts, legal=legal)
    words = [HOLDS.get(hold.code, hold.code) for hold in holds if not hold.blocks and money in hold.funds]
    return (*words, *(WEIGHTS[code] for code in weights_of(project, facts.unit)))
