"""What is known of a project, a unit and a system, and how it is kept as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.stages import Stage

Data = Mapping[str, Any]
#: Both plans of jz-project-2020/14.1 by their codes.
CLEARED_PLANS = ("integration_plan", "co_use_plan")


@dataclass(frozen=True)
class ProjectFacts:
    """What is known of one project; days are dates, money is fen, None means that it has not happened.

    `budgets` and `payments` add up by year; `upkeep_budgets` likewise for upkeep.
    """

    kind: ProjectKind = ProjectKind.NEW
    funding_mode: FundingMode = FundingMode.GOVERNMENT_INVESTMENT
    plan_year: int = 0
    planned_fen: int = 0
    stage: Stage = Stage.DRAFT
    stage_since: date | None = None
    system_id: int | None = None
    drafted_by: int = 0
    handed_in_by: int = 0
    filed_on: date | None = None
    filed_late: bool = False
    studied_on: date | None = None
    consented_on: date | None = None
    submitted_on: date | None = None
    submission: int = 0
    expert_round: int = 0
    expert_passed: bool | None = None
    expert_aspects: tuple[str, ...] = ()
    expert_submission: int = 0
    reviewed_on: date | None = None
    meets_co_use: bool | None = None
    meets_connection: bool | None = None
    opinion_asked_on: date | None = None
    opinion_answered_on: date | None = None
    opinion_consents: bool | None = None
    approved_on: date | None = None
    approved_fen: int = 0
    funds_reviewed_on: date | None = None
    funds_reviewed_fen: int = 0
    budgets: Mapping[str, int] = field(default_factory=dict)
    first_budget_year: int | None = None
    unfunded_years: tuple[int, ...] = ()
    cleared_plans: tuple[str, ...] = ()
    procurement_on: date | None = None
    leader: str = ""
    supervisor: str = ""
    supervisor_qualified: bool = False
    contracted_fen: int = 0
    contracts: Mapping[str, int] = field(default_factory=dict)
    paid_by_contract: Mapping[str, int] = field(default_factory=dict)
    payments: Mapping[str, int] = field(default_factory=dict)
    started_on: date | None = None
    start_excused_year: int | None = None
    changes: int = 0
    completed_on: date | None = None
    postponed_to: date | None = None
    acceptance_expert: str = ""
    acceptance_cleared: bool = False
    acceptance_failures: int = 0
    rectify_by: date | None = None
    rectified: bool = False
    accepted_on: date | None = None
    handed_in: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    operating_since: date | None = None
    upkeep_plans: tuple[str, ...] = ()
    upkeep_budgets: Mapping[str, int] = field(default_factory=dict)
    upkeep_payments: Mapping[str, int] = field(default_factory=dict)
    evaluated_on: date | None = None
    evaluation_passed: bool | None = None
    evaluation_rectified_on: date | None = None
    open_orders: tuple[str, ...] = ()
    criticisms: int = 0
    payment_suspended_on: date | None = None
    project_suspended_on: date | None = None
    audited_on: date | None = None
    audit_passed: bool | None = None
    audit_rectified_on: date | None = None
    liabilities: int = 0

    @property
    def budgeted_fen(self) -> int:
        """All construction or purchase money that was budgeted, over the years."""
        return sum(self.budgets.values())

    @property
    def paid_fen(self) -> int:
        """All construction or purchase money that was paid."""
        return sum(self.payments.values())

    @property
    def limit_fen(self) -> int:
        """What may be budgeted in all: approved, else reviewed by finance, else planned."""
        return self.approved_fen or self.funds_reviewed_fen or self.planned_fen


@dataclass(frozen=True)
class UnitFacts:
    """What is known of a project unit as a whole."""

    sharing_breached_on: date | None = None
    score_year: int | None = None
    score_failed_on: date | None = None


@dataclass(frozen=True)
class SystemFacts:
    """What is known of an information system in the register."""

    registered_on: date | None = None
    connected_on: date | None = None
    disconnected_on: date | None = None
    retired_on: date | None = None

    @property
    def is_registered(self) -> bool:
        """Whether it stands in the register today."""
        return self.registered_on is not None and self.retired_on is None

    @property
    def is_connected(self) -> bool:
        """Whether it is joined to the platform."""
        return self.connected_on is not None


def to_json(facts: ProjectFacts | UnitFacts | SystemFacts) -> dict[str, Any]:
    """The facts as JSON values, without what has not happened."""
    found: dict[str, Any] = {}
    for one in fields(facts):
        value = getattr(facts, one.name)
        if value == one.default or value == {}:  # noqa: PLR1714 a mapping has no hash
            continue
        if isinstance(value, date):
            value = value.isoformat()
        found[one.name] = list(value) if isinstance(value, tuple) else value
    return found


def from_json(values: Data) -> ProjectFacts:
    """The facts of a project from what `to_json` gave."""
    return ProjectFacts(**_read(ProjectFacts, values))


def unit_from_json(values: Data) -> UnitFacts:
    """The facts of a unit from what `to_json` gave."""
    return UnitFacts(**_read(UnitFacts, values))


def system_from_json(values: Data) -> SystemFacts:
    """The facts of a system from what `to_json` gave."""
    return SystemFacts(**_read(SystemFacts, values))


_ENUMS = {"kind": ProjectKind, "funding_mode": FundingMode, "stage": Stage}


def _read(shape: type, values: Data) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in fields(shape):
        if one.name not in values:
            continue
        value = values[one.name]
        if one.name in _ENUMS:
            value = _ENUMS[one.name](value)
        elif isinstance(value, list):
            value = tuple(value)
        elif "date" in str(one.type):
            value = date.fromisoformat(value)
        found[one.name] = value
    return found
