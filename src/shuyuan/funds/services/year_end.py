"""The end of a year over all projects: first as a dry run, then the same carried out as a job."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.funds import inbox
from shuyuan.funds.events import Event
from shuyuan.funds.models import YearEndLine, YearEndRun
from shuyuan.funds.selectors import YEAR_END, is_interrupted, is_over
from shuyuan.funds.wording import CONSEQUENCES
from shuyuan.jobs.models import Job
from shuyuan.jobs.registry import Run
from shuyuan.jobs.steps import enqueue
from shuyuan.kernel.actor import PLATFORM, Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound
from shuyuan.planning.services import close_year, preview_year
from shuyuan.projects.models import Project
from shuyuan.projects.rules.holds import HoldFacts, acceptance_due_on, hold_for_acceptance, hold_for_start
from shuyuan.projects.rules.stages import ENDED
from shuyuan.projects.selectors import require_role
from shuyuan.regulations.context import LegalContext

YEAR_END_JOB = "funds.year_end"
CITES = "jz-project-2020/19.1"
_LIBRARY = "jz-project-2020/18.1"
_BATCH = 500


@transaction.atomic(durable=True)
def prepare_year_end(*, year: int, actor: Actor, legal: LegalContext) -> YearEndRun:
    """A dry run: what the end of that year means for which project; nothing else is written.

    Raises NotPermitted for others than bureau and finance, BadInput for a year that is neither this nor the
    last one.
    """
    require_role(actor, *YEAR_END)
    if not legal.today.year - 1 <= year <= legal.today.year:
        raise BadInput("not a year that ends", code="impossible_year_end", year=year)
    run = YearEndRun.objects.create(year=year, made_at=legal.now, made_by_id=actor.post_id or None)
    lines = [YearEndLine(run=run, **found) for found in find_consequences(year, legal=legal)]
    YearEndLine.objects.bulk_create(lines, batch_size=_BATCH)
    _record(Event.RUN_MADE, run, {"lines": len(lines)}, actor)
    return run


def find_consequences(year: int, *, legal: LegalContext) -> Iterator[dict[str, Any]]:
    """What the first day of the next year finds, project by project; pure reading."""
    first_day = date(year + 1, 1, 1)
    then = _at_first_day(year, legal)
    alive = Project.objects.exclude(stage__in=[stage.value for stage in ENDED]).select_related("unit")
    funded = alive.filter(budgeted_fen__gt=0).order_by("pk")
    for project in funded.iterator(chunk_size=_BATCH):
        known = project.known
        if year != then.today.year - 1 or not hold_for_start(HoldFacts(known), legal=then):
            continue
        facts = {"year": year}
        yield _line(project, "not_started", "jz-project-2020/19.1.4", known.budgets[str(year)], facts)
    late = alive.filter(acceptance_due_on__lt=first_day, accepted_on__isnull=True).order_by("pk")
    for project in late.iterator(chunk_size=_BATCH):
        if hold_for_acceptance(HoldFacts(project.known), legal=then):
            due = acceptance_due_on(project.known, legal=then)
            facts = {"due_on": due.isoformat() if due else ""}
            unpaid = project.budgeted_fen - project.paid_fen
            yield _line(project, "acceptance_overdue", "jz-project-2020/21.1", unpaid, facts)
    previews = {row["project"]: row for row in preview_year(year, legal=legal)}
    for project in Project.objects.filter(pk__in=previews).order_by("pk"):
        row = previews[project.pk]
        facts = {"unfunded_years": row["unfunded_years"]}
        yield _line(project, row["outlook"], _LIBRARY, project.planned_fen, facts)


@transaction.atomic(durable=True)
def begin_applying(run_id: int, *, actor: Actor, legal: LegalContext) -> Job:
    """Queue what a dry run showed; the bureau does it, once, and only while the run shows what is so.

    A run that was cancelled or failed on its way is carried on: what was done is not done again. Conflict
    `year_end_applied` the second time, `year_end_outdated` when something changed since the look.
    """
    require_role(actor, Role.DATA_ADMINISTRATION)
    run = _lock(run_id)
    if run.applied_at is not None:
        if not is_interrupted(run):
            raise Conflict("it was carried out", code="year_end_applied", year=run.year)
        return _queue(run, resumed=True, actor=actor, legal=legal)
    shown = set(run.lines.values_list("project_id", "consequence"))
    if shown != {(row["project"].pk, row["consequence"]) for row in find_consequences(run.year, legal=legal)}:
        raise Conflict("something changed since", code="year_end_outdated", year=run.year)
    if not is_over(run, today=legal.today):
        raise Conflict("the year is not over", code="year_not_over", year=run.year)
    return _queue(run, resumed=False, actor=actor, legal=legal)


def apply_year_end(
    run_id: int, *, run: Run | None = None, actor: Actor, legal: LegalContext
) -> dict[str, int]:
    """Carry out a run: the library's year is closed by planning, units are asked or told, line by line.

    Safe to run again from the start: what was done is not done twice. Gives how many lines of which kind.
    """
    found = YearEndRun.objects.filter(pk=run_id).first()
    if found is None:
        raise NotFound(code="unknown_year_end")
    if found.lines.filter(cites=_LIBRARY, outcome="").exists():
        close_year(year=found.year, actor=actor, legal=legal, run=run)
    lines = list(found.lines.filter(outcome="").values_list("pk", flat=True))
    total = found.lines.count()
    for place, line_id in enumerate(lines, start=total - len(lines)):
        if run is not None:
            run.progress(place, total)
        _apply(line_id, legal=legal)
    YearEndRun.objects.filter(pk=run_id).update(ended_at=legal.now)
    kinds = found.lines.order_by().values_list("consequence", flat=True)
    return {kind: list(kinds).count(kind) for kind in sorted(set(kinds))}


@transaction.atomic(durable=True)
def _apply(line_id: int, *, legal: LegalContext) -> None:
    line = (
        YearEndLine.objects.select_for_update(of=("self",))
        .select_related("project__unit", "run")
        .get(pk=line_id)
    )
    project, year = line.project, line.run.year
    line.outcome = "done" if _is_so(line, legal=legal) else "obsolete"
    if line.outcome == "done":
        if line.consequence == "not_started":
            inbox.ask_to_explain(project, actor=PLATFORM, legal=legal)
        words = CONSEQUENCES[line.consequence]
        once = f"year-end:{year}:{project.pk}:{line.consequence}"
        inbox.tell_unit(project, words, once=once, actor=PLATFORM, legal=legal)
    line.save(update_fields=["outcome"])


def _is_so(line: YearEndLine, *, legal: LegalContext) -> bool:
    """Whether the line still holds: a unit may have begun, been excused, accepted or funded meanwhile."""
    known, year = line.project.known, line.run.year
    if line.consequence == "not_started":
        begun = known.started_on is not None and known.started_on.year <= year
        return known.start_excused_year != year and not begun
    if line.consequence == "acceptance_overdue":
        return bool(hold_for_acceptance(HoldFacts(known), legal=_at_first_day(year, legal)))
    return year in known.unfunded_years


def _at_first_day(year: int, legal: LegalContext) -> LegalContext:
    """The law of today, or of the first day after the year while that is still to come."""
    first_day = date(year + 1, 1, 1)
    return legal if legal.today >= first_day else replace(legal, today=first_day)


def _queue(run: YearEndRun, *, resumed: bool, actor: Actor, legal: LegalContext) -> Job:
    job = enqueue(YEAR_END_JOB, {"run": run.pk}, actor=actor, unique=f"{YEAR_END_JOB}:{run.year}")
    run.applied_at, run.applied_by_id, run.job_id = legal.now, actor.post_id or None, job.pk
    run.save(update_fields=["applied_at", "applied_by", "job_id"])
    facts = {"lines": run.lines.filter(outcome="").count(), "resumed": resumed}
    _record(Event.RUN_APPLIED, run, facts, actor)
    return job


def _line(project: Project, consequence: str, cites: str, fen: int, facts: dict[str, Any]) -> dict[str, Any]:
    return {"project": project, "consequence": consequence, "cites": cites, "fen": fen, "facts": facts}


def _lock(run_id: int) -> YearEndRun:
    run = YearEndRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise NotFound(code="unknown_year_end")
    return run


def _record(event: Event, run: YearEndRun, facts: dict[str, Any], actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind="funds.year_end",
        subject_id=run.pk,
        cites=CITES,
        facts={"year": run.year, **facts},
    )
