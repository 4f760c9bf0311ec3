"""The lists of the catalog: master, sharing and own entries, reviews, responsibilities."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog import guide, wording
from shuyuan.catalog.models import ClassNode, Entry
from shuyuan.catalog.models.entries import STATE_LABELS
from shuyuan.catalog.states import IN_MASTER_CATALOG, State
from shuyuan.kernel.errors import BadInput
from shuyuan.organizations.selectors import list_departments
from shuyuan.web.lists import Choice, Column, Listing, Text

_LONGEST_QUERY = 100
_OWN_STATES = [(value, label) for value, label in STATE_LABELS if value != State.PLANNED]
_PUBLIC_STATES = [(value, label) for value, label in STATE_LABELS if value in IN_MASTER_CATALOG]
_CLASS_LEVEL = 2


@dataclass(frozen=True)
class Words:
    """Words that must all occur in the search text: names, labels, codes, providers, pinyin initials."""

    name: str
    label: Any
    field: str = "search_text"
    kind: str = "text"

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """Rows in which every word occurs, whatever their order."""
        query = given.get(self.name, "").lower()
        if "\0" in query or len(query) > _LONGEST_QUERY:
            raise BadInput("not a search word", code="bad_filter", filter=self.name)
        for word in query.split():
            rows = rows.filter(**{f"{self.field}__contains": word})
        return rows

    def values(self, given: QueryDict) -> dict[str, Any]:
        """What was searched for."""
        return {"value": given.get(self.name, "")}


def _departments() -> Iterable[tuple[str, str]]:
    return list_departments().filter(catalog_entries__isnull=False).distinct().values_list("code", "name")


def _classes() -> Iterable[tuple[str, str]]:
    """The subclasses (项) under which something stands, in the order of the tree."""
    used = {code[:3] for code in Entry.objects.values_list("node__code", flat=True).distinct() if code}
    nodes = ClassNode.objects.filter(level=_CLASS_LEVEL, code__in=used)
    return [(node.code, str(node)) for node in nodes]


def _page_of(entry: Entry) -> str:
    return entry.get_absolute_url()


_NAME = Column("name", _("Name"), href=_page_of, sort="name", main=True)
_CODE = Column("code", _("Code"), sort="code")
_PROVIDER = Column("provider", _("Provider"), value="provider.name", sort="provider__code")
_STATE = Column(
    "state", _("State"), value="get_state_display", template="catalog/parts/state.html", sort="state"
)
_SHARING = Column(
    "sharing",
    _("Sharing type"),
    value="get_sharing_type_display",
    template="catalog/parts/sharing.html",
    sort="sharing_type",
)
_CYCLE = Column("cycle", _("Update cycle"), value="get_update_cycle_display", sort="update_cycle")
_CLASS = Column("class", _("Class"), value=lambda entry: entry.node.name if entry.node else "", default=False)
_FORMATS = Column(
    "formats",
    _("Formats"),
    value=lambda entry: wording.value_label(Entry, "formats", entry.formats),
    default=False,
)
_ABSTRACT = Column("abstract", _("Abstract"), default=False)
_VERSION = Column("version", _("Version"), number=True, sort="version")
_PUBLISHED = Column("published", _("Publish date"), value="published_on", sort="published_on")

_SEARCH = Words("q", _("Keyword or initials"))
_BY_PROVIDER = Choice("provider", _("Provider"), _departments, field="provider__code")
_BY_SHARING = Choice("sharing", _("Sharing type"), guide.SHARING_TYPES, field="sharing_type")
_BY_CLASS = Choice("class", _("Class"), _classes, field="node__code__startswith")
_BY_CYCLE = Choice("cycle", _("Update cycle"), guide.Cycle.choices, field="update_cycle")


class MasterCatalogList(Listing):
    """The master catalog, by code."""

    name = "entries"
    columns = (
        _NAME,
        _CODE,
        _PROVIDER,
        _SHARING,
        _CYCLE,
        _STATE,
        _CLASS,
        _FORMATS,
        _ABSTRACT,
        _VERSION,
        _PUBLISHED,
    )
    filters = (
        _SEARCH,
        _BY_PROVIDER,
        _BY_SHARING,
        _BY_CLASS,
        _BY_CYCLE,
        Choice(
            "state",
            _("State"),
            [(value, label) for value, label in STATE_LABELS if value in IN_MASTER_CATALOG],
        ),
    )
    empty = _("Nothing has been published yet.")


class SharingCatalogList(Listing):
    """The sharing catalog for who looks, by code."""

    name = "sharing"
    columns = (
        _NAME,
        _PROVIDER,
        _SHARING,
        Column("way", _("How to get it"), template="catalog/parts/way.html", value=lambda entry: entry.pk),
        Column(
            "methods",
            _("Sharing method"),
            value=lambda entry: wording.value_label(Entry, "method_types", entry.method_types),
        ),
        Column("condition", _("Sharing condition"), value="sharing_condition"),
        _CYCLE,
        replace(_CODE, default=False),
        _CLASS,
        replace(_PUBLISHED, default=False),
    )
    filters = (_SEARCH, _BY_PROVIDER, _BY_SHARING, _BY_CLASS, _BY_CYCLE)
    empty = _("No department shares anything with yours yet.")


class OwnEntryList(Listing):
    """A department's entries in all states, the latest first."""

    name = "own"
    columns = (
        _NAME,
        _STATE,
        Column("change", _("Change"), value=lambda entry: entry.pk, template="catalog/parts/change.html"),
        _CODE,
        _SHARING,
        _CYCLE,
        Column("saved", _("Last saved"), value="saved_at", sort="saved_at"),
        _VERSION,
        _PUBLISHED,
    )
    filters = (
        _SEARCH,
        Choice("state", _("State"), _OWN_STATES),
        _BY_SHARING,
        _BY_CYCLE,
    )
    sort = "-saved"
    empty = _("Your department has no entry yet.")


