"""What casework tells people, and who hears it: the holders of an inbox, with their substitutes."""

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.models import Substitution, Task
from shuyuan.casework.selectors import department_code
from shuyuan.casework.selectors.substitution import in_force
from shuyuan.kernel.actor import Actor, Role
from shuyuan.notices.kinds import register_kind
from shuyuan.notices.models import Notice
from shuyuan.notices.steps import tell
from shuyuan.regulations.context import LegalContext

REMINDED = register_kind("casework:task:reminded", _("Somebody reminds you of a task"))
HANDED_OVER = register_kind("casework:task:handed_over", _("A task is handed over to you"))
NEAR = register_kind("casework:task:near", _("A deadline is near"))
OVERDUE = register_kind("casework:task:overdue", _("A deadline is past"))
SUPERVISED = register_kind("casework:supervision:told", _("A supervised matter"))
SUBSTITUTED = register_kind("casework:substitution:told", _("You act for somebody"))
MOVED = register_kind("casework:calendar:moved", _("The calendar moved your deadlines"))

_TASK = "casework.task"


def titled(heading: Any, title: str) -> Any:
    """A heading with the name of the matter, in the language in which it is told."""
    return format_lazy("{}：{}", heading, title)


def tell_addressee(
    task: Task, kind: str, *, heading: Any, text: Any = "", urgent: bool, once: str = "", **who: Any
) -> Notice:
    """Tell those in whose inbox a task lies; `who` is actor and legal."""
    return tell(
        kind,
        **inbox_of(task.post_id, task.role, task.department, on=who["legal"].today),
        title=titled(heading, task.title),
        text=text,
        url=task.url,
        subject_kind=_TASK,
        subject_id=task.pk,
        urgent=urgent,
        once=once,
        **who,
    )


def tell_leader(task: Task, *, once: str, text: Any = "", actor: Actor, legal: LegalContext) -> Notice | None:
    """Tell the principal officer of the department in which a task waits; the bureau's own have none."""
    department = department_code(task)
    if not department:
        return None
    return tell(
        OVERDUE,
        role=Role.PRINCIPAL_OFFICER,
        department=department,
        title=titled(_("Overdue in your department"), task.title),
        text=text,
        url=task.url,
        subject_kind=_TASK,
        subject_id=task.pk,
        urgent=True,
        once=once,
        actor=actor,
        legal=legal,
    )


def tell_bureau(task: Task, *, once: str, text: Any = "", actor: Actor, legal: LegalContext) -> Notice:
    """Tell the bureau of a task that has waited too long."""
    return tell(
        OVERDUE,
        role=Role.DATA_ADMINISTRATION,
        title=titled(_("Overdue for long"), task.title),
        text=text,
        url=task.url,
        subject_kind=_TASK,
        subject_id=task.pk,
        once=once,
        actor=actor,
        legal=legal,
    )


def inbox_of(post_id: int | None, role: str, department: Any, *, on: date) -> dict[str, Any]:
    """The address of an inbox for `tell`: a post with who acts for it that day, or a role of a department."""
    if post_id is None:
        return {"role": Role(role), "department": department.code if department else ""}
    acting = Substitution.objects.filter(in_force(on), post=post_id).values_list("substitute", flat=True)
    return {"posts": [post_id, *acting]}
