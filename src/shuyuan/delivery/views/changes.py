"""Changes of what was approved: asking, deciding, approving more investment."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuyuan.delivery import forms, services
from shuyuan.delivery.comparison import compare
from shuyuan.delivery.lists import ChangeList
from shuyuan.delivery.models import ChangeRequest
from shuyuan.delivery.selectors import (
    DECIDES,
    READERS,
    WAITING,
    access_change,
    current_terms,
    is_own,
    list_changes,
)
from shuyuan.delivery.views.sheets import Sheet, fill, seen_of, sent
from shuyuan.delivery.wording import CHANGE_TONES
from shuyuan.kernel.actor import Role
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import UNIT
from shuyuan.projects.selectors import access_own_project, access_project_as
from shuyuan.web.doors import needs

readers_only = needs(*READERS)
unit_only = needs(*UNIT)
bureau_only = needs(Role.DATA_ADMINISTRATION)
commission_only = needs(Role.INVESTMENT_APPROVAL)
form_page = require_http_methods(["GET", "HEAD", "POST"])
LAW = "jz-project-2020/17.2"
State = ChangeRequest.State


@readers_only
@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every change that the actor may see, with a word on those that wait for him."""
    rows = list_changes(request.actor)
    state = DECIDES.get(request.actor.role)
    waiting = rows.filter(state=state).count() if state else 0
    return ChangeList(request, rows).respond("delivery/changes.html", {"waiting": waiting, "state": state})


@readers_only
@require_safe
def change(request: HttpRequest, change_id: int) -> HttpResponse:
    """A change with before and after side by side."""
    asked = access_change(change_id, actor=request.actor)
    actor = request.actor
    context = {
        "project": asked.project,
        "change": asked,
        "tone": CHANGE_TONES[State(asked.state)],
        "rows": compare(asked),
        "can_decide": asked.state == State.ASKED and actor.role is Role.DATA_ADMINISTRATION,
        "can_approve": asked.state == State.CONSENTED and actor.role is Role.INVESTMENT_APPROVAL,
        "can_withdraw": asked.state in WAITING and is_own(asked.project, actor),
    }
    return render(request, "delivery/change.html", context)


@unit_only
@form_page
def ask(request: HttpRequest, project_id: int) -> HttpResponse:
    """Ask for a change."""
    project = access_own_project(project_id, actor=request.actor)
    terms = current_terms(project)
    sheet = Sheet(
        title=_("Ask for a change"),
        intro=_(
            "Other goals, another main content or more money need the consent of the data administration; "
            "more investment is then approved again. Until then nothing changes."
        ),
        cites=LAW,
        button=_("Ask for the change"),
        back=reverse("delivery:construction", args=[project.pk]),
        done=_("The change is recorded; a major one waits for the data administration."),
        act=lambda data: services.request_change(
            project.pk, reason=data.pop("reason"), change=services.Change(**data), **_by(request)
        ),
        icon="git-compare",
    )
    initial = {"goals": terms.goals, "content": terms.content, "fen": terms.fen}
    form = forms.ChangeForm(sent(request)[0], initial=initial)
    if terms.content:
        del form.fields["content_before"]
    return fill(request, project, sheet, form)


@unit_only
@require_POST
def withdraw(request: HttpRequest, change_id: int) -> HttpResponse:
    """Give a change up."""
    asked = services.withdraw_change(change_id, **_by(request))
    messages.success(request, _("The change is withdrawn."))
    return redirect("delivery:change", asked.pk)


@bureau_only
@form_page
def decide(request: HttpRequest, change_id: int) -> HttpResponse:
    """The bureau consents or refuses."""
    asked, project = _with_project(request, change_id, Role.DATA_ADMINISTRATION)
    sheet = Sheet(
        title=_("Decide on the change"),
        intro=_("With your consent the change holds; more investment waits for its approval besides."),
        cites=LAW,
        button=_("Decide on the change"),
        back=reverse("delivery:change", args=[asked.pk]),
        done=_("The change is decided."),
        act=lambda data: services.decide_change(asked.pk, **data, seen=seen_of(request), **_by(request)),
        icon="gavel",
        template="delivery/change_sheet.html",
    )
    form = forms.ChangeDecisionForm(sent(request)[0])
    return fill(request, project, sheet, form, extra={"rows": compare(asked), "change": asked})


@commission_only
@form_page
def approve(request: HttpRequest, change_id: int) -> HttpResponse:
    """The commission approves a larger investment."""
    asked, project = _with_project(request, change_id, Role.INVESTMENT_APPROVAL)
    sheet = Sheet(
        title=_("Approve the larger investment"),
        intro=_("The data administration has consented; with your approval the new sum holds."),
        cites=LAW,
        button=_("Approve the larger investment"),
        back=reverse("delivery:change", args=[asked.pk]),
        done=_("The larger investment is approved."),
        act=lambda data: services.approve_change(asked.pk, **data, seen=seen_of(request), **_by(request)),
        icon="circle-check",
        template="delivery/change_sheet.html",
    )
    form = forms.InvestmentForm(sent(request)[0], initial={"on": request.legal.today})
    return fill(request, project, sheet, form, extra={"rows": compare(asked), "change": asked})


def _with_project(request: HttpRequest, change_id: int, role: Role) -> tuple[ChangeRequest, Project]:
    asked = access_change(change_id, actor=request.actor)
    return asked, access_project_as(asked.project_id, role, actor=request.actor)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "legal": request.legal}
