"""Who hears that an acceptance falls due, and when."""

from django.utils.translation import gettext_lazy as _

from shuyuan.delivery import inbox
from shuyuan.kernel.actor import PLATFORM, Role
from shuyuan.notices.models import Notice
from shuyuan.notices.steps import tell
from shuyuan.projects.models import Project
from shuyuan.projects.steps import PROJECT
from shuyuan.regulations.context import LegalContext

#: So many days before the due day the unit hears of it; when it is over, the bureau and finance do, too.
STEPS_BEFORE = (60, 30, 0)
_OVERDUE = "overdue"


def remind_of_acceptance(project: Project, *, legal: LegalContext) -> bool:
    """Tell those whom it concerns, once for each step; gives whether anybody was told now."""
    due = project.acceptance_due_on
    if due is None:
        return False
    left = (due - legal.today).days
    step = _OVERDUE if left < 0 else next((str(days) for days in sorted(STEPS_BEFORE) if left <= days), "")
    once = f"delivery:{project.pk}:{due.isoformat()}:{step}"
    if not step or Notice.objects.filter(once=once).exists():
        return False
    title = (
        _("The acceptance is overdue: %(project)s")
        if step == _OVERDUE
        else _("The acceptance falls due on %(day)s: %(project)s")
    ) % {"day": due.isoformat(), "project": project.name}
    text = (
        _("Construction and upkeep money is held until the project is accepted or a new day is reported.")
        if step == _OVERDUE
        else _("Hold it until then, or report why it is late and when it will be.")
    )
    _tell(project, title, text, once, legal, role=Role.DATA_OFFICER, department=project.unit.code)
    if step == _OVERDUE:
        _tell(project, title, text, f"{once}:bureau", legal, role=Role.DATA_ADMINISTRATION)
        _tell(project, title, text, f"{once}:finance", legal, role=Role.FINANCE)
    return True


def _tell(
    project: Project,
    title: object,
    text: object,
    once: str,
    legal: LegalContext,
    *,
    role: Role,
    department: str = "",
) -> None:
    tell(
        inbox.DUE,
        role=role,
        department=department,
        title=title,
        text=text,
        url=inbox.acceptance_page(project),
        subject_kind=PROJECT,
        subject_id=project.pk,
        once=once,
        actor=PLATFORM,
        legal=legal,
    )
