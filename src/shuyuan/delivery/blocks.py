"""What delivery shows on a project's page: the tabs of construction and acceptance."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import list_tasks_of
from shuyuan.delivery import inbox
from shuyuan.delivery.actions import acceptance_actions, construction_actions
from shuyuan.delivery.gantt import draw
from shuyuan.delivery.selectors import (
    WAITING,
    is_bureau,
    is_own,
    list_amendments,
    list_contracts,
    list_delays,
    list_tenders,
    present_supervisor,
)
from shuyuan.delivery.services.building import PLANNING, UNDER_CONSTRUCTION
from shuyuan.delivery.wording import CHANGE_TONES, OUTCOME_TONES, document_words
from shuyuan.kernel.actor import Actor
from shuyuan.projects.models import Project
from shuyuan.projects.registry import Block, register_actions, register_block
from shuyuan.projects.rules.stages import STEPS, Kind, Stage
from shuyuan.projects.steps import PROJECT

#: Before these stages nothing is built, so there is no tab.
_TOO_EARLY = frozenset(
    {
        Stage.DRAFT,
        Stage.FILED,
        Stage.RETURNED,
        Stage.PLANNED,
        Stage.SUBMITTED,
        Stage.REJECTED,
        Stage.WITHDRAWN,
    }
)


def register() -> None:
    """Add the tabs and the buttons."""
    register_block(
        Block("construction", _("Construction"), "delivery/parts/construction.html", construction_block, 60)
    )
    register_block(
        Block("acceptance", _("Acceptance"), "delivery/parts/acceptance.html", acceptance_block, 70)
    )
    register_actions("delivery.construction", construction_actions, order=60)
    register_actions("delivery.acceptance", acceptance_actions, order=70)


def construction_block(request: HttpRequest, project: Project) -> dict[str, Any] | None:
    """The tab, from the review on."""
    if Stage(project.stage) in _TOO_EARLY:
        return None
    return construction_context(request, project)


def construction_context(request: HttpRequest, project: Project) -> dict[str, Any]:
    """Who answers, who watches, what was bought, how far it is, what shall change."""
    today = request.legal.today
    milestones = list(project.milestones.all())
    contracts = list_contracts(project)
    changes = [(one, CHANGE_TONES[one.state]) for one in project.change_requests.all()]
    return {
        "known": project.known,
        "supervisor": present_supervisor(project),
        "tenders": list_tenders(project),
        "contracts": contracts,
        "amendments": list_amendments(project),
        "contracted_fen": sum(one.contract.fen for one in contracts),
        "paid_fen": sum(one.paid_fen for one in contracts),
        "gantt": draw(milestones, today),
        "reports": list(project.supervision_reports.select_related("document").order_by("-month")),
        "changes": changes,
        "actions": construction_actions(project, request.actor, request.legal),
        "is_own": is_own(project, request.actor),
        "may": _may(project, request.actor, waits=any(one.state in WAITING for one, _tone in changes)),
        "today": today,
    }


def _may(project: Project, actor: Actor, *, waits: bool) -> dict[str, bool]:
    """What the unit can enter on this page in this stage; a change waits for the one before it."""
    own, stage = is_own(project, actor), Stage(project.stage)
    return {
        "name": own and stage in STEPS[Kind.LEADER_NAMED].stages,
        "watch": own and stage in STEPS[Kind.SUPERVISOR_APPOINTED].stages,
        "plan": own and stage in PLANNING,
        "mark": own and stage in UNDER_CONSTRUCTION,
        "contract": own and stage in STEPS[Kind.CONTRACTED].stages,
        "amend": own and stage in STEPS[Kind.CONTRACT_AMENDED].stages,
        "change": own and stage in STEPS[Kind.CHANGE_CONSENTED].stages and not waits,
    }


def acceptance_block(request: HttpRequest, project: Project) -> dict[str, Any] | None:
    """The tab, from the completion on."""
    return acceptance_context(request, project) if project.completed_on else None


def acceptance_context(request: HttpRequest, project: Project) -> dict[str, Any]:
    """When it is due and why, each acceptance so far, the delays, the documents, the system."""
    legal, known = request.legal, project.known
    rounds = [(one, OUTCOME_TONES[one.outcome]) for one in project.acceptances.select_related("paper")]
    needed = legal.law.codes("projects.acceptance_documents", on=legal.today)
    return {
        "known": known,
        "rounds": rounds,
        "delays": list_delays(project),
        "why": _why(project, request.actor),
        "documents": [(document_words(code, legal=legal), code in known.handed_in) for code in needed],
        "is_accepted": known.accepted_on is not None,
        "may_ask": is_own(project, request.actor),
        "may_read_papers": is_own(project, request.actor) or is_bureau(request.actor),
        "actions": acceptance_actions(project, request.actor, legal),
    }


def _why(project: Project, actor: Actor) -> str:
    """The page that shows how the due day was counted, for those whom the task concerns."""
    if not (is_own(project, actor) or is_bureau(actor)):
        return ""
    task = list_tasks_of(PROJECT, project.pk).filter(kind=inbox.HOLD, done_at__isnull=True).last()
    return reverse("casework:why", args=[task.pk]) if task else ""
