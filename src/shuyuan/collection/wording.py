"""How a batch, its notes and its problems read on a page."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuyuan.collection.states import BatchState

STAGES: dict[str, Promise] = {
    "read": gettext_lazy("Reading the file"),
    "check": gettext_lazy("Cleaning and checking every cell"),
    "compare": gettext_lazy("Comparing with the pool"),
    "merge": gettext_lazy("Merging into the pool"),
    "finish": gettext_lazy("Finishing"),
    "publish": gettext_lazy("Publishing to the online store"),
}

RULES: dict[str, Promise] = {
    "required": gettext_lazy("Required value missing"),
    "type": gettext_lazy("Wrong data type"),
    "length": gettext_lazy("Too long"),
    "pattern": gettext_lazy("Does not match the pattern"),
    "resident_id": gettext_lazy("Not a valid identity number"),
    "uscc": gettext_lazy("Not a valid unified social credit code"),
    "code_list": gettext_lazy("Not in the code list"),
    "range": gettext_lazy("Outside the range"),
    "reference": gettext_lazy("Not found in the referenced entry"),
    "duplicate_key": gettext_lazy("Key occurs twice with different content"),
    "cell_is_formula": gettext_lazy("Cell holds a formula"),
    "looks_like_formula": gettext_lazy("Value looks like a formula"),
    "number_lost_digits": gettext_lazy("Number has lost digits"),
}

_STEPS = (
    gettext_lazy("Kept as sent"),
    gettext_lazy("Columns mapped"),
    gettext_lazy("Checked"),
    gettext_lazy("Merged"),
    gettext_lazy("Served"),
)
_REACHED = {
    BatchState.UNREADABLE: 1,
    BatchState.RECEIVED: 1,
    BatchState.QUEUED: 2,
    BatchState.RUNNING: 2,
    BatchState.FAILED: 2,
    BatchState.REFUSED: 3,
    BatchState.UNCHANGED: 4,
    BatchState.MERGED: 4,
}
_STOPPED = frozenset({BatchState.UNREADABLE, BatchState.REFUSED, BatchState.FAILED, BatchState.CANCELLED})


def steps(state: str, *, is_mapped: bool, is_served: bool) -> list[tuple[Any, str]]:
    """The five steps of a batch with their states, for `{% steps %}`."""
    reached = _REACHED.get(BatchState(state), 2 if is_mapped else 1)
    if is_served:
        reached = len(_STEPS)
    lines: list[tuple[Any, str]] = []
    for number, label in enumerate(_STEPS):
        if number < reached:
            lines.append((label, "done"))
        elif number == reached:
            lines.append((label, "stopped" if BatchState(state) in _STOPPED else "now"))
        else:
            lines.append((label, "next"))
    return lines


def rule_label(rule: str) -> str:
    """A rule of the checks in words."""
    return str(RULES.get(rule, rule))


def stage_label(stage: str) -> str:
    """A stage of a running batch in words."""
    return str(STAGES.get(stage, stage)) if stage else _("Waiting for a worker")
