"""Reads of plans, schemes and evaluations, and the doors to them."""

from datetime import date, timedelta

from django.db.models import QuerySet

from shuyuan.evaluation.models import Evaluation, Scheme
from shuyuan.evaluation.rules import BudgetWeight, ResultFacts, budget_percent, judge_opening, total_of
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.selectors import OVERSEERS, UNIT_ROLES, of_visible
from shuyuan.regulations.context import LegalContext

#: Who organizes evaluations, jz-project-2020/23.1.
ORGANIZERS = frozenset({Role.DATA_ADMINISTRATION, Role.FINANCE})
READERS = OVERSEERS | UNIT_ROLES
_YEAR = 365


def list_evaluations(actor: Actor) -> QuerySet[Evaluation]:
    """The evaluations of the projects that the actor may see."""
    if actor.role not in READERS:
        return Evaluation.objects.none()
    evaluations = Evaluation.objects.select_related("project__unit", "scheme")
    return of_visible(evaluations, actor)


def access_evaluation(evaluation_id: int, *, actor: Actor, lock: bool = False) -> Evaluation:
    """The evaluation for who may see its project; NotFound for others."""
    evaluations = list_evaluations(actor).select_related(
        "project__unit", "project__system", "scheme", "paper"
    )
    if lock:
        evaluations = evaluations.select_for_update(of=("self",))
    evaluation = evaluations.filter(pk=evaluation_id).first()
    if evaluation is None:
        raise NotFound(code="unknown_evaluation")
    return evaluation


def access_as_organizer(evaluation_id: int, *, actor: Actor) -> Evaluation:
    """The evaluation, locked for change, for bureau and finance."""
    evaluation = access_evaluation(evaluation_id, actor=actor, lock=True)
    require_organizer(actor)
    return evaluation


def access_as_unit(evaluation_id: int, *, actor: Actor) -> Evaluation:
    """The evaluation, locked for change, for people of the project's unit."""
    evaluation = access_evaluation(evaluation_id, actor=actor, lock=True)
    if actor.role not in UNIT_ROLES or evaluation.project.unit.code != actor.department:
        raise NotPermitted(code="not_your_project")
    return evaluation


def require_organizer(actor: Actor) -> None:
    """NotPermitted for everybody but bureau and finance."""
    if actor.role not in ORGANIZERS:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=sorted(map(str, ORGANIZERS)))


def access_scheme(year: int) -> Scheme:
    """The scheme of a year; NotFound when there is none."""
    scheme = Scheme.objects.prefetch_related("indicators").filter(year=year).first()
    if scheme is None:
        raise NotFound(code="unknown_scheme", year=year)
    return scheme


def scheme_for(year: int) -> Scheme | None:
    """The scheme of a year, else the latest before it."""
    return Scheme.objects.filter(year__lte=year).order_by("-year").first()


def may_open(project: Project, *, legal: LegalContext) -> bool:
    """Whether the first evaluation of a project is to be opened now."""
    return (
        project.stage == Stage.OPERATING.value
        and judge_opening(project.known.operating_since, legal=legal).allowed
        and project.known.evaluated_on is None
        and not project.evaluations.exists()
    )


def list_due_projects(*, legal: LegalContext) -> QuerySet[Project]:
    """Running projects without an evaluation that have run for something like a year; `may_open` decides."""
    return (
        Project.objects.filter(stage=Stage.OPERATING.value, evaluations__isnull=True)
        .filter(operating_since__lte=legal.today - timedelta(days=_YEAR))
        .select_related("unit")
        .order_by("pk")
    )


def result_facts(evaluation: Evaluation, *, rectify_by: date | None = None) -> ResultFacts:
    """What stands between an evaluation and its result."""
    marked = set(evaluation.marks.values_list("indicator", flat=True))
    unmarked = [one.label for one in evaluation.scheme.indicators.all() if one.pk not in marked]
    return ResultFacts(
        has_report=evaluation.reported_on is not None,
        has_evaluator=bool(evaluation.conductor),
        unmarked=tuple(unmarked),
        passed=total(evaluation) >= evaluation.scheme.pass_score,
        rectify_by=rectify_by,
    )


def total(evaluation: Evaluation) -> float:
    """The weighted total of what is marked so far."""
    marks = evaluation.marks.select_related("indicator")
    return total_of((mark.indicator.weight, float(mark.points)) for mark in marks)


def weight_for_budget(project: Project) -> BudgetWeight:
    """What the latest result says to next year's upkeep of a project (jz-project-2020/24.1).

    `percent` is the most that should be given of what was asked; 100 before there is a result.
    """
    done = Evaluation.objects.filter(project=project, score__isnull=False).select_related("scheme")
    latest = done.order_by("-concluded_on", "-pk").first()
    if latest is None or latest.score is None:
        return BudgetWeight(100)
    passed = latest.state == Evaluation.State.PASSED
    rectified = latest.state == Evaluation.State.RECTIFIED
    score = float(latest.score)
    percent = budget_percent(score, passed, rectified, latest.scheme.levels)
    return BudgetWeight(percent, score, passed, latest.year)
