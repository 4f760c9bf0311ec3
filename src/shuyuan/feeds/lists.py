"""The public list of what is open to society."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import Cycle
from shuyuan.catalog.models import Entry
from shuyuan.web.lists import Choice, Column, Listing, Text


def _address(entry: Entry) -> str:
    return reverse("feeds:open_entry", args=[entry.path])


class OpenList(Listing):
    """Open entries, with the words and the provider by which people look for them."""

    name = "open"
    columns = (
        Column("name", _("Name"), href=_address, main=True, sort="name"),
        Column("provider", _("Provider"), value="provider.name", sort="provider__name"),
        Column("code", _("Code"), sort="code"),
        Column("update_cycle", _("Update cycle"), value="get_update_cycle_display"),
        Column("published_on", _("Publish date"), sort="published_on"),
    )
    filters = (
        Text(
            "q",
            _("Name, abstract or provider"),
            ("name__icontains", "abstract__icontains", "provider__name__icontains"),
        ),
        Choice("update_cycle", _("Update cycle"), Cycle.choices),
    )
    sort = "name"
    empty = _("No department has opened an entry yet.")
