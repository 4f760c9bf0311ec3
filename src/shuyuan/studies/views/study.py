"""The study of a project: its page, the form of its resources, needs and systems."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.selectors import READERS, UNIT_ROLES
from shuyuan.sharing.selectors import acts_for_department
from shuyuan.studies import selectors, services
from shuyuan.studies.facts import (
    builds,
    has_exchange,
    is_on_sharing_list,
    is_shared,
    judge_place,
    judge_study,
    planned_of,
)
from shuyuan.studies.forms import DecisionForm, JudgementForm, NeedForm, StudyForm, SystemForm
from shuyuan.studies.models import Study
from shuyuan.studies.services import StudyContent
from shuyuan.systems.selectors import list_systems
from shuyuan.web.doors import needs

readers_only = needs(*READERS)
units_only = needs(*UNIT_ROLES)


@readers_only
@require_GET
def page(request: HttpRequest, project_id: int) -> HttpResponse:
    """The whole study, for who may see the project."""
    project, study = selectors.access_study(project_id, actor=request.actor)
    return render(request, "studies/study.html", study_context(request, project, study))


@units_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, project_id: int) -> HttpResponse:
    """Where the system runs and what it needs there."""
    project = selectors.access_open_project(project_id, actor=request.actor)
    study = selectors.find_study(project)
    given = request.POST if request.method == "POST" else None
    form = StudyForm(given, initial=_initial(study), asks_place=builds(project))
    if request.method == "POST" and form.is_valid():
        services.save_study(
            project_id,
            content=form.content(),
            revision=form.cleaned_data["revision"],
            actor=request.actor,
            legal=request.legal,
        )
        messages.success(request, _("The study is saved."))
        return redirect("studies:study", project_id)
    context = {"project": project, "form": form, "verdict": _placed(form) if builds(project) else None}
    return render(request, "studies/edit.html", context, status=400 if form.is_bound else 200)


@units_only
@require_POST
def check(request: HttpRequest, project_id: int) -> HttpResponse:
    """What the law says to where it would run, while it is chosen; nothing is saved."""
    selectors.access_open_project(project_id, actor=request.actor)
    verdict = _judged(request.POST)
    return render(request, "studies/parts/place.html", {"verdict": verdict})


@units_only
@require_http_methods(["GET", "POST"])
def add_need(request: HttpRequest, project_id: int) -> HttpResponse:
    """Data of others that are needed; what the catalog has of them is found at once."""
    project = selectors.access_open_project(project_id, actor=request.actor)
    form = NeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        need = services.add_need(project_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
        if need.found:
            messages.success(request, _("The catalog has something like it already: look below."))
        else:
            messages.success(request, _("The catalog has nothing like it; state a demand."))
        return redirect("studies:study", project_id)
    context = {"project": project, "form": form}
    return render(request, "studies/need.html", context, status=400 if form.is_bound else 200)


@units_only
@require_POST
def decide_need(request: HttpRequest, project_id: int, need_id: int) -> HttpResponse:
    """Take an entry that was found, or say why none serves."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise BadInput("malformed study", code="bad_study", fields={"entry": "unknown"})
    services.decide_need(
        project_id,
        need_id,
        entry_id=form.cleaned_data["entry"],
        reason=form.cleaned_data["reason"],
        actor=request.actor,
    )
    messages.success(request, _("The decision is noted."))
    return redirect("studies:study", project_id)


@units_only
@require_POST
def remove_need(request: HttpRequest, project_id: int, need_id: int) -> HttpResponse:
    """Take a need out."""
    services.remove_need(project_id, need_id, actor=request.actor)
    return redirect("studies:study", project_id)


@units_only
@require_http_methods(["GET", "POST"])
def add_system(request: HttpRequest, project_id: int) -> HttpResponse:
    """Name a system of the unit that the project touches."""
    project = selectors.access_open_project(project_id, actor=request.actor)
    own = list_systems(actor=request.actor).order_by("name", "pk")
    systems = [(one.pk, f"{one.name}（{one.code}）") for one in own]
    form = SystemForm(request.POST or None, systems=systems)
    if request.method == "POST" and form.is_valid():
        services.add_system(
            project_id,
            system_id=form.cleaned_data["system"],
            relation=form.cleaned_data["relation"],
            note=form.cleaned_data["note"],
            actor=request.actor,
            legal=request.legal,
        )
        messages.success(request, _("The study is saved."))
        return redirect("studies:study", project_id)
    context = {"project": project, "form": form, "systems": systems}
    return render(request, "studies/system.html", context, status=400 if form.is_bound else 200)


@units_only
@require_POST
def remove_system(request: HttpRequest, project_id: int, link_id: int) -> HttpResponse:
    """Take a system out."""
    services.remove_system(project_id, link_id, actor=request.actor)
    return redirect("studies:study", project_id)


def study_context(request: HttpRequest, project: Project, study: Study | None) -> dict[str, Any]:
    """What the page of a study shows."""
    planned = planned_of(study)
    stage, own = Stage(project.stage), project.unit.code == request.actor.department
    return {
        "project": project,
        "study": study,
        "builds": builds(project),
        "place_page": reverse("planning:documents", args=[project.pk]),
        "rows": [
            {
                "planned": one,
                "items": len(one.entry.items.all()),
                "is_shared": is_shared(one),
                "on_list": is_on_sharing_list(one),
                "has_exchange": has_exchange(one),
            }
            for one in planned
        ],
        "needs": _needs(study),
        "links": list(selectors.list_links(study)) if study else [],
        "overlaps": selectors.overlaps_with_relations(project),
        "verdict": judge_study(project, study, request.legal),
        "may_write": selectors.may_write(project, request.actor),
        "may_request": own and acts_for_department(request.actor),
        "may_judge": request.actor.role in selectors.JUDGES and not own,
        "may_hand_in": own and request.actor.role in _OFFICERS and stage in selectors.ACCEPTED and planned,
        "judgement": JudgementForm(auto_id=False),
    }


_OFFICERS = frozenset({Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER})


def _needs(study: Study | None) -> list[dict[str, Any]]:
    if study is None:
        return []
    rows = list(selectors.list_needs(study))
    entries = selectors.entries_of([found for need in rows for found in need.found])
    return [
        {
            "need": need,
            "wished": "、".join(need.items),
            "matches": [
                {**found, "entry": entries[found["entry"]], **_covered(found["items"])}
                for found in need.found
                if found["entry"] in entries
            ],
        }
        for need in rows
    ]


def _covered(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Which wishes an entry meets, and which it does not."""
    return {
        "has": [item for item in items if item["item"]],
        "lacks": "、".join(item["wished"] for item in items if not item["item"]),
    }


def _initial(study: Study | None) -> dict[str, Any]:
    if study is None:
        return {**vars(StudyContent()), "revision": 0}
    return {name: getattr(study, name) for name in (*vars(StudyContent()), "revision")}


def _placed(form: StudyForm) -> Any:
    return _judged(form.data if form.is_bound else form.initial)


def _judged(given: Mapping[str, Any]) -> Verdict:
    connects = bool((given.get("connection") or "").strip())
    return judge_place(given.get("network") or "", given.get("hosting") or "", connects=connects)
