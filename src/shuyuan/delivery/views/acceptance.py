"""Acceptances: the list with due days, and every step from the application to the documents."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shuyuan.delivery import acceptance_forms as forms
from shuyuan.delivery import services
from shuyuan.delivery.blocks import acceptance_context
from shuyuan.delivery.lists import AcceptanceList
from shuyuan.delivery.selectors import (
    READERS,
    list_acceptances,
    list_independent_experts,
    list_overdue,
    open_acceptance,
    planned_entries,
)
from shuyuan.delivery.views.sheets import Sheet, fill, people_of, seen_of, sent, unit_sheet
from shuyuan.kernel.actor import Role
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import UNIT
from shuyuan.projects.selectors import access_own_project, access_project, access_project_as
from shuyuan.web.doors import needs

readers_only = needs(*READERS)
unit_only = needs(*UNIT)
bureau_only = needs(Role.DATA_ADMINISTRATION)
recorders_only = needs(*UNIT, Role.DATA_ADMINISTRATION)
form_page = require_http_methods(["GET", "HEAD", "POST"])
LAW = "jz-project-2020/20.1"
RECTIFICATION = "jz-project-2020/21.1"


@readers_only
@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every completed project that the actor may see, by the day on which its acceptance is due."""
    context = {"overdue": list_overdue(request.actor, legal=request.legal).count()}
    rows = list_acceptances(request.actor)
    return AcceptanceList(request, rows).respond("delivery/acceptances.html", context)


@readers_only
@require_safe
def acceptance(request: HttpRequest, project_id: int) -> HttpResponse:
    """Everything about the acceptance of one project."""
    project = access_project(project_id, actor=request.actor)
    context = {"project": project, **acceptance_context(request, project)}
    return render(request, "delivery/acceptance.html", context)


@unit_only
@form_page
def apply(request: HttpRequest, project_id: int) -> HttpResponse:
    """Apply for the acceptance."""
    return unit_sheet(
        request,
        project_id,
        lambda _project: forms.ApplicationForm(*sent(request)),
        services.apply_for_acceptance,
        back="delivery:acceptance",
        title=_("Apply for the acceptance"),
        intro=_(
            "The data administration names an expert and decides on its clearance; then the panel meets."
        ),
        cites=LAW,
        button=_("Apply for the acceptance"),
        done=_("The acceptance is applied for; the data administration has it in its inbox."),
        icon="send",
    )


@bureau_only
@form_page
def expert(request: HttpRequest, project_id: int) -> HttpResponse:
    """Name the expert of the data administration."""
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=request.actor)
    sheet = _sheet(
        project,
        title=_("Name the expert"),
        intro=_("An expert of the data administration takes part in the acceptance."),
        button=_("Name the expert"),
        done=_("The expert is named."),
        act=lambda data: services.name_expert(
            project.pk, **data, seen=seen_of(request), **people_of(request)
        ),
        icon="user-plus",
    )
    experts = list_independent_experts(project, actor=request.actor)
    return fill(request, project, sheet, forms.ExpertForm(sent(request)[0], experts=experts))


@bureau_only
@form_page
def clearance(request: HttpRequest, project_id: int) -> HttpResponse:
    """Decide on the clearance."""
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=request.actor)
    sheet = _sheet(
        project,
        title=_("Decide on the clearance"),
        intro=_("Without your clearance the project does not pass. One that is given stands."),
        button=_("Decide on the clearance"),
        done=_("The clearance is decided."),
        act=lambda data: services.decide_clearance(
            project.pk, **data, seen=seen_of(request), **people_of(request)
        ),
        icon="clipboard-check",
    )
    return fill(request, project, sheet, forms.ClearanceForm(sent(request)[0]))


