"""A unit drafts a project of its own."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, NotFound, RuleRefused
from shuyuan.organizations.selectors import access_department
from shuyuan.papers.steps import next_number
from shuyuan.projects.models import Project
from shuyuan.projects.rules.filing import FundingMode, ProjectKind, judge_project_secrecy
from shuyuan.projects.selectors import UNIT_ROLES, require_role
from shuyuan.projects.steps import begin, check_amounts
from shuyuan.regulations.context import LegalContext
from shuyuan.systems.models import InformationSystem

NEEDS_SYSTEM = frozenset({ProjectKind.REBUILD, ProjectKind.EXPAND, ProjectKind.RETIRE, ProjectKind.OPERATE})
_FARTHEST_YEARS = 5


@dataclass(frozen=True)
class ProjectDraft:
    """What the unit says of a project: kind, money in fen, the system that it changes or runs."""

    name: str
    kind: ProjectKind
    funding_mode: FundingMode
    plan_year: int
    planned_fen: int
    purpose: str = ""
    system_id: int | None = None
    planned_start_on: date | None = None
    planned_end_on: date | None = None
    declared_secret: bool = False


@transaction.atomic(durable=True)
def draft_project(draft: ProjectDraft, *, actor: Actor, legal: LegalContext) -> Project:
    """Make a project of the actor's own unit, under a number of its own.

    Raises NotPermitted for other roles, BadInput for what is missing or impossible, RuleRefused for a project
    that concerns state secrets, NotFound for a system that is not the unit's.
    """
    require_role(actor, *UNIT_ROLES)
    check_draft(draft, actor=actor, legal=legal)
    project = Project(
        number=next_number("project", year=legal.today.year, actor=actor, legal=legal),
        name=draft.name.strip(),
        unit=access_department(actor.department),
        purpose=draft.purpose.strip(),
        planned_start_on=draft.planned_start_on,
        planned_end_on=draft.planned_end_on,
        drafted_at=legal.now,
        drafted_by_id=actor.post_id,
        stage_since=legal.today,
        plan_year=draft.plan_year,
    )
    project.save()
    begin(project, data=data_of(draft), actor=actor, legal=legal)
    return project


def data_of(draft: ProjectDraft) -> dict[str, object]:
    """What the journal keeps of a draft."""
    return {
        "kind": draft.kind.value,
        "funding_mode": draft.funding_mode.value,
        "plan_year": draft.plan_year,
        "planned_fen": draft.planned_fen,
        "system_id": draft.system_id,
        "name": draft.name.strip(),
    }


def check_draft(draft: ProjectDraft, *, actor: Actor, legal: LegalContext) -> None:
    """Raises what `draft_project` says."""
    verdict = judge_project_secrecy(draft.declared_secret, (draft.name, draft.purpose))
    if not verdict.allowed:
        raise RuleRefused(verdict)
    check_amounts({"planned_fen": draft.planned_fen})
    if not draft.name.strip():
        raise BadInput("a project needs a name", code="project_incomplete", missing=["name"])
    if not legal.today.year - 1 <= draft.plan_year <= legal.today.year + _FARTHEST_YEARS:
        raise BadInput("not a plan year", code="impossible_plan_year", year=draft.plan_year)
    start, end = draft.planned_start_on, draft.planned_end_on
    if start and end and end < start:
        raise BadInput("it ends before it starts", code="project_days_backward")
    if draft.kind in NEEDS_SYSTEM and draft.system_id is None:
        raise BadInput(
            "such a project concerns a system", code="project_without_system", kind=draft.kind.value
        )
    own = InformationSystem.objects.filter(pk=draft.system_id, department__code=actor.department)
    if draft.system_id is not None and not own.exists():
        raise NotFound(code="unknown_system")
