"""Masks, row filters and how far a grant is, in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from shuyuan.engine.spec import MaskKind
from shuyuan.sharing.forms.rows import COMPARISONS
from shuyuan.sharing.models import Grant
from shuyuan.sharing.specs import read_mask
from shuyuan.sharing.states import GrantState


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


def grant_progress(grant: Grant, *, is_delivered: bool) -> list[tuple[str, str, str]]:
    """From the request to the end of the term, as `{% steps %}` takes it."""
    filed, decided = grant.request.submitted_at, grant.request.decided_at
    steps = [
        (_("Handed in"), "done", f"{filed:%Y-%m-%d}" if filed else ""),
        (_("Decision"), "done", f"{decided:%Y-%m-%d}" if decided else ""),
    ]
    over = f"{grant.ended_at:%Y-%m-%d}" if grant.ended_at else ""
    if grant.state == GrantState.REVOKED:
        return [*steps, (_("In force"), "done", ""), (_("Revoked"), "stopped", over)]
    if grant.state == GrantState.EXPIRED:
        return [*steps, (_("In force"), "done", ""), (_("Term is over"), "done", over)]
    end = (_("End of the term"), "next", f"{grant.valid_until:%Y-%m-%d}")
    if grant.state == GrantState.SUSPENDED:
        return [*steps, (_("Suspended"), "stopped", ""), end]
    since = f"{grant.valid_from:%Y-%m-%d}"
    return [*steps, (_("In force"), "now", since if is_delivered else _("on its way to the gateway")), end]
