"""The end of a year in the project library: no money, warned, removed by rule; filings end with it."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shuyuan.audit.steps import record
from shuyuan.jobs.models import Job
from shuyuan.jobs.registry import Run
from shuyuan.jobs.steps import enqueue
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import Conflict, NotFound, RuleRefused
from shuyuan.planning import inbox, selectors
from shuyuan.planning.events import Event
from shuyuan.planning.judges import judge_removed
from shuyuan.planning.models import YearRun
from shuyuan.planning.rules import NOTICE, Outlook, judge_closing, library_outlook
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import access_project_as
from shuyuan.projects.steps import note
from shuyuan.regulations.context import LegalContext

CLOSE_JOB = "planning.close_year"
LIBRARY = "planning.library"


@dataclass
class Closing:
    """What the end of a year did: ids of projects without money, warned, and due to leave; silent units."""

    unfunded: list[int] = field(default_factory=list)
    warned: list[int] = field(default_factory=list)
    leaving: list[int] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)


def preview_year(year: int, *, legal: LegalContext) -> list[dict[str, Any]]:
    """What closing that year would do, project by project; nothing is written."""
    lines = []
    for project in selectors.list_unfunded(year):
        years = project.unfunded_years + 1
        lines.append(
            {
                "project": project.pk,
                "number": project.number,
                "name": project.name,
                "unit": project.unit.name,
                "unfunded_years": years,
                "outlook": library_outlook(years, legal=legal).value,
            }
        )
    return lines


@transaction.atomic(durable=True)
def begin_run(*, year: int, is_dry: bool, actor: Actor, legal: LegalContext) -> Job:
    """Queue a run over the library; the real one only after a dry run of the same day that says the same.

    RuleRefused before the year is over, Conflict `dry_run_first` without that dry run.
    """
    selectors.require_bureau(actor)
    if not is_dry:
        verdict = judge_closing(year, today=legal.today)
        if not verdict.allowed:
            raise RuleRefused(verdict)
        seen = YearRun.objects.filter(year=year, is_dry=True, ended_at__isnull=False).order_by("-id").first()
        if seen is None or seen.lines != preview_year(year, legal=legal):
            raise Conflict(code="dry_run_first", year=year)
    run = YearRun.objects.create(
        year=year, is_dry=is_dry, begun_at=legal.now, begun_by_id=actor.post_id or None
    )
    job = enqueue(CLOSE_JOB, {"run": run.pk}, actor=actor, unique=f"{CLOSE_JOB}:{year}:{is_dry}")
    YearRun.objects.filter(pk=run.pk).update(job_id=job.pk)
    _record(Event.RUN_BEGUN, year, {"dry": is_dry}, actor)
    return job


def run_year(run_id: int, *, run: Run, legal: LegalContext) -> dict[str, Any]:
    """The job behind `begin_run`."""
    found = YearRun.objects.filter(pk=run_id).first()
    if found is None:
        raise NotFound(code="unknown_run")
    lines = preview_year(found.year, legal=legal)
    if not found.is_dry:
        close_year(year=found.year, actor=run.actor, legal=legal, run=run)
    run.progress(len(lines), len(lines))
    kept = found.lines or lines
    YearRun.objects.filter(pk=run_id).update(lines=kept, ended_at=legal.now)
    return {"year": found.year, "projects": len(kept), "dry": found.is_dry}


def close_year(*, year: int, actor: Actor, legal: LegalContext, run: Run | None = None) -> Closing:
    """Mark every project of the library without money of that year, each in a transaction of its own.

    They move on as standby without a new review; who has one year left is warned; who was without money for
    as long as the law allows gets a notice, and a task before the removal. Units that never answered to the
    plan of that year are no longer asked. A second run finds nothing.
    """
    selectors.require_bureau(actor)
    verdict = judge_closing(year, today=legal.today)
    if not verdict.allowed:
        raise RuleRefused(verdict)
    closing = Closing()
    waiting = list(selectors.list_unfunded(year).values_list("pk", flat=True))
    for done, project_id in enumerate(waiting):
        if run is not None:
            run.progress(done, len(waiting))
        _close_one(project_id, year, closing, actor, legal)
    with transaction.atomic(durable=True):
        closing.silent = inbox.stop_asking(year, actor=actor, legal=legal)
        counts = {name: len(found) for name, found in vars(closing).items()}
        _record(Event.YEAR_CLOSED, year, counts, actor)
    return closing


@transaction.atomic(durable=True)
def _close_one(project_id: int, year: int, closing: Closing, actor: Actor, legal: LegalContext) -> None:
    project = Project.objects.select_for_update(of=("self",)).select_related("unit").get(pk=project_id)
    if not selectors.list_unfunded(year).filter(pk=project_id).exists():
        return  # money came meanwhile
    note(project, Kind.UNFUNDED, data={"year": year}, cites=inbox.LIBRARY_LAW, actor=actor, legal=legal)
    closing.unfunded.append(project.pk)
    outlook = library_outlook(project.unfunded_years, legal=legal)
    words = {"name": project.name, "years": project.unfunded_years}
    if outlook is Outlook.LAST_YEAR:
        closing.warned.append(project.pk)
        title = _("Without money next year again, the project leaves the library")
        text = _("%(name)s has had no money for %(years)s years in a row.") % words
        inbox.tell_project(project, inbox.WARNED, title=title, text=text, actor=actor, legal=legal)
    if outlook is Outlook.LEAVES:
        closing.leaving.append(project.pk)
        due_on = legal.today + NOTICE
        title = _("The project leaves the library on %(day)s") % {"day": due_on.isoformat()}
        text = _("%(name)s has had no money for %(years)s years in a row.") % words
        inbox.tell_project(project, inbox.WARNED, title=title, text=text, actor=actor, legal=legal)
        inbox.ask_bureau(
            project,
            inbox.REMOVE,
            "planning:remove",
            due_on=due_on,
            cites=inbox.LIBRARY_LAW,
            actor=actor,
            legal=legal,
        )


@transaction.atomic(durable=True)
def remove_project(project_id: int, *, actor: Actor, legal: LegalContext) -> Project:
    """Take a project out of the library after its last year without money and the notice; rules decide."""
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=actor)
    _remove(project, actor, legal)
    return project


def remove_due(*, actor: Actor, legal: LegalContext) -> list[int]:
    """Remove by rule whatever has been without money too long and whose notice has run out; gives the ids."""
    removed = []
    waiting = Project.objects.filter(stage__in=selectors.IN_LIBRARY, unfunded_years__gt=0)
    for project_id in list(waiting.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic(durable=True):
            project = Project.objects.select_related("unit").get(pk=project_id)
            if _is_due(project, legal):
                _remove(project, actor, legal)
                removed.append(project_id)
    return removed


def _is_due(project: Project, legal: LegalContext) -> bool:
    if library_outlook(project.unfunded_years, legal=legal) is not Outlook.LEAVES:
        return False
    return judge_removed(project, {}, legal).allowed


def _remove(project: Project, actor: Actor, legal: LegalContext) -> None:
    data = {"unfunded_years": list(project.known.unfunded_years)}
    note(project, Kind.REMOVED, data=data, cites=inbox.LIBRARY_LAW, actor=actor, legal=legal)


def _record(event: Event, year: int, facts: dict[str, Any], actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind=LIBRARY,
        subject_id=year,
        cites=inbox.LIBRARY_LAW,
        facts=facts,
    )
