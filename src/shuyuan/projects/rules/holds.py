"""Funding holds: money that the law keeps back, each computed from facts and gone when the fact is gone.

A hold says which money it keeps back, since when, by which provision, and whether it blocks or only weighs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.projects.rules.delivery import due_acceptance
from shuyuan.projects.rules.facts import ProjectFacts, SystemFacts, UnitFacts
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.stages import ENDED, Stage
from shuyuan.regulations.context import LegalContext


class Funds(StrEnum):
    """The money that a hold keeps back; FILING is the right to file for new money."""

    CONSTRUCTION = "construction"
    PURCHASE = "purchase"
    UPKEEP = "upkeep"
    FILING = "filing"


@dataclass(frozen=True)
class HoldFacts:
    """A project with its unit and system.

    `evaluation_failed_on` is the day on which another project of the same system failed its evaluation and
    has not mended it, None otherwise.
    """

    project: ProjectFacts
    unit: UnitFacts = field(default_factory=UnitFacts)
    system: SystemFacts = field(default_factory=SystemFacts)
    evaluation_failed_on: date | None = None


@dataclass(frozen=True)
class Hold:
    """Money kept back: why, from which day (and until which, if the law ends it by itself).

    One that does not `blocks` weighs in the decision, which then needs a written reason.
    """

    reason: Reason
    funds: tuple[Funds, ...]
    since: date
    until: date | None = None
    blocks: bool = True

    @property
    def code(self) -> str:
        """The code of the reason, one of each on a project."""
        return self.reason.code

    @property
    def cites(self) -> str:
        """The provision that keeps the money back."""
        return self.reason.cites

    @property
    def facts(self) -> dict[str, Any]:
        """The facts of the reason."""
        return self.reason.facts


#: The system of such a project exists, so that upkeep is a question.
_WITH_SYSTEM = frozenset({Stage.ACCEPTED, Stage.OPERATING})
_UPGRADES = frozenset({ProjectKind.REBUILD, ProjectKind.EXPAND, ProjectKind.OPERATE})
_BUILDS = frozenset({ProjectKind.NEW, ProjectKind.REBUILD, ProjectKind.EXPAND})
_UNFUNDED = frozenset(
    {Stage.DRAFT, Stage.FILED, Stage.RETURNED, Stage.PLANNED, Stage.SUBMITTED, Stage.REVIEWED, Stage.APPROVED}
)


def money_of(facts: ProjectFacts) -> Funds:
    """The kind of money that a project's own budget is."""
    if facts.funding_mode is FundingMode.UPKEEP_ONLY or facts.kind is ProjectKind.OPERATE:
        return Funds.UPKEEP
    if facts.funding_mode is FundingMode.PURCHASE_OF_SERVICES:
        return Funds.PURCHASE
    return Funds.CONSTRUCTION


def needs_upkeep(facts: ProjectFacts) -> bool:
    """Whether the project's system runs, so that upkeep money is a question."""
    return facts.stage in _WITH_SYSTEM or facts.kind is ProjectKind.OPERATE


def acceptance_due_on(facts: ProjectFacts, *, legal: LegalContext) -> date | None:
    """The last day of the acceptance by law, or the later day that was reported; None before completion."""
    if facts.completed_on is None:
        return None
    due = due_acceptance(facts.completed_on, legal=legal)
    return max(due, facts.postponed_to) if facts.postponed_to else due


@carries("jz-project-2020/5.2")
def hold_for_co_use(facts: HoldFacts, *, legal: LegalContext) -> Hold | None:  # noqa: ARG001 one shape
    """Who does not build and use together with others gets no money of any kind."""
    project = facts.project
    if project.meets_co_use is not False or project.reviewed_on is None:
        return None
    funds = tuple(dict.fromkeys((money_of(project), Funds.UPKEEP)))
    return Hold(Reason("co_use_not_met", "jz-project-2020/5.2"), funds, project.reviewed_on)


@carries("jz-project-2020/28.1")
def hold_for_connection_rules(facts: HoldFacts, *, legal: LegalContext) -> Hold | None:  # noqa: ARG001 one shape
    """A project that does not meet the rules for joining the platform gets no money."""
    project = facts.project
    if project.meets_connection is not False or project.reviewed_on is None:
        return None
    funds = tuple(dict.fromkeys((money_of(project), Funds.UPKEEP)))
    return Hold(Reason("connection_not_met", "jz-project-2020/28.1"), funds, project.reviewed_on)


