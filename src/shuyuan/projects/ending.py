"""When a project ends nothing waits for it any more: its open tasks leave the inboxes."""

from shuyuan.casework.steps import close_tasks
from shuyuan.kernel.actor import Actor
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.registry import register_effect
from shuyuan.projects.rules.stages import ENDED, STEPS
from shuyuan.projects.steps import PROJECT
from shuyuan.regulations.context import LegalContext

#: The kinds of entries with which a project ends.
ENDINGS = tuple(kind for kind, step in STEPS.items() if step.leads_to in ENDED)


def register() -> None:
    """Listen for the end."""
    for kind in ENDINGS:
        register_effect("projects", kind, _close)


def _close(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    # rooms name the subject of their tasks by the row or by the number
    for key in (entry.project_id, entry.project.number):
        close_tasks(PROJECT, key, outcome=entry.kind, actor=actor, legal=legal)
