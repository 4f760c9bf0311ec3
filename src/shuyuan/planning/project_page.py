"""What planning adds to the page of a project: the tab "Plan and documents" and buttons of its head."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.actions import Action
from shuyuan.kernel.actor import Actor, Role
from shuyuan.planning.documents import filing_facts, list_needed
from shuyuan.planning.judges import filing_day, judge_submitted
from shuyuan.planning.models import AnnualPlan, LibraryRecord, ProjectPlan
from shuyuan.planning.places import find_place
from shuyuan.planning.rules import Outlook, is_late, judge_filing_day, library_outlook
from shuyuan.projects.models import Project
from shuyuan.projects.registry import Block, judge_besides, register_actions, register_block
from shuyuan.projects.rules.filing import FILING
from shuyuan.projects.rules.holds import Funds, judge_money
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.rules.steps import needs_unfunded_years
from shuyuan.projects.selectors import UNIT_ROLES
from shuyuan.projects.selectors import find_project_holds as holds_of
from shuyuan.regulations.context import LegalContext

_TO_FILE = frozenset({Stage.DRAFT, Stage.RETURNED})
_PREPARING = frozenset({Stage.DRAFT, Stage.RETURNED, Stage.PLANNED})


def register() -> None:
    """Tell projects."""
    register_block(Block("planning", _("Plan and documents"), "planning/parts/block.html", _block, order=10))
    register_actions("planning", _actions, order=10)


def is_owner(project: Project, actor: Actor) -> bool:
    """Whether the actor acts for the project's unit."""
    return actor.role in UNIT_ROLES and actor.department == project.unit.code


def judge_filing_now(project: Project, legal: LegalContext) -> Any:
    """What stands against filing the project today."""
    day = filing_day(project, legal=legal)
    marked = filing_day(project, marked_late=is_late(day), legal=legal)
    holds = holds_of(project, legal=legal)
    return judge_filing_day(marked) + judge_money(tuple(holds), Funds.FILING)


def judge_leaving(project: Project, *, legal: LegalContext) -> Any:
    """What stands against taking the project out of the library today."""
    return needs_unfunded_years(project.known, legal=legal) + judge_besides(Kind.REMOVED, project, {}, legal)


def _block(request: HttpRequest, project: Project) -> dict[str, Any]:
    legal: LegalContext = request.legal
    plan = ProjectPlan.objects.select_related("consent").filter(project=project).first()
    lines = list(project.budget_lines.all())
    return {
        "plan": plan,
        "needed": list_needed(project, legal=legal),
        "is_placed": find_place(project) is not None,
        "infrastructure": FILING.judge(filing_facts(project, legal=legal)),
        "lines": lines,
        "lines_fen": sum(line.total_fen for line in lines),
        "targets": list(project.targets.all()),
        "records": list(LibraryRecord.objects.filter(project=project).order_by("year")),
        "is_owner": is_owner(project, request.actor),
        "is_preparing": Stage(project.stage) in _PREPARING,
        "outlook": _outlook(project, legal),
    }


def _outlook(project: Project, legal: LegalContext) -> str:
    if not project.unfunded_years:
        return ""
    found: Outlook = library_outlook(project.unfunded_years, legal=legal)
    return found.value


def _actions(project: Project, actor: Actor, legal: LegalContext) -> list[Action]:
    stage = Stage(project.stage)
    if is_owner(project, actor):
        return _of_the_unit(project, stage, legal)
    if actor.role is Role.DATA_ADMINISTRATION:
        return _of_the_bureau(project, stage, legal)
    return []


def _of_the_unit(project: Project, stage: Stage, legal: LegalContext) -> list[Action]:
    found = []
    if stage in _TO_FILE:
        is_open = AnnualPlan.objects.filter(year=project.plan_year).exists()
        found.append(
            Action(
                _("File for the annual plan"),
                "send",
                href=reverse("planning:file", args=[project.pk]),
                is_primary=True,
                why="" if is_open else _("The annual plan of that year is not open yet."),
                verdict=judge_filing_now(project, legal),
            )
        )
    if stage in _PREPARING:
        is_due = stage is Stage.PLANNED
        href = reverse("planning:documents", args=[project.pk])
        found.append(Action(_("Documents and budget"), "folders", href=href, is_primary=is_due))
    if stage is Stage.PLANNED:
        verdict = judge_submitted(project, {}, legal)
        if not verdict.allowed:
            found.append(Action(_("Hand in the documents"), "send", verdict=verdict))
    return found


def _of_the_bureau(project: Project, stage: Stage, legal: LegalContext) -> list[Action]:
    if stage is Stage.FILED:
        href = reverse("planning:study", args=[project.pk])
        return [Action(_("Study"), "clipboard-check", href=href, is_primary=True)]
    if stage is Stage.SUBMITTED:
        href = reverse("planning:return", args=[project.pk])
        return [Action(_("Return the documents"), "arrow-back-up", href=href)]
    in_library = stage in {Stage.REVIEWED, Stage.APPROVED}
    if in_library and _outlook(project, legal) == Outlook.LEAVES:
        href = reverse("planning:remove", args=[project.pk])
        verdict = judge_leaving(project, legal=legal)
        return [Action(_("Remove from the library"), "trash", href=href, verdict=verdict)]
    return []
