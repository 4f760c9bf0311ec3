"""Decisions on money that the gates and holds of `projects` do not make: pure, no Django, no clock."""

from dataclasses import dataclass

from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict

#: An evaluation that takes nothing away.
_FULL_PERCENT = 100


@dataclass(frozen=True)
class BudgetFacts:
    """Money about to be budgeted: its year, the present year, and what weighs without forbidding it."""

    year: int
    this_year: int
    weighs: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class RecordFacts:
    """What was found before: an evaluation that failed and was mended, a breach of sharing that lasts.

    `evaluation_percent` is what the latest evaluation leaves of the upkeep money asked for.
    """

    evaluation_passed: bool | None
    evaluation_rectified: bool
    sharing_breached: bool
    evaluation_percent: int = 100


@dataclass(frozen=True)
class ExcuseFacts:
    """A unit that says why it did not begin: the money of that year, whether it began, its reason."""

    year: int
    budgeted_fen: int
    started: bool
    reason: str = ""


@carries("jz-project-2020/12.1")
def needs_budget_year(facts: BudgetFacts) -> Reason | None:
    """Money is budgeted for the present year or the next one, never for a year that is over."""
    if facts.this_year <= facts.year <= facts.this_year + 1:
        return None
    years = {"year": facts.year, "this_year": facts.this_year}
    return Reason("budget_year_out_of_reach", "jz-project-2020/12.1", years)


@carries("jz-project-2020/24.1")
def find_weights(facts: RecordFacts) -> tuple[str, ...]:
    """What of evaluation and sharing weighs in a budget where it is no hold (any more)."""
    weights = {
        "failed_evaluation": facts.evaluation_passed is False and facts.evaluation_rectified,
        "weak_evaluation": facts.evaluation_passed is not False and facts.evaluation_percent < _FULL_PERCENT,
        "broken_sharing_rules": facts.sharing_breached,
    }
    return tuple(code for code, weighs in weights.items() if weighs)


@carries("jz-project-2020/24.1")
def needs_weighing(facts: BudgetFacts) -> Reason | None:
    """What weighs against the money is answered in writing."""
    if not facts.weighs or facts.reason.strip():
        return None
    return Reason("weighing_without_reason", "jz-project-2020/24.1", {"weighs": list(facts.weighs)})


#: What stands against a budget besides gate, limit and holds.
BUDGETING = Gate("budgeting", [needs_budget_year, needs_weighing])


@carries("jz-project-2020/10.2")
def judge_reviewed_funds(fen: int, asked_fen: int) -> Verdict:
    """The review of the funds confirms or lowers what was asked for; it does not raise it."""
    if fen <= asked_fen:
        return Verdict()
    amounts = {"reviewed_fen": fen, "asked_fen": asked_fen}
    return Verdict((Reason("funds_above_asked", "jz-project-2020/10.2", amounts),))


@carries("jz-project-2020/19.1.4")
def judge_excuse(facts: ExcuseFacts) -> Verdict:
    """May a late start be excused? There was money, nothing was begun, and the unit says why."""
    reasons = []
    if facts.budgeted_fen <= 0:
        reasons.append(Reason("excuse_without_budget", "jz-project-2020/19.1.4", {"year": facts.year}))
    if facts.started:
        reasons.append(Reason("excuse_after_start", "jz-project-2020/19.1.4"))
    if not facts.reason.strip():
        reasons.append(Reason("excuse_without_reason", "jz-project-2020/19.1.4"))
    return Verdict(tuple(reasons))
