"""Scans of the commission's decisions, and the papers of plans: who may read and add them."""

from django.utils.translation import gettext_lazy as _

from shuyuan.approvals.models import Plan, PlanState
from shuyuan.kernel.actor import Actor, Role
from shuyuan.papers.registry import register_number, register_paper, register_subject
from shuyuan.projects.models import Project
from shuyuan.projects.registry import register_documents
from shuyuan.projects.rules.stages import UNIT, Stage
from shuyuan.projects.selectors import access_project

#: Scans of decisions on a project.
SUBJECT = "approvals.decision"
#: Documents of one round of a plan.
PLAN_DOCUMENTS = "approvals.clearance_plan"


def register() -> None:
    """Tell the papers room about decisions and plans."""
    register_number("project_opinion", _("Opinion on a project"), "焦数审〔{year}〕{number}号")
    register_paper("project_review", _("Review of a project"), series="project_opinion")
    register_paper("project_opinion", _("Opinion for the commission"), series="project_opinion")
    register_paper("project_clearance", _("Clearance of a plan"), series="project_opinion")
    register_subject(SUBJECT, _may_read, _may_write)
    register_subject(PLAN_DOCUMENTS, _may_read_plan, _may_write_plan)
    register_documents("approvals", _in_archive)


def _in_archive(project: Project) -> list[tuple[str, object]]:
    """Scans of the commission's decisions, and the documents of every round of both plans."""
    plans = Plan.objects.filter(project=project).order_by("pk").values_list("pk", flat=True)
    return [(SUBJECT, project.pk), *((PLAN_DOCUMENTS, plan) for plan in plans)]


def _may_read(project_id: str, actor: Actor) -> bool:
    access_project(int(project_id), actor=actor)
    return True


def _may_write(project_id: str, actor: Actor) -> bool:
    """Only the commission, and only until it has decided: what belongs to a decision stays with it."""
    project = access_project(int(project_id), actor=actor)
    return actor.role is Role.INVESTMENT_APPROVAL and project.stage == Stage.REVIEWED


def _may_read_plan(plan_id: str, actor: Actor) -> bool:
    plan = Plan.objects.filter(pk=int(plan_id)).first()
    return plan is not None and _may_read(str(plan.project_id), actor)


def _may_write_plan(plan_id: str, actor: Actor) -> bool:
    """The unit, until it hands the plan in."""
    plan = Plan.objects.select_related("project__unit").filter(pk=int(plan_id)).first()
    if plan is None or plan.state != PlanState.DRAFT:
        return False
    return plan.project.unit.code == actor.department and actor.role in UNIT
