"""Findings as the editor and the review show them: in words, with their provision, at their fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from shuyuan.catalog.findings import Finding
from shuyuan.regulations.context import LegalContext
from shuyuan.web.reasons import Explained, explain_all

#: Fields whose inputs in the form have another name.
_INPUTS = {"formats": "format_1", "node": "class_code", "declared_secret": "secrecy"}


@dataclass(frozen=True)
class Mark:
    """One finding in words; `inputs` are inputs of the form, `columns` are items."""

    explained: Explained
    refuses: bool
    inputs: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def target(self) -> str:
        """The id of the input to go to from a summary; '' where there is none."""
        return f"id_{self.inputs[0]}" if self.inputs and not self.columns else ""


def marks_of(findings: Iterable[Finding], legal: LegalContext) -> list[Mark]:
    """Each finding in the language of the page."""
    language = get_language() or "zh-hans"
    found = list(findings)
    words = explain_all([finding.reason for finding in found], legal, language)
    return [
        Mark(
            explained,
            finding.refuses,
            tuple(_INPUTS.get(name, name) for name in finding.fields),
            finding.items,
        )
        for finding, explained in zip(found, words, strict=True)
    ]


def at_inputs(marks: Iterable[Mark], *, column: str = "") -> Mapping[str, list[Mark]]:
    """The marks by the input at which they stand: of the entry's form, or of the item of that column."""
    placed: dict[str, list[Mark]] = {}
    for mark in marks:
        if column in mark.columns if column else not mark.columns:
            for name in mark.inputs:
                placed.setdefault(name, []).append(mark)
    return placed


def about(marks: Iterable[Mark], column: str) -> list[Mark]:
    """The marks of one item."""
    return [mark for mark in marks if column in mark.columns]


def summary(findings: Iterable[Finding], legal: LegalContext) -> dict[str, Any]:
    """What a page shows of a draft's findings: what stands against it, and what is worth a look."""
    marks = marks_of(findings, legal)
    return {
        "marks": marks,
        "against": [mark for mark in marks if mark.refuses],
        "asked": [mark for mark in marks if not mark.refuses],
        "at": at_inputs(marks),
    }
