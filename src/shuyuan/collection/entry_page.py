"""What collection adds to the catalog: a tab with the pool and the newest batches of an entry."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import Block, register_block
from shuyuan.collection.selectors import SENDERS, find_pool, list_batches

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


def register() -> None:
    """Called once when Django starts."""
    register_block(Block("data", _("Data"), "collection/entry_tab.html", data_tab, order=30))
