"""Masks and row filters in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from shuyuan.engine.spec import MaskKind
from shuyuan.sharing.forms.rows import COMPARISONS
from shuyuan.sharing.specs import read_mask


def describe_mask(mask: dict[str, Any] | None) -> str:
    """A mask in its JSON form in words; '' for none."""
    read = read_mask(mask)
    if read is None:
        return ""
    if read.kind is MaskKind.HIDE:
        return _("hidden (***)")
    if read.kind is MaskKind.YEAR:
        return _("year only")
    return _("first %(first)s and last %(last)s stay") % {"first": read.first, "last": read.last}


def describe_filters(filters: Sequence[dict[str, Any]], snapshot: dict[str, Any]) -> list[str]:
    """A row filter in its JSON form, one sentence per condition; empty for all rows."""
    labels = {item["name"]: item["label"] for item in snapshot["items"]}
    comparisons = {value: str(label) for value, label in COMPARISONS}
    return [
        " ".join(
            [
                labels.get(part["item"], part["item"]),
                comparisons[part["comparison"]],
                ", ".join(part["values"]),
            ]
        )
        for part in filters
    ]
