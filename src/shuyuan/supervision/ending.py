"""When a project ends nobody waits for its orders any more; audits go on, because the money was spent."""

from shuyuan.kernel.actor import Actor
from shuyuan.projects.ending import ENDINGS
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.registry import register_effect
from shuyuan.regulations.context import LegalContext
from shuyuan.supervision import inbox
from shuyuan.supervision.models import Order


def register() -> None:
    """Listen for the end."""
    for kind in ENDINGS:
        register_effect("supervision", kind, _close_orders)


def _close_orders(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    for order in Order.objects.filter(project=entry.project_id).exclude(state=Order.State.MET):
        inbox.close_order(order, outcome=entry.kind, actor=actor, legal=legal)
