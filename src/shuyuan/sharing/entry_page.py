"""What sharing adds to the catalog: a tab on entry pages, and word to the gateway when an entry changes."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import (
    Block,
    Edge,
    register_block,
    register_effect,
    register_figures,
    register_lineage,
)
from shuyuan.sharing.models import Grant
from shuyuan.sharing.selectors import acts_for_department, list_grants, list_requests
from shuyuan.sharing.states import GrantState, RequestState
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
        entry=entry, state__in=[RequestState.DRAFT, RequestState.SUBMITTED, RequestState.RETURNED]
    )
    return {
        "entry": entry,
        "grants": grants[:SHOWN],
        "requests": requests[:SHOWN],
        "can_ask": acts_for_department(actor) and entry.is_published,
        "is_provider": entry.provider.code == actor.department,
    }


def _consumers(entry: Entry) -> QuerySet[Grant]:
    return Grant.objects.filter(entry=entry, state=GrantState.ACTIVE)


def figures(request: HttpRequest, entry: Entry) -> list[tuple[Any, str, str]]:  # noqa: ARG001 known to all
    """How many departments use the entry now."""
    count = _consumers(entry).values("consumer_id").distinct().count()
    return [(_("Departments that use it"), str(count), "")] if entry.code else []


def lines(request: HttpRequest, entry: Entry) -> list[Edge]:
    """Who gets the data by which grant; those that the reader may not see are only counted."""
    actor = getattr(request, "actor", None)
    if actor is None or not entry.code:
        return []
    active = list(list_grants(actor=actor).filter(entry=entry, state=GrantState.ACTIVE).order_by("number"))
    seen = [
        Edge(
            "to",
            grant.consumer.name,
            _("Consumer"),
            note=f"{grant.number} {grant.get_purpose_kind_display()}",
            href=reverse("sharing:grant", args=[grant.number]),
        )
        for grant in active
    ]
    hidden = (
        _consumers(entry)
        .exclude(pk__in=[grant.pk for grant in active])
        .values("consumer_id")
        .distinct()
        .count()
    )
    if hidden:
        said = ngettext("%(number)s other department", "%(number)s other departments", hidden)
        seen.append(Edge("to", said % {"number": hidden}, _("Consumer")))
    return seen


def api_tab(request: HttpRequest, entry: Entry) -> dict[str, Any] | None:
    """How a system asks for the data: the address, and the grants under which this reader may."""
    actor = getattr(request, "actor", None)
    if actor is None or not entry.code or "service" not in entry.method_types:
        return None
    grants = list_grants(actor=actor).filter(
        entry=entry, state=GrantState.ACTIVE, consumer__code=actor.department
    )
    return {
        "entry": entry,
        "endpoint": f"{settings.GATEWAY_URL}/v1/data/{entry.path}/lookup",
        "grants": list(grants),
        "can_ask": acts_for_department(actor) and entry.is_published,
        "is_provider": entry.provider.code == actor.department,
        "keys": entry.items.filter(is_key=True),
        "answers": entry.items.filter(is_key=False),
    }


def register() -> None:
    """Called once when Django starts."""
    register_block(Block("api", _("API"), "sharing/entry_api.html", api_tab, order=50))
    register_figures("sharing", figures)
    register_lineage("sharing", lines)
    register_block(Block("sharing", _("Sharing"), "sharing/entry_tab.html", sharing_tab, order=40))
    register_effect("sharing", tell_entry_changed)