@carries("jz-project-2020/19.1.2")
def hold_for_register(facts: HoldFacts, *, legal: LegalContext) -> Hold | None:
    """A system that is not in the register gets no upkeep money."""
    if not needs_upkeep(facts.project) or facts.system.is_registered:
        return None
    since = _upkeep_since(facts, facts.system.retired_on, legal)
    return Hold(Reason("not_in_system_register", "jz-project-2020/19.1.2"), (Funds.UPKEEP,), since)


@carries("jz-project-2020/28.1")
def hold_for_connection(facts: HoldFacts, *, legal: LegalContext) -> Hold | None:
    """A system that is not connected to the platform gets no upkeep money."""
    if not needs_upkeep(facts.project) or facts.system.is_connected:
        return None
    since = _upkeep_since(facts, facts.system.disconnected_on, legal)
    return Hold(Reason("not_connected_to_platform", "jz-project-2020/28.1"), (Funds.UPKEEP,), since)


@carries("jz-project-2020/19.1.3")
def hold_for_sharing(facts: HoldFacts, *, legal: LegalContext) -> Hold | None:  # noqa: ARG001 one shape
    """A unit that breaks the rules of integration and sharing gets nothing new, rebuilt or expanded."""
    project, since = facts.project, facts.unit.sharing_breached_on
    if since is None or project.kind not in _BUILDS or project.stage not in _UNFUNDED:
        return None
    funds = (Funds.FILING, money_of(project))
    return Hold(Reason("sharing_rules_not_met", "jz-project-2020/19.1.3"), funds, since)


@carries("jz-project-2020/19.1.4")
def hold_for_start(facts: HoldFacts, *, legal: LegalContext) -> Hold | None:
    """Money of last year that started nothing, without good reason, is not given again this year."""
    project, last = facts.project, legal.today.year - 1
    started_in_time = project.started_on is not None and project.started_on.year <= last
    if not project.budgets.get(str(last)) or started_in_time or project.start_excused_year == last:
        return None
    since, until = date(last + 1, 1, 1), date(last + 1, 12, 31)
    reason = Reason("funded_but_not_started", "jz-project-2020/19.1.4", {"year": last})
    return Hold(reason, (money_of(project),), since, until)


@carries("jz-project-2020/21.1")
def hold_for_acceptance(facts: HoldFacts, *, legal: LegalContext) -> Hold | None:
    """A project whose acceptance is overdue gets neither further construction money nor upkeep."""
    project = facts.project
    due = acceptance_due_on(project, legal=legal)
    if due is None or project.accepted_on is not None or legal.today <= due:
        return None
    funds = tuple(dict.fromkeys((money_of(project), Funds.UPKEEP)))
    reason = Reason("acceptance_overdue", "jz-project-2020/21.1", {"due_on": due.isoformat()})
    return Hold(reason, funds, due + timedelta(days=1))


@carries("jz-project-2020/22.1")
def hold_for_upkeep_plans(facts: HoldFacts, *, legal: LegalContext) -> Hold | None:
    """Upkeep has its four plans on file."""
    if not needs_upkeep(facts.project):
        return None
    needed = legal.law.codes("projects.upkeep_plans", on=legal.today)
    missing = [code for code in needed if code not in facts.project.upkeep_plans]
    if not missing:
        return None
    since = _upkeep_since(facts, None, legal)
    reason = Reason("upkeep_plans_missing", "jz-project-2020/22.1", {"missing": missing})
    return Hold(reason, (Funds.UPKEEP,), since)


@carries("jz-project-2020/23.1")
def hold_for_evaluation(facts: HoldFacts, *, legal: LegalContext) -> Hold | None:  # noqa: ARG001 one shape
    """After a failed evaluation neither upkeep nor an upgrade is filed until it is rectified."""
    project = facts.project
    own = project.evaluation_passed is False and project.evaluation_rectified_on is None
    if own and project.evaluated_on is not None:
        return _failed_evaluation(project.evaluated_on)
    if facts.evaluation_failed_on is not None and project.kind in _UPGRADES and project.stage in _UNFUNDED:
        return _failed_evaluation(facts.evaluation_failed_on)
    return None


