"""What the system register puts into inboxes: a proposed system that the bureau shall take in."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.kinds import register_kind
from shuyuan.casework.steps import close_tasks, open_task
from shuyuan.kernel.actor import Actor, Role
from shuyuan.regulations.context import LegalContext
from shuyuan.systems.models import InformationSystem

SYSTEM = "systems.system"
REGISTER = register_kind("systems:system:register", _("Take a system into the register"))


def open_register_task(system: InformationSystem, *, actor: Actor, legal: LegalContext) -> None:
    """Ask the bureau; the measures set no deadline."""
    open_task(
        REGISTER,
        subject_kind=SYSTEM,
        subject_id=system.code,
        title=f"{system.department} · {system.name}",
        url=reverse("systems:system", args=[system.pk]),
        role=Role.DATA_ADMINISTRATION,
        cites="jz-project-2020/19.1.1",
        actor=actor,
        legal=legal,
    )


def close_register_task(system: InformationSystem, *, actor: Actor, legal: LegalContext) -> None:
    """The system stands in the register."""
    close_tasks(SYSTEM, system.code, outcome="registered", actor=actor, legal=legal)
