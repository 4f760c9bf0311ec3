"""Filing a project, the bureau's study, the order of priority, the consent of the city government."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.casework.returning import read_return
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, TooLarge
from shuyuan.planning import lists, selectors, services, wording
from shuyuan.planning.effects import FILING
from shuyuan.planning.forms import ConsentForm, StudyForm
from shuyuan.planning.judges import filing_day
from shuyuan.planning.models import AnnualPlan, Consent, ProjectPlan
from shuyuan.planning.project_page import judge_filing_now
from shuyuan.planning.rules import is_late
from shuyuan.planning.views.plans import bureau_only, head_of
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.selectors import UNIT_ROLES, access_own_project, access_project_as
from shuyuan.web.doors import needs
from shuyuan.web.wording import words_of

units_only = needs(*UNIT_ROLES)


@bureau_only
@require_GET
def overview(request: HttpRequest, year: int) -> HttpResponseBase:
    """The filed projects of a year."""
    found = selectors.access_plan(year)
    rows = selectors.list_filings(year, request.actor)
    return lists.FilingList(request, rows).respond("planning/filings.html", head_of(request, found))


@units_only
@require_http_methods(["GET", "POST"])
def file_project(request: HttpRequest, project_id: int) -> HttpResponse:
    """What is filed, until when, what stands against it, and the button."""
    project = access_own_project(project_id, actor=request.actor)
    if request.method == "POST":
        services.file_project(project_id, actor=request.actor, legal=request.legal)
        messages.success(request, _("The project is filed for the annual plan."))
        return redirect(project)
    day = filing_day(project, legal=request.legal)
    context = {
        "project": project,
        "plan": AnnualPlan.objects.filter(year=project.plan_year).first(),
        "day": day,
        "is_late": is_late(day),
        "due_on": max(day.last_day, day.granted_until or day.last_day),
        "verdict": judge_filing_now(project, request.legal),
        "is_open": Stage(project.stage) in {Stage.DRAFT, Stage.RETURNED},
        "subject": FILING,
    }
    return render(request, "planning/file.html", context)


@bureau_only
@require_http_methods(["GET", "POST"])
def study(request: HttpRequest, project_id: int) -> HttpResponse:
    """The bureau's study of one project; a return names everything that is missing."""
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=request.actor)
    plan = ProjectPlan.objects.filter(project=project).first()
    data = request.POST if request.method == "POST" else None
    if data is not None and ("reason" in data or "gap" in data) and "opinion" not in data:
        named = read_return(data, FILING, project.pk)
        services.study_project(
            project_id,
            opinion=ProjectPlan.Opinion.RETURN,
            gaps=named.gaps,
            new_facts=named.new_facts,
            actor=request.actor,
            legal=request.legal,
        )
        messages.success(request, _("The filing is returned; the unit has been asked to complete it."))
        return redirect("planning:filings", project.plan_year)
    initial = {"opinion": ProjectPlan.Opinion.INCLUDE, "rank": (plan and plan.rank) or None}
    form = StudyForm(data, initial=initial)
    if data is not None and form.is_valid():
        services.study_project(
            project_id,
            opinion=form.cleaned_data["opinion"],
            text=form.cleaned_data["text"],
            rank=form.cleaned_data["rank"] or 0,
            actor=request.actor,
            legal=request.legal,
        )
        messages.success(request, _("The study is noted."))
        return redirect("planning:filings", project.plan_year)
    context = {
        "project": project,
        "plan": plan,
        "form": form,
        "subject": FILING,
        "is_open": project.stage == Stage.FILED,
    }
    return render(request, "planning/study.html", context, status=200 if data is None else 400)


@bureau_only
@require_POST
def order(request: HttpRequest, year: int) -> HttpResponse:
    """Set the priorities of the studied projects, `rank-<project>` each."""
    ranks = {}
    for name, value in request.POST.items():
        number = name.removeprefix("rank-")
        if name.startswith("rank-") and number.isdecimal() and value.isdecimal() and len(value) < 6:  # noqa: PLR2004
            ranks[int(number)] = int(value)
    count = services.order_projects(year=year, ranks=ranks, actor=request.actor, legal=request.legal)
    said = ngettext("%(count)s priority was changed.", "%(count)s priorities were changed.", count)
    messages.success(request, said % {"count": count})
    return redirect("planning:consent", year)


@bureau_only
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, year: int) -> HttpResponse:
    """Record the consent of the city government to many projects at once."""
    found = selectors.access_plan(year)
    data = request.POST if request.method == "POST" else None
    form = ConsentForm(data, request.FILES if data is not None else None)
    chosen = {int(one) for one in request.POST.getlist("project") if one.isdecimal() and len(one) < 19}  # noqa: PLR2004
    fault = ""
    if data is not None and form.is_valid():
        if not chosen:
            fault = _("Choose the projects that the document names.")
        elif request.legal.today < form.cleaned_data["day"]:
            form.add_error("day", wording.fault("in_the_future"))
        else:
            try:
                services.record_consent(
                    year=year, projects=chosen, **form.cleaned_data, actor=request.actor, legal=request.legal
                )
            except Conflict as error:
                if error.code != "consent_recorded_already":
                    raise
                form.add_error("document", _("This document was recorded before"))
            except (BadInput, TooLarge) as error:
                if error.code == "bad_consent":
                    raise
                said = words_of(error)
                form.add_error("scan", f"{said.text}{said.remedy}")
            else:
                said = ngettext(
                    "The consent to %(count)s project is recorded.",
                    "The consent to %(count)s projects is recorded.",
                    len(chosen),
                )
                messages.success(request, said % {"count": len(chosen)})
                return redirect("planning:consent", year)
    context: dict[str, Any] = {
        **head_of(request, found),
        "form": form,
        "fault": fault,
        "projects": selectors.list_for_consent(year),
        "chosen": chosen,
        "consents": Consent.objects.filter(year=year).prefetch_related("plans"),
    }
    return render(request, "planning/consent.html", context, status=200 if data is None else 400)
