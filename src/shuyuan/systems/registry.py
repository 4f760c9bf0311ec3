"""What rooms further up bring to the register without it knowing them; registered in `AppConfig.ready`.

Effects act in the transaction in which a system is registered, connected, disconnected or retired. Tellers
say which systems are joined to the platform now. Blocks are cards of a system's page; columns are further
columns of the list, each with the expression that finds its value.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from shuyuan.kernel.actor import Actor
from shuyuan.regulations.context import LegalContext
from shuyuan.systems.models import InformationSystem
from shuyuan.web.columns import Column


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


@dataclass(frozen=True)
class Block:
    """A card of a system's page: `context(request, system)` feeds `template`; None leaves it out."""

    key: str
    label: Any
    icon: str
    template: str
    context: Callable[[HttpRequest, InformationSystem], dict[str, Any] | None]
    order: int = 100


_EFFECTS: dict[str, Effect] = {}
_TELLERS: dict[str, Teller] = {}
_BLOCKS: dict[str, Block] = {}
_COLUMNS: dict[str, tuple[int, Column, Any]] = {}


def register_effect(name: str, effect: Effect) -> None:
    """Have something done when a system changes; the same name again replaces it."""
    _EFFECTS[name] = effect


def register_connection(name: str, teller: Teller) -> None:
    """Say which systems are joined to the platform by this way."""
    _TELLERS[name] = teller


def register_block(block: Block) -> None:
    """Add a card to the page of a system; the same key again replaces it."""
    _BLOCKS[block.key] = block


def register_column(column: Column, expression: Any, *, order: int = 100) -> None:
    """Add a column to the list; `expression` is annotated under the column's name, `pk` is the system's."""
    _COLUMNS[column.name] = (order, column, expression)


def blocks() -> list[Block]:
    """The cards in their order."""
    return sorted(_BLOCKS.values(), key=lambda block: (block.order, block.key))


def columns() -> list[Column]:
    """The further columns in their order."""
    return [column for _, column, _ in sorted(_COLUMNS.values(), key=lambda item: (item[0], item[1].name))]


def with_columns(systems: QuerySet[InformationSystem], names: Iterable[str]) -> QuerySet[InformationSystem]:
    """Systems with the values of those further columns."""
    return systems.annotate(**{name: _COLUMNS[name][2] for name in names if name in _COLUMNS})


def announce(system: InformationSystem, change: Change, *, actor: Actor, legal: LegalContext) -> None:
    """Run every effect."""
    for effect in _EFFECTS.values():
        effect(system, change, actor=actor, legal=legal)


def connected_systems() -> set[int]:
    """The ids of all systems that are joined to the platform by any way."""
    return {system_id for teller in _TELLERS.values() for system_id in teller()}
