"""The commission's desk; the opinion that it asks for; its decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shuyuan.approvals import selectors, services
from shuyuan.approvals.documents import SUBJECT
from shuyuan.approvals.forms import AnswerForm, ApprovalForm, AskForm, RefusalForm
from shuyuan.approvals.lists import CommissionList
from shuyuan.approvals.rules import CommissionFacts, needs_investment
from shuyuan.kernel.actor import Role
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects.models import Project
from shuyuan.projects.rules.approval import PROJECT_APPROVAL
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.rules.steps import approval_facts
from shuyuan.projects.selectors import OVERSEERS, access_project_as
from shuyuan.web.doors import needs

commission_only = needs(Role.INVESTMENT_APPROVAL)
_ASKING = frozenset({Stage.SUBMITTED, Stage.REVIEWED})


@commission_only
@require_GET
def desk(request: HttpRequest) -> HttpResponseBase:
    """Investments that wait for the commission."""
    rows = selectors.list_for_commission(request.actor)
    return CommissionList(request, rows).respond("approvals/commission.html")


@needs(*OVERSEERS)
@require_GET
def approval(request: HttpRequest, project_id: int) -> HttpResponse:
    """Opinion and approval of one project."""
    project = access_project_as(project_id, *OVERSEERS, actor=request.actor)
    return render(request, "approvals/approval.html", _context(request, project))


@commission_only
@require_POST
def ask(request: HttpRequest, project_id: int) -> HttpResponse:
    """Ask for the bureau's opinion."""
    project = access_project_as(project_id, Role.INVESTMENT_APPROVAL, actor=request.actor)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _again(request, project, ask_form=form)
    services.ask_opinion(project_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, _("The data administration has the question in its inbox."))
    return redirect("approvals:approval", project_id)


@needs(Role.DATA_ADMINISTRATION)
@require_POST
def answer(request: HttpRequest, project_id: int) -> HttpResponse:
    """Give the bureau's opinion."""
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=request.actor)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _again(request, project, answer_form=form)
    services.answer_opinion(project_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, _("The opinion is issued; the commission has it."))
    return redirect("approvals:approval", project_id)


@commission_only
@require_POST
def approve(request: HttpRequest, project_id: int) -> HttpResponse:
    """Record the approval."""
    project = access_project_as(project_id, Role.INVESTMENT_APPROVAL, actor=request.actor)
    form = ApprovalForm(request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, project, approval_form=form)
    services.approve_project(project_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, _("Approved; finance can plan the money."))
    return redirect("projects:project", project_id)


@commission_only
@require_POST
def refuse(request: HttpRequest, project_id: int) -> HttpResponse:
    """Record that it is not approved."""
    project = access_project_as(project_id, Role.INVESTMENT_APPROVAL, actor=request.actor)
    form = RefusalForm(request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, project, refusal_form=form)
    services.refuse_approval(project_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, _("Not approved; the unit sees the reason."))
    return redirect("projects:project", project_id)


def _again(request: HttpRequest, project: Project, **forms: Any) -> HttpResponse:
    context = {**_context(request, project), **forms}
    return render(request, "approvals/approval.html", context, status=400)


def _context(request: HttpRequest, project: Project) -> dict[str, Any]:
    known, role = project.known, request.actor.role
    decisions = selectors.decisions_of(project)
    way = Verdict.of([needs_investment(CommissionFacts(project.mode))])
    is_asked = known.opinion_asked_on is not None and known.opinion_answered_on is None
    initial = {"revision": project.revision, "on": request.legal.today}
    may_decide = role is Role.INVESTMENT_APPROVAL and way.allowed and known.stage is Stage.REVIEWED
    return {
        "project": project,
        "known": known,
        "way": way,
        "gate": PROJECT_APPROVAL.judge(approval_facts(known)),
        "asked": selectors.last_of(decisions, Kind.OPINION_ASKED),
        "answered": selectors.last_of(decisions, Kind.OPINION_ANSWERED) if not is_asked else None,
        "reviewed": selectors.last_of(decisions, Kind.REVIEWED, Kind.REVIEW_FAILED),
        "decision": selectors.last_of(decisions, Kind.APPROVED, Kind.APPROVAL_REFUSED),
        "is_asked": is_asked,
        "may_ask": role is Role.INVESTMENT_APPROVAL
        and way.allowed
        and not is_asked
        and known.stage in _ASKING,
        "may_answer": role is Role.DATA_ADMINISTRATION and is_asked,
        "may_decide": may_decide,
        "departs": known.opinion_consents is False,
        "ask_form": AskForm(),
        "answer_form": AnswerForm(),
        "approval_form": ApprovalForm(initial={**initial, "fen": known.planned_fen}),
        "refusal_form": RefusalForm(initial=initial),
        "scans": SUBJECT,
    }
