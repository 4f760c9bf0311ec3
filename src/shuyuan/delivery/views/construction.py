"""The construction of a project: who answers, who watches, what was bought, how far it is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuyuan.delivery import forms, services
from shuyuan.delivery.blocks import construction_context
from shuyuan.delivery.models import Milestone
from shuyuan.delivery.selectors import READERS
from shuyuan.delivery.views.sheets import Sheet, fill, people_of, sent, unit_sheet
from shuyuan.kernel.errors import NotFound
from shuyuan.projects.deciding import note_impossible
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import UNIT
from shuyuan.projects.selectors import access_own_project, access_project
from shuyuan.web.doors import needs

readers_only = needs(*READERS)
unit_only = needs(*UNIT)
form_page = require_http_methods(["GET", "HEAD", "POST"])


@readers_only
@require_safe
def construction(request: HttpRequest, project_id: int) -> HttpResponse:
    """Everything about the building of one project."""
    project = access_project(project_id, actor=request.actor)
    context = {"project": project, **construction_context(request, project)}
    return render(request, "delivery/construction.html", context)


@unit_only
@form_page
def leader(request: HttpRequest, project_id: int) -> HttpResponse:
    """Name who answers for the project."""
    return unit_sheet(
        request,
        project_id,
        lambda project: forms.LeaderForm(sent(request)[0], initial={"name": project.known.leader}),
        services.name_leader,
        title=_("Name the responsible person"),
        intro=_("One person answers for the whole project; without one the building does not begin."),
        cites="jz-project-2020/15.1",
        button=_("Name the person"),
        done=_("The responsible person is named."),
        icon="user-check",
    )


@unit_only
@form_page
def tender(request: HttpRequest, project_id: int) -> HttpResponse:
    """Record a tender with its bids."""
    project = access_own_project(project_id, actor=request.actor)
    bids = forms.BidFormSet(sent(request)[0], prefix="bids")
    sheet = Sheet(
        title=_("Record a tender"),
        intro=_("What is put out is what was approved. Record the tender when it is decided."),
        cites="jz-project-2020/16.1",
        button=_("Record the tender"),
        back=_page(project),
        done=_("The tender is recorded."),
        act=lambda data: services.record_tender(
            project.pk, **data, offers=bids.offers(), winner=bids.winner(), **people_of(request)
        ),
        icon="gavel",
        template="delivery/tender_sheet.html",
    )
    form = forms.TenderForm(sent(request)[0], initial={"opened_on": request.legal.today})
    valid = not form.is_bound or bids.is_valid()
    if not valid:
        note_impossible(request, *bids.forms)
    return fill(request, project, sheet, form, extra={"bids": bids}, valid=valid)


@unit_only
@form_page
def contract(request: HttpRequest, project_id: int) -> HttpResponse:
    """Conclude a contract."""
    return unit_sheet(
        request,
        project_id,
        lambda project: forms.ContractForm(
            *sent(request), initial={"signed_on": request.legal.today}, project=project
        ),
        services.conclude_contract,
        title=_("Conclude a contract"),
        intro=_("Contracts together stay within the money that was approved; payments are made by contract."),
        cites="jz-project-2020/15.1",
        button=_("Conclude the contract"),
        done=_("The contract is recorded; payments can be asked for by it."),
        icon="writing-sign",
    )


@unit_only
@form_page
def supervisor(request: HttpRequest, project_id: int) -> HttpResponse:
    """Appoint who watches the building."""
    return unit_sheet(
        request,
        project_id,
        lambda _project: forms.SupervisorForm(*sent(request), initial={"on": request.legal.today}),
        services.appoint_supervisor,
        title=_("Appoint the engineering supervisor"),
        intro=_("A qualified company that has nothing to do with the builder watches the building."),
        cites="jz-project-2020/17.1",
        button=_("Appoint the company"),
        done=_("The engineering supervisor is appointed."),
        icon="eye",
    )


@unit_only
@form_page
def report(request: HttpRequest, project_id: int) -> HttpResponse:
    """Keep the supervisor's report of a month."""
    return unit_sheet(
        request,
        project_id,
        lambda _project: forms.ReportForm(*sent(request), initial={"month": request.legal.today}),
        services.record_report,
        title=_("Supervision report of a month"),
        intro=_("What the engineering supervisor found in that month; there is one report for each month."),
        cites="jz-project-2020/17.1",
        button=_("Keep the report"),
        done=_("The report is kept."),
        icon="report",
    )


@unit_only
@form_page
def milestone(request: HttpRequest, project_id: int) -> HttpResponse:
    """Plan a milestone."""
    return unit_sheet(
        request,
        project_id,
        lambda _project: forms.MilestoneForm(sent(request)[0]),
        services.plan_milestone,
        title=_("Plan a milestone"),
        intro=_("A part of the work with its planned days; the actual days come when it happens."),
        cites="jz-project-2020/15.1",
        button=_("Plan the milestone"),
        done=_("The milestone is planned."),
        icon="flag",
    )


@unit_only
@form_page
def mark(request: HttpRequest, milestone_id: int) -> HttpResponse:
    """Say when a milestone began and ended."""
    one = _milestone(request, milestone_id)
    project = one.project
    sheet = Sheet(
        title=_("Progress: %(milestone)s") % {"milestone": one.name},
        intro=_("Say when it really began and ended; a day that stands is not changed any more."),
        cites="jz-project-2020/15.1",
        button=_("Save the days"),
        back=_page(project),
        done=_("The progress is recorded."),
        act=lambda data: services.mark_milestone(one.pk, **data, **people_of(request)),
        icon="calendar",
    )
    initial = {"started_on": one.started_on, "finished_on": one.finished_on}
    return fill(request, project, sheet, forms.MarkForm(sent(request)[0], initial=initial))


@unit_only
@require_POST
def remove(request: HttpRequest, milestone_id: int) -> HttpResponse:
    """Take a milestone that has not begun off the plan."""
    project = services.remove_milestone(milestone_id, **people_of(request))
    messages.success(request, _("The milestone is off the plan."))
    return redirect("delivery:construction", project.pk)


@unit_only
@form_page
def start(request: HttpRequest, project_id: int) -> HttpResponse:
    """Begin to build."""
    return unit_sheet(
        request,
        project_id,
        lambda _project: forms.StartForm(sent(request)[0], initial={"on": request.legal.today}),
        services.start_construction,
        title=_("Begin the construction"),
        intro=_("A responsible person and a qualified engineering supervisor are conditions."),
        cites="jz-project-2020/17.1",
        button=_("Begin the construction"),
        done=_("The construction has begun."),
        icon="player-play",
    )


@unit_only
@form_page
def complete(request: HttpRequest, project_id: int) -> HttpResponse:
    """Say that the project is completed."""
    return unit_sheet(
        request,
        project_id,
        lambda _project: forms.CompletionForm(sent(request)[0], initial={"on": request.legal.today}),
        services.complete_construction,
        back="delivery:acceptance",
        title=_("Report the completion"),
        intro=_("From this day the period for the acceptance runs; it is told in your inbox."),
        cites="jz-project-2020/20.1",
        button=_("Report the completion"),
        done=_("The completion is reported; the acceptance is due."),
        icon="circle-check",
    )


def _milestone(request: HttpRequest, milestone_id: int) -> Milestone:
    one = Milestone.objects.select_related("project__unit").filter(pk=milestone_id).first()
    if one is None:
        raise NotFound(code="unknown_milestone")
    access_own_project(one.project_id, actor=request.actor)
    return one


def _page(project: Project) -> str:
    return reverse("delivery:construction", args=[project.pk])
