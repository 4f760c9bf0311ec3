"""What a campaign puts into inboxes: lists to hand in, to mend and to review, duties to take note of."""

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuyuan.campaigns.models import DepartmentList, ResponsibilityList
from shuyuan.casework.kinds import register_kind
from shuyuan.casework.steps import close_tasks, move_due_day, open_task, remind_waiting
from shuyuan.kernel.actor import Actor, Role
from shuyuan.notices import kinds as notices
from shuyuan.notices.steps import tell
from shuyuan.regulations.context import LegalContext

LIST = "campaigns.list"
RESPONSIBILITY = "campaigns.responsibility"

SUBMIT = register_kind("campaigns:list:submit", gettext_lazy("Hand in the catalog list"))
SUMMARIZE = register_kind("campaigns:summary:submit", gettext_lazy("Hand in the county summary"))
AMEND = register_kind("campaigns:list:amend", gettext_lazy("Amend the returned catalog list"))
REVIEW = register_kind("campaigns:list:review", gettext_lazy("Review a catalog list"))
ACKNOWLEDGE = register_kind(
    "campaigns:responsibility:acknowledge", gettext_lazy("Take note of the responsibility list")
)

OPENED = notices.register_kind("campaigns:campaign:opened", gettext_lazy("A catalog campaign begins"))
MOVED = notices.register_kind(
    "campaigns:campaign:moved", gettext_lazy("The days of a catalog campaign are moved")
)

#: Who answers for a department's list: the principal officer hands it in, the data officer prepares it.
_RESPONSIBLE = (Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER)


def ask_for_list(one: DepartmentList, *, again: bool = False, actor: Actor, legal: LegalContext) -> None:
    """Ask a department for its list (once more, when it was returned)."""
    kind = AMEND if again else SUMMARIZE if one.is_summary else SUBMIT
    for role in _RESPONSIBLE:
        open_task(
            kind,
            subject_kind=LIST,
            subject_id=one.pk,
            title=one.campaign.name,
            url=one.get_absolute_url(),
            role=role,
            department=one.department.code,
            due_on=one.due_on,
            cites="jz-data-2020/8.1",
            actor=actor,
            legal=legal,
        )


def ask_for_review(one: DepartmentList, *, actor: Actor, legal: LegalContext) -> None:
    """Put a list that was handed in before the bureau."""
    open_task(
        REVIEW,
        subject_kind=LIST,
        subject_id=one.pk,
        title=f"{one.department} · {one.campaign.name}",
        url=one.get_absolute_url(),
        role=Role.DATA_ADMINISTRATION,
        due_on=one.campaign.review_due_on,
        cites="jz-data-2020/8.2",
        actor=actor,
        legal=legal,
    )


def ask_county(one: DepartmentList, *, actor: Actor, legal: LegalContext) -> None:
    """Tell the county office that a list of one of its departments has come."""
    if one.summary is None:
        return
    open_task(
        SUMMARIZE,
        subject_kind=LIST,
        subject_id=one.summary.pk,
        title=one.campaign.name,
        url=one.summary.get_absolute_url(),
        role=Role.DATA_OFFICER,
        department=one.summary.department.code,
        due_on=one.summary.due_on,
        cites="jz-data-2020/8.1",
        actor=actor,
        legal=legal,
    )


def close_list(one: DepartmentList, *, outcome: str, actor: Actor, legal: LegalContext) -> None:
    """Nothing waits for this list where it lay until now."""
    close_tasks(LIST, one.pk, outcome=outcome, actor=actor, legal=legal)


def move_list(one: DepartmentList, *, due_on: date, reason: str, actor: Actor, legal: LegalContext) -> None:
    """Whoever has still to hand the list in gets another day for it."""
    kinds = (SUBMIT, SUMMARIZE, AMEND)
    move_due_day(LIST, one.pk, kinds=kinds, due_on=due_on, reason=reason, actor=actor, legal=legal)


def move_review(one: DepartmentList, *, reason: str, actor: Actor, legal: LegalContext) -> None:
    """The review of the list ends with that of the campaign."""
    due_on = one.campaign.review_due_on
    move_due_day(LIST, one.pk, kinds=(REVIEW,), due_on=due_on, reason=reason, actor=actor, legal=legal)


def remind_of_list(one: DepartmentList, *, actor: Actor, legal: LegalContext) -> bool:
    """Urge the officers with whom the list waits; False when they were reminded today already."""
    return bool(remind_waiting(LIST, one.pk, text=str(_due_text(one)), actor=actor, legal=legal))


def tell_officers(
    one: DepartmentList, kind: str, title: Any, *, text: Any = "", actor: Actor, legal: LegalContext
) -> None:
    """Tell those who answer for a department's list something, with the day on which it is due."""
    for role in _RESPONSIBLE:
        tell(
            kind,
            role=role,
            department=one.department.code,
            title=title,
            text=format_lazy("{} {}", _due_text(one), text) if text else _due_text(one),
            url=one.get_absolute_url(),
            subject_kind=LIST,
            subject_id=one.pk,
            actor=actor,
            legal=legal,
        )


def _due_text(one: DepartmentList) -> Any:
    words = gettext_lazy("%(campaign)s: the catalog list of your department is due on %(day)s.")
    return words % {"campaign": one.campaign.name, "day": one.due_on.isoformat()}


def ask_to_acknowledge(duty_list: ResponsibilityList, *, actor: Actor, legal: LegalContext) -> None:
    """Ask a department to take note of what it has to collect."""
    title = _("Responsibility list of edition %(edition)s") % {"edition": duty_list.edition.name}
    for role in _RESPONSIBLE:
        open_task(
            ACKNOWLEDGE,
            subject_kind=RESPONSIBILITY,
            subject_id=duty_list.pk,
            title=title,
            url=duty_list.get_absolute_url(),
            role=role,
            department=duty_list.department.code,
            cites="jz-data-2020/9.1",
            actor=actor,
            legal=legal,
        )


def close_acknowledgement(duty_list: ResponsibilityList, *, actor: Actor, legal: LegalContext) -> None:
    """The department has taken note."""
    close_tasks(RESPONSIBILITY, duty_list.pk, outcome="acknowledged", actor=actor, legal=legal)
