"""What stands against filing, consent and handing in, beside the rules of projects themselves."""

from collections.abc import Mapping
from typing import Any

from shuyuan.kernel.verdict import Verdict
from shuyuan.planning.documents import filing_facts
from shuyuan.planning.models import UnitPlan
from shuyuan.planning.rules import (
    FilingDay,
    judge_budget_lines,
    judge_consent,
    judge_filing_day,
    judge_notice,
)
from shuyuan.projects import registry
from shuyuan.projects.models import Project
from shuyuan.projects.rules.filing import FILING, due_annual_plan, judge_documents
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.regulations.context import LegalContext

Data = Mapping[str, Any]


def register() -> None:
    """Tell projects who judges."""
    registry.register_judge("planning", Kind.FILED, judge_filed)
    registry.register_judge("planning", Kind.CONSENTED, judge_consented)
    registry.register_judge("planning", Kind.SUBMITTED, judge_submitted)
    registry.register_judge("planning", Kind.REMOVED, judge_removed)


def filing_day(
    project: Project, *, plan_year: int = 0, marked_late: bool = False, legal: LegalContext
) -> FilingDay:
    """What decides whether the project may be filed today."""
    year = plan_year or project.plan_year
    grants = UnitPlan.objects.filter(plan__year=year, unit=project.unit)
    first = None
    if project.stage == Stage.RETURNED:
        earlier = project.journal.filter(kind=Kind.FILED.value, data__plan_year=year).order_by("id")
        first = earlier.values_list("on", flat=True).first()
    return FilingDay(
        plan_year=year,
        day=legal.today,
        last_day=due_annual_plan(year, legal=legal),
        granted_until=grants.values_list("late_until", flat=True).first(),
        marked_late=marked_late,
        first_filed_on=first,
    )


def judge_filed(project: Project, data: Data, legal: LegalContext) -> Verdict:
    """The day of the filing, and the mark of a late one."""
    day = filing_day(
        project,
        plan_year=int(data.get("plan_year") or 0),
        marked_late=bool(data.get("late")),
        legal=legal,
    )
    return judge_filing_day(day)


def judge_consented(project: Project, data: Data, legal: LegalContext) -> Verdict:  # noqa: ARG001
    """The bureau's study came after the last filing, and the consent names its document."""
    kinds = [Kind.FILED.value, Kind.STUDIED.value]
    last = project.journal.filter(kind__in=kinds).order_by("-id").values_list("kind", flat=True).first()
    return judge_consent(studied=last == Kind.STUDIED, document=str(data.get("document") or ""))


def judge_submitted(project: Project, data: Data, legal: LegalContext) -> Verdict:  # noqa: ARG001
    """Documents, assessment report, infrastructure and budget: everything that is missing at once."""
    facts = filing_facts(project, legal=legal)
    lines = [line.total_fen for line in project.budget_lines.all()]
    return (
        judge_documents(facts.documents, legal=legal)
        + FILING.judge(facts)
        + judge_budget_lines(lines, project.planned_fen)
    )


def judge_removed(project: Project, data: Data, legal: LegalContext) -> Verdict:  # noqa: ARG001
    """The notice went out when the last year without money was closed."""
    closed = project.journal.filter(kind=Kind.UNFUNDED.value).order_by("-id")
    return judge_notice(closed.values_list("on", flat=True).first(), today=legal.today)
