"""The facts of a project as its journal tells them: `fold` adds one entry to what was known before.

Pure: facts in, facts out. The stored facts of a project are always the fold of its journal in order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shuyuan.projects.rules.facts import CLEARED_PLANS, Data, ProjectFacts, SystemFacts, UnitFacts
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.stages import STEPS, Kind, Stage


@dataclass(frozen=True)
class Happening:
    """An entry of the journal with the facts before it; `person` is who wrote it."""

    facts: ProjectFacts
    on: date
    data: Data
    person: int


def fold(facts: ProjectFacts, kind: Kind, on: date, data: Data, *, person: int) -> ProjectFacts:
    """The facts after an entry of this kind on that day; `person` is who wrote it."""
    change = _CHANGES.get(kind)
    known = replace(facts, **change(Happening(facts, on, data, person))) if change else facts
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


def _drafted(e: Happening) -> dict[str, Any]:
    return {**_basics(e.data), "drafted_by": e.person, "stage": Stage.DRAFT, "stage_since": e.on}


def _basics(data: Data) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: data[name] for name in ("plan_year", "planned_fen", "system_id") if name in data
    }
    if "kind" in data:
        found["kind"] = ProjectKind(data["kind"])
    if "funding_mode" in data:
        found["funding_mode"] = FundingMode(data["funding_mode"])
    return found


def _experts(e: Happening) -> dict[str, Any]:
    return {
        "expert_round": e.facts.expert_round + 1,
        "expert_passed": bool(e.data["passed"]),
        "expert_aspects": tuple(e.data["aspects"]),
        "expert_submission": e.facts.submission,
    }


def _reviewed(e: Happening) -> dict[str, Any]:
    return {
        "reviewed_on": e.on,
        "meets_co_use": bool(e.data["meets_co_use"]),
        "meets_connection": bool(e.data["meets_connection"]),
    }


def _budgeted(e: Happening) -> dict[str, Any]:
    return {
        "budgets": _add(e.facts.budgets, str(e.data["year"]), e.data["fen"]),
        "first_budget_year": e.facts.first_budget_year or e.data["year"],
        "unfunded_years": (),
    }


def _paid(e: Happening) -> dict[str, Any]:
    year = str(e.on.year)
    if e.data.get("purpose") == "upkeep":
        return {"upkeep_payments": _add(e.facts.upkeep_payments, year, e.data["fen"])}
    found: dict[str, Any] = {"payments": _add(e.facts.payments, year, e.data["fen"])}
    if e.data.get("contract"):
        found["paid_by_contract"] = _add(e.facts.paid_by_contract, str(e.data["contract"]), e.data["fen"])
    return found


def _contracted(e: Happening) -> dict[str, Any]:
    contracts = {**e.facts.contracts, str(e.data["contract"]): e.data["fen"]}
    return {"contracts": contracts, "contracted_fen": sum(contracts.values())}


def _failed(e: Happening) -> dict[str, Any]:
    return {
        "acceptance_failures": e.facts.acceptance_failures + 1,
        "rectify_by": date.fromisoformat(e.data["rectify_by"]),
        "rectified": False,
        "acceptance_expert": "",
        "acceptance_cleared": False,
    }


def _changed(e: Happening) -> dict[str, Any]:
    found: dict[str, Any] = {"changes": e.facts.changes + 1}
    if "fen" in e.data and e.facts.approved_fen and e.data["fen"] < e.facts.approved_fen:
        found["approved_fen"] = e.data["fen"]
    return found


def _evaluated(e: Happening) -> dict[str, Any]:
    return {
        "evaluated_on": e.on,
        "evaluation_passed": bool(e.data["passed"]),
        "evaluation_rectified_on": None,
    }


def _audited(e: Happening) -> dict[str, Any]:
    return {"audited_on": e.on, "audit_passed": bool(e.data["passed"]), "audit_rectified_on": None}


def _add(sums: Mapping[str, int], key: str, fen: int) -> dict[str, int]:
    return {**sums, key: sums.get(key, 0) + fen}


def _with(values: tuple[str, ...], more: Any) -> tuple[str, ...]:
    new = [more] if isinstance(more, str) else list(more)
    return tuple(dict.fromkeys((*values, *new)))


_CHANGES: Mapping[Kind, Callable[[Happening], dict[str, Any]]] = {
    Kind.DRAFTED: _drafted,
    Kind.AMENDED: lambda e: _basics(e.data),
    Kind.FILED: lambda e: {
        "filed_on": e.on,
        "filed_late": bool(e.data["late"]),
        "handed_in_by": e.person,
        "plan_year": e.data["plan_year"],
    },
    Kind.STUDIED: lambda e: {"studied_on": e.on},
    Kind.CONSENTED: lambda e: {"consented_on": e.on},
    Kind.SUBMITTED: lambda e: {
        "submitted_on": e.on, "handed_in_by": e.person, "submission": e.facts.submission + 1,
    },
    Kind.EXPERTS_CONCLUDED: _experts,
    Kind.REVIEWED: _reviewed,
    Kind.REVIEW_FAILED: _reviewed,
    Kind.OPINION_ASKED: lambda e: {
        "opinion_asked_on": e.on, "opinion_answered_on": None, "opinion_consents": None,
    },
    Kind.OPINION_ANSWERED: lambda e: {
        "opinion_answered_on": e.on, "opinion_consents": bool(e.data["consents"]),
    },
    Kind.APPROVED: lambda e: {"approved_on": e.on, "approved_fen": e.data["fen"]},
    Kind.FUNDS_REVIEWED: lambda e: {"funds_reviewed_on": e.on, "funds_reviewed_fen": e.data["fen"]},
    Kind.BUDGETED: _budgeted,
    Kind.UNFUNDED: lambda e: {"unfunded_years": (*e.facts.unfunded_years, e.data["year"])},
    Kind.PLAN_CLEARED: lambda e: {"cleared_plans": _with(e.facts.cleared_plans, e.data["plan"])},
    Kind.PROCUREMENT_OPENED: lambda e: {"procurement_on": e.on},
    Kind.LEADER_NAMED: lambda e: {"leader": e.data["name"]},
    Kind.SUPERVISOR_APPOINTED: lambda e: {
        "supervisor": e.data["company"], "supervisor_qualified": bool(e.data["qualified"]),
    },
    Kind.CONTRACTED: _contracted,
    Kind.CONTRACT_AMENDED: _contracted,
    Kind.STARTED: lambda e: {"started_on": e.on},
    Kind.START_EXCUSED: lambda e: {"start_excused_year": e.data["year"]},
    Kind.CHANGE_CONSENTED: _changed,
    Kind.CHANGE_APPROVED: lambda e: {"approved_fen": e.data["fen"]},
    Kind.PAID: _paid,
    Kind.COMPLETED: lambda e: {"completed_on": e.on},
    Kind.DELAY_REPORTED: lambda e: {"postponed_to": date.fromisoformat(e.data["until"])},
    Kind.EXPERT_NAMED: lambda e: {"acceptance_expert": e.data["name"]},
    Kind.ACCEPTANCE_CLEARED: lambda e: {"acceptance_cleared": bool(e.data["cleared"])},
    Kind.ACCEPTED: lambda e: {"accepted_on": e.on},
    Kind.ACCEPTANCE_FAILED: _failed,
    Kind.RECTIFIED: lambda _: {"rectified": True},
    Kind.RESULTS_HANDED_IN: lambda e: {"handed_in": _with(e.facts.handed_in, e.data["documents"])},
    Kind.CATALOGED: lambda e: {"entries": _with(e.facts.entries, e.data["entries"])},
    Kind.OPERATED: lambda e: {"operating_since": e.on, "system_id": e.data["system_id"]},
    Kind.UPKEEP_PLAN_FILED: lambda e: {"upkeep_plans": _with(e.facts.upkeep_plans, e.data["plan"])},
    Kind.UPKEEP_BUDGETED: lambda e: {
        "upkeep_budgets": _add(e.facts.upkeep_budgets, str(e.data["year"]), e.data["fen"]),
    },
    Kind.EVALUATED: _evaluated,
    Kind.EVALUATION_RECTIFIED: lambda e: {"evaluation_rectified_on": e.on},
    Kind.ORDERED: lambda e: {"open_orders": _with(e.facts.open_orders, e.data["order"])},
    Kind.ORDER_MET: lambda e: {
        "open_orders": tuple(order for order in e.facts.open_orders if order != e.data["order"]),
    },
    Kind.CRITICIZED: lambda e: {"criticisms": e.facts.criticisms + 1},
    Kind.PAYMENT_SUSPENDED: lambda e: {"payment_suspended_on": e.on},
    Kind.PAYMENT_RESUMED: lambda _: {"payment_suspended_on": None},
    Kind.PROJECT_SUSPENDED: lambda e: {"project_suspended_on": e.on},
    Kind.PROJECT_RESUMED: lambda _: {"project_suspended_on": None},
    Kind.AUDITED: _audited,
    Kind.AUDIT_RECTIFIED: lambda e: {"audit_rectified_on": e.on},
    Kind.LIABILITY_RECORDED: lambda e: {"liabilities": e.facts.liabilities + 1},
}  # fmt: skip
