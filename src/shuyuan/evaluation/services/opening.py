"""An evaluation is opened, and the unit reports on its project."""

from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from shuyuan.casework.steps import close_tasks, open_task
from shuyuan.evaluation import steps
from shuyuan.evaluation.events import Event
from shuyuan.evaluation.models import Evaluation
from shuyuan.evaluation.rules import FULL, judge_opening
from shuyuan.evaluation.selectors import (
    ORGANIZERS,
    access_as_unit,
    list_due_projects,
    may_open,
    scheme_for,
)
from shuyuan.kernel.actor import PLATFORM, Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict, RuleRefused
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.selectors import access_project_as
from shuyuan.regulations.context import LegalContext

_LONGEST_REPORT = 8000
_PORTION = 100


@transaction.atomic(durable=True)
def open_evaluation(project_id: int, *, actor: Actor, legal: LegalContext) -> Evaluation:
    """Open the evaluation of a running project, the first or a further one.

    Raises RuleRefused before its first year is over, Conflict while one is open or without a scheme.
    """
    project = access_project_as(project_id, *ORGANIZERS, actor=actor, lock=True)
    if project.stage != Stage.OPERATING.value:
        raise Conflict("not running", code="evaluation_moved_on", state=project.stage)
    verdict = judge_opening(project.known.operating_since, legal=legal)
    if not verdict.allowed:
        raise RuleRefused(verdict)
    if project.evaluations.filter(state__in=[Evaluation.State.OPEN, Evaluation.State.FAILED]).exists():
        raise Conflict("one is open", code="evaluation_open")
    scheme = scheme_for(legal.today.year)
    if scheme is None:
        raise Conflict("no scheme", code="scheme_missing", year=legal.today.year)
    return steps.open_one(project, scheme, actor=actor, legal=legal)


def open_due_evaluations(*, legal: LegalContext) -> dict[str, int]:
    """Open every first evaluation that is due; without a scheme the bureau is asked for one."""
    scheme, counts, last = scheme_for(legal.today.year), {"opened": 0, "waiting": 0}, 0
    if scheme is None:
        counts["waiting"] = list_due_projects(legal=legal).count()
        if counts["waiting"]:
            _ask_for_scheme(legal)
        return counts
    while portion := list(list_due_projects(legal=legal).filter(pk__gt=last)[:_PORTION]):
        with transaction.atomic():
            for project in portion:
                if may_open(project, legal=legal):
                    steps.open_one(project, scheme, actor=PLATFORM, legal=legal)
                    counts["opened"] += 1
        last = portion[-1].pk
    return counts


@transaction.atomic(durable=True)
def report_on_project(
    evaluation_id: int, *, text: str, uptime: Decimal | None = None, actor: Actor, legal: LegalContext
) -> Evaluation:
    """The unit says how its project runs, and how much of the time it was available (per cent)."""
    evaluation = access_as_unit(evaluation_id, actor=actor)
    if evaluation.state != Evaluation.State.OPEN:
        raise Conflict("concluded", code="evaluation_moved_on", state=evaluation.state)
    if not text.strip() or len(text) > _LONGEST_REPORT:
        raise BadInput("no report", code="evaluation_text_missing", most=_LONGEST_REPORT)
    if uptime is not None and not 0 <= uptime <= FULL:
        raise BadInput("not per cent", code="bad_points", most=FULL)
    evaluation.report, evaluation.uptime, evaluation.reported_on = text.strip(), uptime, legal.today
    evaluation.save(update_fields=["report", "uptime", "reported_on"])
    close_tasks(steps.SUBJECT, evaluation.pk, kind=steps.REPORT, outcome="reported", actor=actor, legal=legal)
    facts = {"project": evaluation.project.number, "uptime": None if uptime is None else str(uptime)}
    steps.trace(Event.REPORTED, evaluation, facts=facts, actor=actor)
    return evaluation


@transaction.atomic
def _ask_for_scheme(legal: LegalContext) -> None:
    open_task(
        steps.SET_SCHEME,
        subject_kind=steps.SCHEME,
        subject_id=legal.today.year,
        title=str(legal.today.year),
        url=reverse("evaluation:scheme", args=[legal.today.year]),
        role=Role.DATA_ADMINISTRATION,
        cites=steps.CITES,
        actor=PLATFORM,
        legal=legal,
    )
