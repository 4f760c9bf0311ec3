"""What expert reviews add to the page of a project: a tab with every review, and the buttons."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.actions import Action
from shuyuan.experts.models import Review
from shuyuan.experts.panel_page import OUTCOME_TONES, mean_rows
from shuyuan.experts.rules import Outcome
from shuyuan.experts.selectors import list_cases_of, needs_review, open_case_of, own_seat, seats_of
from shuyuan.experts.steps import SUBJECT
from shuyuan.experts.wording import aspect_words
from shuyuan.kernel.actor import Actor, Role
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Stage
from shuyuan.regulations.context import LegalContext


def in_archive(project: Project) -> list[tuple[str, object]]:
    """The reviews whose minutes belong to the archive of the project."""
    return [(SUBJECT, case.review_id) for case in list_cases_of(project)]


def context(request: HttpRequest, project: Project) -> dict[str, Any] | None:
    """Every review of the project, the latest first; None before the first one.

    What a panel thinks is shown to nobody before its chair concluded, names only to the bureau and the panel.
    """
    cases = list(list_cases_of(project))
    if not cases:
        return None
    labels = aspect_words(request.legal, get_language() or "zh-hans")
    rows = []
    for case in cases:
        sits = own_seat(case.review, actor=request.actor) is not None
        rows.append(
            {
                "case": case,
                "review": case.review,
                "tone": OUTCOME_TONES[Outcome(case.outcome)] if case.outcome else "info",
                "means": mean_rows(case, labels) if case.outcome else (),
                "panel": list(seats_of(case.review)) if request.actor.is_administration or sits else (),
                "experts": seats_of(case.review).count(),
                "is_linked": request.actor.is_administration or sits,
                "is_outdated": case.submission != project.known.submission,
            }
        )
    return {"reviews": rows}


def actions(project: Project, actor: Actor, legal: LegalContext) -> list[Action]:  # noqa: ARG001 its shape
    """Call a review, or go to the one that is at work."""
    if project.stage != Stage.SUBMITTED.value or actor.role not in {Role.DATA_ADMINISTRATION, Role.EXPERT}:
        return []
    case = open_case_of(project)
    if case is not None:
        if not actor.is_administration and own_seat(case.review, actor=actor) is None:
            return []
        is_scoring = not actor.is_administration and case.review.state == Review.State.SCORING
        label = _("Score this project") if is_scoring else _("To the expert review")
        address = reverse("experts:sheet", args=[case.pk]) if is_scoring else case.review.get_absolute_url()
        return [Action(label, "users-group", href=address, is_primary=is_scoring)]
    if not actor.is_administration:
        return []
    if not needs_review(project):
        return [Action(_("Call an expert review"), why=_("Experts have concluded on it as it stands."))]
    address = f"{reverse('experts:new')}?project={project.pk}"
    before = list_cases_of(project).filter(review__state=Review.State.CONCLUDED).first()
    if before is not None:
        address += f"&again={before.review_id}"
    return [Action(_("Call an expert review"), "users-group", href=address)]
