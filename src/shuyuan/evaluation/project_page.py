"""What upkeep plans and evaluations add to the page of a project: a tab, and the buttons."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.actions import Action
from shuyuan.evaluation.lists import TONES
from shuyuan.evaluation.measures import indicator_lines
from shuyuan.evaluation.models import Evaluation
from shuyuan.evaluation.plan_rows import plan_rows
from shuyuan.evaluation.rules import judge_opening, missing_plans
from shuyuan.evaluation.selectors import ORGANIZERS, READERS, weight_for_budget
from shuyuan.evaluation.steps import SUBJECT
from shuyuan.kernel.actor import Actor
from shuyuan.projects.models import Project
from shuyuan.projects.rules import evaluation_opens_on
from shuyuan.projects.rules.stages import STEPS, Kind, Stage
from shuyuan.projects.selectors import UNIT_ROLES
from shuyuan.regulations.context import LegalContext

_WITH_PLANS = STEPS[Kind.UPKEEP_PLAN_FILED].stages


def in_archive(project: Project) -> list[tuple[str, object]]:
    """The evaluations whose orders belong to the archive of the project."""
    evaluations = project.evaluations.order_by("pk").values_list("pk", flat=True)
    return [(SUBJECT, evaluation) for evaluation in evaluations]


def context(request: HttpRequest, project: Project) -> dict[str, Any] | None:
    """Plans on file and evaluations; None before a project is accepted."""
    known = project.known
    evaluations = list(project.evaluations.select_related("scheme").order_by("-pk"))
    if (known.stage not in _WITH_PLANS and not evaluations) or request.actor.role not in READERS:
        return None
    opens_on = None
    if known.operating_since is not None and not evaluations:
        opens_on = evaluation_opens_on(known.operating_since, legal=request.legal)
    latest = next((one for one in evaluations if one.score is not None), None)
    return {
        "plans": plan_rows(project, request.legal, get_language() or "zh-hans"),
        "evaluations": [(one, TONES[Evaluation.State(one.state)]) for one in evaluations],
        "opens_on": opens_on,
        "budget": weight_for_budget(project),
        "latest": latest,
        "lines": indicator_lines(latest) if latest is not None else [],
        "total": latest.score if latest is not None else None,
    }


def actions(project: Project, actor: Actor, legal: LegalContext) -> list[Action]:
    """File plans, report, evaluate, rectify: whatever is next for this actor."""
    known, made = project.known, []
    is_own = actor.role in UNIT_ROLES and actor.department == project.unit.code
    if is_own and known.stage in _WITH_PLANS and missing_plans(known.upkeep_plans, legal=legal):
        made.append(
            Action(
                _("File plans of upkeep"), "file-upload", href=reverse("evaluation:plans", args=[project.pk])
            )
        )
    if known.stage is not Stage.OPERATING or not (is_own or actor.role in ORGANIZERS):
        return made
    open_ = project.evaluations.filter(state__in=[Evaluation.State.OPEN, Evaluation.State.FAILED]).first()
    if open_ is not None:
        made.append(Action(_("To the evaluation"), "report-analytics", href=open_.get_absolute_url()))
    elif actor.role in ORGANIZERS and known.evaluated_on is None:
        made.append(
            Action(
                _("Evaluate the project"),
                "report-analytics",
                post=reverse("evaluation:open", args=[project.pk]),
                verdict=judge_opening(known.operating_since, legal=legal),
            )
        )
    return made
