"""What the system register tells: its changes go into the journal, because money depends on them."""

from shuyuan.kernel.actor import Actor
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.steps import note_system
from shuyuan.regulations.context import LegalContext
from shuyuan.systems.models import InformationSystem
from shuyuan.systems.registry import Change, register_effect

_KINDS = {
    Change.REGISTERED: (Kind.SYSTEM_REGISTERED, "jz-project-2020/19.1.1"),
    Change.CONNECTED: (Kind.SYSTEM_CONNECTED, "jz-project-2020/28.1"),
    Change.DISCONNECTED: (Kind.SYSTEM_DISCONNECTED, "jz-project-2020/28.1"),
    Change.RETIRED: (Kind.SYSTEM_RETIRED, "jz-project-2020/19.1.2"),
}


def register() -> None:
    """Listen."""
    register_effect("projects", _note)


def _note(system: InformationSystem, change: Change, *, actor: Actor, legal: LegalContext) -> None:
    kind, cites = _KINDS[change]
    note_system(system.pk, kind, cites=cites, actor=actor, legal=legal)
