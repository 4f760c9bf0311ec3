"""When one grant gives no more than another: fewer items, stronger masks, less time, fewer keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shuyuan.engine.spec import Mask, MaskKind


@dataclass(frozen=True)
class Extent:
    """How much a grant gives: item name → mask (None: whole), keys a day (None: no limit), last day."""

    items: Mapping[str, Mask | None]
    daily_quota: int | None
    valid_until: date


def hides_at_least(before: Mask | None, after: Mask | None) -> bool:
    """Whether nothing that `before` hides is shown by `after`; unlike kinds cannot be compared, so no."""
    if before is None or before == after:
        return True
    if after is None:
        return False
    if after.kind is MaskKind.HIDE:
        return True
    both_keep = before.kind is after.kind is MaskKind.KEEP
    return both_keep and after.first <= before.first and after.last <= before.last


def widenings(before: Extent, after: Extent) -> list[str]:
    """What `after` gives beyond `before`: item names, `daily_quota`, `valid_until`; empty when nothing."""
    wider = [
        name
        for name, mask in after.items.items()
        if name not in before.items or not hides_at_least(before.items[name], mask)
    ]
    if before.daily_quota is not None and (
        after.daily_quota is None or after.daily_quota > before.daily_quota
    ):
        wider.append("daily_quota")
    if after.valid_until > before.valid_until:
        wider.append("valid_until")
    return wider
