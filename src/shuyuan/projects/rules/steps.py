"""May this happen to the project now? The one question before every entry of a project's journal."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.projects.rules.approval import (
    CONSTRUCTION_FUNDING,
    PROCUREMENT,
    PROJECT_APPROVAL,
    ApprovalFacts,
    ProcurementFacts,
)
from shuyuan.projects.rules.delivery import (
    ACCEPTANCE,
    CONSTRUCTION,
    AcceptanceFacts,
    ConstructionFacts,
    PaymentFacts,
    judge_payment,
)
from shuyuan.projects.rules.facts import CLEARED_PLANS, ProjectFacts
from shuyuan.projects.rules.filing import FundingMode, judge_expert_review
from shuyuan.projects.rules.funding import judge_library_place
from shuyuan.projects.rules.holds import Funds, Hold, judge_money, money_of, weigh_money
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.regulations.context import LegalContext

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What is asked: the step's data on a project with these facts and holds, under this law."""

    facts: ProjectFacts
    data: Data
    holds: tuple[Hold, ...]
    legal: LegalContext


def approval_facts(facts: ProjectFacts) -> ApprovalFacts:
    """What the gates of approval and funding look at."""
    return ApprovalFacts(
        funding_mode=facts.funding_mode,
        reviewed_by_administration=facts.reviewed_on is not None and facts.stage is not Stage.REJECTED,
        meets_co_use=facts.meets_co_use is not False,
        meets_connection=facts.meets_connection is not False,
        opinion_asked=facts.opinion_answered_on is not None,
        approved_as_project=facts.approved_on is not None,
        funds_reviewed_by_finance=facts.funds_reviewed_on is not None,
    )


def procurement_facts(facts: ProjectFacts, data: Data) -> ProcurementFacts:
    """What the gate of procurement looks at."""
    integration, co_use = CLEARED_PLANS
    return ProcurementFacts(
        budgeted=bool(facts.budgets),
        integration_plan_cleared=integration in facts.cleared_plans,
        co_use_plan_cleared=co_use in facts.cleared_plans,
        follows_approval=bool(data.get("follows_approval", True)),
    )


def acceptance_facts(facts: ProjectFacts) -> AcceptanceFacts:
    """What the gate of acceptance looks at."""
    return AcceptanceFacts(
        expert_named_by_administration=bool(facts.acceptance_expert),
        cleared_by_administration=facts.acceptance_cleared,
        failed_before=facts.acceptance_failures > 0,
        rectified=facts.rectified,
    )


def judge_step(
    kind: Kind, facts: ProjectFacts, data: Data, *, holds: Iterable[Hold] = (), legal: LegalContext
) -> Verdict:
    """Everything that stands against this entry; stage and role are asked before, by `projects.steps`."""
    judge = _JUDGES.get(kind)
    return judge(Asked(facts, data, tuple(holds), legal)) if judge else Verdict()


@carries("jz-project-2020/10.1")
def needs_expert_review(facts: ProjectFacts, *, legal: LegalContext) -> Verdict:
    """The administration decides on what experts have seen, as it was last handed in."""
    if facts.expert_passed is None or facts.expert_submission != facts.submission:
        return Verdict((Reason("expert_review_missing", "jz-project-2020/10.1"),))
    verdict = judge_expert_review(facts.expert_aspects, legal=legal)
    if not facts.expert_passed:
        verdict += Verdict((Reason("expert_review_failed", "jz-project-2020/10.1"),))
    return verdict


@carries("jz-project-2020/12.1")
def judge_budget(facts: ProjectFacts, fen: int, year: int, holds: tuple[Hold, ...]) -> Verdict:
    """May this money be budgeted? The gate of funding, the holds, and no more than was approved."""
    verdict = CONSTRUCTION_FUNDING.judge(approval_facts(facts)) + judge_money(holds, money_of(facts))
    total = facts.budgeted_fen + fen
    if total > facts.limit_fen:
        over = {"total_fen": total, "limit_fen": facts.limit_fen, "year": year}
        verdict += Verdict((Reason("budget_above_approval", "jz-project-2020/12.1", over),))
    return verdict


@carries("jz-project-2020/15.1")
def judge_contract(facts: ProjectFacts, contract: str, fen: int) -> Verdict:
    """Contracts together stay within what was budgeted or approved."""
    others = sum(amount for key, amount in facts.contracts.items() if key != contract)
    limit = max(facts.budgeted_fen, facts.limit_fen)
    if others + fen <= limit:
        return Verdict()
    over = {"total_fen": others + fen, "limit_fen": limit}
    return Verdict((Reason("contract_above_approval", "jz-project-2020/15.1", over),))


@carries("jz-project-2020/15.1")
def judge_amendment(facts: ProjectFacts, contract: str, fen: int) -> Verdict:
    """A contract that is on file gets another sum: within the money, and no less than was paid by it."""
    if contract not in facts.contracts:
        return Verdict((Reason("amendment_without_contract", "jz-project-2020/15.1"),))
    verdict = judge_contract(facts, contract, fen)
    paid = facts.paid_by_contract.get(contract, 0)
    if fen < paid:
        below = {"asked_fen": fen, "paid_fen": paid}
        verdict += Verdict((Reason("contract_below_payments", "jz-project-2020/15.1", below),))
    return verdict


