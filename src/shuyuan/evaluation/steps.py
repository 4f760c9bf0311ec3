"""Writes without their own transaction: opening an evaluation, its tasks, its traces."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.audit.steps import record
from shuyuan.casework.kinds import register_kind
from shuyuan.casework.steps import open_task
from shuyuan.evaluation.events import Event
from shuyuan.evaluation.models import Evaluation, Scheme
from shuyuan.kernel.actor import Actor, Role
from shuyuan.notices.kinds import register_kind as register_notice
from shuyuan.notices.steps import tell
from shuyuan.projects.models import Project
from shuyuan.regulations.context import LegalContext

SUBJECT, SCHEME = "evaluation.evaluation", "evaluation.evaluation_scheme"
CITES = "jz-project-2020/23.1"

REPORT = register_kind("evaluation:evaluation:report", _("Report on a project after its first year"))
CONDUCT = register_kind("evaluation:evaluation:conduct", _("Evaluate a project after its first year"))
RECTIFY = register_kind("evaluation:rectification:report", _("Rectify what an evaluation found"))
CHECK = register_kind("evaluation:rectification:check", _("Check a rectification after an evaluation"))
SET_SCHEME = register_kind("evaluation:evaluation_scheme:set", _("Set how projects are evaluated"))
RESULT = register_notice("evaluation:evaluation:result", _("A project of yours was evaluated"))

_REPORT_DAYS, _EVALUATION_DAYS = 20, 60


def open_one(project: Project, scheme: Scheme, *, actor: Actor, legal: LegalContext) -> Evaluation:
    """Open the evaluation of a project and ask unit and organizers; the caller has judged that it may be."""
    evaluation = Evaluation.objects.create(
        project=project,
        scheme=scheme,
        year=legal.today.year,
        opened_on=legal.today,
        due_on=legal.calendar.add(legal.today, _EVALUATION_DAYS),
    )
    ask_unit(evaluation, REPORT, legal.calendar.add(legal.today, _REPORT_DAYS), actor=actor, legal=legal)
    ask_bureau(evaluation, CONDUCT, evaluation.due_on, actor=actor, legal=legal)
    facts = {"project": project.number, "scheme": scheme.year}
    trace(Event.OPENED, evaluation, facts=facts, actor=actor)
    return evaluation


def ask_unit(evaluation: Evaluation, kind: str, due_on: date, *, actor: Actor, legal: LegalContext) -> None:
    """Put a task into the inbox of the project's unit."""
    open_task(
        kind,
        subject_kind=SUBJECT,
        subject_id=evaluation.pk,
        title=evaluation.project.name,
        url=evaluation.get_absolute_url(),
        role=Role.DATA_OFFICER,
        department=evaluation.project.unit.code,
        due_on=due_on,
        cites=CITES,
        actor=actor,
        legal=legal,
    )


def ask_bureau(
    evaluation: Evaluation, kind: str, due_on: date | None, *, actor: Actor, legal: LegalContext
) -> None:
    """Put a task into the inbox of the data administration."""
    open_task(
        kind,
        subject_kind=SUBJECT,
        subject_id=evaluation.pk,
        title=f"{evaluation.project.unit.name} · {evaluation.project.name}",
        url=evaluation.get_absolute_url(),
        role=Role.DATA_ADMINISTRATION,
        due_on=due_on,
        cites=CITES,
        actor=actor,
        legal=legal,
    )


def tell_unit(evaluation: Evaluation, *, title: Any, text: Any, actor: Actor, legal: LegalContext) -> None:
    """Tell the unit's officers how the evaluation stands."""
    tell(
        RESULT,
        role=Role.DATA_OFFICER,
        department=evaluation.project.unit.code,
        title=title,
        text=text,
        url=evaluation.get_absolute_url(),
        subject_kind=SUBJECT,
        subject_id=evaluation.pk,
        actor=actor,
        legal=legal,
    )


def trace(event: Event, evaluation: Evaluation, *, facts: dict[str, Any], actor: Actor) -> None:
    """The audit entry of a write on an evaluation."""
    record(event, actor=actor, subject_kind=SUBJECT, subject_id=evaluation.pk, cites=CITES, facts=facts)
