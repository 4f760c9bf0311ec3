"""Decisions on assessment, violations and sanctions: pure, no Django, no clock, no database."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.regulations.context import LegalContext


class Step(StrEnum):
    """The ladder of jz-data-2020/36.1, in its order."""

    RECTIFICATION_ORDER = "rectification_order"
    NOTICE_OF_CRITICISM = "notice_of_criticism"
    DISCIPLINE = "discipline"


@dataclass(frozen=True)
class OrderFacts:
    """How far the handling of one violation has come; `order_due_on` is None before an order was given."""

    order_due_on: date | None
    rectified: bool
    serious: bool
    today: date


@dataclass(frozen=True)
class ProjectOrderFacts:
    """How an order to a project went; `met` only once the work conforms to what was ordered."""

    order_due_on: date | None
    refused: bool
    met: bool
    today: date


@carries("jz-data-2020/35.1.3")
def judge_demand(supplied_by: tuple[str, ...], paper_required_by: str) -> Verdict:
    """May an office ask people for data? Not what the platform supplies, unless e-documents are ruled out.

    `supplied_by` are codes of entries, `paper_required_by` the national rule that demands paper, '' for none.
    """
    if not supplied_by or paper_required_by.strip():
        return Verdict()
    facts = {"supplied_by": list(supplied_by)}
    return Verdict((Reason("demands_available_data", "jz-data-2020/35.1.3", facts),))


@carries("jz-data-2020/36.1")
def judge_step(step: Step, facts: OrderFacts) -> Verdict:
    """May this step be taken now? An order with a day, then criticism, and discipline if it is serious."""
    reasons = []
    if step is Step.NOTICE_OF_CRITICISM:
        if facts.order_due_on is None:
            reasons.append(Reason("no_order_given", "jz-data-2020/36.1"))
        elif facts.today <= facts.order_due_on:
            due = {"due_on": facts.order_due_on.isoformat()}
            reasons.append(Reason("order_still_running", "jz-data-2020/36.1", due))
        if facts.rectified:
            reasons.append(Reason("already_rectified", "jz-data-2020/36.1"))
    if step is Step.DISCIPLINE and not facts.serious:
        reasons.append(Reason("not_serious", "jz-data-2020/36.1"))
    return Verdict(tuple(reasons))


@carries("jz-project-2020/31.1")
def judge_project_sanction(facts: ProjectOrderFacts) -> Verdict:
    """May a project be criticized, held or ended? Only after an order was refused or was not met in time."""
    if facts.order_due_on is None:
        return Verdict((Reason("project_without_order", "jz-project-2020/31.1"),))
    if facts.met:
        return Verdict((Reason("project_order_met", "jz-project-2020/31.1"),))
    if not facts.refused and facts.today <= facts.order_due_on:
        due = {"due_on": facts.order_due_on.isoformat()}
        return Verdict((Reason("project_order_still_running", "jz-project-2020/31.1", due),))
    return Verdict()


@carries("jz-data-2020/33.1")
def due_assessment(last_year: int, *, legal: LegalContext) -> date:
    """The last day of the next assessment of a department that was last assessed for `last_year`."""
    interval = legal.law.value("supervision.assessment_interval_years", on=legal.today)
    return date(last_year + interval, 12, 31)
