"""Grounds of a match, uses and answers in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import SUBJECT_KINDS
from shuyuan.elements.matching import SURE, Ground
from shuyuan.elements.models.bindings import USE_LABELS
from shuyuan.elements.models.elements import STATE_LABELS
from shuyuan.elements.states import ConflictState, ElementState, Use

#: Ground → words; facts in percent form.
GROUNDS = {
    "same_name": _("the same name"),
    "alias": _("also called “%(name)s”"),
    "nearly_same_name": _("“%(name)s” but for additions"),
    "usual_column": _("column %(column)s is usual for it"),
    "same_sound": _("sounds like “%(name)s”"),
    "resembles": _("%(percent)s%% of the characters of “%(name)s”"),
    "checked_as": _("checked as such a number"),
    "type_fits": _("the type fits"),
    "type_shorter": _("the column is shorter than the element"),
    "type_converted": _("of another type, to be converted"),
    "same_subject": _("both are about: %(about)s"),
    "other_subject": _("the element is about: %(about)s"),
}
SUBJECTS = dict(SUBJECT_KINDS)
USES = dict(USE_LABELS)
STATES = dict(STATE_LABELS)

USE_TONES = {Use.SOURCE: "done", Use.COLLECTS: "waiting", Use.USES: "info"}
STATE_TONES = {
    ElementState.PROPOSED: "waiting",
    ElementState.IN_FORCE: "done",
    ElementState.REFUSED: "refused",
    ElementState.RETIRED: "neutral",
}
CASE_TONES = {ConflictState.OPEN: "waiting", ConflictState.SETTLED: "done", ConflictState.LAPSED: "neutral"}


def ground_words(ground: Mapping[str, Any]) -> str:
    """One ground as it is kept (`code` and facts) in the reader's language."""
    facts = {name: SUBJECTS.get(value, value) if name == "about" else value for name, value in ground.items()}
    text = GROUNDS.get(ground["code"])
    return str(text) % facts if text else str(ground["code"])


def grounds_words(grounds: Iterable[Ground | Mapping[str, Any]]) -> str:
    """All grounds in one line."""
    plain = [ground.as_json() if isinstance(ground, Ground) else ground for ground in grounds]
    return str(_("; ")).join(ground_words(ground) for ground in plain)


def certainty(score: int) -> Any:
    """How sure a score is, in a word."""
    if score >= SURE:
        return _("Nearly certain")
    return _("Probable") if score >= _PROBABLE else _("Possible")


_PROBABLE = 65
