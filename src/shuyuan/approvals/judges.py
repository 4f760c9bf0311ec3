"""What approvals say besides the gates of projects: the commission's own limits."""

from collections.abc import Mapping
from typing import Any

from shuyuan.approvals.rules import COMMISSION_DECISION, CommissionFacts, needs_investment
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects.models import Project
from shuyuan.projects.registry import register_judge
from shuyuan.projects.rules.stages import Kind
from shuyuan.regulations.context import LegalContext


def register() -> None:
    """Have the commission's steps judged by its own rules too."""
    register_judge("approvals.commission", Kind.APPROVED, judge_approval)
    for kind in (Kind.OPINION_ASKED, Kind.APPROVAL_REFUSED):
        register_judge("approvals.commission", kind, judge_way)


def judge_approval(project: Project, data: Mapping[str, Any], legal: LegalContext) -> Verdict:  # noqa: ARG001
    """Only investments are approved, and against the opinion only with a reason."""
    consents = project.known.opinion_consents
    return COMMISSION_DECISION.judge(CommissionFacts(project.mode, consents, str(data.get("reason") or "")))


def judge_way(project: Project, data: Mapping[str, Any], legal: LegalContext) -> Verdict:  # noqa: ARG001
    """Only investments lie before the commission."""
    return Verdict.of([needs_investment(CommissionFacts(project.mode))])
