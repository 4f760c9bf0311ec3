"""What oversight shows on a project's page: orders, sanctions, audits, and the buttons of inspectors."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.actions import Action
from shuyuan.kernel.actor import Actor, Role
from shuyuan.projects.models import Project
from shuyuan.projects.registry import Block, register_actions, register_block
from shuyuan.projects.rules.stages import ENDED, Stage
from shuyuan.regulations.context import LegalContext
from shuyuan.supervision.checks import INSPECTORS
from shuyuan.supervision.models import Sanction
from shuyuan.supervision.selectors import LIABILITY_READERS
from shuyuan.supervision.wording import AUDIT_TONES, ORDER_TONES


def register() -> None:
    """Add the tab and the buttons."""
    register_block(Block("oversight", _("Oversight"), "supervision/parts/project.html", block, 90))
    register_actions("supervision", actions, order=90)


def block(request: HttpRequest, project: Project) -> dict[str, Any] | None:
    """The tab, once there is something to show."""
    orders = [(one, ORDER_TONES[one.state]) for one in project.orders.all()]
    audits = [(one, AUDIT_TONES[one.state]) for one in project.audit_cases.all()]
    if not orders and not audits:
        return None
    sees = request.actor.role in LIABILITY_READERS
    return {
        "orders": orders,
        "audits": audits,
        "sanctions": list(Sanction.objects.filter(order__project=project).select_related("order")),
        "liabilities": list(project.liabilities.all()) if sees else [],
    }


def actions(project: Project, actor: Actor, legal: LegalContext) -> list[Action]:  # noqa: ARG001 one shape
    """Buttons for those who inspect and audit; none for others."""
    if Stage(project.stage) in ENDED | {Stage.DRAFT}:
        return []
    found = []
    if actor.role in INSPECTORS:
        href = reverse("supervision:new_order", args=[project.pk])
        found.append(Action(_("Issue an order"), "gavel", href=href))
    if actor.role is Role.AUDIT_OFFICE:
        href = f"{reverse('supervision:new_audit')}?project={project.number}"
        found.append(Action(_("Take into the audit plan"), "report-analytics", href=href))
    if actor.role in INSPECTORS | {Role.AUDIT_OFFICE}:
        href = reverse("supervision:new_liability", args=[project.pk])
        found.append(Action(_("Record a liability"), "file-alert", href=href))
    return found