@recorders_only
@form_page
def result(request: HttpRequest, project_id: int) -> HttpResponse:
    """Record what the panel found."""
    actor = request.actor
    if actor.role is Role.DATA_ADMINISTRATION:
        project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=actor)
    else:
        project = access_own_project(project_id, actor=actor)
    sheet = _sheet(
        project,
        title=_("Record the result of the acceptance"),
        intro=_("The opinion of the panel is issued as a paper at once, whether the project passed or not."),
        button=_("Record the result"),
        done=_("The result is recorded and its paper issued."),
        act=lambda data: services.record_result(
            project.pk, **data, seen=seen_of(request), **people_of(request)
        ),
        icon="certificate",
    )
    under_way = open_acceptance(project)
    panel = f"{under_way.expert}，{under_way.expert_employer}" if under_way and under_way.expert else ""
    initial = {"held_on": request.legal.today, "panel": panel}
    return fill(request, project, sheet, forms.ResultForm(sent(request)[0], initial=initial))


@unit_only
@form_page
def rectification(request: HttpRequest, project_id: int) -> HttpResponse:
    """Say what was mended after a failed acceptance."""
    return unit_sheet(
        request,
        project_id,
        lambda _project: forms.RectificationForm(*sent(request)),
        services.rectify,
        back="delivery:acceptance",
        title=_("Report the rectification"),
        intro=_("When the defects are mended, the project can be accepted a second time."),
        cites=RECTIFICATION,
        button=_("Report the rectification"),
        done=_("The rectification is reported; apply for the second acceptance now."),
        icon="tool",
    )


@unit_only
@form_page
def delay(request: HttpRequest, project_id: int) -> HttpResponse:
    """Report that the acceptance cannot be held in time."""
    return unit_sheet(
        request,
        project_id,
        lambda _project: forms.DelayForm(sent(request)[0]),
        services.report_delay,
        back="delivery:acceptance",
        title=_("Report a delay"),
        intro=_("State why the acceptance is late and when it will be held. After that day money is held."),
        cites=RECTIFICATION,
        button=_("Report the delay"),
        done=_("The delay is reported; the new day holds."),
        icon="calendar-due",
    )


@unit_only
@form_page
def results(request: HttpRequest, project_id: int) -> HttpResponse:
    """Hand in the documents that follow a passed acceptance."""
    project = access_own_project(project_id, actor=request.actor)
    sheet = _sheet(
        project,
        title=_("Hand in the documents"),
        intro=_("Payment can be asked for when all of them are there and the data stand in the catalog."),
        button=_("Hand in the documents"),
        done=_("The documents are handed in."),
        act=lambda data: services.hand_in_results(
            project.pk, documents={code: file for code, file in data.items() if file}, **people_of(request)
        ),
        icon="file-upload",
    )
    form = forms.ResultsForm(*sent(request), project=project, legal=request.legal)
    return fill(request, project, sheet, form)


@unit_only
@form_page
def catalog(request: HttpRequest, project_id: int) -> HttpResponse:
    """Hand what the project planned in to the catalog."""
    project = access_own_project(project_id, actor=request.actor)
    sheet = _sheet(
        project,
        title=_("Enter the data into the catalog"),
        intro=_("The entries that the study planned become entries of your department and go to review."),
        cites="jz-project-2020/27.1",
        button=_("Enter the data into the catalog"),
        done=_("The planned entries are with the catalog; the journal says when they are published."),
        act=lambda data: services.enter_catalog(project.pk, **data, **people_of(request)),
        icon="books",
        template="delivery/catalog_sheet.html",
    )
    form = forms.CatalogForm(sent(request)[0], project=project)
    return fill(request, project, sheet, form, extra={"planned": planned_entries(project)})


@unit_only
@form_page
def operation(request: HttpRequest, project_id: int) -> HttpResponse:
    """Put the accepted project into operation as a system of the unit."""
    return unit_sheet(
        request,
        project_id,
        lambda project: forms.OperationForm(
            sent(request)[0],
            initial={"on": request.legal.today},
            project=project,
        ),
        services.put_into_operation,
        back="delivery:acceptance",
        title=_("Put it into operation"),
        intro=_("Choose the system that it became. Upkeep money needs it in the register."),
        cites="jz-project-2020/19.1.1",
        button=_("Put it into operation"),
        done=_("The project is in operation."),
        icon="player-play",
        template="delivery/operation_sheet.html",
    )


def _sheet(project: Project, *, cites: str = LAW, **fields: Any) -> Sheet:
    return Sheet(cites=cites, back=reverse("delivery:acceptance", args=[project.pk]), **fields)
