"""What the page of a project offers itself: change it, withdraw it, pack its archive."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.actions import Action
from shuyuan.kernel.actor import Actor
from shuyuan.projects.archiving import may_archive
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import STEPS, Kind, Stage
from shuyuan.projects.selectors import UNIT_ROLES


def own_actions(project: Project, actor: Actor) -> list[Action]:
    """The buttons of the project's own room; the page draws the dialog `withdraw`."""
    found = []
    if may_archive(project, actor):
        href = reverse("projects:archive", args=[project.pk])
        found.append(Action(_("Archive of the project"), "archive", href=href))
    if actor.role not in UNIT_ROLES or actor.department != project.unit.code:
        return found
    stage = Stage(project.stage)
    if stage in STEPS[Kind.AMENDED].stages:
        found.append(Action(_("Amend"), "pencil", href=reverse("projects:edit", args=[project.pk])))
    if stage in STEPS[Kind.WITHDRAWN].stages:
        found.append(Action(_("Withdraw"), "arrow-back-up", dialog="withdraw"))
    return found
