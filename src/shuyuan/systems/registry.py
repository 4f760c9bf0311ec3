"""What rooms further up bring to the register without it knowing them; registered in `AppConfig.ready`.

Effects act in the transaction in which a system is registered, connected, disconnected or retired. Tellers
say which systems are joined to the platform now.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum

from shuyuan.kernel.actor import Actor
from shuyuan.regulations.context import LegalContext
from shuyuan.systems.models import InformationSystem


class Change(StrEnum):
    """What became of a system."""

    REGISTERED = "registered"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    RETIRED = "retired"


#: `effect(system, change, actor=, legal=)`; raising undoes the change.
Effect = Callable[..., None]
#: Gives the ids of systems that are joined to the platform, in one or two cheap queries.
Teller = Callable[[], Iterable[int]]

_EFFECTS: dict[str, Effect] = {}
_TELLERS: dict[str, Teller] = {}


def register_effect(name: str, effect: Effect) -> None:
    """Have something done when a system changes; the same name again replaces it."""
    _EFFECTS[name] = effect


def register_connection(name: str, teller: Teller) -> None:
    """Say which systems are joined to the platform by this way."""
    _TELLERS[name] = teller


def announce(system: InformationSystem, change: Change, *, actor: Actor, legal: LegalContext) -> None:
    """Run every effect."""
    for effect in _EFFECTS.values():
        effect(system, change, actor=actor, legal=legal)


def connected_systems() -> set[int]:
    """The ids of all systems that are joined to the platform by any way."""
    return {system_id for teller in _TELLERS.values() for system_id in teller()}
