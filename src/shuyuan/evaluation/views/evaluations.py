"""Pages of evaluations: list, one evaluation, and what each side does with it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from shuyuan.audit.steps import record_refusal
from shuyuan.evaluation import forms, selectors, services
from shuyuan.evaluation.lists import TONES, EvaluationList
from shuyuan.evaluation.measures import indicator_lines
from shuyuan.evaluation.models import Evaluation
from shuyuan.evaluation.rules import Measure
from shuyuan.evaluation.steps import SUBJECT
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, RuleRefused
from shuyuan.projects.deciding import act_on
from shuyuan.projects.selectors import UNIT_ROLES, access_project_as
from shuyuan.web.doors import needs

readers_only = needs(*selectors.READERS)
organizers_only = needs(*selectors.ORGANIZERS)
unit_only = needs(*UNIT_ROLES)
bureau_only = needs(Role.DATA_ADMINISTRATION)


@readers_only
@require_GET
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every evaluation that the actor may see."""
    found = selectors.list_evaluations(request.actor)
    context = {"may_set": request.actor.role in selectors.ORGANIZERS}
    return EvaluationList(request, found).respond("evaluation/evaluations.html", context)


@organizers_only
@require_POST
def open_one(request: HttpRequest, project_id: int) -> HttpResponse:
    """Open the evaluation of a project."""
    access_project_as(project_id, *selectors.ORGANIZERS, actor=request.actor)
    made = services.open_evaluation(project_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The evaluation is open; the unit has been asked for its report."))
    return redirect(made)


@readers_only
@require_GET
def evaluation(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """One evaluation, with what the reader can do."""
    found = selectors.access_evaluation(evaluation_id, actor=request.actor)
    return _page(request, found)


@unit_only
@require_POST
def report(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The unit reports."""
    form, words = forms.ReportForm(request.POST), _("The report is handed in.")
    return _act(request, evaluation_id, "report_form", form, services.report_on_project, done=words)


@organizers_only
@require_POST
def body(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Have a third-party body evaluate."""
    found = selectors.access_evaluation(evaluation_id, actor=request.actor)
    form = forms.BodyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=400, body_form=form)
    try:
        services.appoint_body(evaluation_id, form.draft, actor=request.actor, legal=request.legal)
    except RuleRefused as refused:
        record_refusal(refused, actor=request.actor, path=request.path)
        return _page(request, found, status=409, verdict=refused.verdict, body_form=form)
    return _done(request, found, _("The body is on record."))


@organizers_only
@require_POST
def panel(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Draw a panel."""
    found = selectors.access_evaluation(evaluation_id, actor=request.actor)
    form = forms.PanelForm(request.POST)
    if not form.is_valid():
        raise BadInput(code="bad_evaluators", most=7)
    experts = form.cleaned_data["experts"]
    services.appoint_panel(evaluation_id, experts=experts, actor=request.actor, legal=request.legal)
    return _done(request, found, _("The panel is drawn."))


@organizers_only
@require_POST
def marks(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Write down the points that the evaluators gave."""
    found = selectors.access_evaluation(evaluation_id, actor=request.actor)
    form = forms.MarksForm(request.POST, indicators=_judged(found))
    if not form.is_valid():
        return _page(request, found, status=400, marks_form=form)
    services.mark_indicators(
        evaluation_id, points=form.points, remarks=form.remarks, actor=request.actor, legal=request.legal
    )
    return _done(request, found, _("The points are saved; what the platform counts is counted anew."))


@organizers_only
@require_POST
def conclude(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The result."""
    form, words = forms.ConcludeForm(request.POST), _("The result stands in the project's journal.")
    return _act(request, evaluation_id, "conclude_form", form, services.conclude_evaluation, done=words)


@unit_only
@require_POST
def rectify(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The unit says what it rectified."""
    form, words = forms.RectificationForm(request.POST), _("The data administration checks it now.")
    return _act(request, evaluation_id, "rectification_form", form, services.report_rectification, done=words)


@bureau_only
@require_POST
def accept(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The bureau accepts it."""
    found = services.accept_rectification(evaluation_id, actor=request.actor, legal=request.legal)
    return _done(request, found, _("Rectified; the money that was held for it is released."))


@bureau_only
@require_POST
def send_back(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The bureau is not content."""
    form, words = forms.ReturnForm(request.POST), _("Returned with your reason.")
    return _act(request, evaluation_id, "return_form", form, services.return_rectification, done=words)


def _act(
    request: HttpRequest, evaluation_id: int, name: str, form: Form, act: Callable[..., object], *, done: str
) -> HttpResponse:
    """Act on the form of that name; with faults the page comes again with it."""
    found = selectors.access_evaluation(evaluation_id, actor=request.actor)

    def again(bound: Form) -> HttpResponse:
        return _page(request, found, status=400, **{name: bound})

    try:
        return act_on(request, form, partial(act, evaluation_id), again=again, done=done, to=found)
    except RuleRefused as refused:
        # what was written stays in the form
        record_refusal(refused, actor=request.actor, path=request.path)
        return _page(request, found, status=409, verdict=refused.verdict, **{name: form})


def _done(request: HttpRequest, found: Evaluation, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(found)


def _judged(found: Evaluation) -> list[Any]:
    return list(found.scheme.indicators.filter(measure=Measure.JUDGED.value))


def _page(request: HttpRequest, found: Evaluation, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The page of an evaluation; `bound` holds a form that came back with errors."""
    actor, is_open = request.actor, found.state == Evaluation.State.OPEN
    is_unit = actor.role in UNIT_ROLES and actor.department == found.project.unit.code
    organizes = actor.role in selectors.ORGANIZERS
    is_failed = found.state == Evaluation.State.FAILED
    lines = indicator_lines(found, request.legal if is_open else None)
    marked = {line.indicator.pk: line.mark for line in lines if line.mark is not None}
    context = {
        "evaluation": found,
        "project": found.project,
        "tone": TONES[Evaluation.State(found.state)],
        "steps": _progress(found),
        "is_open": is_open,
        "lines": lines,
        "total": selectors.total(found) if found.score is None else found.score,
        "panel": list(found.panel.order_by("number")),
        "budget": selectors.weight_for_budget(found.project) if found.score is not None else None,
        "subject": SUBJECT,
    }
    if is_open and is_unit:
        known = {"text": found.report, "uptime": found.uptime}
        context["report_form"] = forms.ReportForm(initial=known)
    if is_open and organizes:
        judged = _judged(found)
        points = {f"points_{one.pk}": marked[one.pk].points for one in judged if one.pk in marked}
        remarks = {f"remark_{one.pk}": marked[one.pk].remark for one in judged if one.pk in marked}
        context["body_form"] = forms.BodyForm()
        context["panel_form"] = forms.PanelForm()
        if found.conductor:
            context["marks_form"] = forms.MarksForm(initial={**points, **remarks}, indicators=judged)
            context["conclude_form"] = forms.ConcludeForm()
    if is_failed and is_unit:
        context["rectification_form"] = forms.RectificationForm(initial={"text": found.rectification})
    if is_failed and actor.is_administration and found.rectification_on:
        context["return_form"] = forms.ReturnForm()
    return render(request, "evaluation/evaluation.html", {**context, **bound}, status=status)


def _progress(found: Evaluation) -> list[tuple[Any, str]]:
    """How far the evaluation is."""
    labels = [_("Evaluation opened"), _("Report of the unit"), pgettext("step", "Evaluation"), _("Result")]
    done = [True, found.reported_on is not None, found.score is not None, found.score is not None]
    steps = [(label, "done" if is_done else "next") for label, is_done in zip(labels, done, strict=True)]
    if found.state in {Evaluation.State.FAILED, Evaluation.State.RECTIFIED}:
        is_rectified = found.state == Evaluation.State.RECTIFIED
        return [*steps, (_("Rectified"), "done" if is_rectified else "now")]
    first = next((place for place, (_label, state) in enumerate(steps) if state == "next"), None)
    if first is not None:
        steps[first] = (steps[first][0], "now")
    return steps
