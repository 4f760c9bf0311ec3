"""What a unit hands in after the consent: documents, infrastructure, budget, performance targets."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.casework.returning import read_return
from shuyuan.kernel.actor import Role
from shuyuan.kernel.verdict import Verdict
from shuyuan.planning import services
from shuyuan.planning.documents import filing_facts, list_needed
from shuyuan.planning.effects import DOCUMENTS
from shuyuan.planning.forms import EXTRA_LINES, BudgetForm, InfrastructureForm, LinesForm, TargetForm
from shuyuan.planning.models import ProjectPlan
from shuyuan.planning.places import find_place, source_of
from shuyuan.planning.project_page import is_owner
from shuyuan.planning.rules import judge_budget_lines, yuan
from shuyuan.planning.selectors import READERS
from shuyuan.planning.services.documents import OPEN_STAGES
from shuyuan.planning.views.filings import units_only
from shuyuan.planning.views.plans import bureau_only
from shuyuan.projects.deciding import note_amount
from shuyuan.projects.models import Project
from shuyuan.projects.registry import judge_besides
from shuyuan.projects.rules.filing import FILING
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.selectors import access_own_project, access_project, access_project_as
from shuyuan.web.doors import needs

readers_only = needs(*READERS)

#: Heads of the tables that are typed into, with their width in twelfths.
_BUDGET_HEADS = (
    (gettext_lazy("Budget item"), 4),
    (gettext_lazy("Quantity"), 2),
    (gettext_lazy("Unit of measure"), 2),
    (gettext_lazy("Price of one (yuan)"), 2),
    (gettext_lazy("Year"), 2),
)
_TARGET_HEADS = (
    (gettext_lazy("Indicator"), 6),
    (gettext_lazy("Target value"), 3),
    (gettext_lazy("Unit of measure"), 3),
)


@readers_only
@require_GET
def documents(request: HttpRequest, project_id: int) -> HttpResponse:
    """Everything that is handed in, and what is still missing."""
    project = access_project(project_id, actor=request.actor)
    return _page(request, project)


@units_only
@require_POST
def infrastructure(request: HttpRequest, project_id: int) -> HttpResponse:
    """Where the project is going to run."""
    project = access_own_project(project_id, actor=request.actor)
    form = InfrastructureForm(request.POST, instance=ProjectPlan(project=project))
    if not form.is_valid():
        return _page(request, project, infrastructure=form, status=400)
    services.state_infrastructure(
        project_id, statement=form.statement(), actor=request.actor, legal=request.legal
    )
    messages.success(request, _("The statement on cloud and network is saved."))
    return redirect("planning:documents", project_id)


@units_only
@require_POST
def budget(request: HttpRequest, project_id: int) -> HttpResponse:
    """The lines of the budget."""
    project = access_own_project(project_id, actor=request.actor)
    form = BudgetForm(request.POST, plan_year=project.plan_year)
    if not form.is_valid:
        if form.has_impossible_price:
            note_amount(request, "price", cites="jz-project-2020/9.1")
        return _page(request, project, budget=form, status=400)
    services.save_budget(project_id, lines=form.values, actor=request.actor, legal=request.legal)
    messages.success(request, _("The budget is saved."))
    return redirect("planning:documents", project_id)


@units_only
@require_POST
def targets(request: HttpRequest, project_id: int) -> HttpResponse:
    """The performance targets."""
    project = access_own_project(project_id, actor=request.actor)
    form = TargetForm(request.POST)
    if not form.is_valid:
        return _page(request, project, targets=form, status=400)
    services.save_targets(project_id, targets=form.values, actor=request.actor, legal=request.legal)
    messages.success(request, _("The performance targets are saved."))
    return redirect("planning:documents", project_id)


@units_only
@require_POST
def hand_in(request: HttpRequest, project_id: int) -> HttpResponse:
    """Hand everything in for review."""
    project = services.hand_in(project_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The documents are handed in; they stay as they are while under review."))
    return redirect(project)


@bureau_only
@require_http_methods(["GET", "POST"])
def return_documents(request: HttpRequest, project_id: int) -> HttpResponse:
    """Send the documents back with everything that is missing, named once."""
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=request.actor)
    if request.method == "POST":
        named = read_return(request.POST, DOCUMENTS, project.pk)
        services.return_documents(
            project_id,
            gaps=named.gaps,
            new_facts=named.new_facts,
            actor=request.actor,
            legal=request.legal,
        )
        messages.success(request, _("The documents are returned; the unit has been asked to complete them."))
        return redirect(project)
    return _page(request, project)


def _page(
    request: HttpRequest,
    project: Project,
    *,
    infrastructure: InfrastructureForm | None = None,
    budget: BudgetForm | None = None,
    targets: TargetForm | None = None,
    status: int = 200,
) -> HttpResponse:
    legal = request.legal
    plan = ProjectPlan.objects.filter(project=project).first() or ProjectPlan(project=project)
    is_open = is_owner(project, request.actor) and Stage(project.stage) in OPEN_STAGES
    lines = list(project.budget_lines.all())
    total = sum(line.total_fen for line in lines)
    verdict = Verdict()
    if project.stage == Stage.PLANNED:
        verdict = judge_besides(Kind.SUBMITTED, project, {}, legal)
    source, place = source_of(project), find_place(project)
    context: dict[str, Any] = {
        "project": project,
        "study": source.page(project) if source else "",
        "is_placed": place is not None,
        "plan": plan,
        "needed": list_needed(project, legal=legal),
        "infrastructure": infrastructure or InfrastructureForm(instance=plan),
        "infrastructure_verdict": FILING.judge(filing_facts(project, legal=legal)),
        "lines": lines,
        "targets": list(project.targets.all()),
        "budget_heads": _BUDGET_HEADS,
        "target_heads": _TARGET_HEADS,
        "budget_rows": _rows(budget, _typed_lines(lines), {"year": project.plan_year}),
        "target_rows": _rows(targets, _typed_targets(project), {}),
        "total": yuan(total),
        "planned": yuan(project.planned_fen),
        "budget_verdict": judge_budget_lines([line.total_fen for line in lines], project.planned_fen),
        "is_open": is_open,
        "is_planned": project.stage == Stage.PLANNED,
        "is_submitted": project.stage == Stage.SUBMITTED,
        "is_bureau": request.actor.is_administration,
        "verdict": verdict,
        "subject": DOCUMENTS,
        "infrastructure_shown": [
            (field.label, _said(getattr(place, field.name)))
            for field in InfrastructureForm()
            if place is not None
        ],
    }
    return render(request, "planning/documents.html", context, status=status)


def _said(value: bool | str) -> str:
    """A statement on cloud and network in words."""
    return (_("Yes") if value else _("No")) if isinstance(value, bool) else value


def _rows(form: LinesForm | None, kept: list[dict[str, Any]], empty: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of a table to type in: what was typed, else what is kept, and some empty ones."""
    rows = form.rows if form is not None else kept
    return [*rows, *({**empty, "faults": {}} for _number in range(EXTRA_LINES))]


def _typed_lines(lines: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "item": line.item,
            "quantity": line.quantity,
            "measure": line.unit,
            "price": line.price_yuan.replace(",", ""),
            "year": line.year,
            "total": line.total_yuan,
            "faults": {},
        }
        for line in lines
    ]


def _typed_targets(project: Project) -> list[dict[str, Any]]:
    return [
        {"indicator": one.indicator, "value": one.value_shown, "scale": one.unit, "faults": {}}
        for one in project.targets.all()
    ]
