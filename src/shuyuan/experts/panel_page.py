"""What the page of a review shows: how far it is, its projects, its panel, whom the lot passed over."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from shuyuan.experts.models import Case, Review, Seat, Sheet
from shuyuan.experts.rules import Outcome
from shuyuan.experts.selectors import means_of, seats_of
from shuyuan.kernel.verdict import Reason

OUTCOME_TONES = {Outcome.PASS: "done", Outcome.PASS_WITH_CHANGES: "waiting", Outcome.FAIL: "refused"}


def progress(review: Review) -> list[tuple[Any, str]]:
    """The steps of a review."""
    labels = [_("Panel drawn"), _("Experts accepted"), _("Scored blind"), _("Chair concluded"), _("Minutes")]
    if review.state == Review.State.CANCELLED:
        return [(labels[0], "done"), (_("Called off"), "stopped")]
    at = {
        Review.State.DRAWN: 1,
        Review.State.SCORING: 2,
        Review.State.SCORED: 3,
        Review.State.CONCLUDED: 5 if review.paper_id else 4,
    }[Review.State(review.state)]
    return [
        (label, "done" if place < at else "now" if place == at else "next")
        for place, label in enumerate(labels)
    ]


def case_rows(review: Review, own: Seat | None, request: HttpRequest) -> list[dict[str, Any]]:
    """The projects with what this reader can do with each."""
    cases = review.cases.select_related("project__unit").order_by("pk")
    own_sheets = {sheet.case_id: sheet for sheet in own.sheets.all()} if own else {}
    is_complete = review.state in {Review.State.SCORED, Review.State.CONCLUDED}
    rows = []
    for case in cases:
        case.review = review
        sheet = own_sheets.get(case.pk)
        rows.append(
            {
                "case": case,
                "project": case.project,
                "tone": OUTCOME_TONES[Outcome(case.outcome)] if case.outcome else "",
                "sheet": sheet,
                "is_handed_in": sheet is not None and sheet.handed_in_at is not None,
                "may_score": own is not None
                and own.state == Seat.State.CONFIRMED
                and review.state == Review.State.SCORING
                and (sheet is None or sheet.handed_in_at is None),
                "may_conclude": is_complete and not case.outcome and own is not None and own.is_chair,
                "may_read": is_complete,
                "may_open_project": request.actor.is_administration or review.state in {
                    Review.State.DRAWN, Review.State.SCORING, Review.State.SCORED
                },
            }
        )  # fmt: skip
    return rows


def seat_rows(review: Review) -> list[dict[str, Any]]:
    """The panel; of the sheets only how many are in."""
    handed_in: dict[int, int] = {}
    sheets = Sheet.objects.filter(case__review=review, handed_in_at__isnull=False)
    for seat_id in sheets.values_list("seat", flat=True):
        handed_in[seat_id] = handed_in.get(seat_id, 0) + 1
    cases = list(review.cases.order_by("pk"))
    return [
        {
            "seat": seat,
            "tone": "done" if seat.state == Seat.State.CONFIRMED else "waiting",
            "in": handed_in.get(seat.pk, 0),
            "of": len(cases),
            "is_done": handed_in.get(seat.pk, 0) == len(cases),
            "on_paper": seat.expert.post_id is None,
            "cases": cases,
        }
        for seat in seats_of(review)
    ]


def exclusion_rows(review: Review) -> list[dict[str, Any]]:
    """Whom the lot reached and passed over, with the reasons in law."""
    rows = review.exclusions.select_related("expert", "project").order_by("expert__number", "project__number")
    return [
        {
            "expert": one.expert,
            "project": one.project,
            "reasons": [Reason(r["code"], r["cites"], r["facts"]) for r in one.reasons],
        }
        for one in rows
    ]


def mean_rows(case: Case, labels: dict[str, str]) -> list[tuple[str, float]]:
    """The mean of each aspect for a chart."""
    means = means_of(case, tuple(labels))
    return [(label, means[code] or 0) for code, label in labels.items()]
