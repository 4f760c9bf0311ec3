"""What approvals add to the project's page: a tab, and the buttons of its head."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.approvals import selectors
from shuyuan.approvals.rules import CommissionFacts, needs_investment
from shuyuan.casework.actions import Action
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.verdict import Verdict
from shuyuan.papers.selectors import list_papers
from shuyuan.projects.models import Project
from shuyuan.projects.registry import Block, register_actions, register_block
from shuyuan.projects.rules.approval import PROCUREMENT, PROJECT_APPROVAL
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.rules.steps import approval_facts, procurement_facts
from shuyuan.projects.selectors import UNIT_ROLES
from shuyuan.projects.steps import PROJECT
from shuyuan.regulations.context import LegalContext

_SHOWN = frozenset({Stage.SUBMITTED, Stage.REVIEWED, Stage.APPROVED, Stage.BUDGETED, Stage.CLEARED})


def register() -> None:
    """Add the tab and the buttons."""
    register_block(Block("approvals", _("Approvals"), "approvals/block.html", _block, order=40))
    register_actions("approvals", _actions, order=40)


def _block(request: HttpRequest, project: Project) -> dict[str, Any] | None:
    decisions = selectors.decisions_of(project)
    if not decisions and project.known.stage not in _SHOWN:
        return None
    papers = list_papers(actor=request.actor).filter(subject_kind=PROJECT, subject_id=project.number)
    return {
        "decisions": decisions,
        "plans": selectors.plans_of(project),
        "papers": papers.order_by("day", "id"),
    }


def _actions(project: Project, actor: Actor, legal: LegalContext) -> list[Action]:  # noqa: ARG001 one shape
    known = project.known
    if actor.role is Role.DATA_ADMINISTRATION:
        return _for_bureau(project)
    if actor.role is Role.INVESTMENT_APPROVAL and known.stage in {Stage.SUBMITTED, Stage.REVIEWED}:
        way = Verdict.of([needs_investment(CommissionFacts(project.mode))])
        verdict = way if not way.allowed else PROJECT_APPROVAL.judge(approval_facts(known))
        ask = known.opinion_asked_on is None
        label = _("Ask for the opinion") if ask else _("Decide on the approval")
        href = reverse("approvals:approval", args=[project.pk])
        return [Action(label, "gavel", href=href, is_primary=True, verdict=way if ask else verdict)]
    if actor.role in UNIT_ROLES and actor.department == project.unit.code:
        return _for_unit(project)
    return []


def _for_bureau(project: Project) -> list[Action]:
    known, found = project.known, []
    if known.stage is Stage.SUBMITTED:
        href = reverse("approvals:review", args=[project.pk])
        found.append(Action(_("Review"), "clipboard-check", href=href, is_primary=True))
    if known.opinion_asked_on is not None and known.opinion_answered_on is None:
        href = reverse("approvals:approval", args=[project.pk])
        found.append(Action(_("Give the opinion"), "message", href=href, is_primary=True))
    for place in selectors.plans_of(project) if known.stage is Stage.BUDGETED else []:
        if place.state == "handed_in":
            href = reverse("approvals:plan", args=[project.pk, place.code])
            found.append(Action(_("Clear: %(plan)s") % {"plan": place.label}, "checklist", href=href))
    return found


def _for_unit(project: Project) -> list[Action]:
    known, found = project.known, []
    if known.stage is Stage.BUDGETED:
        for place in selectors.plans_of(project):
            if place.state in {"", "draft", "not_cleared"}:
                href = reverse("approvals:plan", args=[project.pk, place.code])
                found.append(Action(place.label, "plug-connected", href=href, is_primary=True))
    if known.stage in {Stage.BUDGETED, Stage.CLEARED}:
        found.append(
            Action(
                _("Open the procurement"),
                "send",
                href=reverse("approvals:procurement", args=[project.pk]),
                is_primary=known.stage is Stage.CLEARED,
                verdict=PROCUREMENT.judge(procurement_facts(known, {})),
            )
        )
    return found
