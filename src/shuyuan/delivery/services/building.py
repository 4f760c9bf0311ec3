"""The unit appoints who watches the building, plans and marks milestones, begins and completes."""

from datetime import date

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.delivery.events import Event
from shuyuan.delivery.models import EngineeringSupervisor, Milestone, SupervisionReport
from shuyuan.delivery.services.checks import (
    Upload,
    attached,
    received,
    require_code,
    require_past,
    require_stage,
    require_words,
    without_empty,
)
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, NotFound
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules.stages import ENDED, Kind, Stage
from shuyuan.projects.selectors import access_own_project
from shuyuan.projects.steps import PROJECT, note
from shuyuan.regulations.context import LegalContext

#: While the project is built, or mended after a failed acceptance.
UNDER_CONSTRUCTION = frozenset({Stage.BUILDING, Stage.COMPLETED, Stage.ACCEPTING, Stage.RECTIFYING})
#: Milestones are planned from the approval on, as long as there is something to build.
PLANNING = (
    frozenset(
        {Stage.REVIEWED, Stage.APPROVED, Stage.BUDGETED, Stage.CLEARED, Stage.PROCURING, Stage.BUILDING}
    )
    - ENDED
)
_WHOLE = 100


def appoint_supervisor(
    project_id: int,
    *,
    company: str,
    uscc: str,
    certificate: str,
    valid_until: date | None,
    engineer: str = "",
    is_related: bool = False,
    on: date | None = None,
    document: Upload | None = None,
    actor: Actor,
    legal: LegalContext,
) -> EngineeringSupervisor:
    """Appoint the company that watches the building (工程监理), with its qualification.

    `is_related` is the unit's statement that it is related to the builder. RuleRefused without a valid
    qualification, or for the builder itself.
    """
    file = received(project_id, document, actor=actor)
    on = on or legal.today
    with transaction.atomic(durable=True):
        project = access_own_project(project_id, actor=actor, lock=True)
        words = require_words(company=company)
        code = require_code(uscc)
        data = {
            **words,
            "qualified": True,
            "uscc": code,
            "certificate": certificate.strip(),
            "valid_until": valid_until.isoformat() if valid_until else None,
            "is_related": is_related,
            "day": on.isoformat(),
        }
        note(
            project,
            Kind.SUPERVISOR_APPOINTED,
            on=on,
            data=data,
            cites="jz-project-2020/17.1",
            actor=actor,
            legal=legal,
        )
        return EngineeringSupervisor.objects.create(
            project=project,
            **words,
            uscc=code,
            certificate=certificate.strip(),
            valid_until=valid_until,
            engineer=engineer.strip(),
            appointed_on=on,
            document=attached(project, file, f"监理资质 {certificate.strip()}", actor=actor, legal=legal),
            recorded_at=legal.now,
            recorded_by_id=actor.post_id or None,
        )


def record_report(
    project_id: int,
    *,
    month: date,
    progress: int,
    summary: str,
    defects: str = "",
    document: Upload | None = None,
    actor: Actor,
    legal: LegalContext,
) -> SupervisionReport:
    """Keep the engineering supervisor's report of a month (any day of it); one for each month."""
    file = received(project_id, document, actor=actor)
    with transaction.atomic(durable=True):
        project = access_own_project(project_id, actor=actor, lock=True)
        require_stage(project, UNDER_CONSTRUCTION, step="report")
        words = require_words(summary=summary)
        if not 0 <= progress <= _WHOLE:
            raise BadInput("not a share", code="impossible_progress", progress=progress)
        month = month.replace(day=1)
        require_past(project, month, legal=legal)
        started = project.known.started_on
        if started and month < started.replace(day=1):
            raise BadInput("before the building began", code="report_before_start", started=str(started))
        if project.supervision_reports.filter(month=month).exists():
            raise Conflict("the month has its report", code="report_exists", month=f"{month:%Y-%m}")
        label = f"监理月报 {month:%Y-%m}"
        report = SupervisionReport.objects.create(
            project=project,
            month=month,
            progress=progress,
            **words,
            defects=defects.strip(),
            document=attached(project, file, label, actor=actor, legal=legal),
            recorded_at=legal.now,
            recorded_by_id=actor.post_id or None,
        )
        facts = {"month": f"{month:%Y-%m}", "progress": progress, "has_defects": bool(defects.strip())}
        _record(Event.REPORT_RECORDED, project, facts, "jz-project-2020/17.1", actor)
        return report


