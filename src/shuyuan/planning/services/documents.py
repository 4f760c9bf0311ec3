"""A unit prepares what it hands in after the consent; the bureau returns what is incomplete."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.casework.steps import Gap, return_for_completion
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.planning import inbox
from shuyuan.planning.documents import list_needed
from shuyuan.planning.effects import DOCUMENTS, plan_of
from shuyuan.planning.events import Event
from shuyuan.planning.models import BudgetLine, Target
from shuyuan.planning.places import Infrastructure, source_of
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.selectors import access_own_project, access_project_as
from shuyuan.projects.steps import MOST_FEN, PROJECT, note
from shuyuan.regulations.context import LegalContext

#: Stages in which the unit works on its documents.
OPEN_STAGES = frozenset({Stage.DRAFT, Stage.RETURNED, Stage.PLANNED})
MOST_LINES = 300
_MOST_QUANTITY = 10_000_000
_LONGEST_YEARS = 10
_MOST_VALUE = Decimal(10) ** 11


@dataclass(frozen=True)
class Line:
    """One line of the budget; the price of one is in fen."""

    item: str
    quantity: int
    price_fen: int
    year: int
    unit: str = ""


@dataclass(frozen=True)
class Goal:
    """One performance target."""

    indicator: str
    value: Decimal
    unit: str


@transaction.atomic(durable=True)
def state_infrastructure(
    project_id: int, *, statement: Infrastructure, actor: Actor, legal: LegalContext
) -> Project:
    """Keep where the project is going to run; what the law forbids is said at once and refused at hand-in.

    Conflict `place_in_study` for a project of which another room states it.
    """
    project = _open_project(project_id, actor)
    if source_of(project) is not None:
        raise Conflict("stated in the study", code="place_in_study", kind=project.kind)
    plan = plan_of(project)
    stated = asdict(statement)
    stated["infrastructure_note"] = statement.infrastructure_note.strip()[:2000]
    for name, value in stated.items():
        setattr(plan, name, value)
    plan.infrastructure_at = legal.now
    plan.save(update_fields=[*stated, "infrastructure_at"])
    _record(Event.INFRASTRUCTURE_STATED, project, stated, "jz-project-2020/4.1", actor)
    return project


@transaction.atomic(durable=True)
def save_budget(project_id: int, *, lines: Sequence[Line], actor: Actor, legal: LegalContext) -> Project:  # noqa: ARG001
    """Replace the lines of the budget; whether they add up is judged at hand-in and shown before.

    BadInput `bad_budget` names the line (from 1) and the field for what is impossible.
    """
    project = _open_project(project_id, actor)
    if len(lines) > MOST_LINES:
        raise BadInput("too many lines", code="too_many_lines", limit=MOST_LINES)
    for number, line in enumerate(lines, 1):
        _check_line(number, line, project.plan_year)
    total = sum(line.quantity * line.price_fen for line in lines)
    if total > MOST_FEN:
        raise BadInput(
            "not an amount",
            code="impossible_amount",
            field="total",
            most=MOST_FEN,
            cites="jz-project-2020/9.1",
        )
    project.budget_lines.all().delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(
            project=project,
            position=number,
            item=line.item.strip(),
            quantity=line.quantity,
            unit=line.unit.strip(),
            price_fen=line.price_fen,
            year=line.year,
        )
        for number, line in enumerate(lines, 1)
    )
    facts = {"lines": len(lines), "total_fen": total}
    _record(Event.BUDGET_SAVED, project, facts, inbox.FILING_LAW, actor)
    return project


@transaction.atomic(durable=True)
def save_targets(project_id: int, *, targets: Sequence[Goal], actor: Actor, legal: LegalContext) -> Project:  # noqa: ARG001
    """Replace the performance targets; BadInput `bad_targets` names the line and the field."""
    project = _open_project(project_id, actor)
    if len(targets) > MOST_LINES:
        raise BadInput("too many lines", code="too_many_lines", limit=MOST_LINES)
    for number, one in enumerate(targets, 1):
        if not one.indicator.strip() or not one.unit.strip():
            raise BadInput("incomplete", code="bad_targets", line=number, field="indicator")
        if not one.value.is_finite() or not 0 <= one.value < _MOST_VALUE:
            raise BadInput("not a value", code="bad_targets", line=number, field="value")
    project.targets.all().delete()
    Target.objects.bulk_create(
        Target(
            project=project,
            position=number,
            indicator=one.indicator.strip()[:120],
            value=one.value,
            unit=one.unit.strip()[:20],
        )
        for number, one in enumerate(targets, 1)
    )
    _record(Event.TARGETS_SAVED, project, {"targets": len(targets)}, inbox.FILING_LAW, actor)
    return project


@transaction.atomic(durable=True)
def hand_in(project_id: int, *, actor: Actor, legal: LegalContext) -> Project:
    """Hand the documents in for review; RuleRefused names everything that is missing at once.

    The journal keeps which version of which file it was, with its digest.
    """
    project = access_own_project(project_id, actor=actor)
    files = [
        {"document": one.code, "version": one.attachment.version, "digest": one.attachment.digest}
        for one in list_needed(project, legal=legal)
        if one.attachment
    ]
    data = {
        "files": files,
        "budget_fen": sum(line.total_fen for line in project.budget_lines.all()),
        "targets": project.targets.count(),
    }
    note(project, Kind.SUBMITTED, data=data, cites=inbox.FILING_LAW, actor=actor, legal=legal)
    return project


@transaction.atomic(durable=True)
def return_documents(
    project_id: int, *, gaps: Sequence[Gap], new_facts: str = "", actor: Actor, legal: LegalContext
) -> Project:
    """Send the documents back with everything that is missing, named once."""
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=actor)
    named = {"gaps": [gap.text for gap in gaps], "new_facts": new_facts.strip()}
    cites = inbox.FILING_LAW
    note(project, Kind.DOCUMENTS_RETURNED, data=named, cites=cites, actor=actor, legal=legal)
    return_for_completion(
        DOCUMENTS, project.pk, gaps=gaps, new_facts=new_facts, cites=cites, actor=actor, legal=legal
    )
    return project


def _open_project(project_id: int, actor: Actor) -> Project:
    project = access_own_project(project_id, actor=actor, lock=True)
    if Stage(project.stage) not in OPEN_STAGES:
        raise Conflict(code="documents_closed", stage=project.stage)
    return project


def _check_line(number: int, line: Line, plan_year: int) -> None:
    faults = {
        "item": not 0 < len(line.item.strip()) <= 120,  # noqa: PLR2004 as the column
        "unit": len(line.unit.strip()) > 20,  # noqa: PLR2004 as the column
        "quantity": not _is_whole(line.quantity, _MOST_QUANTITY),
        "price": not _is_whole(line.price_fen, MOST_FEN),
        "year": not plan_year <= line.year <= plan_year + _LONGEST_YEARS,
    }
    wrong = [name for name, is_wrong in faults.items() if is_wrong]
    if wrong:
        raise BadInput("impossible line", code="bad_budget", line=number, field=wrong[0])


def _is_whole(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= most


def _record(event: Event, project: Project, facts: dict[str, Any], cites: str, actor: Actor) -> None:
    record(event, actor=actor, subject_kind=PROJECT, subject_id=project.number, cites=cites, facts=facts)
