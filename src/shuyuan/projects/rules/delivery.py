"""Building, changing and accepting a project."""

from dataclasses import dataclass
from datetime import date

from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.regulations.context import LegalContext


@dataclass(frozen=True)
class ConstructionFacts:
    """Who leads and who supervises a project before it is built."""

    has_leader: bool
    has_supervisor: bool
    supervisor_is_qualified: bool


@dataclass(frozen=True)
class ChangeFacts:
    """A change to what was approved; amounts are in fen."""

    changes_goals: bool
    changes_main_content: bool
    approved_fen: int
    asked_fen: int
    consented_by_administration: bool


@dataclass(frozen=True)
class AcceptanceFacts:
    """What an acceptance needs; `rectified` counts only after a first acceptance that failed."""

    expert_named_by_administration: bool
    cleared_by_administration: bool
    failed_before: bool
    rectified: bool


@dataclass(frozen=True)
class PaymentFacts:
    """What a payment after acceptance needs; `documents` are codes of the law's list."""

    accepted: bool
    documents: tuple[str, ...]
    entries_in_catalog: bool


@carries("jz-project-2020/15.1")
def needs_leader(facts: ConstructionFacts) -> Reason | None:
    """A project has somebody who answers for it."""
    return None if facts.has_leader else Reason("no_project_leader", "jz-project-2020/15.1")


@carries("jz-project-2020/17.1")
def needs_supervisor(facts: ConstructionFacts) -> Reason | None:
    """A project is built under the eyes of a qualified engineering supervisor."""
    if not facts.has_supervisor:
        return Reason("no_engineering_supervisor", "jz-project-2020/17.1")
    if not facts.supervisor_is_qualified:
        return Reason("supervisor_not_qualified", "jz-project-2020/17.1")
    return None


CONSTRUCTION = Gate("construction", [needs_leader, needs_supervisor])


@carries("jz-project-2020/17.2")
def judge_change(facts: ChangeFacts) -> Verdict:
    """May the project depart from what was approved? Major changes and more money need consent first."""
    grown = facts.asked_fen > facts.approved_fen
    is_major = facts.changes_goals or facts.changes_main_content or grown
    if not is_major or facts.consented_by_administration:
        return Verdict()
    return Verdict((Reason("major_change_without_consent", "jz-project-2020/17.2"),))


@carries("jz-project-2020/20.1")
def due_acceptance(completed_on: date, *, legal: LegalContext) -> date:
    """The last day to hold the acceptance of a completed project."""
    months = legal.law.value("projects.acceptance_months", on=completed_on)
    return legal.calendar.add_months(completed_on, months)


@carries("jz-project-2020/20.1")
def needs_named_expert(facts: AcceptanceFacts) -> Reason | None:
    """An expert of the data administration takes part."""
    if facts.expert_named_by_administration:
        return None
    return Reason("no_expert_of_administration", "jz-project-2020/20.1")


@carries("jz-project-2020/20.1")
def needs_clearance(facts: AcceptanceFacts) -> Reason | None:
    """The clearance of the data administration is one condition of passing."""
    if facts.cleared_by_administration:
        return None
    return Reason("acceptance_not_cleared", "jz-project-2020/20.1")


@carries("jz-project-2020/21.1")
def needs_rectification(facts: AcceptanceFacts) -> Reason | None:
    """After a failed acceptance the second one follows the rectification."""
    if not facts.failed_before or facts.rectified:
        return None
    return Reason("defects_not_rectified", "jz-project-2020/21.1")


ACCEPTANCE = Gate("acceptance", [needs_named_expert, needs_clearance, needs_rectification])


@carries("jz-project-2020/21.1")
def judge_delay(reason_for_delay: str, new_acceptance_on: date | None) -> Verdict:
    """Is a late acceptance properly reported? It needs its reason and a day."""
    stated = {"reason": reason_for_delay.strip(), "new_day": new_acceptance_on}
    missing = [field for field, value in stated.items() if not value]
    if not missing:
        return Verdict()
    return Verdict((Reason("delay_report_incomplete", "jz-project-2020/21.1", {"missing": missing}),))


@carries("jz-project-2020/27.1")
def needs_catalog_entries(facts: PaymentFacts) -> Reason | None:
    """What a finished project produces stands in the catalog of the platform."""
    return None if facts.entries_in_catalog else Reason("project_data_not_in_catalog", "jz-project-2020/27.1")


@carries("jz-project-2020/20.1")
def judge_payment(facts: PaymentFacts, *, legal: LegalContext) -> Verdict:
    """May construction funds be asked for after acceptance? Passed, and every document handed in."""
    reasons = []
    if not facts.accepted:
        reasons.append(Reason("not_accepted", "jz-project-2020/20.1"))
    needed = legal.law.codes("projects.acceptance_documents", on=legal.today)
    missing = [code for code in needed if code not in facts.documents]
    if missing:
        reasons.append(Reason("acceptance_documents_missing", "jz-project-2020/20.1", {"missing": missing}))
    return Verdict(tuple(reasons)) + Verdict.of([needs_catalog_entries(facts)])
