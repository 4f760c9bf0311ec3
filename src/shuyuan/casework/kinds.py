"""What kinds of tasks there are, in words: the rooms register theirs when Django starts."""

from typing import Any

_LABELS: dict[str, Any] = {}


def register_kind(code: str, label: Any) -> str:
    """Give a kind (`room:subject:action`) its lazy, translated label; returns the code."""
    _LABELS[code] = label
    return code


def kind_label(code: str) -> str:
    """The label of a kind, or the code itself where a room has gone."""
    return str(_LABELS.get(code, code))


def kind_choices() -> list[tuple[str, Any]]:
    """Every kind with its label, for a filter."""
    return sorted(_LABELS.items(), key=lambda pair: str(pair[1]))
