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

#: Rules of the checks (`engine.checks.RULES`) as headings.
RULES: dict[str, Promise] = {
    "column_count": gettext_lazy("Number of cells"),
    "cell_is_formula": gettext_lazy("Cell is a formula"),
    "cell_is_error": gettext_lazy("Cell shows an error"),
    "looks_like_formula": gettext_lazy("Looks like a formula"),
    "control_character": gettext_lazy("Control characters"),
    "number_lost_digits": gettext_lazy("Number lost digits"),
    "required": gettext_lazy("Required value missing"),
    "not_a_number": gettext_lazy("Not a number"),
    "not_an_integer": gettext_lazy("Not a whole number"),
    "too_many_decimals": gettext_lazy("Too many decimals"),
    "too_many_digits": gettext_lazy("Too many digits"),
    "not_a_date": gettext_lazy("Not a date"),
    "not_a_time": gettext_lazy("Not a date and time"),
    "date_out_of_range": gettext_lazy("Unlikely year"),
    "not_a_boolean": gettext_lazy("Neither yes nor no"),
    "too_long": gettext_lazy("Too long"),
    "pattern": gettext_lazy("Does not match the pattern"),
    "not_in_code_list": gettext_lazy("Not in the code list"),
    "out_of_range": gettext_lazy("Outside the range"),
    "reference_unknown": gettext_lazy("Unknown in the referenced entry"),
    "resident_id_length": gettext_lazy("Identity number: length"),
    "resident_id_characters": gettext_lazy("Identity number: characters"),
    "resident_id_birth_date": gettext_lazy("Identity number: date of birth"),
    "resident_id_check": gettext_lazy("Identity number: check character"),
    "uscc_length": gettext_lazy("Credit code: length"),
    "uscc_characters": gettext_lazy("Credit code: characters"),
    "uscc_check": gettext_lazy("Credit code: check character"),
    "key_repeated": gettext_lazy("Key repeated with different content"),
}

_STEPS = (
    gettext_lazy("Kept as sent"),
    gettext_lazy("Columns mapped"),
    gettext_lazy("Checked"),
    gettext_lazy("In the pool"),
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
    if is_served and BatchState(state) not in _STOPPED:
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