class ReviewList(Listing):
    """What lies before the bureau, the most urgent first."""

    name = "reviews"
    columns = (
        Column(
            "choice",
            _("Choose"),
            value=lambda entry: entry.root_id,
            template="catalog/parts/choice.html",
            exported=False,
        ),
        Column(
            "name",
            _("Name"),
            href=lambda entry: reverse("catalog:review", args=[entry.root_id]),
            sort="name",
            main=True,
        ),
        Column("kind", _("Kind"), value=lambda entry: _("Change") if entry.revises_id else _("New entry")),
        _PROVIDER,
        _SHARING,
        Column("submitted", _("Submitted"), value="submitted_at", sort="submitted_at"),
        Column(
            "due",
            _("Review due"),
            value="review_due_on",
            template="catalog/parts/due.html",
            sort="review_due_on",
        ),
    )
    filters = (_SEARCH, _BY_PROVIDER, _BY_SHARING)
    empty = _("Nothing waits for a review.")


class DutyList(Listing):
    """The responsibility list of today, item by item."""

    name = "duties"
    columns = (
        Column("label", _("Item"), main=True, sort="label"),
        Column("column", _("Column"), value="name", default=False),
        Column(
            "entry",
            _("Entry"),
            value="entry.name",
            href=lambda item: item.entry.get_absolute_url(),
            sort="entry__name",
        ),
        Column("code", _("Code"), value="entry.code", sort="entry__code"),
        Column("department", _("Department"), value="entry.provider.name", sort="entry__provider__code"),
        Column("type", _("Data type"), value=wording.type_label),
        Column("key", _("Key"), value="is_key"),
        Column("required", _("Required"), default=False),
        Column("cycle", _("How often"), value="entry.get_update_cycle_display", sort="entry__update_cycle"),
    )
    filters = (
        Words("q", _("Keyword or initials"), field="entry__search_text"),
        Text("item", _("Item"), ("label__icontains", "name__icontains")),
        Choice("provider", _("Department"), _departments, field="entry__provider__code"),
        Choice("cycle", _("How often"), guide.Cycle.choices, field="entry__update_cycle"),
    )
    per_page = 50
    empty = _("Nothing has to be collected yet.")


class OwnDutyList(DutyList):
    """The responsibility list of one department."""

    filters = tuple(one for one in DutyList.filters if one.name != "provider")


class PastDutyList(Listing):
    """The responsibility list as it was at an earlier catalog revision."""

    name = "duties"
    columns = (
        Column("label", _("Item"), main=True),
        Column("column", _("Column"), value="item", default=False),
        Column("entry", _("Entry"), value="entry_name"),
        Column("code", _("Code"), value="entry"),
        Column("version", _("Version"), number=True),
        Column("department", _("Department"), value="department_name"),
        Column("key", _("Key"), value="is_key"),
        Column("cycle", _("How often"), value=lambda duty: dict(guide.Cycle.choices)[duty.cycle]),
    )
    per_page = 50
    empty = _("Nothing had to be collected then.")
