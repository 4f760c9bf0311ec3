"""Draws experts by lot: fields in the order of their names, experts in the order of the seed's digests."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shuyuan.experts.models import Case, Exclusion, Expert, Field, Review, Seat
from shuyuan.experts.rules import ProjectTies, draw_order, judge_independence
from shuyuan.experts.selectors import ties_of, with_ties
from shuyuan.experts.steps import CITES
from shuyuan.kernel.errors import Conflict, RuleRefused
from shuyuan.kernel.verdict import Verdict


@dataclass(frozen=True)
class Drawn:
    """What a draw gave: the seats, and how many the lot reached who may not review these projects."""

    seats: list[Seat]
    excluded: int


def draw(review: Review, field: Field, wanted: int, *, replaces: Seat | None = None) -> Drawn:
    """Seat so many more experts of a field; Conflict `pool_too_small` when the pool has not enough of them.

    Whoever sat or declined is passed over, whoever is not independent of one of the projects is excluded
    with the reasons.
    """
    known = set(review.seats.values_list("expert", flat=True)) | set(
        review.exclusions.values_list("expert", flat=True)
    )
    pool = {
        expert.number: expert
        for expert in with_ties(
            Expert.objects.filter(state=Expert.State.ACTIVE, fields=field).exclude(pk__in=known)
        )
    }
    ties = [(case.project_id, ties_of(case.project, case.companies)) for case in _cases(review)]
    rank = (review.seats.order_by("-rank").values_list("rank", flat=True).first() or 0) + 1
    seats: list[Seat] = []
    excluded: list[Exclusion] = []
    for number in draw_order(pool, review.seed):
        if len(seats) == wanted:
            break
        against = _against(review, pool[number], ties)
        excluded += against
        if not against:
            seats.append(Seat(review=review, expert=pool[number], field=field, rank=rank + len(seats)))
    if len(seats) < wanted:
        raise Conflict(
            "not enough independent experts", code="pool_too_small", field=field.name, wanted=wanted,
            available=len(seats),
        )  # fmt: skip
    if replaces is not None:
        seats[0].replaces = replaces
    for seat in seats:
        seat.save()
    Exclusion.objects.bulk_create(excluded)
    return Drawn(seats, len({one.expert_id for one in excluded}))


def seat_again(review: Review, before: Review) -> Drawn:
    """The panel of an earlier review, each of its experts judged anew; Conflict when one may not come."""
    ties = [(case.project_id, ties_of(case.project, case.companies)) for case in _cases(review)]
    seats = []
    for seat in before.seats.filter(state=Seat.State.CONFIRMED).select_related(
        "expert__post__person", "field"
    ):
        expert = seat.expert
        if expert.state != Expert.State.ACTIVE or _against(review, expert, ties):
            raise Conflict(
                "an expert may not come again", code="expert_not_available", expert=expert.name, cites=CITES
            )
        seats.append(
            Seat.objects.create(
                review=review, expert=expert, field=seat.field, rank=seat.rank, is_chair=seat.is_chair
            )
        )
    return Drawn(seats, 0)


def require_independent(seat: Seat, cases: Iterable[Case]) -> None:
    """RuleRefused when the expert has come to be tied to one of the projects since the draw."""
    verdict = Verdict()
    for case in cases:
        verdict += judge_independence(seat.expert.ties, ties_of(case.project, case.companies))
    if not verdict.allowed:
        raise RuleRefused(verdict)


def _cases(review: Review) -> list[Any]:
    return list(review.cases.select_related("project__unit").order_by("pk"))


def _against(review: Review, expert: Expert, ties: list[tuple[int, ProjectTies]]) -> list[Exclusion]:
    found = []
    for project_id, project in ties:
        reasons = judge_independence(expert.ties, project).reasons
        if reasons:
            kept = [{"code": one.code, "cites": one.cites, "facts": one.facts} for one in reasons]
            found.append(Exclusion(review=review, expert=expert, project_id=project_id, reasons=kept))
    return found
