"""Pages of reviews: calling, panel, answers, beginning, minutes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.casework.actions import Action
from shuyuan.experts import selectors, services
from shuyuan.experts.forms import CallForm, DrawForm, DueForm
from shuyuan.experts.lists import REVIEW_TONES, ReviewList
from shuyuan.experts.models import Review, Seat
from shuyuan.experts.panel_page import case_rows, exclusion_rows, progress, seat_rows
from shuyuan.experts.rules import judge_panel
from shuyuan.experts.services import ProjectToReview
from shuyuan.experts.steps import SUBJECT
from shuyuan.kernel.errors import BadInput
from shuyuan.web.doors import needs

readers_only = needs(*selectors.READERS)
bureau_only = needs(*selectors.BUREAU)
#: Working days until the review that the form proposes.
_DAYS_AHEAD = 5


@readers_only
@require_GET
def reviews(request: HttpRequest) -> HttpResponseBase:
    """All reviews for the bureau, the own ones for an expert."""
    found = selectors.list_reviews(request.actor)
    context = {"waiting": selectors.list_waiting_projects()[:20] if request.actor.is_administration else ()}
    return ReviewList(request, found).respond("experts/reviews.html", context)


@bureau_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Call a review; `?project=` and `?again=` choose at first."""
    if request.method == "GET":
        calendar, today = request.legal.calendar, request.legal.today
        held_on = calendar.add(today, _DAYS_AHEAD)
        initial = {
            "projects": request.GET.getlist("project"),
            "same_panel_as": request.GET.get("again", ""),
            "held_on": held_on,
            "due_on": calendar.add(held_on, selectors.panel_rules().scoring_days),
        }
        return _new_page(request, CallForm(initial=initial))
    form = CallForm(request.POST)
    if not form.is_valid():
        return _new_page(request, form, status=400)
    data = form.cleaned_data
    made = services.call_review(
        projects=[ProjectToReview(int(one), form.company_names) for one in data["projects"]],
        quotas=form.quotas,
        same_panel_as=int(data["same_panel_as"]) if data["same_panel_as"] else None,
        held_on=data["held_on"],
        due_on=data["due_on"],
        title=data["title"],
        actor=request.actor,
        legal=request.legal,
    )
    messages.success(request, _("The panel is drawn; experts with a sign-in have been asked."))
    return redirect(made)


@readers_only
@require_GET
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """One review, as the bureau or one of its experts sees it."""
    found = selectors.access_review(review_id, actor=request.actor)
    own = selectors.own_seat(found, actor=request.actor)
    is_bureau = request.actor.is_administration
    is_gathering = found.state in {Review.State.DRAWN, Review.State.SCORING}
    context = {
        "review": found,
        "tone": REVIEW_TONES[Review.State(found.state)],
        "steps": progress(found),
        "own": own,
        "is_bureau": is_bureau,
        "is_gathering": is_gathering,
        "is_scoring": found.state == Review.State.SCORING,
        "cases": case_rows(found, own, request),
        "seats": seat_rows(found),
        "missing": selectors.missing_sheets(found) if found.state == Review.State.SCORING else 0,
        "declined": found.seats.filter(state=Seat.State.DECLINED).select_related("expert", "field"),
        "exclusions": exclusion_rows(found) if is_bureau else (),
        "actions": _actions(found) if is_bureau else (),
        "draw_form": DrawForm() if is_bureau and is_gathering else None,
        "due_form": DueForm(initial={"due_on": found.due_on}) if is_bureau and is_gathering else None,
        "subject": SUBJECT,
    }
    return render(request, "experts/review.html", context)


@bureau_only
@require_POST
def draw_more(request: HttpRequest, review_id: int) -> HttpResponse:
    """Draw further experts."""
    form = DrawForm(request.POST)
    selectors.access_review(review_id, actor=request.actor)
    if not form.is_valid():
        raise BadInput(code="bad_quota", field=request.POST.get("field", "")[:40])
    services.draw_more(review_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, _("Drawn."))
    return redirect("experts:review", review_id)


@bureau_only
@require_POST
def start(request: HttpRequest, review_id: int) -> HttpResponse:
    """Open the sheets."""
    services.start_review(review_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The experts score now, each for himself."))
    return redirect("experts:review", review_id)


@bureau_only
@require_POST
def move_due(request: HttpRequest, review_id: int) -> HttpResponse:
    """Another day for the scores."""
    selectors.access_review(review_id, actor=request.actor)
    form = DueForm(request.POST)
    if not form.is_valid():
        raise BadInput(code="expert_reason_missing")
    services.move_due_day(review_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, _("The day is moved; the experts see it in their inbox."))
    return redirect("experts:review", review_id)


@bureau_only
@require_POST
def cancel(request: HttpRequest, review_id: int) -> HttpResponse:
    """Call it off."""
    reason = request.POST.get("reason", "")
    services.cancel_review(review_id, reason=reason, actor=request.actor, legal=request.legal)
    messages.success(request, _("The review is called off; its projects wait for another one."))
    return redirect("experts:review", review_id)


@bureau_only
@require_POST
def minutes(request: HttpRequest, review_id: int) -> HttpResponse:
    """Issue the minutes."""
    paper = services.issue_minutes(review_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The minutes are issued as %(number)s.") % {"number": paper.number})
    return redirect("experts:review", review_id)


@readers_only
@require_POST
def accept(request: HttpRequest, seat_id: int) -> HttpResponse:
    """The expert comes."""
    seat = selectors.access_seat_to_read(seat_id, actor=request.actor)
    services.answer_seat(seat_id, accepts=True, actor=request.actor, legal=request.legal)
    messages.success(request, _("Noted: the expert comes."))
    return redirect("experts:review", seat.review_id)


@readers_only
@require_POST
def decline(request: HttpRequest, seat_id: int) -> HttpResponse:
    """The expert does not come; somebody else is drawn."""
    seat = selectors.access_seat_to_read(seat_id, actor=request.actor)
    reason = request.POST.get("reason", "")
    following = services.answer_seat(
        seat_id, accepts=False, reason=reason, actor=request.actor, legal=request.legal
    )
    if not request.actor.is_administration:
        messages.success(request, _("Thank you for answering; somebody else is drawn."))
        return redirect("experts:reviews")
    text = _("%(name)s was drawn instead.") % {"name": following.expert.name} if following else ""
    messages.success(request, text or _("Nobody of the field is left; draw from another one."))
    return redirect("experts:review", seat.review_id)


@bureau_only
@require_POST
def chair(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Name the chair."""
    seat = services.name_chair(seat_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("%(name)s is the chair.") % {"name": seat.expert.name})
    return redirect("experts:review", seat.review_id)


def _new_page(request: HttpRequest, form: CallForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "rules": selectors.panel_rules()}
    return render(request, "experts/new.html", context, status=status)


def _actions(found: Review) -> list[Any]:
    """What the bureau might do with the review."""
    made: list[Action] = []
    if found.state == Review.State.DRAWN:
        verdict = judge_panel(selectors.panel_facts(found))
        address = reverse("experts:start", args=[found.pk])
        made.append(
            Action(_("Open the sheets"), "player-play", post=address, is_primary=True, verdict=verdict)
        )
    if found.state == Review.State.CONCLUDED and not found.paper_id:
        address = reverse("experts:minutes", args=[found.pk])
        made.append(Action(_("Issue the minutes"), "report", post=address, is_primary=True))
    if found.state in selectors.OPEN and not found.cases.exclude(outcome="").exists():
        made.append(Action(_("Call the review off"), "ban", dialog="cancel"))
    return made
