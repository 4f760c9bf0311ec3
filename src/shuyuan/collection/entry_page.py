"""What collection adds to the catalog: a tab with the pool and the newest batches of an entry."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import Block, Edge, register_block, register_figures, register_lineage
from shuyuan.collection.sample import masked_rows, may_see_sample
from shuyuan.collection.selectors import SENDERS, find_pool, list_batches
from shuyuan.collection.services import note_sample_read
from shuyuan.web.columns import as_text

TAB = "data"
SAMPLE_TAB = "sample"
#: The tab shows the newest; the list shows all.
SHOWN = 10


def data_tab(request: HttpRequest, entry: Entry) -> dict[str, Any] | None:
    """The pool, and the batches that the actor may see; None for visitors and for drafts."""
    actor = getattr(request, "actor", None)
    if actor is None or not entry.code:
        return None
    is_own = entry.provider.code == actor.department and actor.role in SENDERS
    return {
        "entry": entry,
        "pool": find_pool(entry.pk),
        "batches": list_batches(actor).filter(entry=entry)[:SHOWN],
        "can_send": is_own and entry.is_published,
    }


def sample_tab(request: HttpRequest, entry: Entry) -> dict[str, Any] | None:
    """A few masked rows for those who may look; they are read only when the tab is open."""
    actor = getattr(request, "actor", None)
    if actor is None or not entry.code or find_pool(entry.pk) is None or not may_see_sample(entry, actor):
        return None
    rows: list[list[str]] = []
    if request.GET.get("tab") == SAMPLE_TAB:
        note_sample_read(entry, actor=actor)
        rows = masked_rows(entry)
    return {"entry": entry, "labels": [item.label for item in entry.items.all()], "rows": rows}


def figures(request: HttpRequest, entry: Entry) -> list[tuple[Any, str, str]]:  # noqa: ARG001 known to all
    """How many rows the pool has, and since when."""
    pool = find_pool(entry.pk)
    if pool is None:
        return []
    day = f"{timezone.localtime(pool.merged_at):%Y-%m-%d}" if pool.merged_at else ""
    return [(_("Rows in the pool"), as_text(pool.row_count, grouped=True), day)]


def lines(request: HttpRequest, entry: Entry) -> list[Edge]:  # noqa: ARG001 known to all
    """The pool that the department's batches flow into."""
    pool = find_pool(entry.pk)
    if pool is None:
        return []
    rows = f"{_('Rows')} {as_text(pool.row_count, grouped=True)}"
    return [Edge("to", gettext("Department pool"), _("Collection"), note=rows, href=f"?tab={TAB}")]


def register() -> None:
    """Called once when Django starts."""
    register_block(Block(SAMPLE_TAB, _("Sample"), "collection/entry_sample.html", sample_tab, order=35))
    register_figures("collection", figures)
    register_lineage("collection", lines)
    register_block(Block(TAB, _("Data"), "collection/entry_tab.html", data_tab, order=30))
