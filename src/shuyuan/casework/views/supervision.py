"""Supervised matters: open one, look at it, answer, ask again, close."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.casework import selectors, services
from shuyuan.casework.actions import Action
from shuyuan.casework.forms import AgainForm, DepartmentDemandForm, WordsForm
from shuyuan.casework.models import Supervision
from shuyuan.casework.services.supervision import SUBJECT
from shuyuan.casework.wording import place_words
from shuyuan.kernel.errors import BadInput, NotPermitted
from shuyuan.organizations.selectors import list_departments
from shuyuan.web.doors import needs, signed_in


@signed_in
@require_GET
def supervision(request: HttpRequest, supervision_id: int) -> HttpResponse:
    """The demand, its answers, and what can be done now."""
    found = selectors.access_supervision(supervision_id, actor=request.actor)
    return render(
        request,
        "casework/supervision.html",
        {
            "found": found,
            "subject": SUBJECT,
            "steps": _steps(found),
            "asked": place_words(found.post, found.role, found.department),
            "actions": _actions(found, request),
            "may_answer": selectors.may_answer(found, actor=request.actor),
            "may_judge": selectors.may_judge(found, actor=request.actor),
            "is_late": (found.answered_on or request.legal.today) > found.due_on,
        },
    )


@needs(*selectors.SUPERVISORS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Demand an answer of a department; a principal officer of the own one."""
    departments = list_departments()
    if not request.actor.is_administration:
        departments = departments.filter(code=request.actor.department)
    form = DepartmentDemandForm(request.POST if request.method == "POST" else None, departments=departments)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        opened = services.supervise_department(
            given["department"].code,
            title=given["title"],
            demand=given["demand"],
            due_on=given["due_on"],
            actor=request.actor,
            legal=request.legal,
        )
        messages.success(request, _("Supervised under %(number)s.") % {"number": opened.number})
        return redirect("casework:supervision", opened.pk)
    return render(
        request, "casework/new_supervision.html", {"form": form}, status=400 if form.errors else 200
    )


@signed_in
@require_POST
def answer(request: HttpRequest, supervision_id: int) -> HttpResponse:
    """Say what was done."""
    services.answer_supervision(
        supervision_id, text=_words(request), actor=request.actor, legal=request.legal
    )
    messages.success(request, _("The answer is sent."))
    return redirect("casework:supervision", supervision_id)


@signed_in
@require_POST
def again(request: HttpRequest, supervision_id: int) -> HttpResponse:
    """The answer is not enough."""
    found = selectors.access_supervision(supervision_id, actor=request.actor)
    if not selectors.may_judge(found, actor=request.actor):
        raise NotPermitted(code="not_supervisor")
    form = AgainForm(request.POST)
    if not form.is_valid():
        raise BadInput("a day and words", code="supervision_without_words", limit=1000)
    services.demand_again(
        supervision_id,
        text=form.cleaned_data["reason"],
        due_on=form.cleaned_data["due_on"],
        actor=request.actor,
        legal=request.legal,
    )
    messages.success(request, _("The department has to answer again."))
    return redirect("casework:supervision", supervision_id)


@signed_in
@require_POST
def close(request: HttpRequest, supervision_id: int) -> HttpResponse:
    """End it with a conclusion."""
    services.close_supervision(supervision_id, text=_words(request), actor=request.actor, legal=request.legal)
    messages.success(request, _("The supervision is closed."))
    return redirect("casework:supervision", supervision_id)


def _words(request: HttpRequest) -> str:
    form = WordsForm(request.POST)
    form.full_clean()
    return str(form.cleaned_data.get("reason", ""))


def _steps(found: Supervision) -> list[tuple[str, str, str]]:
    """Opened, answered, closed."""
    states = list(Supervision.State)
    now = states.index(Supervision.State(found.state))
    round_words = _("round %(round)d") % {"round": found.round} if found.round > 1 else ""
    labels = [
        (_("Give the answer"), round_words),
        (_("Judge the answer"), ""),
        (_("Closed"), found.closed_by),
    ]
    marks = ["done" if n < now else "now" if n == now else "next" for n in range(len(labels))]
    if found.state == Supervision.State.CLOSED:
        marks = ["done" if found.answered_at else "next", "done", "done"]
    return [(label, mark, note) for (label, note), mark in zip(labels, marks, strict=True)]


def _actions(found: Supervision, request: HttpRequest) -> list[Action]:
    """What can be done now, and why something cannot."""
    closed = _("The matter is closed.") if found.state == Supervision.State.CLOSED else ""
    may_answer = selectors.may_answer(found, actor=request.actor)
    may_judge = selectors.may_judge(found, actor=request.actor)
    answered = found.state == Supervision.State.ANSWERED
    answer_why = closed or (
        "" if may_answer else _("Only those who are asked answer, and their principal officer.")
    )
    judge_why = closed or ("" if may_judge else _("Who opened it judges the answer, or the bureau."))
    return [
        Action(
            _("Give the answer"),
            "send",
            dialog="answer",
            is_primary=True,
            why=answer_why or (_("It is answered; the answer is being judged.") if answered else ""),
        ),
        Action(
            _("Ask again"),
            "arrow-back-up",
            dialog="again",
            why=judge_why or ("" if answered else _("There is no answer yet.")),
        ),
        Action(
            _("Close the supervision"), "circle-check", dialog="close", is_primary=answered, why=judge_why
        ),
    ]
