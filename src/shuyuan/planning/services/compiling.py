"""The construction plan and the fund plan of a year: compiled, sent, noted."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from shuyuan.audit.steps import record
from shuyuan.casework.models import Task
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import Conflict, RuleRefused
from shuyuan.organizations.models import Department
from shuyuan.organizations.selectors import access_department
from shuyuan.papers.steps import issue_paper
from shuyuan.planning import inbox, official_papers, selectors
from shuyuan.planning.events import Event
from shuyuan.planning.models import AnnualPlan, CompiledLine, CompiledPlan
from shuyuan.planning.rules import judge_compilation, spread
from shuyuan.projects.models import Project
from shuyuan.projects.selectors import require_role
from shuyuan.regulations.context import LegalContext

#: Role → the fields in which it takes note.
NOTED = {Role.INVESTMENT_APPROVAL: "commission", Role.FINANCE: "finance"}


@transaction.atomic(durable=True)
def compile_plan(*, year: int, note: str = "", actor: Actor, legal: LegalContext) -> CompiledPlan:
    """Freeze what passed review for a year, with the standby projects, under the next number (2027-1).

    NotFound for a year without a plan; RuleRefused when nothing passed review or nothing is new.
    """
    selectors.require_bureau(actor)
    AnnualPlan.objects.select_for_update().filter(year=year).first()
    selectors.access_plan(year)
    lines = draw_lines(year)
    last = CompiledPlan.objects.filter(year=year).order_by("-number").first()
    verdict = judge_compilation([line.project_id for line in lines], unchanged_since=_same_as(last, lines))
    if not verdict.allowed:
        raise RuleRefused(verdict)
    number = (CompiledPlan.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1
    edition = CompiledPlan.objects.create(
        year=year,
        number=number,
        name=f"{year}-{number}",
        note=note.strip()[:1000],
        projects=len(lines),
        planned_fen=sum(line.planned_fen for line in lines),
        year_fen=sum(line.year_fen for line in lines),
        compiled_at=legal.now,
        compiled_by_id=actor.post_id or None,
    )
    for line in lines:
        line.edition = edition
    CompiledLine.objects.bulk_create(lines, batch_size=500)
    facts = {"projects": len(lines), "planned_fen": edition.planned_fen, "year_fen": edition.year_fen}
    _record(Event.COMPILED, edition, facts, actor)
    return edition


@transaction.atomic(durable=True)
def send_plan(name: str, *, actor: Actor, legal: LegalContext) -> CompiledPlan:
    """Issue both papers of an edition and put them before commission and finance; once only."""
    selectors.require_bureau(actor)
    edition = selectors.access_compiled(name, actor=actor, lock=True)
    if edition.sent_at is not None:
        raise Conflict(code="compiled_plan_sent_already", edition=edition.name)
    issuer = access_department(actor.department)
    offices = list(
        Department.objects.filter(
            posts__role__in=[role.value for role in NOTED], posts__ended_on__isnull=True
        )
        .distinct()
        .order_by("code")
    )
    lines = list(edition.lines.order_by("position"))
    names = [one.name for one in offices]
    issued: dict[str, Any] = {}
    for kind, draw_up in (
        ("construction_plan", official_papers.construction_plan),
        ("fund_plan", official_papers.fund_plan),
    ):
        issued[kind] = issue_paper(
            kind,
            draw_up(edition, lines, issuer=issuer.name, offices=names, day=legal.today),
            department=issuer.code,
            recipients=[one.code for one in offices],
            subject_kind=inbox.COMPILED,
            subject_id=edition.pk,
            cites=inbox.COMPILED_LAW,
            actor=actor,
            legal=legal,
        )
    edition.construction_paper, edition.fund_paper = issued["construction_plan"], issued["fund_plan"]
    edition.sent_at = legal.now
    edition.save(update_fields=["construction_paper", "fund_paper", "sent_at"])
    inbox.send_to_offices(edition, actor=actor, legal=legal)
    _record(Event.SENT, edition, {kind: paper.number for kind, paper in issued.items()}, actor)
    return edition


@transaction.atomic(durable=True)
def acknowledge_plan(name: str, *, actor: Actor, legal: LegalContext) -> CompiledPlan:
    """Commission or finance take note of an edition, each once."""
    require_role(actor, *NOTED)
    edition = selectors.access_compiled(name, actor=actor, lock=True)
    office = NOTED[actor.role]
    if getattr(edition, f"{office}_at") is not None:
        raise Conflict(code="compiled_plan_noted_already", edition=edition.name)
    setattr(edition, f"{office}_at", legal.now)
    setattr(edition, f"{office}_by_id", actor.post_id or None)
    edition.save(update_fields=[f"{office}_at", f"{office}_by"])
    Task.objects.filter(
        subject_kind=inbox.COMPILED, subject_id=str(edition.pk), role=str(actor.role), done_at__isnull=True
    ).update(
        done_at=legal.now,
        done_on=legal.today,
        done_by=actor.name,
        done_by_post=actor.post_id,
        outcome="noted",
    )
    _record(Event.ACKNOWLEDGED, edition, {"office": office}, actor)
    return edition


def draw_lines(year: int) -> list[CompiledLine]:
    """What an edition of that year would hold today, in order of priority; not stored."""
    lines = []
    for position, project in enumerate(selectors.list_for_compiling(year), 1):
        by_year = _years(project, year)
        lines.append(
            CompiledLine(
                project=project,
                position=position,
                number=project.number,
                name=project.name,
                unit_name=project.unit.name,
                kind=project.kind,
                funding_mode=project.funding_mode,
                stage=project.stage,
                purpose=project.purpose,
                starts_on=project.planned_start_on,
                ends_on=project.planned_end_on,
                is_standby=project.plan_year < year,
                planned_fen=project.approved_fen or project.planned_fen,
                year_fen=by_year.get(str(year), 0),
                years=by_year,
            )
        )
    return lines


def _years(project: Project, year: int) -> dict[str, int]:
    """What was approved by year, as the budget lines have it; those of a standby project move on with it."""
    whole = project.approved_fen or project.planned_fen
    shift = max(year - project.plan_year, 0)
    found: dict[str, int] = {}
    for line in project.budget_lines.all():
        key = str(line.year + shift)
        found[key] = found.get(key, 0) + line.total_fen
    return spread(found, whole) if found else {str(year): whole}


def _same_as(last: CompiledPlan | None, lines: list[CompiledLine]) -> str:
    if last is None:
        return ""
    before = {line.project_id: line.frozen() for line in last.lines.all()}
    return last.name if before == {line.project_id: line.frozen() for line in lines} else ""


def _record(event: Event, edition: CompiledPlan, facts: dict[str, Any], actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind=inbox.COMPILED,
        subject_id=edition.name,
        cites=inbox.COMPILED_LAW,
        facts=facts,
    )
