"""What notices are about, in words, and what can be followed: rooms register theirs when Django starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shuyuan.kernel.actor import Actor

_LABELS: dict[str, Any] = {}


@dataclass(frozen=True)
class Followable:
    """A kind of thing that people may follow.

    `may_follow` is asked when somebody begins and again before each telling, because rights end.
    `describe` gives title and address of a thing for the list of what a person follows; None when it is gone.
    """

    kind: str
    label: Any
    may_follow: Callable[[Actor, str], bool]
    describe: Callable[[str], tuple[str, str] | None]


_FOLLOWABLES: dict[str, Followable] = {}


def register_kind(code: str, label: Any) -> str:
    """Give a kind (`room:subject:action`) its lazy, translated label; returns the code."""
    _LABELS[code] = label
    return code


def kind_label(code: str) -> str:
    """The label of a kind; empty where its room gave none."""
    return str(_LABELS.get(code, ""))


def kind_choices() -> list[tuple[str, Any]]:
    """Every kind with its label, for a filter."""
    return sorted(_LABELS.items(), key=lambda pair: str(pair[1]))


def register_followable(followable: Followable) -> None:
    """Let people follow a kind of thing; the same kind again replaces it."""
    _FOLLOWABLES[followable.kind] = followable


def followable(kind: str) -> Followable | None:
    """How a kind of thing is followed, or None when it cannot be."""
    return _FOLLOWABLES.get(kind)
