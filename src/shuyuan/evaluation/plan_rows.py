"""The plans of upkeep of a project as pages show them."""

from typing import Any

from shuyuan.evaluation.rules import missing_plans
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Kind
from shuyuan.regulations.context import LegalContext


def plan_rows(project: Project, legal: LegalContext, language: str) -> list[dict[str, Any]]:
    """Every plan that the law asks for, with its latest entry in the journal."""
    filed = {
        entry.data.get("plan"): entry
        for entry in project.journal.filter(kind=Kind.UPKEEP_PLAN_FILED.value).order_by("pk")
    }
    missing = set(missing_plans(project.known.upkeep_plans, legal=legal))
    words = legal.law.reasons.words
    return [
        {
            "code": code,
            "label": words[code].of(language) if code in words else code,
            "is_missing": code in missing,
            "entry": filed.get(code),
        }
        for code in legal.law.codes("projects.upkeep_plans", on=legal.today)
    ]
