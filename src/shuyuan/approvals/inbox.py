"""What approvals put into inboxes, mostly as effects of the project's journal."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.approvals.wording import PLANS
from shuyuan.casework.kinds import register_kind
from shuyuan.casework.steps import close_tasks, open_task
from shuyuan.kernel.actor import Actor, Role
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.registry import register_effect
from shuyuan.projects.rules.filing import FundingMode
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.steps import PROJECT
from shuyuan.regulations.context import LegalContext

REVIEW = register_kind("approvals:project:review", _("Review a project"))
OPINE = register_kind("approvals:project:opinion", _("Give the opinion that the commission asks for"))
APPROVE = register_kind("approvals:project:approval", _("Decide on the approval of a project"))
PLAN_OF = {
    "integration_plan": register_kind(
        "approvals:project:integration_plan", _("Hand in the plan of joining the platform")
    ),
    "co_use_plan": register_kind(
        "approvals:project:co_use_plan", _("Hand in the plan of shared building and use")
    ),
}
CLEAR = register_kind("approvals:clearance_plan:clear", _("Clear a plan"))
PROCURE = register_kind("approvals:project:procurement", _("Open the procurement"))
PLAN_SUBJECT = "approvals.clearance_plan"

_KINDS = (REVIEW, OPINE, APPROVE, PROCURE, *PLAN_OF.values())
_CITES = {
    REVIEW: "jz-project-2020/10.1",
    APPROVE: "jz-project-2020/11.1",
    PROCURE: "jz-project-2020/14.1",
}
#: The officer prepares it, the principal answers for it.
_UNIT_ROLE = Role.DATA_OFFICER


def register() -> None:
    """Have the tasks opened and closed by what is written into the journal."""
    effects = {
        Kind.SUBMITTED: _submitted,
        Kind.REVIEWED: _reviewed,
        Kind.OPINION_ASKED: _asked,
        Kind.OPINION_ANSWERED: _answered,
        Kind.BUDGETED: _budgeted,
        Kind.PLAN_CLEARED: _plan_cleared,
    }
    for kind, effect in effects.items():
        register_effect("approvals.inbox", kind, effect)
    for kind in (
        Kind.REVIEW_FAILED,
        Kind.DOCUMENTS_RETURNED,
        Kind.APPROVED,
        Kind.APPROVAL_REFUSED,
        Kind.PROCUREMENT_OPENED,
        Kind.WITHDRAWN,
        Kind.REMOVED,
        Kind.TERMINATED,
    ):
        register_effect("approvals.inbox", kind, _over)


def _submitted(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    _open(REVIEW, entry, "review", Role.DATA_ADMINISTRATION, actor=actor, legal=legal)


def _reviewed(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    close_tasks(PROJECT, entry.project.number, kind=REVIEW, outcome=entry.kind, actor=actor, legal=legal)
    if entry.project.mode is FundingMode.GOVERNMENT_INVESTMENT:
        _open(APPROVE, entry, "approval", Role.INVESTMENT_APPROVAL, actor=actor, legal=legal)


def _asked(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    days = settings.PROJECT_OPINION_DAYS
    open_task(
        OPINE,
        subject_kind=PROJECT,
        subject_id=entry.project.number,
        title=_title(entry.project),
        url=reverse("approvals:approval", args=[entry.project.pk]),
        role=Role.DATA_ADMINISTRATION,
        received_on=entry.on,
        due_on=legal.calendar.add(entry.on, days),
        cites="jz-project-2020/11.1",
        actor=actor,
        legal=legal,
    )


def _answered(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    close_tasks(PROJECT, entry.project.number, kind=OPINE, outcome=entry.kind, actor=actor, legal=legal)


def _budgeted(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    if entry.from_stage == entry.to_stage:
        return
    for plan in PLANS:
        ask_for_plan(entry.project, plan, actor=actor, legal=legal)


def _plan_cleared(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    if entry.to_stage == Stage.CLEARED:
        _open(PROCURE, entry, "procurement", _UNIT_ROLE, actor=actor, legal=legal)


def _over(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    for kind in _KINDS:
        close_tasks(PROJECT, entry.project.number, kind=kind, outcome=entry.kind, actor=actor, legal=legal)
    if entry.to_stage in {Stage.WITHDRAWN, Stage.REMOVED, Stage.TERMINATED}:
        for plan in entry.project.clearance_plans.values_list("pk", flat=True):
            close_tasks(PLAN_SUBJECT, plan, outcome=entry.kind, actor=actor, legal=legal)


def ask_for_plan(project: Project, plan: str, *, actor: Actor, legal: LegalContext) -> None:
    """Put a plan that is to be handed in (again) before the unit."""
    open_task(
        PLAN_OF[plan],
        subject_kind=PROJECT,
        subject_id=project.number,
        title=_title(project),
        url=reverse("approvals:plan", args=[project.pk, plan]),
        role=_UNIT_ROLE,
        department=project.unit.code,
        cites="jz-project-2020/14.1",
        actor=actor,
        legal=legal,
    )


def ask_to_clear(plan_id: int, project: Project, url: str, *, actor: Actor, legal: LegalContext) -> None:
    """Put a plan that was handed in before the bureau."""
    open_task(
        CLEAR,
        subject_kind=PLAN_SUBJECT,
        subject_id=plan_id,
        title=_title(project),
        url=url,
        role=Role.DATA_ADMINISTRATION,
        cites="jz-project-2020/14.1",
        actor=actor,
        legal=legal,
    )


def _open(
    kind: str, entry: JournalEntry, page: str, role: Role, *, actor: Actor, legal: LegalContext
) -> None:
    open_task(
        kind,
        subject_kind=PROJECT,
        subject_id=entry.project.number,
        title=_title(entry.project),
        url=reverse(f"approvals:{page}", args=[entry.project.pk]),
        role=role,
        department=entry.project.unit.code if role is _UNIT_ROLE else "",
        cites=_CITES[kind],
        actor=actor,
        legal=legal,
    )


def _title(project: Project) -> str:
    return f"{project.unit} · {project.name}"
