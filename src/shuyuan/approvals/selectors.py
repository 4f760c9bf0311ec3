"""Reads of approvals: what waits for review, opinion, approval and clearance, and what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from shuyuan.approvals.models import Plan, PlanState
from shuyuan.approvals.wording import PLANS
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules.filing import FundingMode
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.selectors import list_projects, of_visible

#: Whoever sees plans: the unit its own, the overseers all.
_DECISIONS = (
    Kind.EXPERTS_CONCLUDED,
    Kind.REVIEWED,
    Kind.REVIEW_FAILED,
    Kind.OPINION_ASKED,
    Kind.OPINION_ANSWERED,
    Kind.APPROVED,
    Kind.APPROVAL_REFUSED,
    Kind.PLAN_CLEARED,
    Kind.PLAN_NOT_CLEARED,
    Kind.PROCUREMENT_OPENED,
)


@dataclass(frozen=True)
class PlanPlace:
    """One of the two plans of a project with its latest round (None before the first)."""

    code: str
    label: Any
    latest: Plan | None

    @property
    def state(self) -> str:
        """The state of the latest round; '' before the first."""
        return str(self.latest.state) if self.latest else ""


def list_to_review(actor: Actor) -> QuerySet[Project]:
    """Projects whose documents lie before the bureau."""
    return list_projects(actor).filter(stage=Stage.SUBMITTED.value)


def list_for_commission(actor: Actor) -> QuerySet[Project]:
    """Investments that the commission assesses: under review, or reviewed and not yet approved."""
    stages = [Stage.SUBMITTED.value, Stage.REVIEWED.value]
    mode = FundingMode.GOVERNMENT_INVESTMENT.value
    return list_projects(actor).filter(stage__in=stages, funding_mode=mode)


def list_plans(actor: Actor) -> QuerySet[Plan]:
    """Plans that were handed in, with those that the actor's own unit writes."""
    plans = of_visible(Plan.objects.select_related("project__unit"), actor)
    if actor.role in {Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER, Role.OPERATOR}:
        return plans
    return plans.exclude(state=PlanState.DRAFT)


def plans_of(project: Project) -> list[PlanPlace]:
    """Both plans with their latest rounds, in the order of the law."""
    latest = {plan.plan: plan for plan in project.clearance_plans.order_by("round")}
    return [PlanPlace(code, label, latest.get(code)) for code, label in PLANS.items()]


def access_plan(project: Project, plan: str) -> PlanPlace:
    """One plan of a project that the actor may see; NotFound `unknown_plan`."""
    place = next((one for one in plans_of(project) if one.code == plan), None)
    if place is None:
        raise NotFound(code="unknown_plan")
    return place


def earlier_rounds(project: Project, plan: str) -> QuerySet[Plan]:
    """Every round but the latest, with what was said of it."""
    rounds = project.clearance_plans.filter(plan=plan).order_by("-round")
    latest = rounds.values_list("round", flat=True).first() or 0
    return rounds.filter(round__lt=latest).prefetch_related("lines")


def decisions_of(project: Project) -> list[JournalEntry]:
    """What was decided on the way to procurement, in order."""
    kinds = [kind.value for kind in _DECISIONS]
    return list(project.journal.filter(kind__in=kinds).select_related("post__department").order_by("id"))


def last_of(decisions: Iterable[JournalEntry], *kinds: Kind) -> JournalEntry | None:
    """The last entry of one of these kinds."""
    wanted = {kind.value for kind in kinds}
    return next((entry for entry in reversed(list(decisions)) if entry.kind in wanted), None)
