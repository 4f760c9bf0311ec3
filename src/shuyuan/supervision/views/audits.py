"""Audits: the list, planning one, its page, its result and rectification; the record of liabilities."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shuyuan.casework.actions import Action
from shuyuan.kernel.actor import Actor, Role
from shuyuan.projects.rules.stages import UNIT
from shuyuan.projects.selectors import access_project_as
from shuyuan.supervision import forms, inbox, services
from shuyuan.supervision.checks import INSPECTORS, access_audit
from shuyuan.supervision.lists import AuditList, LiabilityList
from shuyuan.supervision.models import AuditCase
from shuyuan.supervision.picking import picking_form
from shuyuan.supervision.selectors import LIABILITY_READERS, VISITORS, list_audits, list_liabilities
from shuyuan.supervision.views.sheets import (
    Case,
    Fact,
    Sheet,
    fill,
    sent,
    show,
    state_tiles,
    take_step,
)
from shuyuan.supervision.wording import AUDIT_TONES
from shuyuan.web.doors import needs

visitors_only = needs(*VISITORS)
auditors_only = needs(Role.AUDIT_OFFICE)
unit_only = needs(*UNIT)
liability_readers = needs(*LIABILITY_READERS)
recorders_only = needs(*INSPECTORS, Role.AUDIT_OFFICE)
form_page = require_http_methods(["GET", "HEAD", "POST"])
LAW = "jz-project-2020/32.1"
LIABILITY = "jz-project-2020/33.1"
State = AuditCase.State


@visitors_only
@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    """The audit plan with its results."""
    is_auditor = request.actor.role is Role.AUDIT_OFFICE
    found = list_audits(request.actor)
    context = {
        "tiles": state_tiles(found, State.PLANNED, State.FAILED, State.REPORTED),
        "title": _("Audits of projects"),
        "subtitle": _("The yearly plan, findings and their rectification."),
        "new_url": reverse("supervision:new_audit") if is_auditor else "",
        "new_label": _("Take a project into the audit plan"),
    }
    return AuditList(request, found).respond("supervision/list.html", context)


@auditors_only
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Take a project into the plan of a year."""

    def act(data: dict[str, Any]) -> str:
        case = services.plan_audit(
            data["project"].pk,
            year=data["year"],
            scope=data["scope"],
            actor=request.actor,
            legal=request.legal,
        )
        return case.get_absolute_url()

    back = reverse("supervision:audits")
    sheet = Sheet(
        title=_("Take a project into the audit plan"),
        intro=_("Only a project that money was budgeted for is worth an audit."),
        cites=LAW,
        button=_("Take into the audit plan"),
        back=back,
        done=_("The project is in the audit plan."),
        act=act,
        list_title=_("Audits of projects"),
        list_url=back,
    )
    return fill(
        request, sheet, picking_form(request, forms.AuditPlanForm, {"year": request.legal.today.year})
    )


@visitors_only
@require_safe
def audit(request: HttpRequest, case_id: int) -> HttpResponse:
    """One audit."""
    found = access_audit(case_id, actor=request.actor)
    open_ = found.state in {State.FAILED, State.REPORTED}
    case = Case(
        title=found.project.name,
        subtitle=found.number,
        state=found.get_state_display(),
        tone=AUDIT_TONES[State(found.state)],
        facts=[
            Fact(_("Project"), found.project.number, href=found.project.get_absolute_url()),
            Fact(_("Unit"), found.project.unit),
            Fact(_("Year of the plan"), found.year),
            Fact(_("Concluded on"), found.concluded_on or "–"),
            Fact(_("What is audited"), found.scope or "–", wide=True),
            Fact(_("Findings"), found.findings or "–", wide=True),
            Fact(_("Rectification"), found.rectification or "–", wide=True),
            Fact(_("Rectified on"), found.rectified_on or "–"),
        ],
        actions=_actions(found, request.actor),
        subject_kind=inbox.AUDIT,
        subject_id=found.pk,
        cites=LAW,
        list_title=_("Audits of projects"),
        list_url=reverse("supervision:audits"),
        due_on=found.rectify_by if open_ else None,
    )
    return show(request, case)


@auditors_only
@form_page
def conclude(request: HttpRequest, case_id: int) -> HttpResponse:
    """Write down what was found."""
    found = access_audit(case_id, actor=request.actor)
    return take_step(
        request,
        found,
        forms.AuditResultForm(sent(request)),
        partial(services.conclude_audit, found.pk),
        title=_("Conclude the audit"),
        intro=_("A project that does not pass gets no upkeep money until its findings are rectified."),
        cites=LAW,
    )


@unit_only
@form_page
def report(request: HttpRequest, case_id: int) -> HttpResponse:
    """The unit reports what it rectified."""
    found = access_audit(case_id, actor=request.actor)
    return take_step(
        request,
        found,
        forms.RectificationForm(sent(request)),
        partial(services.report_audit_rectification, found.pk),
        title=_("Report the rectification"),
        intro=_("The audit office looks at it; upkeep money is held until then."),
        cites=LAW,
    )


@auditors_only
@form_page
def accept(request: HttpRequest, case_id: int) -> HttpResponse:
    """The audit office accepts the rectification."""
    found = access_audit(case_id, actor=request.actor)
    return take_step(
        request,
        found,
        forms.OpinionForm(sent(request)),
        partial(services.accept_audit_rectification, found.pk),
        title=_("Accept the rectification"),
        intro=_("What the audit held back is released."),
        cites=LAW,
    )


@liability_readers
@require_safe
def liabilities(request: HttpRequest) -> HttpResponseBase:
    """Who was held responsible."""
    context = {"title": _("Record of liabilities"), "subtitle": _("Read by the bureau and the audit office.")}
    return LiabilityList(request, list_liabilities()).respond("supervision/list.html", context)


@recorders_only
@form_page
def new_liability(request: HttpRequest, project_id: int) -> HttpResponse:
    """Write down who is answerable."""
    project = access_project_as(project_id, *INSPECTORS, Role.AUDIT_OFFICE, actor=request.actor)

    def act(data: dict[str, Any]) -> str:
        services.record_liability(project.pk, **data, actor=request.actor, legal=request.legal)
        return project.get_absolute_url()

    sheet = Sheet(
        title=_("Record a liability"),
        intro=f"{project.name} · {project.unit}",
        cites=LIABILITY,
        button=_("Record"),
        back=project.get_absolute_url(),
        done=_("The liability is on record."),
        act=act,
        list_title=project.name,
        list_url=project.get_absolute_url(),
    )
    return fill(request, sheet, forms.LiabilityForm(sent(request)))


def _actions(found: AuditCase, actor: Actor) -> list[Action]:
    steps = []
    if actor.role is Role.AUDIT_OFFICE:
        steps = [
            (State.PLANNED, _("Conclude the audit"), "report-analytics", "supervision:conclude_audit"),
            (State.REPORTED, _("Accept the rectification"), "check", "supervision:accept_audit"),
        ]
    elif actor.role in UNIT and found.project.unit.code == actor.department:
        steps = [(State.FAILED, _("Report the rectification"), "message", "supervision:report_audit")]
    return [
        Action(label, icon, href=reverse(name, args=[found.pk]), is_primary=True)
        for state, label, icon, name in steps
        if found.state == state
    ]
