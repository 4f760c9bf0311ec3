"""Decisions on approvals that the gates of `projects` do not make: pure, no Django, no clock, no database."""

from collections.abc import Iterable
from dataclasses import dataclass

from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.projects.rules.filing import FundingMode

#: Plan → the kinds of lines without which it says nothing.
NEEDED_LINES = {
    "integration_plan": ("provides",),
    "co_use_plan": ("cloud", "network"),
}


@dataclass(frozen=True)
class CommissionFacts:
    """What the commission is about to decide; `bureau_consents` is None while no opinion was given."""

    funding_mode: FundingMode
    bureau_consents: bool | None = None
    reason: str = ""


@dataclass(frozen=True)
class PlanFacts:
    """A plan before it is handed in: which one, what it says in words, and the kinds of its lines."""

    plan: str
    summary: str
    lines: tuple[str, ...] = ()


@carries("jz-project-2020/11.1")
def needs_investment(facts: CommissionFacts) -> Reason | None:
    """The commission approves government investments; purchased services need no approval by it."""
    if facts.funding_mode is FundingMode.GOVERNMENT_INVESTMENT:
        return None
    mode = {"funding_mode": facts.funding_mode.value}
    return Reason("approval_only_for_investments", "jz-project-2020/11.1", mode)


@carries("jz-project-2020/11.1")
def needs_reason_to_depart(facts: CommissionFacts) -> Reason | None:
    """Approving against the opinion that was asked for needs a written reason."""
    if facts.bureau_consents is not False or facts.reason.strip():
        return None
    return Reason("departs_from_opinion", "jz-project-2020/11.1")


#: What the commission may take up, besides the gate of approval.
COMMISSION_DECISION = Gate("commission_decision", [needs_investment, needs_reason_to_depart])


@carries("jz-project-2020/14.1")
def judge_plan(facts: PlanFacts) -> Verdict:
    """May a plan be handed in? It says how in words, and names every part that the administration clears."""
    missing = [kind for kind in NEEDED_LINES[facts.plan] if kind not in facts.lines]
    if not facts.summary.strip():
        missing.insert(0, "plan_summary")
    if not missing:
        return Verdict()
    return Verdict((Reason("plan_incomplete", "jz-project-2020/14.1", {"missing": missing}),))


@carries("jz-project-2020/14.1")
def is_cleared(verdicts: Iterable[bool]) -> bool:
    """Whether a plan is cleared: when each of its lines is."""
    return all(verdicts)
