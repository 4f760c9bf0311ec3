"""The list of projects, the page of one, drafting, changing, withdrawing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.projects import registry, selectors
from shuyuan.projects.actions import own_actions
from shuyuan.projects.deciding import note_impossible
from shuyuan.projects.documents import checklist
from shuyuan.projects.figures import days_behind, held_fen
from shuyuan.projects.forms import ProjectForm, initial_of
from shuyuan.projects.journal import as_timeline
from shuyuan.projects.lists import ProjectList
from shuyuan.projects.models import Project
from shuyuan.projects.progress import next_of, remaining_days, way_of
from shuyuan.projects.rules.gates import gates_of
from shuyuan.projects.services import amend_project, draft_of, draft_project, withdraw_project
from shuyuan.projects.wording import GATES
from shuyuan.web.doors import needs
from shuyuan.web.tags.layout import ROLES

readers_only = needs(*selectors.READERS)
units_only = needs(*selectors.UNIT_ROLES)


@readers_only
@require_GET
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every project that the actor may see."""
    context = {"may_draft": request.actor.role in selectors.UNIT_ROLES}
    rows = selectors.list_projects(request.actor).defer("facts", "purpose")
    return ProjectList(request, rows).respond("projects/projects.html", context)


@readers_only
@require_GET
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """One project: how far it is, what it costs, what is held, and the tabs of all rooms."""
    found = selectors.access_project(project_id, actor=request.actor)
    chosen = request.GET.get("tab", "overview")
    tabs, body = _tabs(request, found, chosen)
    context = {
        "project": found,
        "next": (coming := next_of(found, legal=request.legal)),
        "left": remaining_days(coming.due_on, legal=request.legal) if coming else None,
        "behind": days_behind(found, today=request.legal.today),
        "way": way_of(found, list(found.journal.order_by("id"))),
        "money": _money(found),
        "held_fen": held_fen(found),
        "holds": list(found.holds.filter(released_at__isnull=True).order_by("-blocks", "since", "id")),
        "actions": [
            *registry.actions_of(found, request.actor, request.legal),
            *own_actions(found, request.actor),
        ],
        "tabs": tabs,
        "body": body,
    }
    return render(request, "projects/project.html", context)


def _money(found: Project) -> list[tuple[Any, int]]:
    return [
        (_("Planned"), found.planned_fen),
        (_("Approved"), found.approved_fen),
        (_("Budgeted"), found.budgeted_fen),
        (_("Contracted"), found.contracted_fen),
        (_("Paid"), found.paid_fen),
    ]


def _tabs(request: HttpRequest, found: Project, chosen: str) -> tuple[list[tuple[Any, str]], str]:
    """The tabs as (label, address), and the chosen one drawn; the rooms' tabs stand between ours."""
    drawn = {"overview": _overview, "documents": _documents, "journal": _journal}
    shown: list[tuple[str, Any]] = [("overview", _("Overview"))]
    contexts = {block.key: (block, block.context(request, found)) for block in registry.blocks()}
    shown += [(key, block.label) for key, (block, given) in contexts.items() if given is not None]
    shown += [("documents", _("Files")), ("journal", _("Journal"))]
    if chosen not in dict(shown):
        raise Http404
    address = request.path
    tabs = [(label, address if key == "overview" else f"{address}?tab={key}") for key, label in shown]
    if chosen in drawn:
        return tabs, drawn[chosen](request, found)
    block, given = contexts[chosen]
    return tabs, render_to_string(block.template, {"project": found, **(given or {})}, request)


def _overview(request: HttpRequest, found: Project) -> str:
    holds = selectors.find_project_holds(found, legal=request.legal)
    gates = [
        {
            "label": GATES[gate.kind],
            "gate": gate,
            "who": "、".join(sorted(str(ROLES[role]) for role in gate.roles))
            if not gate.roles & selectors.UNIT_ROLES
            else found.unit.name,
        }
        for gate in gates_of(found.known, holds, legal=request.legal)
    ]
    context = {
        "project": found,
        "gates": gates,
        "budgets": sorted(found.known.budgets.items()),
        "payments": found.known.payments,
        "siblings": selectors.list_siblings(found, actor=request.actor),
    }
    return render_to_string("projects/parts/overview.html", context, request)


def _documents(request: HttpRequest, found: Project) -> str:
    context = {"project": found, "places": checklist(found, legal=request.legal)}
    return render_to_string("projects/parts/documents.html", context, request)


def _journal(request: HttpRequest, found: Project) -> str:
    entries = selectors.list_journal(found)
    context = {
        "project": found,
        "timeline": as_timeline(entries, actor=request.actor, legal=request.legal),
        "released": list(found.holds.filter(released_at__isnull=False).order_by("-released_at", "-id")),
    }
    return render_to_string("projects/parts/journal.html", context, request)


@units_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draft a project of the actor's unit."""
    initial = {"plan_year": request.legal.today.year + 1}
    form = ProjectForm(request.POST or None, initial=initial, department=request.actor.department)
    if request.method == "POST" and form.is_valid():
        made = draft_project(form.draft(), actor=request.actor, legal=request.legal)
        messages.success(
            request, _("The project is drafted. File it for the yearly plan when it is complete.")
        )
        return redirect(made)
    if form.is_bound:
        note_impossible(request, form)
    context = {"form": form, "is_new": True}
    return render(request, "projects/edit.html", context, status=400 if form.is_bound else 200)


@units_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, project_id: int) -> HttpResponse:
    """Change what the unit says of its project."""
    found = selectors.access_own_project(project_id, actor=request.actor)
    initial = initial_of(draft_of(found), found.revision)
    form = ProjectForm(request.POST or None, initial=initial, department=request.actor.department)
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"]
        amend_project(project_id, form.draft(), revision=revision, actor=request.actor, legal=request.legal)
        messages.success(request, _("The project is changed."))
        return redirect(found)
    if form.is_bound:
        note_impossible(request, form)
    context = {"form": form, "project": found}
    return render(request, "projects/edit.html", context, status=400 if form.is_bound else 200)


@units_only
@require_POST
def withdraw(request: HttpRequest, project_id: int) -> HttpResponse:
    """Take a project back."""
    reason = request.POST.get("reason", "")
    withdraw_project(project_id, reason=reason, actor=request.actor, legal=request.legal)
    messages.success(request, _("The project is withdrawn."))
    return redirect("projects:project", project_id)
