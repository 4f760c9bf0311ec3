"""The facts of a project as its journal tells them: `fold` adds one entry to what was known before.

Pure: facts in, facts out. The stored facts of a project are always the fold of its journal in order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.stages import STEPS, Kind, Stage

Data = Mapping[str, Any]


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


def fold(facts: ProjectFacts, kind: Kind, on: date, data: Data, *, person: int) -> ProjectFacts:
    """The facts after an entry of this kind on that day; `person` is who wrote it."""
    change = _CHANGES.get(kind)
    known = replace(facts, **change(facts, on, data, person)) if change else facts
    step = STEPS.get(kind)
    stage = step.leads_to if step else None
    if kind is Kind.BUDGETED and facts.stage in {Stage.REVIEWED, Stage.APPROVED}:
        stage = Stage.BUDGETED
    if kind is Kind.PLAN_CLEARED and len(known.cleared_plans) == len(CLEARED_PLANS):
        stage = Stage.CLEARED
    if stage is None or stage is facts.stage:
        return known
    return replace(known, stage=stage, stage_since=on)


def fold_unit(facts: UnitFacts, kind: Kind, on: date, data: Data) -> UnitFacts:
    """The facts of a unit after an entry."""
    if kind is Kind.SHARING_BREACHED:
        return replace(facts, sharing_breached_on=facts.sharing_breached_on or on)
    if kind is Kind.SHARING_MENDED:
        return replace(facts, sharing_breached_on=None)
    if kind is Kind.UNIT_SCORED:
        return replace(facts, score_year=data["year"], score_failed_on=None if data["passed"] else on)
    return facts


def fold_system(facts: SystemFacts, kind: Kind, on: date) -> SystemFacts:
    """The facts of a system after an entry."""
    if kind is Kind.SYSTEM_REGISTERED:
        return replace(facts, registered_on=on, retired_on=None)
    if kind is Kind.SYSTEM_CONNECTED:
        return replace(facts, connected_on=on, disconnected_on=None)
    if kind is Kind.SYSTEM_DISCONNECTED:
        return replace(facts, connected_on=None, disconnected_on=on)
    if kind is Kind.SYSTEM_RETIRED:
        return replace(facts, retired_on=on)
    return facts


#: Both plans of jz-project-2020/14.1 by their codes.
CLEARED_PLANS = ("integration_plan", "co_use_plan")


def _drafted(_: ProjectFacts, on: date, data: Data, person: int) -> dict[str, Any]:
    return {**_basics(data), "drafted_by": person, "stage": Stage.DRAFT, "stage_since": on}


def _basics(data: Data) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: data[name] for name in ("plan_year", "planned_fen", "system_id") if name in data
    }
    if "kind" in data:
        found["kind"] = ProjectKind(data["kind"])
    if "funding_mode" in data:
        found["funding_mode"] = FundingMode(data["funding_mode"])
    return found


def _experts(facts: ProjectFacts, _: date, data: Data, __: int) -> dict[str, Any]:
    return {
        "expert_round": facts.expert_round + 1,
        "expert_passed": bool(data["passed"]),
        "expert_aspects": tuple(data["aspects"]),
        "expert_submission": facts.submission,
    }


def _reviewed(_: ProjectFacts, on: date, data: Data, __: int) -> dict[str, Any]:
    return {
        "reviewed_on": on,
        "meets_co_use": bool(data["meets_co_use"]),
        "meets_connection": bool(data["meets_connection"]),
    }


def _budgeted(facts: ProjectFacts, _: date, data: Data, __: int) -> dict[str, Any]:
    return {
        "budgets": _add(facts.budgets, str(data["year"]), data["fen"]),
        "first_budget_year": facts.first_budget_year or data["year"],
        "unfunded_years": (),
    }


def _paid(facts: ProjectFacts, on: date, data: Data, __: int) -> dict[str, Any]:
    year = str(on.year)
    if data.get("purpose") == "upkeep":
        return {"upkeep_payments": _add(facts.upkeep_payments, year, data["fen"])}
    found: dict[str, Any] = {"payments": _add(facts.payments, year, data["fen"])}
    if data.get("contract"):
        found["paid_by_contract"] = _add(facts.paid_by_contract, str(data["contract"]), data["fen"])
    return found


def _contracted(facts: ProjectFacts, _: date, data: Data, __: int) -> dict[str, Any]:
    contracts = {**facts.contracts, str(data["contract"]): data["fen"]}
    return {"contracts": contracts, "contracted_fen": sum(contracts.values())}


def _failed(facts: ProjectFacts, _: date, data: Data, __: int) -> dict[str, Any]:
    return {
        "acceptance_failures": facts.acceptance_failures + 1,
        "rectify_by": date.fromisoformat(data["rectify_by"]),
        "rectified": False,
        "acceptance_expert": "",
        "acceptance_cleared": False,
    }


def _changed(facts: ProjectFacts, _: date, data: Data, __: int) -> dict[str, Any]:
    found: dict[str, Any] = {"changes": facts.changes + 1}
    if "fen" in data and facts.approved_fen and data["fen"] < facts.approved_fen:
        found["approved_fen"] = data["fen"]
    return found


def _evaluated(_: ProjectFacts, on: date, data: Data, __: int) -> dict[str, Any]:
    return {"evaluated_on": on, "evaluation_passed": bool(data["passed"]), "evaluation_rectified_on": None}


def _audited(_: ProjectFacts, on: date, data: Data, __: int) -> dict[str, Any]:
    return {"audited_on": on, "audit_passed": bool(data["passed"]), "audit_rectified_on": None}


def _add(sums: Mapping[str, int], key: str, fen: int) -> dict[str, int]:
    return {**sums, key: sums.get(key, 0) + fen}


def _with(values: tuple[str, ...], more: Any) -> tuple[str, ...]:
    new = [more] if isinstance(more, str) else list(more)
    return tuple(dict.fromkeys((*values, *new)))


_CHANGES: Mapping[Kind, Callable[[ProjectFacts, date, Data, int], dict[str, Any]]] = {
    Kind.DRAFTED: _drafted,
    Kind.AMENDED: lambda f, on, d, p: _basics(d),
    Kind.FILED: lambda f, on, d, p: {
        "filed_on": on, "filed_late": bool(d["late"]), "handed_in_by": p, "plan_year": d["plan_year"],
    },
    Kind.STUDIED: lambda f, on, d, p: {"studied_on": on},
    Kind.CONSENTED: lambda f, on, d, p: {"consented_on": on},
    Kind.SUBMITTED: lambda f, on, d, p: {
        "submitted_on": on, "handed_in_by": p, "submission": f.submission + 1,
    },
    Kind.EXPERTS_CONCLUDED: _experts,
    Kind.REVIEWED: _reviewed,
    Kind.REVIEW_FAILED: _reviewed,
    Kind.OPINION_ASKED: lambda f, on, d, p: {
        "opinion_asked_on": on, "opinion_answered_on": None, "opinion_consents": None,
    },
    Kind.OPINION_ANSWERED: lambda f, on, d, p: {
        "opinion_answered_on": on, "opinion_consents": bool(d["consents"]),
    },
    Kind.APPROVED: lambda f, on, d, p: {"approved_on": on, "approved_fen": d["fen"]},
    Kind.FUNDS_REVIEWED: lambda f, on, d, p: {"funds_reviewed_on": on, "funds_reviewed_fen": d["fen"]},
    Kind.BUDGETED: _budgeted,
    Kind.UNFUNDED: lambda f, on, d, p: {"unfunded_years": (*f.unfunded_years, d["year"])},
    Kind.PLAN_CLEARED: lambda f, on, d, p: {"cleared_plans": _with(f.cleared_plans, d["plan"])},
    Kind.PROCUREMENT_OPENED: lambda f, on, d, p: {"procurement_on": on},
    Kind.LEADER_NAMED: lambda f, on, d, p: {"leader": d["name"]},
    Kind.SUPERVISOR_APPOINTED: lambda f, on, d, p: {
        "supervisor": d["company"], "supervisor_qualified": bool(d["qualified"]),
    },
    Kind.CONTRACTED: _contracted,
    Kind.STARTED: lambda f, on, d, p: {"started_on": on},
    Kind.START_EXCUSED: lambda f, on, d, p: {"start_excused_year": d["year"]},
    Kind.CHANGE_CONSENTED: _changed,
    Kind.CHANGE_APPROVED: lambda f, on, d, p: {"approved_fen": d["fen"]},
    Kind.PAID: _paid,
    Kind.COMPLETED: lambda f, on, d, p: {"completed_on": on},
    Kind.DELAY_REPORTED: lambda f, on, d, p: {"postponed_to": date.fromisoformat(d["until"])},
    Kind.EXPERT_NAMED: lambda f, on, d, p: {"acceptance_expert": d["name"]},
    Kind.ACCEPTANCE_CLEARED: lambda f, on, d, p: {"acceptance_cleared": bool(d["cleared"])},
    Kind.ACCEPTED: lambda f, on, d, p: {"accepted_on": on},
    Kind.ACCEPTANCE_FAILED: _failed,
    Kind.RECTIFIED: lambda f, on, d, p: {"rectified": True},
    Kind.RESULTS_HANDED_IN: lambda f, on, d, p: {"handed_in": _with(f.handed_in, d["documents"])},
    Kind.CATALOGED: lambda f, on, d, p: {"entries": _with(f.entries, d["entries"])},
    Kind.OPERATED: lambda f, on, d, p: {"operating_since": on, "system_id": d["system_id"]},
    Kind.UPKEEP_PLAN_FILED: lambda f, on, d, p: {"upkeep_plans": _with(f.upkeep_plans, d["plan"])},
    Kind.UPKEEP_BUDGETED: lambda f, on, d, p: {
        "upkeep_budgets": _add(f.upkeep_budgets, str(d["year"]), d["fen"]),
    },
    Kind.EVALUATED: _evaluated,
    Kind.EVALUATION_RECTIFIED: lambda f, on, d, p: {"evaluation_rectified_on": on},
    Kind.ORDERED: lambda f, on, d, p: {"open_orders": _with(f.open_orders, d["order"])},
    Kind.ORDER_MET: lambda f, on, d, p: {
        "open_orders": tuple(order for order in f.open_orders if order != d["order"]),
    },
    Kind.CRITICIZED: lambda f, on, d, p: {"criticisms": f.criticisms + 1},
    Kind.PAYMENT_SUSPENDED: lambda f, on, d, p: {"payment_suspended_on": on},
    Kind.PAYMENT_RESUMED: lambda f, on, d, p: {"payment_suspended_on": None},
    Kind.PROJECT_SUSPENDED: lambda f, on, d, p: {"project_suspended_on": on},
    Kind.PROJECT_RESUMED: lambda f, on, d, p: {"project_suspended_on": None},
    Kind.AUDITED: _audited,
    Kind.AUDIT_RECTIFIED: lambda f, on, d, p: {"audit_rectified_on": on},
    Kind.LIABILITY_RECORDED: lambda f, on, d, p: {"liabilities": f.liabilities + 1},
}  # fmt: skip


def to_json(facts: ProjectFacts | UnitFacts | SystemFacts) -> dict[str, Any]:
    """The facts as JSON values, without what has not happened."""
    found: dict[str, Any] = {}
    for one in fields(facts):
        value = getattr(facts, one.name)
        if value is None or value == () or value == {}:
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