def _failed_evaluation(since: date) -> Hold:
    return Hold(Reason("evaluation_failed", "jz-project-2020/23.1"), (Funds.UPKEEP, Funds.FILING), since)


@carries("jz-project-2020/31.1")
def hold_for_suspension(facts: HoldFacts, *, legal: LegalContext) -> Hold | None:  # noqa: ARG001 one shape
    """Payments that were suspended after an order are suspended, and so are those of a suspended project."""
    project = facts.project
    days = [day for day in (project.payment_suspended_on, project.project_suspended_on) if day]
    if not days:
        return None
    code = "project_suspended" if project.project_suspended_on else "payment_suspended"
    return Hold(Reason(code, "jz-project-2020/31.1"), (money_of(project),), min(days))


@carries("jz-project-2020/32.1")
def hold_for_audit(facts: HoldFacts, *, legal: LegalContext) -> Hold | None:  # noqa: ARG001 one shape
    """After a failed audit no upkeep money is paid until its findings are rectified."""
    project = facts.project
    if project.audit_passed is not False or project.audit_rectified_on or project.audited_on is None:
        return None
    return Hold(Reason("audit_failed", "jz-project-2020/32.1"), (Funds.UPKEEP,), project.audited_on)


@carries("jz-project-2020/24.1")
def weigh_unit_score(facts: HoldFacts, *, legal: LegalContext) -> Hold | None:  # noqa: ARG001 one shape
    """A poor assessment of the unit weighs in its upkeep and in money for similar projects."""
    since = facts.unit.score_failed_on
    if since is None:
        return None
    funds = tuple(dict.fromkeys((money_of(facts.project), Funds.UPKEEP)))
    reason = Reason("unit_assessment_failed", "jz-project-2020/24.1", {"year": facts.unit.score_year})
    return Hold(reason, funds, since, blocks=False)


HoldRule = Callable[..., Hold | None]
HOLD_RULES: tuple[HoldRule, ...] = (
    hold_for_co_use,
    hold_for_connection_rules,
    hold_for_register,
    hold_for_connection,
    hold_for_sharing,
    hold_for_start,
    hold_for_acceptance,
    hold_for_upkeep_plans,
    hold_for_evaluation,
    hold_for_suspension,
    hold_for_audit,
    weigh_unit_score,
)


def find_holds(facts: HoldFacts, *, legal: LegalContext) -> tuple[Hold, ...]:
    """Every hold on a project today; none on one that has ended."""
    if facts.project.stage in ENDED:
        return ()
    found = (rule(facts, legal=legal) for rule in HOLD_RULES)
    return tuple(hold for hold in found if hold is not None)


@carries(
    "jz-project-2020/5.2",
    "jz-project-2020/19.1.2",
    "jz-project-2020/19.1.3",
    "jz-project-2020/19.1.4",
    "jz-project-2020/21.1",
    "jz-project-2020/22.1",
    "jz-project-2020/23.1",
    "jz-project-2020/28.1",
    "jz-project-2020/31.1",
    "jz-project-2020/32.1",
)
def judge_funds(facts: HoldFacts, money: Funds, *, legal: LegalContext) -> Verdict:
    """May a project get this money today, as far as holds are concerned?"""
    return judge_money(find_holds(facts, legal=legal), money)


@carries("jz-project-2020/24.1")
def weigh_funds(facts: HoldFacts, money: Funds, written_reason: str, *, legal: LegalContext) -> Verdict:
    """May money be given although something weighs against it? Only with a written reason."""
    return weigh_money(find_holds(facts, legal=legal), money, written_reason)


def weigh_money(holds: Iterable[Hold], money: Funds, written_reason: str) -> Verdict:
    """Every hold on this money that does not block is a reason, unless a reason for giving it was written."""
    if written_reason.strip():
        return Verdict()
    return Verdict(tuple(hold.reason for hold in holds if not hold.blocks and money in hold.funds))


def judge_money(holds: Iterable[Hold], money: Funds) -> Verdict:
    """May this money be given? Every hold on it that blocks is a reason."""
    return Verdict(tuple(hold.reason for hold in holds if hold.blocks and money in hold.funds))


def _upkeep_since(facts: HoldFacts, lost_on: date | None, legal: LegalContext) -> date:
    project = facts.project
    return lost_on or project.accepted_on or project.filed_on or project.stage_since or legal.today