@carries("jz-project-2020/12.1", "jz-project-2020/15.1", "jz-project-2020/20.1")
def judge_pay(facts: ProjectFacts, data: Data, holds: tuple[Hold, ...], *, legal: LegalContext) -> Verdict:
    """May this be paid? Contract, budget, holds; after acceptance its documents too."""
    fen = data["fen"]
    if data.get("purpose") == "upkeep":
        verdict = judge_money(holds, Funds.UPKEEP)
        left = sum(facts.upkeep_budgets.values()) - sum(facts.upkeep_payments.values())
        return verdict + _within_budget(fen, left)
    verdict = judge_money(holds, money_of(facts))
    contract = str(data.get("contract") or "")
    if contract not in facts.contracts:
        verdict += Verdict((Reason("payment_without_contract", "jz-project-2020/15.1"),))
    else:
        left = facts.contracts[contract] - facts.paid_by_contract.get(contract, 0)
        if fen > left:
            over = {"asked_fen": fen, "left_fen": max(left, 0)}
            verdict += Verdict((Reason("payment_above_contract", "jz-project-2020/15.1", over),))
    verdict += _within_budget(fen, facts.budgeted_fen - facts.paid_fen)
    if facts.stage in {Stage.ACCEPTED, Stage.OPERATING}:
        papers = PaymentFacts(facts.accepted_on is not None, facts.handed_in, bool(facts.entries))
        verdict += judge_payment(papers, legal=legal)
    return verdict


def _within_budget(fen: int, left: int) -> Verdict:
    if fen <= left:
        return Verdict()
    over = {"asked_fen": fen, "left_fen": max(left, 0)}
    return Verdict((Reason("payment_above_budget", "jz-project-2020/12.1", over),))


@carries("jz-project-2020/18.1")
def needs_unfunded_years(facts: ProjectFacts, *, legal: LegalContext) -> Verdict:
    """Only a project that went without money long enough leaves the library by rule."""
    if not judge_library_place(len(facts.unfunded_years), legal=legal).allowed:
        return Verdict()
    years = {"unfunded_years": len(facts.unfunded_years)}
    return Verdict((Reason("not_unfunded_long_enough", "jz-project-2020/18.1", years),))


@carries("jz-project-2020/17.2")
def judge_raise(facts: ProjectFacts, fen: int) -> Verdict:
    """More money than was approved follows the rules of investments, after the administration's consent."""
    if facts.funding_mode is FundingMode.GOVERNMENT_INVESTMENT and fen > 0:
        return Verdict()
    facts_ = {"funding_mode": facts.funding_mode.value}
    return Verdict((Reason("not_an_investment", "jz-project-2020/17.2", facts_),))


@carries("jz-project-2020/31.1")
def needs_open_order(facts: ProjectFacts) -> Verdict:
    """Criticism, suspension and the end of a project follow an order that was not met."""
    if facts.open_orders:
        return Verdict()
    return Verdict((Reason("project_without_order", "jz-project-2020/31.1"),))


@carries("jz-project-2020/10.1")
def judge_decider(facts: ProjectFacts, *, person_id: int, same_unit_post: bool) -> Verdict:
    """Nobody decides on what he drafted or handed in himself, or in a post of the unit that asks."""
    if same_unit_post or person_id in {facts.drafted_by, facts.handed_in_by} - {0}:
        return Verdict((Reason("decides_own_project", "jz-project-2020/10.1"),))
    return Verdict()


def _weigh(asked: Asked, money: Funds) -> Verdict:
    return weigh_money(asked.holds, money, str(asked.data.get("reason", "")))


_JUDGES: Mapping[Kind, Callable[[Asked], Verdict]] = {
    Kind.FILED: lambda a: judge_money(a.holds, Funds.FILING),
    Kind.REVIEWED: lambda a: needs_expert_review(a.facts, legal=a.legal),
    Kind.APPROVED: lambda a: PROJECT_APPROVAL.judge(approval_facts(a.facts)),
    Kind.BUDGETED: lambda a: (
        judge_budget(a.facts, a.data["fen"], a.data["year"], a.holds) + _weigh(a, money_of(a.facts))
    ),
    Kind.REMOVED: lambda a: needs_unfunded_years(a.facts, legal=a.legal),
    Kind.PROCUREMENT_OPENED: lambda a: PROCUREMENT.judge(procurement_facts(a.facts, a.data)),
    Kind.CONTRACTED: lambda a: judge_contract(a.facts, str(a.data["contract"]), a.data["fen"]),
    Kind.CONTRACT_AMENDED: lambda a: judge_amendment(a.facts, str(a.data["contract"]), a.data["fen"]),
    Kind.STARTED: lambda a: CONSTRUCTION.judge(
        ConstructionFacts(bool(a.facts.leader), bool(a.facts.supervisor), a.facts.supervisor_qualified)
    ),
    Kind.CHANGE_APPROVED: lambda a: judge_raise(a.facts, a.data["fen"]),
    Kind.PAID: lambda a: judge_pay(a.facts, a.data, a.holds, legal=a.legal),
    Kind.ACCEPTED: lambda a: ACCEPTANCE.judge(acceptance_facts(a.facts)),
    Kind.UPKEEP_BUDGETED: lambda a: judge_money(a.holds, Funds.UPKEEP) + _weigh(a, Funds.UPKEEP),
    Kind.CRITICIZED: lambda a: needs_open_order(a.facts),
    Kind.PAYMENT_SUSPENDED: lambda a: needs_open_order(a.facts),
    Kind.PROJECT_SUSPENDED: lambda a: needs_open_order(a.facts),
    Kind.TERMINATED: lambda a: needs_open_order(a.facts),
}
