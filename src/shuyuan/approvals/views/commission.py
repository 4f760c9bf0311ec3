"""The commission's desk; the opinion that it asks for; its decision."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shuyuan.approvals import selectors, services
from shuyuan.approvals.documents import SUBJECT
from shuyuan.approvals.forms import AnswerForm, ApprovalForm, AskForm, RefusalForm
from shuyuan.approvals.lists import CommissionList
from shuyuan.approvals.rules import CommissionFacts, needs_investment
from shuyuan.kernel.actor import Role
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects.deciding import act_on
from shuyuan.projects.models import Project
from shuyuan.projects.rules.approval import PROJECT_APPROVAL
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.rules.steps import approval_facts
from shuyuan.projects.selectors import OVERSEERS, access_project_as
from shuyuan.web.doors import needs

commission_only = needs(Role.INVESTMENT_APPROVAL)
_ASKING = frozenset({Stage.SUBMITTED, Stage.REVIEWED})
#: Forms after which the page of the approval is shown again; the others lead to the project.
_OPINION = frozenset({"ask_form", "answer_form"})


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
    words = _("The data administration has the question in its inbox.")
    return _decide(request, project_id, "ask_form", AskForm, services.ask_opinion, done=words)


@needs(Role.DATA_ADMINISTRATION)
@require_POST
def answer(request: HttpRequest, project_id: int) -> HttpResponse:
    """Give the bureau's opinion."""
    words = _("The opinion is issued; the commission has it.")
    return _decide(request, project_id, "answer_form", AnswerForm, services.answer_opinion, done=words)


@commission_only
@require_POST
def approve(request: HttpRequest, project_id: int) -> HttpResponse:
    """Record the approval."""
    words = _("Approved; finance can plan the money.")
    return _decide(request, project_id, "approval_form", ApprovalForm, services.approve_project, done=words)


@commission_only
@require_POST
def refuse(request: HttpRequest, project_id: int) -> HttpResponse:
    """Record that it is not approved."""
    words = _("Not approved; the unit sees the reason.")
    return _decide(request, project_id, "refusal_form", RefusalForm, services.refuse_approval, done=words)


def _decide(
    request: HttpRequest,
    project_id: int,
    name: str,
    shape: type[Form],
    act: Callable[..., object],
    *,
    done: str,
) -> HttpResponse:
    """Act on the form of that name; with faults the page comes again with it."""
    project = access_project_as(project_id, request.actor.role, actor=request.actor)

    def again(form: Form) -> HttpResponse:
        context = {**_context(request, project), name: form}
        return render(request, "approvals/approval.html", context, status=400)

    to = reverse("approvals:approval", args=[project_id]) if name in _OPINION else project
    form = shape(request.POST, request.FILES)
    return act_on(request, form, partial(act, project_id), again=again, done=done, to=to)


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
