"""The list of saved searches."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.search.models import SavedSearch
from shuyuan.web.lists import Column, Listing, Text


def _address(saved: SavedSearch) -> str:
    return f"{reverse('search:search')}?{saved.query}"


class SavedSearchList(Listing):
    """Own saved searches and those of the department, by name."""

    name = "saved"
    columns = (
        Column("name", _("Name"), href=_address, sort="name", main=True),
        Column("text", _("Searched for"), value=lambda saved: QueryDict(saved.query).get("q", "")),
        Column("who", _("Saved by"), value="post.person.full_name"),
        Column("shared", _("Shared with the department")),
        Column("tells", _("Tells of new entries")),
        Column("at", _("Time"), value="saved_at", sort="saved_at"),
        Column(
            "do",
            _("Actions"),
            value=lambda saved: saved.pk,
            template="search/parts/saved_actions.html",
            exported=False,
        ),
    )
    filters = (Text("q", _("Name"), ("name__icontains",)),)
    empty = _("Search for something, then keep it with “Save this search”.")
