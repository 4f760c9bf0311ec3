"""Writes without their own transaction: tasks of a panel, and the traces of what it does."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.audit.steps import record
from shuyuan.casework.kinds import register_kind
from shuyuan.casework.steps import close_tasks, open_task
from shuyuan.experts.events import Event
from shuyuan.experts.models import Review, Seat
from shuyuan.experts.rules import judge_panel
from shuyuan.experts.selectors import missing_sheets, panel_facts, seats_of
from shuyuan.kernel.actor import Actor, Role
from shuyuan.notices.kinds import register_kind as register_notice
from shuyuan.notices.steps import tell
from shuyuan.regulations.context import LegalContext

SUBJECT, SEAT, EXPERT = "experts.review", "experts.seat", "experts.expert"
CITES = "jz-project-2020/10.1"

ANSWER = register_kind("experts:seat:answer", _("Accept or decline an expert review"))
SCORE = register_kind("experts:sheet:score", _("Score projects of an expert review"))
CONCLUDE = register_kind("experts:review:conclude", _("Conclude an expert review"))
COMPOSE = register_kind("experts:review:compose", _("Bring an expert panel together"))
CALLED_OFF = register_notice("experts:review:called_off", _("An expert review is called off"))
CONCLUDED = register_notice("experts:review:concluded", _("Experts have concluded on a project"))


def trace(event: Event, review: Review, *, facts: dict[str, Any], actor: Actor) -> None:
    """The audit entry of a write on a review."""
    record(event, actor=actor, subject_kind=SUBJECT, subject_id=review.pk, cites=CITES, facts=facts)


def invite(seat: Seat, *, actor: Actor, legal: LegalContext) -> None:
    """Ask an expert with a sign-in whether he comes; others are asked by the bureau by phone."""
    if seat.expert.post_id:
        _task(ANSWER, seat, due_on=min(seat.review.held_on, seat.review.due_on), actor=actor, legal=legal)


def ask_to_score(seat: Seat, *, actor: Actor, legal: LegalContext) -> None:
    """Put the sheets of a review into an expert's inbox."""
    if seat.expert.post_id:
        _task(SCORE, seat, due_on=seat.review.due_on, actor=actor, legal=legal)


def close_seat(seat: Seat, outcome: str, *, actor: Actor, legal: LegalContext) -> None:
    """Nothing is asked of this seat any more."""
    close_tasks(SEAT, seat.pk, outcome=outcome, actor=actor, legal=legal)


def ask_bureau(review: Review, *, actor: Actor, legal: LegalContext) -> None:
    """The bureau names a chair and begins once everybody has answered."""
    open_task(
        COMPOSE,
        subject_kind=SUBJECT,
        subject_id=review.pk,
        title=review.title,
        url=review.get_absolute_url(),
        role=Role.DATA_ADMINISTRATION,
        due_on=review.held_on,
        cites=CITES,
        actor=actor,
        legal=legal,
    )


def settle_scoring(review: Review, *, actor: Actor, legal: LegalContext) -> bool:
    """When the last sheet is in, the panel sees all of them and its chair concludes; gives whether it was."""
    if review.state != Review.State.SCORING or missing_sheets(review):
        return False
    if not judge_panel(panel_facts(review)).allowed:
        return False
    review.state = Review.State.SCORED
    review.save(update_fields=["state"])
    chair = seats_of(review).filter(is_chair=True).first()
    has_post = chair is not None and chair.expert.post_id is not None
    open_task(
        CONCLUDE,
        subject_kind=SUBJECT,
        subject_id=review.pk,
        title=review.title,
        url=review.get_absolute_url(),
        post=chair.expert.post_id if chair and has_post else None,
        role=None if has_post else Role.DATA_ADMINISTRATION,
        due_on=review.due_on,
        cites=CITES,
        actor=actor,
        legal=legal,
    )
    return True


def tell_panel(review: Review, *, title: Any, text: Any, actor: Actor, legal: LegalContext) -> None:
    """Tell every expert of the panel who has a sign-in."""
    posts = [seat.expert.post_id for seat in seats_of(review) if seat.expert.post_id]
    tell(
        CALLED_OFF,
        posts=posts,
        title=title,
        text=text,
        url=review.get_absolute_url(),
        subject_kind=SUBJECT,
        subject_id=review.pk,
        actor=actor,
        legal=legal,
    )


def _task(kind: str, seat: Seat, *, due_on: Any, actor: Actor, legal: LegalContext) -> None:
    open_task(
        kind,
        subject_kind=SEAT,
        subject_id=seat.pk,
        title=seat.review.title,
        url=seat.review.get_absolute_url(),
        post=seat.expert.post_id,
        due_on=due_on,
        cites=CITES,
        actor=actor,
        legal=legal,
    )
