"""What planning puts into inboxes, and what it tells people."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.kinds import register_kind
from shuyuan.casework.steps import close_tasks, open_task, remind_waiting
from shuyuan.kernel.actor import Actor, Role
from shuyuan.notices import kinds as notices
from shuyuan.notices.steps import tell
from shuyuan.planning.models import CompiledPlan, UnitPlan
from shuyuan.projects.models import Project
from shuyuan.regulations.context import LegalContext

PROJECT = "projects.project"
UNIT_PLAN = "planning.unit_plan"
COMPILED = "planning.compiled_plan"

FILE = register_kind("planning:unit:file", _("File projects for the annual plan"))
STUDY = register_kind("planning:project:study", _("Study a filed project"))
AMEND = register_kind("planning:project:amend", _("Complete a returned filing"))
HAND_IN = register_kind("planning:project:hand_in", _("Hand in the documents of a project"))
COMPLETE = register_kind("planning:project:complete", _("Complete returned documents"))
REMOVE = register_kind("planning:project:remove", _("Remove a project from the library"))
NOTE = register_kind("planning:compiled_plan:note", _("Take note of the compiled plans"))

OPENED = notices.register_kind("planning:plan:opened", _("An annual plan is open"))
GRANTED = notices.register_kind("planning:plan:late_granted", _("A late filing is allowed"))
DECLINED = notices.register_kind("planning:project:declined", _("A project is not taken into the plan"))
PLANNED = notices.register_kind("planning:project:consented", _("A project is in the annual plan"))
WARNED = notices.register_kind("planning:library:warned", _("A project may leave the library"))
REMOVED = notices.register_kind("planning:library:removed", _("A project left the library"))
SENT = notices.register_kind("planning:compiled_plan:sent", _("Compiled plans of a year"))

#: Who answers for the projects of a unit.
RESPONSIBLE = (Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER)
FILING_LAW = "jz-project-2020/9.1"
LIBRARY_LAW = "jz-project-2020/18.1"
COMPILED_LAW = "jz-project-2020/10.1"


def ask_unit(one: UnitPlan, *, actor: Actor, legal: LegalContext) -> None:
    """Ask a unit for its projects."""
    for role in RESPONSIBLE:
        open_task(
            FILE,
            subject_kind=UNIT_PLAN,
            subject_id=one.pk,
            title=str(_("Annual plan %(year)s") % {"year": one.plan.year}),
            url=one.get_absolute_url(),
            role=role,
            department=one.unit.code,
            due_on=one.due_on(),
            cites=FILING_LAW,
            actor=actor,
            legal=legal,
        )


def close_unit(one: UnitPlan, *, outcome: str, actor: Actor, legal: LegalContext) -> None:
    """The unit has answered."""
    close_tasks(UNIT_PLAN, one.pk, outcome=outcome, actor=actor, legal=legal)


def stop_asking(year: int, *, actor: Actor, legal: LegalContext) -> list[str]:
    """Ask nobody for the plan of a year that is over; gives the codes of units that never answered."""
    silent = UnitPlan.objects.filter(plan__year=year, state=UnitPlan.State.ASKED).exclude(
        late_until__gte=legal.today
    )
    return [
        code
        for pk, code in silent.order_by("unit__code").values_list("pk", "unit__code")
        if close_tasks(UNIT_PLAN, pk, outcome="year_over", actor=actor, legal=legal)
    ]


def remind_unit(one: UnitPlan, *, actor: Actor, legal: LegalContext) -> bool:
    """Urge the unit; False when it was reminded today already."""
    words = _("The projects of your department for %(year)s are due on %(day)s.")
    text = str(words % {"year": one.plan.year, "day": one.due_on().isoformat()})
    return bool(remind_waiting(UNIT_PLAN, one.pk, text=text, actor=actor, legal=legal))


def tell_unit(
    unit: str,
    kind: str,
    *,
    title: Any,
    text: Any = "",
    url: str,
    subject: tuple[str, object],
    actor: Actor,
    legal: LegalContext,
) -> None:
    """Tell those who answer for a unit's projects."""
    for role in RESPONSIBLE:
        tell(
            kind,
            role=role,
            department=unit,
            title=title,
            text=text,
            url=url,
            subject_kind=subject[0],
            subject_id=subject[1],
            actor=actor,
            legal=legal,
        )


def tell_project(
    project: Project, kind: str, *, title: Any, text: Any = "", actor: Actor, legal: LegalContext
) -> None:
    """Tell the unit of a project something about it."""
    tell_unit(
        project.unit.code,
        kind,
        title=title,
        text=text or project.name,
        url=project.get_absolute_url(),
        subject=(PROJECT, project.pk),
        actor=actor,
        legal=legal,
    )


def ask_bureau(
    project: Project,
    kind: str,
    page: str,
    *,
    due_on: date | None = None,
    cites: str = FILING_LAW,
    actor: Actor,
    legal: LegalContext,
) -> None:
    """Put a project before the bureau; `page` is the name of the address where it is done."""
    open_task(
        kind,
        subject_kind=PROJECT,
        subject_id=project.pk,
        title=f"{project.unit} · {project.name}",
        url=reverse(page, args=[project.pk]),
        role=Role.DATA_ADMINISTRATION,
        due_on=due_on,
        cites=cites,
        actor=actor,
        legal=legal,
    )


def ask_owner(project: Project, kind: str, page: str, *, actor: Actor, legal: LegalContext) -> None:
    """Put a project before its unit."""
    for role in RESPONSIBLE:
        open_task(
            kind,
            subject_kind=PROJECT,
            subject_id=project.pk,
            title=project.name,
            url=reverse(page, args=[project.pk]),
            role=role,
            department=project.unit.code,
            cites=FILING_LAW,
            actor=actor,
            legal=legal,
        )


def close_project(project: Project, *kinds: str, outcome: str, actor: Actor, legal: LegalContext) -> None:
    """What waited about the project waits no more."""
    for kind in kinds:
        close_tasks(PROJECT, project.pk, kind=kind, outcome=outcome, actor=actor, legal=legal)


def send_to_offices(edition: CompiledPlan, *, actor: Actor, legal: LegalContext) -> None:
    """Ask commission and finance to take note of the compiled plans."""
    title = _("Construction plan and fund plan of %(year)s, edition %(name)s")
    words = {"year": edition.year, "name": edition.name}
    for role in (Role.INVESTMENT_APPROVAL, Role.FINANCE):
        open_task(
            NOTE,
            subject_kind=COMPILED,
            subject_id=edition.pk,
            title=str(title % words),
            url=edition.get_absolute_url(),
            role=role,
            cites=COMPILED_LAW,
            actor=actor,
            legal=legal,
        )
        tell(
            SENT,
            role=role,
            title=title % words,
            url=edition.get_absolute_url(),
            subject_kind=COMPILED,
            subject_id=edition.pk,
            actor=actor,
            legal=legal,
        )
