"""A few masked rows of a pool, for the entry page: so that a reader sees what the data look like.

Who may look: the provider's own posts, and any department when the entry is shared unconditionally and holds
nothing personal or sensitive. What has a mask is masked, and what is sensitive or personal without one is
hidden, for everybody; each look is written to the trail.
"""

from pathlib import Path

from django.conf import settings

from shuyuan.catalog.models import Entry
from shuyuan.catalog.rules import SharingType
from shuyuan.catalog.selectors import entry_spec, published_version
from shuyuan.collection.selectors import SENDERS, find_pool
from shuyuan.engine import masks
from shuyuan.engine.lake import Lake
from shuyuan.engine.spec import Mask, MaskKind
from shuyuan.kernel.actor import Actor

#: As many rows as show a pattern and identify nobody.
ROWS = 5
_LONGEST = 60


def may_see_sample(entry: Entry, actor: Actor) -> bool:
    """Whether this post may look at the masked rows."""
    if actor.role in SENDERS and actor.department == entry.provider.code:
        return True
    plain = not any(item.personal or item.sensitive for item in entry.items.all())
    return actor.role in SENDERS and entry.sharing_type == SharingType.UNCONDITIONAL and plain


def masked_rows(entry: Entry) -> list[list[str]]:
    """The rows of the pool's newest version by key, masked; empty without a pool."""
    pool = find_pool(entry.pk)
    if pool is None or not pool.row_count:
        return []
    spec = entry_spec(entry)
    hiding = _masks(entry)
    lake = Lake(Path(settings.LAKE))
    with lake.session(memory="200MB", threads=1) as connection:
        keys = ", ".join(f'"{item.name}"' for item in spec.items if item.is_key)
        rows = lake.relation(connection, spec).order(keys).limit(ROWS).fetchall()
    return [[_shown(value, mask) for value, mask in zip(row, hiding, strict=True)] for row in rows]


def _masks(entry: Entry) -> list[Mask | None]:
    hidden = Mask(MaskKind.HIDE)
    return [
        Mask(MaskKind(item["mask"]["kind"]), item["mask"]["first"], item["mask"]["last"])
        if item["mask"]
        else hidden
        if item["sensitive"] or item["personal"]
        else None
        for item in published_version(entry).snapshot["items"]
    ]


def _shown(value: object, mask: Mask | None) -> str:
    if value is None:
        return ""
    text = masks.apply(mask, str(value)) if mask else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