@transaction.atomic(durable=True)
def plan_milestone(
    project_id: int,
    *,
    name: str,
    planned_start_on: date,
    planned_end_on: date,
    note: str = "",
    actor: Actor,
    legal: LegalContext,  # noqa: ARG001 every service takes it
) -> Milestone:
    """Add a part of the work with its planned days."""
    project = access_own_project(project_id, actor=actor, lock=True)
    require_stage(project, PLANNING, step="milestone")
    words = require_words(name=name)
    if planned_end_on < planned_start_on:
        raise BadInput("it ends before it starts", code="milestone_days_backward")
    milestone = Milestone.objects.create(
        project=project,
        **words,
        planned_start_on=planned_start_on,
        planned_end_on=planned_end_on,
        note=note.strip(),
    )
    facts = {**words, "start": planned_start_on.isoformat(), "end": planned_end_on.isoformat()}
    _record(Event.MILESTONE_PLANNED, project, facts, "jz-project-2020/15.1", actor)
    return milestone


@transaction.atomic(durable=True)
def mark_milestone(
    milestone_id: int,
    *,
    started_on: date | None = None,
    finished_on: date | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Milestone:
    """Say when a part of the work began and ended; days that stand already are not changed."""
    milestone = _own_milestone(milestone_id, actor=actor)
    project = milestone.project
    require_stage(project, UNDER_CONSTRUCTION, step="milestone")
    for name, day in (("started_on", started_on), ("finished_on", finished_on)):
        stands = getattr(milestone, name)
        if day is None or day == stands:
            continue
        if stands is not None:
            raise Conflict("the day stands already", code="milestone_marked", day=stands.isoformat())
        require_past(project, day, legal=legal)
        setattr(milestone, name, day)
    if milestone.finished_on and not milestone.started_on:
        raise BadInput("it ended without a beginning", code="milestone_not_started")
    if milestone.finished_on and milestone.finished_on < milestone.started_on:
        raise BadInput("it ends before it starts", code="milestone_days_backward")
    milestone.save(update_fields=["started_on", "finished_on"])
    facts = without_empty(
        {"name": milestone.name, "start": milestone.started_on, "end": milestone.finished_on}
    )
    _record(Event.MILESTONE_MARKED, project, facts, "jz-project-2020/15.1", actor)
    return milestone


@transaction.atomic(durable=True)
def remove_milestone(
    milestone_id: int,
    *,
    actor: Actor,
    legal: LegalContext,  # noqa: ARG001 every service takes it
) -> Project:
    """Take a milestone off the plan; one that has begun stays."""
    milestone = _own_milestone(milestone_id, actor=actor)
    project = milestone.project
    require_stage(project, PLANNING, step="milestone")
    if milestone.started_on is not None:
        raise Conflict("it has begun", code="milestone_marked", day=milestone.started_on.isoformat())
    facts = {"name": milestone.name}
    milestone.delete()
    _record(Event.MILESTONE_REMOVED, project, facts, "jz-project-2020/15.1", actor)
    return project


@transaction.atomic(durable=True)
def start_construction(
    project_id: int, *, on: date | None = None, actor: Actor, legal: LegalContext
) -> JournalEntry:
    """Begin to build; RuleRefused without a responsible person and a qualified supervisor."""
    project = access_own_project(project_id, actor=actor, lock=True)
    return note(project, Kind.STARTED, on=on, cites="jz-project-2020/17.1", actor=actor, legal=legal)


@transaction.atomic(durable=True)
def complete_construction(
    project_id: int, *, on: date | None = None, statement: str = "", actor: Actor, legal: LegalContext
) -> JournalEntry:
    """Say that the project is completed (竣工) on that day; the period for its acceptance begins."""
    project = access_own_project(project_id, actor=actor, lock=True)
    on = on or legal.today
    data = without_empty({"day": on, "statement": statement.strip()})
    return note(
        project, Kind.COMPLETED, on=on, data=data, cites="jz-project-2020/20.1", actor=actor, legal=legal
    )


def _own_milestone(milestone_id: int, *, actor: Actor) -> Milestone:
    project_id = Milestone.objects.filter(pk=milestone_id).values_list("project_id", flat=True).first()
    if project_id is None:
        raise NotFound(code="unknown_milestone")
    project = access_own_project(project_id, actor=actor, lock=True)
    milestone = project.milestones.filter(pk=milestone_id).first()
    if milestone is None:
        raise NotFound(code="unknown_milestone")
    return milestone


def _record(event: Event, project: Project, facts: dict[str, object], cites: str, actor: Actor) -> None:
    record(event, actor=actor, subject_kind=PROJECT, subject_id=project.number, cites=cites, facts=facts)
