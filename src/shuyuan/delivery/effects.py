"""What follows a step of delivery in the same transaction: tasks come and go, people hear of it."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from shuyuan.delivery import inbox
from shuyuan.kernel.actor import Actor, Role
from shuyuan.notices.steps import tell
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.registry import register_effect
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.steps import PROJECT
from shuyuan.regulations.context import LegalContext

_NAME = "delivery"


def register() -> None:
    """Tell the room of projects."""
    for kind, effect in {
        Kind.COMPLETED: completed,
        Kind.DELAY_REPORTED: delayed,
        Kind.ACCEPTANCE_APPLIED: applied,
        Kind.EXPERT_NAMED: prepared,
        Kind.ACCEPTANCE_CLEARED: prepared,
        Kind.ACCEPTANCE_FAILED: failed,
        Kind.RECTIFIED: rectified,
        Kind.ACCEPTED: accepted,
        Kind.RESULTS_HANDED_IN: handed_in,
    }.items():
        register_effect(_NAME, kind, effect)


def completed(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    """The period for the acceptance runs."""
    inbox.ask_for_acceptance(entry.project, completed_on=entry.on, actor=actor, legal=legal)


def delayed(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    """The acceptance is due on the reported day."""
    inbox.close(entry.project, inbox.HOLD, outcome="delayed", actor=actor, legal=legal)
    until = date.fromisoformat(entry.data["until"])
    inbox.ask_for_acceptance(entry.project, until=until, actor=actor, legal=legal)


def applied(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    """The bureau names its expert and decides on the clearance."""
    inbox.close(entry.project, inbox.RECTIFY, outcome="applied", actor=actor, legal=legal)
    inbox.ask_for_clearance(entry.project, actor=actor, legal=legal)


def prepared(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    """Once there are an expert and a clearance, the unit can hold the acceptance."""
    project = entry.project
    known = project.known
    if not (known.acceptance_expert and known.acceptance_cleared):
        return
    inbox.close(project, inbox.CLEAR, outcome="cleared", actor=actor, legal=legal)
    tell(
        inbox.CLEARED,
        role=Role.DATA_OFFICER,
        department=project.unit.code,
        title=_("The acceptance can be held: %(project)s") % {"project": project.name},
        text=_("The data administration has named %(expert)s and cleared the acceptance.")
        % {"expert": known.acceptance_expert},
        url=inbox.acceptance_page(project),
        subject_kind=PROJECT,
        subject_id=project.pk,
        actor=actor,
        legal=legal,
    )


def failed(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    """The unit mends the defects until the day that the panel set."""
    inbox.close(entry.project, inbox.CLEAR, outcome="failed", actor=actor, legal=legal)
    until = date.fromisoformat(entry.data["rectify_by"])
    inbox.ask_to_rectify(entry.project, until=until, actor=actor, legal=legal)


def rectified(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    """Nothing is left to be mended."""
    inbox.close(entry.project, inbox.RECTIFY, outcome="rectified", actor=actor, legal=legal)


def accepted(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    """The acceptance is over; its documents are due."""
    for kind in (inbox.HOLD, inbox.CLEAR):
        inbox.close(entry.project, kind, outcome="accepted", actor=actor, legal=legal)
    inbox.ask_for_results(entry.project, actor=actor, legal=legal)


def handed_in(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    """Once every document is there, nothing waits."""
    needed = legal.law.codes("projects.acceptance_documents", on=legal.today)
    if set(needed) <= set(entry.project.known.handed_in):
        inbox.close(entry.project, inbox.RESULTS, outcome="handed_in", actor=actor, legal=legal)
