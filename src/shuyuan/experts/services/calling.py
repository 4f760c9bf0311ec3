"""The bureau calls a review: projects, draw, answers of the experts, chair, beginning."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.steps import close_tasks
from shuyuan.casework.steps import move_due_day as move_tasks
from shuyuan.experts import steps
from shuyuan.experts.drawing import draw, require_independent, seat_again
from shuyuan.experts.events import Event
from shuyuan.experts.models import Case, Field, Review, Seat
from shuyuan.experts.rules import PanelFacts, judge_panel
from shuyuan.experts.selectors import (
    access_review,
    access_review_as_bureau,
    access_seat,
    needs_review,
    open_case_of,
    panel_facts,
    panel_rules,
    require_bureau,
    seats_of,
)
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, RuleRefused
from shuyuan.papers.steps import next_number
from shuyuan.projects.models import Project
from shuyuan.projects.selectors import access_project
from shuyuan.regulations.context import LegalContext

_MOST_PROJECTS = 30


@dataclass(frozen=True)
class ProjectToReview:
    """A project for a panel, with the companies that took part in preparing it."""

    project_id: int
    companies: tuple[str, ...] = ()


@transaction.atomic(durable=True)
def call_review(
    *,
    projects: Sequence[ProjectToReview],
    quotas: Mapping[str, int] | None = None,
    same_panel_as: int | None = None,
    held_on: date,
    due_on: date,
    title: str = "",
    seed: str = "",
    actor: Actor,
    legal: LegalContext,
) -> Review:
    """Call a review and draw its panel: `quotas` says how many experts of which field (by its name).

    `same_panel_as` takes the panel of an earlier review instead. Without a `seed` a random one is used; it is
    recorded either way. Raises Conflict `project_not_waiting` or `pool_too_small`, RuleRefused for a panel
    that is too small or even, BadInput for days and numbers that cannot be.
    """
    require_bureau(actor)
    if not projects or len({one.project_id for one in projects}) != len(projects):
        raise BadInput("choose projects", code="review_without_projects", most=_MOST_PROJECTS)
    if len(projects) > _MOST_PROJECTS:
        raise BadInput("too many projects", code="review_without_projects", most=_MOST_PROJECTS)
    _check_days(held_on, due_on, legal)
    found = [access_project(one.project_id, actor=actor, lock=True) for one in projects]
    review = Review.objects.create(
        number=next_number("expert_review", year=legal.today.year, actor=actor, legal=legal),
        title=title.strip()[:120] or _title(found),
        held_on=held_on,
        due_on=due_on,
        least_experts=panel_rules().least_experts,
        quotas={name: number for name, number in sorted((quotas or {}).items()) if number},
        seed=seed.strip()[:64] or secrets.token_hex(16),
        follows=access_review(same_panel_as, actor=actor) if same_panel_as else None,
        called_at=legal.now,
        called_by_id=actor.post_id or None,
    )
    for one, project in zip(projects, found, strict=True):
        if not needs_review(project) or open_case_of(project):
            raise Conflict("not waiting", code="project_not_waiting", project=project.name)
        Case.objects.create(
            review=review,
            project=project,
            submission=project.known.submission,
            companies=[name.strip() for name in one.companies if name.strip()],
        )
    seats, excluded = _draw_panel(review)
    for seat in seats:
        steps.invite(seat, actor=actor, legal=legal)
    steps.ask_bureau(review, actor=actor, legal=legal)
    facts = {
        "projects": [project.number for project in found],
        "seed": review.seed,
        "quotas": review.quotas,
        "drawn": [seat.expert.number for seat in seats],
        "excluded": excluded,
    }
    steps.trace(Event.CALLED, review, facts=facts, actor=actor)
    return review


@transaction.atomic(durable=True)
def answer_seat(
    seat_id: int, *, accepts: bool, reason: str = "", actor: Actor, legal: LegalContext
) -> Seat | None:
    """An expert comes, or does not and somebody else of the field is drawn; gives who replaces him.

    The bureau answers for experts whom it asked by phone, and releases one who does not score. When nobody
    of the field is left the seat stays empty, until `draw_more` fills it from another field. RuleRefused for
    who has come to be tied to a project since the draw.
    """
    seat = access_seat(seat_id, actor=actor)
    review = seat.review
    may = seat.state == Seat.State.ASKED or (
        not accepts and (review.state == Review.State.DRAWN or actor.is_administration)
    )
    if review.state not in {Review.State.DRAWN, Review.State.SCORING} or not may:
        raise Conflict("too late", code="review_moved_on", state=review.state)
    if accepts:
        return _accept(seat, actor=actor, legal=legal)
    if not reason.strip():
        raise BadInput("say why", code="expert_reason_missing")
    if seat.sheets.filter(handed_in_at__isnull=False).exists():
        raise Conflict("has handed in", code="sheet_handed_in")
    seat.state, seat.reason, seat.is_chair = Seat.State.DECLINED, reason.strip()[:500], False
    seat.save(update_fields=["state", "reason", "is_chair"])
    steps.close_seat(seat, "declined", actor=actor, legal=legal)
    facts: dict[str, object] = {"expert": seat.expert.number, "reason": seat.reason}
    next_seat = _draw_next(seat)
    if next_seat is not None:
        facts["drawn"] = next_seat.expert.number
        steps.invite(next_seat, actor=actor, legal=legal)
    steps.settle_scoring(review, actor=actor, legal=legal)
    steps.trace(Event.SEAT_DECLINED, review, facts=facts, actor=actor)
    return next_seat


@transaction.atomic(durable=True)
def draw_more(review_id: int, *, field: str, number: int, actor: Actor, legal: LegalContext) -> list[Seat]:
    """Draw further experts of a field, for a panel that declined answers made too small."""
    review = access_review_as_bureau(review_id, actor=actor)
    if review.state not in {Review.State.DRAWN, Review.State.SCORING}:
        raise Conflict("too late", code="review_moved_on", state=review.state)
    if not 1 <= number <= _MOST_PROJECTS:
        raise BadInput("not a number of experts", code="bad_quota", field=field)
    drawn = draw(review, _field(field), number)
    for seat in drawn.seats:
        steps.invite(seat, actor=actor, legal=legal)
    numbers = [seat.expert.number for seat in drawn.seats]
    facts = {"field": field, "drawn": numbers, "excluded": drawn.excluded, "seed": review.seed}
    steps.trace(Event.DRAWN, review, facts=facts, actor=actor)
    return drawn.seats


@transaction.atomic(durable=True)
def name_chair(seat_id: int, *, actor: Actor, legal: LegalContext) -> Seat:
    """Name the chair among those who accepted."""
    seat = access_seat(seat_id, actor=actor)
    require_bureau(actor)
    if seat.review.state not in {Review.State.DRAWN, Review.State.SCORING}:
        raise Conflict("too late", code="review_moved_on", state=seat.review.state)
    if seat.state != Seat.State.CONFIRMED:
        raise Conflict("has not accepted", code="seat_not_confirmed")
    seat.review.seats.filter(is_chair=True).update(is_chair=False)
    seat.is_chair = True
    seat.save(update_fields=["is_chair"])
    steps.settle_scoring(seat.review, actor=actor, legal=legal)
    steps.trace(Event.CHAIR_NAMED, seat.review, facts={"expert": seat.expert.number}, actor=actor)
    return seat


@transaction.atomic(durable=True)
def start_review(review_id: int, *, actor: Actor, legal: LegalContext) -> Review:
    """Open the sheets; RuleRefused with everything that the panel lacks."""
    review = access_review_as_bureau(review_id, actor=actor)
    if review.state != Review.State.DRAWN:
        raise Conflict("moved on", code="review_moved_on", state=review.state)
    verdict = judge_panel(panel_facts(review))
    if not verdict.allowed:
        raise RuleRefused(verdict)
    review.state = Review.State.SCORING
    review.save(update_fields=["state"])
    close_tasks(steps.SUBJECT, review.pk, outcome="started", actor=actor, legal=legal)
    seats = list(seats_of(review))
    for seat in seats:
        seat.review = review
        steps.ask_to_score(seat, actor=actor, legal=legal)
    steps.trace(Event.STARTED, review, facts={"experts": len(seats)}, actor=actor)
    return review


@transaction.atomic(durable=True)
def move_due_day(review_id: int, *, due_on: date, reason: str, actor: Actor, legal: LegalContext) -> Review:
    """Give the panel another day for its scores."""
    review = access_review_as_bureau(review_id, actor=actor)
    if review.state not in {Review.State.DRAWN, Review.State.SCORING}:
        raise Conflict("too late", code="review_moved_on", state=review.state)
    if not reason.strip():
        raise BadInput("say why", code="expert_reason_missing")
    if due_on < legal.today:
        raise BadInput("past", code="bad_review_day", today=legal.today.isoformat())
    before, review.due_on = review.due_on, due_on
    review.save(update_fields=["due_on"])
    for seat in seats_of(review):
        move_tasks(
            steps.SEAT, seat.pk, kinds=(steps.SCORE,), due_on=due_on, reason=reason, actor=actor, legal=legal
        )
    facts = {"before": before.isoformat(), "due_on": due_on.isoformat(), "reason": reason.strip()}
    steps.trace(Event.DUE_MOVED, review, facts=facts, actor=actor)
    return review


@transaction.atomic(durable=True)
def cancel_review(review_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> Review:
    """Call a review off before it has concluded on anything; its projects wait for another one."""
    review = access_review_as_bureau(review_id, actor=actor)
    if review.state in {Review.State.CONCLUDED, Review.State.CANCELLED} or _has_concluded(review):
        raise Conflict("moved on", code="review_moved_on", state=review.state)
    if not reason.strip():
        raise BadInput("say why", code="expert_reason_missing")
    review.state, review.reason = Review.State.CANCELLED, reason.strip()[:1000]
    review.save(update_fields=["state", "reason"])
    close_tasks(steps.SUBJECT, review.pk, outcome="cancelled", actor=actor, legal=legal)
    for seat in seats_of(review):
        steps.close_seat(seat, "cancelled", actor=actor, legal=legal)
    steps.tell_panel(
        review, title=_("The expert review is called off"), text=review.title, actor=actor, legal=legal
    )
    steps.trace(Event.CANCELLED, review, facts={"reason": review.reason}, actor=actor)
    return review


def _draw_panel(review: Review) -> tuple[list[Seat], int]:
    if review.follows is not None:
        drawn = seat_again(review, review.follows)
        seats, excluded = drawn.seats, drawn.excluded
    else:
        seats, excluded = [], 0
        for name, number in review.quotas.items():
            if not isinstance(number, int) or not 0 < number <= _MOST_PROJECTS:
                raise BadInput("not a number of experts", code="bad_quota", field=name)
            drawn = draw(review, _field(name), number)
            seats += drawn.seats
            excluded += drawn.excluded
    verdict = judge_panel(PanelFacts(len(seats), review.least_experts, has_chair=True))
    if not verdict.allowed:
        raise RuleRefused(verdict)
    return seats, excluded


def _accept(seat: Seat, *, actor: Actor, legal: LegalContext) -> None:
    require_independent(seat, seat.review.cases.select_related("project__unit").order_by("pk"))
    seat.state = Seat.State.CONFIRMED
    seat.save(update_fields=["state"])
    steps.close_seat(seat, "confirmed", actor=actor, legal=legal)
    if seat.review.state == Review.State.SCORING:
        steps.ask_to_score(seat, actor=actor, legal=legal)
    steps.trace(Event.SEAT_CONFIRMED, seat.review, facts={"expert": seat.expert.number}, actor=actor)


def _draw_next(seat: Seat) -> Seat | None:
    try:
        return draw(seat.review, seat.field, 1, replaces=seat).seats[0]
    except Conflict:
        return None


def _field(name: str) -> Field:
    field = Field.objects.filter(name=name).first()
    if field is None:
        raise NotFound(code="unknown_field", field=name)
    return field


def _check_days(held_on: date, due_on: date, legal: LegalContext) -> None:
    if held_on < legal.today or due_on < legal.today:
        raise BadInput("a day is past", code="bad_review_day", today=legal.today.isoformat())


def _has_concluded(review: Review) -> bool:
    return review.cases.exclude(outcome="").exists()


def _title(projects: list[Project]) -> str:
    first = projects[0].name
    more = f"等{len(projects)}个项目" if len(projects) > 1 else ""
    return f"{first[:90]}{more}专家评审"
