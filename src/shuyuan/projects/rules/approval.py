"""The chain of approvals: administration, development and reform commission, finance, procurement."""

from dataclasses import dataclass

from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason
from shuyuan.projects.rules.filing import FundingMode


@dataclass(frozen=True)
class ApprovalFacts:
    """What has been reviewed, asked and approved for one project so far."""

    funding_mode: FundingMode
    reviewed_by_administration: bool
    meets_co_use: bool
    meets_connection: bool
    opinion_asked: bool
    approved_as_project: bool
    funds_reviewed_by_finance: bool


@dataclass(frozen=True)
class ProcurementFacts:
    """What procurement needs to have been cleared; `budgeted` says whether public money is planned."""

    budgeted: bool
    integration_plan_cleared: bool
    co_use_plan_cleared: bool
    follows_approval: bool


@carries("jz-project-2020/13.1")
def needs_administration_review(facts: ApprovalFacts) -> Reason | None:
    """Without the review of the data administration there is neither approval nor money."""
    if facts.reviewed_by_administration:
        return None
    return Reason("not_reviewed_by_administration", "jz-project-2020/13.1")


@carries("jz-project-2020/5.2")
def needs_co_use(facts: ApprovalFacts) -> Reason | None:
    """Whoever does not build and use together with others gets neither approval nor money."""
    return None if facts.meets_co_use else Reason("co_use_not_met", "jz-project-2020/5.2")


@carries("jz-project-2020/28.1")
def needs_connection(facts: ApprovalFacts) -> Reason | None:
    """A project that does not meet the rules for joining the platform is neither approved nor paid."""
    return None if facts.meets_connection else Reason("connection_not_met", "jz-project-2020/28.1")


@carries("jz-project-2020/11.1")
def needs_asked_opinion(facts: ApprovalFacts) -> Reason | None:
    """For a government investment the commission asks the data administration before it approves."""
    if facts.funding_mode is not FundingMode.GOVERNMENT_INVESTMENT or facts.opinion_asked:
        return None
    return Reason("opinion_not_asked", "jz-project-2020/11.1")


@carries("jz-project-2020/12.1")
def needs_project_approval(facts: ApprovalFacts) -> Reason | None:
    """Construction funds of a government investment follow its approval as a project."""
    if facts.funding_mode is not FundingMode.GOVERNMENT_INVESTMENT or facts.approved_as_project:
        return None
    return Reason("not_approved_as_project", "jz-project-2020/12.1")


@carries("jz-project-2020/10.2")
def needs_finance_review(facts: ApprovalFacts) -> Reason | None:
    """For purchased services finance reviews whether the money asked for is reasonable."""
    if facts.funding_mode is not FundingMode.PURCHASE_OF_SERVICES or facts.funds_reviewed_by_finance:
        return None
    return Reason("funds_not_reviewed", "jz-project-2020/10.2")


#: Approval as a project by the development and reform commission.
PROJECT_APPROVAL = Gate(
    "project_approval",
    [needs_administration_review, needs_co_use, needs_connection, needs_asked_opinion],
)

#: Construction funds, or the money for purchased services.
CONSTRUCTION_FUNDING = Gate(
    "construction_funding",
    [
        needs_administration_review,
        needs_co_use,
        needs_connection,
        needs_project_approval,
        needs_finance_review,
    ],
)


@carries("jz-project-2020/14.1")
def needs_cleared_plans(facts: ProcurementFacts) -> Reason | None:
    """A budgeted project has its integration plan and its co-use plan cleared before it buys anything."""
    stated = {
        "integration_plan": facts.integration_plan_cleared,
        "co_use_plan": facts.co_use_plan_cleared,
    }
    missing = [name for name, cleared in stated.items() if not cleared]
    if not facts.budgeted or not missing:
        return None
    return Reason("plans_not_cleared", "jz-project-2020/14.1", {"missing": missing})


@carries("jz-project-2020/16.1")
def needs_approved_content(facts: ProcurementFacts) -> Reason | None:
    """What is put out to tender is what was approved."""
    if facts.follows_approval:
        return None
    return Reason("tender_differs_from_approval", "jz-project-2020/16.1")


PROCUREMENT = Gate("procurement", [needs_cleared_plans, needs_approved_content])
