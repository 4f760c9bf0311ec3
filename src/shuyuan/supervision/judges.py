"""What stands against a sanction besides the rules of projects: its order was not refused and runs still."""

from collections.abc import Mapping
from typing import Any

from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.projects.models import Project
from shuyuan.projects.registry import register_judge
from shuyuan.projects.rules.stages import Kind
from shuyuan.regulations.context import LegalContext
from shuyuan.supervision.models import Order
from shuyuan.supervision.rules import ProjectOrderFacts, judge_project_sanction

SANCTIONS = (Kind.CRITICIZED, Kind.PAYMENT_SUSPENDED, Kind.PROJECT_SUSPENDED, Kind.TERMINATED)
RESUMPTIONS = (Kind.PAYMENT_RESUMED, Kind.PROJECT_RESUMED)


def register() -> None:
    """Have sanctions judged by the order behind them."""
    for kind in SANCTIONS:
        register_judge("supervision", kind, judge_sanction)
    for kind in RESUMPTIONS:
        register_judge("supervision", kind, judge_resumption)


def judge_sanction(project: Project, data: Mapping[str, Any], legal: LegalContext) -> Verdict:
    """The order that the sanction names was refused, or not met in time."""
    order = Order.objects.filter(project=project, number=str(data.get("order") or "")).first()
    facts = ProjectOrderFacts(
        order_due_on=order.due_on if order else None,
        refused=order.is_refused if order else False,
        met=order.state == Order.State.MET if order else False,
        today=legal.today,
    )
    return judge_project_sanction(facts)


def judge_resumption(project: Project, data: Mapping[str, Any], legal: LegalContext) -> Verdict:  # noqa: ARG001
    """What was suspended goes on once the order is met."""
    order = Order.objects.filter(project=project, number=str(data.get("order") or "")).first()
    if order is not None and order.state == Order.State.MET:
        return Verdict()
    return Verdict((Reason("order_not_met", "jz-project-2020/31.1"),))
