"""What delivery puts into inboxes: acceptances that are due, clearances, rectifications, changes."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.kinds import register_kind
from shuyuan.casework.steps import close_tasks, open_task
from shuyuan.delivery.models import ChangeRequest
from shuyuan.kernel.actor import Actor, Role
from shuyuan.notices import kinds as notices
from shuyuan.projects.models import Project
from shuyuan.projects.steps import PROJECT
from shuyuan.regulations.context import LegalContext

CHANGE = "delivery.change"

HOLD = register_kind("delivery:acceptance:hold", _("Have a completed project accepted"))
CLEAR = register_kind("delivery:acceptance:clear", _("Name an expert and decide on the clearance"))
RECTIFY = register_kind("delivery:acceptance:rectify", _("Mend the defects of an acceptance"))
RESULTS = register_kind("delivery:acceptance:results", _("Hand in the documents of the acceptance"))
CONSENT = register_kind("delivery:change:consent", _("Decide on a major change of a project"))
INVEST = register_kind("delivery:change:approve", _("Approve a larger investment"))

DUE = notices.register_kind("delivery:acceptance:due", _("An acceptance falls due"))
CLEARED = notices.register_kind("delivery:acceptance:cleared", _("An acceptance is cleared"))
DECIDED = notices.register_kind("delivery:change:decided", _("A change of a project is decided"))


def acceptance_page(project: Project) -> str:
    """Where the acceptance of a project is carried on."""
    return reverse("delivery:acceptance", args=[project.pk])


def ask_for_acceptance(
    project: Project, *, completed_on: date | None = None, until: date | None = None, **by: object
) -> None:
    """Put the acceptance before the unit: by the period of the law, or until the day that it reported."""
    period = {"parameter": "projects.acceptance_months", "received_on": completed_on}
    given = {"due_on": until, "cites": "jz-project-2020/21.1"}
    _ask_unit(HOLD, project, **(given if until else period), **by)


def ask_for_clearance(project: Project, **by: object) -> None:
    """Ask the bureau for its expert and its clearance; the measures set no day for that."""
    _open(
        CLEAR,
        project,
        title=f"{project.unit} · {project.name}",
        role=Role.DATA_ADMINISTRATION,
        cites="jz-project-2020/20.1",
        **by,
    )


def ask_to_rectify(project: Project, *, until: date, **by: object) -> None:
    """Ask the unit to mend what the panel found, until that day."""
    _ask_unit(RECTIFY, project, due_on=until, cites="jz-project-2020/21.1", **by)


def ask_for_results(project: Project, **by: object) -> None:
    """Ask the unit for the documents that follow a passed acceptance."""
    _ask_unit(RESULTS, project, cites="jz-project-2020/20.1", **by)


def close(project: Project, kind: str, *, outcome: str, actor: Actor, legal: LegalContext) -> None:
    """Nothing of this kind waits any more."""
    close_tasks(PROJECT, project.pk, kind=kind, outcome=outcome, actor=actor, legal=legal)


def ask_for_consent(asked: ChangeRequest, *, actor: Actor, legal: LegalContext) -> None:
    """Put a major change before the bureau."""
    _open_change(CONSENT, asked, Role.DATA_ADMINISTRATION, actor=actor, legal=legal)


def ask_for_investment(asked: ChangeRequest, *, actor: Actor, legal: LegalContext) -> None:
    """Put a larger investment before the commission."""
    _open_change(INVEST, asked, Role.INVESTMENT_APPROVAL, actor=actor, legal=legal)


def close_change(asked: ChangeRequest, *, outcome: str, actor: Actor, legal: LegalContext) -> None:
    """The change waits for nobody."""
    close_tasks(CHANGE, asked.pk, outcome=outcome, actor=actor, legal=legal)


def _ask_unit(kind: str, project: Project, **more: object) -> None:
    _open(
        kind,
        project,
        title=project.name,
        role=Role.DATA_OFFICER,
        department=project.unit.code,
        **more,
    )


def _open(kind: str, project: Project, **more: object) -> None:
    open_task(kind, subject_kind=PROJECT, subject_id=project.pk, url=acceptance_page(project), **more)


def _open_change(kind: str, asked: ChangeRequest, role: Role, *, actor: Actor, legal: LegalContext) -> None:
    open_task(
        kind,
        subject_kind=CHANGE,
        subject_id=asked.pk,
        title=f"{asked.project.unit} · {asked.project.name}",
        url=reverse("delivery:change", args=[asked.pk]),
        role=role,
        cites="jz-project-2020/17.2",
        actor=actor,
        legal=legal,
    )
