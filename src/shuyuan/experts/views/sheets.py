"""Pages of one project before a panel: the own sheet, and the chair's conclusion."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shuyuan.audit.steps import record_refusal
from shuyuan.experts import selectors, services
from shuyuan.experts.forms import ConclusionForm, SheetForm
from shuyuan.experts.models import Case, Review, Seat, Sheet
from shuyuan.experts.panel_page import mean_rows
from shuyuan.experts.rules import Outcome, average, judge_sheet
from shuyuan.experts.services import SheetDraft
from shuyuan.experts.wording import aspect_words
from shuyuan.kernel.errors import NotFound, NotPermitted, RuleRefused
from shuyuan.kernel.verdict import Verdict
from shuyuan.web.doors import needs

readers_only = needs(*selectors.READERS)


@readers_only
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, case_id: int) -> HttpResponse:
    """The own sheet; for the bureau, `?seat=` names an expert without a sign-in."""
    case = selectors.access_case(case_id, actor=request.actor)
    seat = _seat(request, case)
    known = Sheet.objects.filter(case=case, seat=seat).first()
    labels = aspect_words(request.legal, get_language() or "zh-hans")
    if request.method == "GET":
        return _sheet_page(request, case, seat, known, SheetForm(initial=_initial(known), aspects=labels))
    form = SheetForm(request.POST, aspects=labels)
    if not form.is_valid():
        return _sheet_page(request, case, seat, known, form, status=400)
    data = form.cleaned_data
    draft = SheetDraft(form.values("score"), data["opinion"], form.values("remark"), data["suggests"])
    hand_in = "hand_in" in request.POST
    if hand_in:
        verdict = judge_sheet(draft.scores, draft.opinion, legal=request.legal)
        if not verdict.allowed:
            record_refusal(RuleRefused(verdict), actor=request.actor, path=request.path)
            return _sheet_page(request, case, seat, known, form, status=409, verdict=verdict)
    services.write_sheet(
        case_id, draft, hand_in=hand_in, seat_id=seat.pk, actor=request.actor, legal=request.legal
    )
    messages.success(request, _("The sheet is handed in.") if hand_in else _("The sheet is saved."))
    return redirect("experts:review", case.review_id)


@readers_only
@require_http_methods(["GET", "POST"])
def conclude(request: HttpRequest, case_id: int) -> HttpResponse:
    """All sheets of a project, and the chair's conclusion on it."""
    case = selectors.access_case(case_id, actor=request.actor)
    form = ConclusionForm(request.POST if request.method == "POST" else None)
    verdict = Verdict()
    if request.method == "POST" and form.is_valid():
        outcome, opinion = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["opinion"]
        try:
            services.conclude_case(
                case_id, outcome=outcome, opinion=opinion, actor=request.actor, legal=request.legal
            )
        except RuleRefused as refused:
            verdict = refused.verdict
            record_refusal(refused, actor=request.actor, path=request.path)
        else:
            messages.success(request, _("The conclusion stands in the project's journal."))
            return redirect("experts:review", case.review_id)
    sheets = selectors.visible_sheets(case, actor=request.actor)
    own = selectors.own_seat(case.review, actor=request.actor)
    is_complete = case.review.state in {Review.State.SCORED, Review.State.CONCLUDED}
    labels = aspect_words(request.legal, get_language() or "zh-hans")
    context = {
        "case": case,
        "review": case.review,
        "form": form,
        "is_complete": is_complete,
        "may_conclude": case.review.state == Review.State.SCORED
        and not case.outcome
        and _may_conclude(request, case, own),
        "sheets": [_as_read(one, labels) for one in sheets] if is_complete else (),
        "means": mean_rows(case, labels) if is_complete else (),
        "total": average(one.total for one in sheets) if is_complete else None,
        "pass_score": selectors.panel_rules().pass_score,
        "verdict": verdict,
    }
    status = 400 if form.errors else 200 if verdict.allowed else 409
    return render(request, "experts/conclude.html", context, status=status)


def _seat(request: HttpRequest, case: Case) -> Seat:
    """Whose sheet the page shows; NotFound for a seat of somebody else."""
    if not request.actor.is_administration:
        own = selectors.own_seat(case.review, actor=request.actor)
        if own is None or request.GET.get("seat", str(own.pk)) != str(own.pk):
            raise NotFound(code="unknown_seat")
        return own
    given = request.GET.get("seat", "")
    seat = selectors.seats_of(case.review).filter(pk=given).first() if given.isdecimal() else None
    if seat is None or seat.expert.post_id is not None:
        raise NotPermitted(code="sheet_of_others")
    return seat


def _sheet_page(
    request: HttpRequest,
    case: Case,
    seat: Seat,
    known: Sheet | None,
    form: SheetForm,
    *,
    status: int = 200,
    verdict: Any = None,
) -> HttpResponse:
    is_open = (
        case.review.state == Review.State.SCORING
        and seat.state == Seat.State.CONFIRMED
        and (known is None or known.handed_in_at is None)
    )
    is_readable = not request.actor.is_administration or is_open
    context = {
        "case": case,
        "review": case.review,
        "seat": seat,
        "sheet": known if is_readable else None,
        "form": form if is_open else None,
        "rows": _as_read(known, form.aspects)["rows"] if known and is_readable and not is_open else (),
        "verdict": verdict,
    }
    return render(request, "experts/sheet.html", context, status=status)


def _initial(known: Sheet | None) -> dict[str, Any]:
    if known is None:
        return {}
    scores = {f"score_{code}": score for code, score in known.scores.items()}
    remarks = {f"remark_{code}": text for code, text in known.remarks.items()}
    return {**scores, **remarks, "opinion": known.opinion, "suggests": known.suggests}


def _as_read(sheet: Sheet, labels: dict[str, str]) -> dict[str, Any]:
    rows = [(label, sheet.of(code), sheet.remarks.get(code, "")) for code, label in labels.items()]
    return {"sheet": sheet, "rows": rows}


def _may_conclude(request: HttpRequest, case: Case, own: Seat | None) -> bool:
    if own is not None:
        return own.is_chair
    chair = selectors.seats_of(case.review).filter(is_chair=True).first()
    return request.actor.is_administration and (chair is None or chair.expert.post_id is None)
