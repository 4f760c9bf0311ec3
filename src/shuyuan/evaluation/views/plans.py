"""The four plans of upkeep of a project, with what is missing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shuyuan.evaluation import services
from shuyuan.evaluation.forms import PlanForm
from shuyuan.evaluation.plan_rows import plan_rows
from shuyuan.evaluation.selectors import READERS
from shuyuan.kernel.errors import BadInput
from shuyuan.projects.rules.stages import STEPS, Kind
from shuyuan.projects.selectors import UNIT_ROLES, access_own_project, access_project
from shuyuan.web.doors import needs


@needs(*READERS)
@require_GET
def plans(request: HttpRequest, project_id: int) -> HttpResponse:
    """Which plans are on file; the unit files them here."""
    project = access_project(project_id, actor=request.actor)
    is_own = request.actor.role in UNIT_ROLES and project.unit.code == request.actor.department
    context = {
        "project": project,
        "rows": plan_rows(project, request.legal, get_language() or "zh-hans"),
        "may_file": is_own and project.known.stage in STEPS[Kind.UPKEEP_PLAN_FILED].stages,
        "form": PlanForm(),
    }
    return render(request, "evaluation/plans.html", context)


@needs(*UNIT_ROLES)
@require_POST
def file_plan(request: HttpRequest, project_id: int, plan: str) -> HttpResponse:
    """Put one on file."""
    access_own_project(project_id, actor=request.actor)
    form = PlanForm(request.POST, request.FILES)
    if not form.is_valid():
        raise BadInput(code="upkeep_plan_without_document")
    services.file_upkeep_plan(
        project_id, plan=plan, upload=form.cleaned_data["file"], actor=request.actor, legal=request.legal
    )
    messages.success(request, _("The plan is on file."))
    return redirect("evaluation:plans", project_id)
