"""What sharing adds to the catalog: a tab on entry pages, and word to the gateway when an entry changes."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import Block, register_block, register_effect
from shuyuan.sharing.selectors import acts_for_department, list_grants, list_requests
from shuyuan.sharing.states import RequestState
from shuyuan.sharing.steps import tell_entry_changed

#: The tab shows the newest; the lists show all.
SHOWN = 20


def sharing_tab(request: HttpRequest, entry: Entry) -> dict[str, Any] | None:
    """Grants and open requests on the entry that the actor may see, and the way to ask; None for visitors."""
    actor = getattr(request, "actor", None)
    if actor is None or not entry.code:
        return None
    grants = list_grants(actor=actor).filter(entry=entry)
    requests = list_requests(actor=actor).filter(
        entry=entry, state__in=[RequestState.DRAFT, RequestState.SUBMITTED]
    )
    return {
        "entry": entry,
        "grants": grants[:SHOWN],
        "requests": requests[:SHOWN],
        "can_ask": acts_for_department(actor) and entry.is_published,
    }


def register() -> None:
    """Called once when Django starts."""
    register_block(Block("sharing", _("Sharing"), "sharing/entry_tab.html", sharing_tab, order=40))
    register_effect("sharing", tell_entry_changed)
