"""The lists of entries that can be exported, with the filters and the order of their own pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.lists import MasterCatalogList, OwnEntryList, SharingCatalogList
from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import (
    DRAFTERS,
    list_master_catalog,
    list_own_entries,
    list_sharing_catalog,
)
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.web.lists import Listing


@dataclass(frozen=True)
class Exported:
    """One list: its page, and what of it an actor may see."""

    key: str
    label: Any
    listing: type[Listing]
    rows: Callable[[Actor], QuerySet[Entry]]
    page: str
    drafters_only: bool = False


_LISTS = (
    Exported("own", _("My department's entries"), OwnEntryList, list_own_entries, "catalog:own", True),
    Exported(
        "master", _("Master catalog"), MasterCatalogList, lambda _actor: list_master_catalog(), "catalog:list"
    ),
    Exported("sharing", _("Sharing catalog"), SharingCatalogList, list_sharing_catalog, "catalog:sharing"),
)


def register() -> None:
    """Put the export in the columns of the template on the pages of the lists; called when Django starts."""
    for one in _LISTS:
        one.listing.also = ((_("26 columns"), "workbooks:export", [one.key]),)


def offered(actor: Actor) -> list[dict[str, Any]]:
    """The lists that the actor may export, with the address of their pages."""
    return [
        {"key": one.key, "label": one.label, "page": reverse(one.page), "count": one.rows(actor).count()}
        for one in _LISTS
        if not one.drafters_only or actor.role in DRAFTERS
    ]


def filtered(key: str, request: HttpRequest) -> tuple[QuerySet[Entry], str]:
    """The entries of a list as its URL parameters filter and sort them, and a name for the file.

    Raises NotFound `unknown_list`, NotPermitted for a list of drafters, BadInput for a bad filter.
    """
    found = next((one for one in _LISTS if one.key == key), None)
    if found is None:
        raise NotFound(code="unknown_list", list=key)
    if found.drafters_only and request.actor.role not in DRAFTERS:
        raise NotPermitted(code="wrong_role", role=str(request.actor.role), needed=sorted(DRAFTERS))
    listing = found.listing(request, found.rows(request.actor))
    return listing.ordered, str(found.label)
