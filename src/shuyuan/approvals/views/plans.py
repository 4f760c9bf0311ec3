"""The two plans of a project and its procurement."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.approvals import selectors, services
from shuyuan.approvals.documents import PLAN_DOCUMENTS
from shuyuan.approvals.forms import LineForm, ProcurementForm, SummaryForm
from shuyuan.approvals.lists import PlanList
from shuyuan.approvals.models import Plan, PlanState
from shuyuan.approvals.rules import PlanFacts, judge_plan
from shuyuan.approvals.services import LineWish
from shuyuan.approvals.wording import TONES
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput
from shuyuan.projects.models import Project
from shuyuan.projects.rules.approval import PROCUREMENT
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.rules.steps import procurement_facts
from shuyuan.projects.selectors import (
    OVERSEERS,
    UNIT_ROLES,
    access_own_project,
    access_project,
    access_project_as,
)
from shuyuan.web.doors import needs

unit_only = needs(*UNIT_ROLES)
readers_only = needs(*UNIT_ROLES, *OVERSEERS)
_WRITING = frozenset({Stage.REVIEWED, Stage.APPROVED, Stage.BUDGETED})


@readers_only
@require_GET
def plan_list(request: HttpRequest) -> HttpResponseBase:
    """Plans before the bureau and those decided; units see their own."""
    return PlanList(request, selectors.list_plans(request.actor)).respond("approvals/plans.html")


@readers_only
@require_GET
def plan(request: HttpRequest, project_id: int, plan: str) -> HttpResponse:
    """One plan with its lines."""
    project = access_project(project_id, actor=request.actor)
    return render(request, "approvals/plan.html", _context(request, project, plan))


@unit_only
@require_POST
def summary(request: HttpRequest, project_id: int, plan: str) -> HttpResponse:
    """Save what the plan says in words."""
    project = access_own_project(project_id, actor=request.actor)
    form = SummaryForm(request.POST)
    if not form.is_valid():
        return _again(request, project, plan, summary_form=form)
    text = form.cleaned_data["summary"]
    services.save_summary(project_id, plan=plan, summary=text, actor=request.actor, legal=request.legal)
    messages.success(request, _("Saved."))
    return redirect("approvals:plan", project_id, plan)


@unit_only
@require_POST
def add(request: HttpRequest, project_id: int, plan: str) -> HttpResponse:
    """Add a line."""
    project = access_own_project(project_id, actor=request.actor)
    selectors.access_plan(project, plan)
    form = LineForm(request.POST, plan=plan)
    if not form.is_valid():
        return _again(request, project, plan, line_form=form)
    line = LineWish(**form.cleaned_data)
    services.add_line(project_id, plan=plan, line=line, actor=request.actor, legal=request.legal)
    return redirect("approvals:plan", project_id, plan)


@unit_only
@require_POST
def remove(request: HttpRequest, project_id: int, plan: str, line_id: int) -> HttpResponse:
    """Take a line out."""
    access_own_project(project_id, actor=request.actor)
    services.remove_line(project_id, plan=plan, line_id=line_id, actor=request.actor, legal=request.legal)
    return redirect("approvals:plan", project_id, plan)


@unit_only
@require_POST
def hand_in(request: HttpRequest, project_id: int, plan: str) -> HttpResponse:
    """Put the plan before the bureau."""
    access_own_project(project_id, actor=request.actor)
    services.hand_in_plan(project_id, plan=plan, actor=request.actor, legal=request.legal)
    messages.success(request, _("Handed in; the data administration clears it line by line."))
    return redirect("approvals:plan", project_id, plan)


@needs(Role.DATA_ADMINISTRATION)
@require_POST
def decide(request: HttpRequest, project_id: int, plan: str) -> HttpResponse:
    """Clear the plan line by line."""
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=request.actor)
    latest = selectors.access_plan(project, plan).latest
    lines = list(latest.lines.all()) if latest else []
    answers = {line.pk: request.POST.get(f"line_{line.pk}", "") for line in lines}
    services.decide_plan(
        project_id,
        plan=plan,
        verdicts={key: answer == "yes" for key, answer in answers.items() if answer in {"yes", "no"}},
        opinions={line.pk: request.POST.get(f"opinion_{line.pk}", "") for line in lines},
        opinion=request.POST.get("opinion", ""),
        revision=_number(request.POST.get("revision", "")),
        actor=request.actor,
        legal=request.legal,
    )
    messages.success(request, _("Decided; the unit has the paper."))
    return redirect("approvals:plan", project_id, plan)


@readers_only
@require_http_methods(["GET", "POST"])
def procurement(request: HttpRequest, project_id: int) -> HttpResponse:
    """The gate of procurement: what is missing, and the unit's own step through it."""
    if request.method == "POST":
        project = access_own_project(project_id, actor=request.actor)
    else:
        project = access_project(project_id, actor=request.actor)
    form = ProcurementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.open_procurement(project_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
        messages.success(request, _("The procurement is open."))
        return redirect("projects:project", project_id)
    known = project.known
    is_own = project.unit.code == request.actor.department and request.actor.role in UNIT_ROLES
    context = {
        "project": project,
        "form": form,
        "plans": selectors.plans_of(project),
        "tones": TONES,
        "gate": PROCUREMENT.judge(procurement_facts(known, {})),
        "opened": selectors.last_of(selectors.decisions_of(project), Kind.PROCUREMENT_OPENED),
        "is_time": known.stage in {Stage.BUDGETED, Stage.CLEARED},
        "may_open": is_own and known.stage in {Stage.BUDGETED, Stage.CLEARED},
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "approvals/procurement.html", context, status=status)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise BadInput(code="bad_plan_line", kind="revision")
    return int(text)


def _again(request: HttpRequest, project: Project, plan: str, **forms: Any) -> HttpResponse:
    context = {**_context(request, project, plan), **forms}
    return render(request, "approvals/plan.html", context, status=400)


def _context(request: HttpRequest, project: Project, plan: str) -> dict[str, Any]:
    place = selectors.access_plan(project, plan)
    latest, actor = place.latest, request.actor
    is_own = project.unit.code == actor.department and actor.role in UNIT_ROLES
    if latest is not None and latest.is_open and not is_own:
        latest = None
    lines = list(latest.lines.select_related("entry")) if latest else []
    is_writable = latest is None or latest.state in {PlanState.DRAFT, PlanState.NOT_CLEARED}
    may_write = is_own and is_writable and project.known.stage in _WRITING
    return {
        "project": project,
        "place": place,
        "plan": latest,
        "lines": lines,
        "tone": TONES[latest.state] if latest else "",
        "earlier": _earlier(project, plan),
        "may_write": may_write,
        "is_draft": latest is not None and latest.is_open,
        "may_hand_in": may_write and project.stage == Stage.BUDGETED,
        "missing": _missing(latest, lines, plan) if may_write else None,
        "may_decide": actor.is_administration and latest is not None and latest.state == PlanState.HANDED_IN,
        "summary_form": SummaryForm(initial={"summary": latest.summary if latest else ""}),
        "line_form": LineForm(plan=plan),
        "documents": PLAN_DOCUMENTS,
    }


def _earlier(project: Project, plan: str) -> list[Plan]:
    return list(selectors.earlier_rounds(project, plan))


def _missing(latest: Plan | None, lines: list[Any], plan: str) -> Any:
    kinds = tuple(line.kind for line in lines)
    return judge_plan(PlanFacts(plan, latest.summary if latest else "", kinds))
