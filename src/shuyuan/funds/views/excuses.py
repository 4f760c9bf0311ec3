"""Why a project has not begun: the unit says it, the bureau decides."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.funds import selectors, services
from shuyuan.funds.forms import ExcuseDecisionForm, ExcuseForm
from shuyuan.funds.lists import ExcuseList
from shuyuan.funds.models import StartExcuse
from shuyuan.funds.wording import TONES
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import NotFound
from shuyuan.projects.models import Project
from shuyuan.projects.selectors import UNIT_ROLES, access_own_project, access_project
from shuyuan.web.doors import needs

readers_only = needs(*selectors.READERS)


@readers_only
@require_GET
def excuse_list(request: HttpRequest) -> HttpResponseBase:
    """Reasons that units gave."""
    return ExcuseList(request, selectors.list_excuses(request.actor)).respond("funds/excuses.html")


@readers_only
@require_http_methods(["GET", "POST"])
def excuse(request: HttpRequest, project_id: int) -> HttpResponse:
    """The reasons of one project; its unit gives one here."""
    if request.method == "GET":
        project = access_project(project_id, actor=request.actor)
        return render(request, "funds/excuse.html", _context(request, project))
    project = access_own_project(project_id, actor=request.actor)
    form = ExcuseForm(request.POST)
    if not form.is_valid():
        context = {**_context(request, project), "form": form}
        return render(request, "funds/excuse.html", context, status=400)
    services.ask_excuse(project_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, _("The data administration has the reason in its inbox."))
    return redirect("funds:excuse", project_id)


@needs(Role.DATA_ADMINISTRATION)
@require_POST
def decide(request: HttpRequest, excuse_id: int) -> HttpResponse:
    """Accept a reason, or not."""
    found = StartExcuse.objects.filter(pk=excuse_id).first()
    if found is None:
        raise NotFound(code="unknown_excuse")
    project = access_project(found.project_id, actor=request.actor)
    form = ExcuseDecisionForm(request.POST)
    if not form.is_valid():
        context = {**_context(request, project), "decision_form": form}
        return render(request, "funds/excuse.html", context, status=400)
    people = {"actor": request.actor, "legal": request.legal}
    if form.cleaned_data["granted"]:
        services.grant_excuse(excuse_id, opinion=form.cleaned_data["opinion"], **people)
        messages.success(request, _("Accepted: the money is not held."))
    else:
        services.refuse_excuse(excuse_id, opinion=form.cleaned_data["opinion"], **people)
        messages.success(request, _("Not accepted; the unit sees the opinion."))
    return redirect("funds:excuse", project.pk)


def _context(request: HttpRequest, project: Project) -> dict[str, Any]:
    known, actor = project.known, request.actor
    is_own = project.unit.code == actor.department and actor.role in UNIT_ROLES
    year = max((int(one) for one in known.budgets), default=request.legal.today.year)
    excuses = selectors.excuses_of(project)
    return {
        "project": project,
        "excuses": excuses,
        "tones": TONES,
        "waiting": next((one for one in excuses if one.state == "asked"), None)
        if actor.role is Role.DATA_ADMINISTRATION
        else None,
        "may_ask": is_own and bool(known.budgets) and known.started_on is None,
        "form": ExcuseForm(initial={"year": year}),
        "decision_form": ExcuseDecisionForm(),
    }
