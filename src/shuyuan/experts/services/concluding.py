"""The chair concludes on each project; the bureau issues the minutes."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.steps import close_tasks
from shuyuan.experts import steps
from shuyuan.experts.events import Event
from shuyuan.experts.minutes import draw_up
from shuyuan.experts.models import OUTCOMES, Case, Review
from shuyuan.experts.rules import Outcome, average, judge_conclusion, judge_panel
from shuyuan.experts.selectors import (
    access_case,
    access_review_as_bureau,
    means_of,
    missing_sheets,
    own_seat,
    panel_facts,
    review_aspects,
    seats_of,
)
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict, NotPermitted, RuleRefused
from shuyuan.notices.steps import tell
from shuyuan.organizations.selectors import access_department
from shuyuan.papers.models import IssuedPaper
from shuyuan.papers.steps import issue_paper
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.steps import note
from shuyuan.regulations.context import LegalContext

_LONGEST_OPINION = 4000


@transaction.atomic(durable=True)
def conclude_case(
    case_id: int, *, outcome: Outcome, opinion: str = "", actor: Actor, legal: LegalContext
) -> Case:
    """What the panel says of a project, written into its journal; by the chair.

    The bureau writes it down for a chair without a sign-in. Raises NotPermitted `only_the_chair`, Conflict
    when it is concluded, RuleRefused while sheets are missing.
    """
    case = access_case(case_id, actor=actor, lock=True)
    review = case.review
    _require_chair(review, actor)
    if review.state not in {Review.State.SCORING, Review.State.SCORED} or case.outcome:
        raise Conflict("moved on", code="review_moved_on", state=review.state)
    if len(opinion) > _LONGEST_OPINION:
        raise BadInput("too long", code="opinion_without_words", limit=_LONGEST_OPINION)
    verdict = judge_conclusion(missing_sheets(review), outcome, opinion) + judge_panel(panel_facts(review))
    if not verdict.allowed:
        raise RuleRefused(verdict)
    aspects = review_aspects(legal)
    means = means_of(case, aspects)
    score = average(case.sheets.exclude(seat__state="declined").values_list("total", flat=True))
    case.outcome, case.opinion, case.concluded_on = outcome.value, opinion.strip(), legal.today
    case.score = f"{score or 0:.2f}"  # type: ignore[assignment]
    case.save()
    data = {
        "passed": outcome is not Outcome.FAIL,
        "aspects": [aspect for aspect in aspects if means[aspect] is not None],
        "session": review.number,
        "score": float(case.score),
        "outcome": outcome.value,
        "opinion": case.opinion,
        "experts": panel_facts(review).experts,
        "scores": means,
    }
    note(case.project, Kind.EXPERTS_CONCLUDED, data=data, cites=steps.CITES, actor=actor, legal=legal)
    _tell_unit(case, actor=actor, legal=legal)
    if not review.cases.filter(outcome="").exists():
        review.state, review.concluded_on = Review.State.CONCLUDED, legal.today
        review.save(update_fields=["state", "concluded_on"])
        close_tasks(steps.SUBJECT, review.pk, outcome="concluded", actor=actor, legal=legal)
    facts = {"project": case.project.number, "outcome": case.outcome, "score": str(case.score)}
    steps.trace(Event.CONCLUDED, review, facts=facts, actor=actor)
    return case


@transaction.atomic(durable=True)
def issue_minutes(review_id: int, *, actor: Actor, legal: LegalContext) -> IssuedPaper:
    """The minutes of a concluded review as red-head paper, PDF and Word, kept for good."""
    review = access_review_as_bureau(review_id, actor=actor)
    if review.state != Review.State.CONCLUDED or review.paper_id:
        raise Conflict("moved on", code="review_moved_on", state=review.state)
    issuer = access_department(actor.department)
    units = {case.project.unit.code for case in review.cases.select_related("project__unit")}
    review.paper = issue_paper(
        "expert_minutes",
        draw_up(review, issuer=issuer.name, aspects=review_aspects(legal), legal=legal),
        department=issuer.code,
        recipients=sorted(units),
        subject_kind=steps.SUBJECT,
        subject_id=review.pk,
        cites=steps.CITES,
        actor=actor,
        legal=legal,
    )
    review.save(update_fields=["paper"])
    steps.trace(Event.MINUTES_ISSUED, review, facts={"number": review.paper.number}, actor=actor)
    return review.paper


def _require_chair(review: Review, actor: Actor) -> None:
    seat = own_seat(review, actor=actor)
    if seat is not None and seat.is_chair:
        return
    chair = seats_of(review).filter(is_chair=True).first()
    if actor.is_administration and (chair is None or chair.expert.post_id is None):
        return
    raise NotPermitted(code="only_the_chair")


def _tell_unit(case: Case, *, actor: Actor, legal: LegalContext) -> None:
    tell(
        steps.CONCLUDED,
        role=Role.DATA_OFFICER,
        department=case.project.unit.code,
        title=_("%(project)s: %(outcome)s")
        % {"project": case.project.name, "outcome": OUTCOMES[Outcome(case.outcome)]},
        text=case.opinion,
        url=case.project.get_absolute_url(),
        subject_kind=steps.SUBJECT,
        subject_id=case.review_id,
        actor=actor,
        legal=legal,
    )
