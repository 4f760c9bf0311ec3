"""The lists of the data elements: elements, worklist, cases, checked forms."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import SUBJECT_KINDS
from shuyuan.elements import wording
from shuyuan.elements.matching import SURE
from shuyuan.elements.models.conflicts import STATE_LABELS as CASE_STATES
from shuyuan.elements.models.elements import STATE_LABELS
from shuyuan.elements.selectors import HANDED_IN
from shuyuan.organizations.selectors import list_departments
from shuyuan.web.columns import BadgeColumn
from shuyuan.web.lists import Choice, Column, Listing, Text

_SOURCES = (("yes", _("Named")), ("no", _("No source yet")))
_SURENESS = (("yes", _("Nearly certain")), ("no", _("To look at")))


def _with_source(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(source_name__isnull=value == "no")


def _as_sure(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(**{"score__gte" if value == "yes" else "score__lt": SURE})


def _providers() -> Iterable[tuple[str, str]]:
    held = list_departments().filter(catalog_entries__state__in=HANDED_IN)
    return held.distinct().values_list("code", "name")


class ElementList(Listing):
    """Data elements that the actor may see."""

    name = "elements"
    columns = (
        Column("code", _("Number"), sort="code"),
        Column("name", _("Name"), href=lambda row: row.get_absolute_url(), sort="name", main=True),
        Column("definition", _("Definition")),
        Column("about", _("Whom it describes"), value="get_about_display", sort="about"),
        Column("type", _("Data type"), value="get_data_type_display", default=False),
        Column("length", _("Length"), number=True, default=False),
        Column("aliases", _("Other names"), value=lambda row: "、".join(row.aliases), default=False),
        Column("columns", _("Usual columns"), value=lambda row: ", ".join(row.columns), default=False),
        BadgeColumn(
            "source",
            _("Authoritative source"),
            value=lambda row: row.source_name or _("No source yet"),
            tone=lambda row: "done" if row.source_name else "neutral",
        ),
        Column("bound", _("Bound items"), number=True, sort="bound"),
        BadgeColumn(
            "state",
            _("State"),
            value="get_state_display",
            sort="state",
            tone=lambda row: wording.STATE_TONES[row.state],
        ),
    )
    filters = (
        Text("q", _("Name, other name or column"), ("search_text__icontains",)),
        Choice("about", _("Whom it describes"), SUBJECT_KINDS),
        Choice("source", _("Authoritative source"), _SOURCES, narrow=_with_source),
        Choice("state", _("State"), STATE_LABELS),
    )
    sort = "code"
    empty = _("Set-up brings a starting set; departments propose further data elements.")


class WorkList(Listing):
    """Items that wait for a decision, the surest first."""

    name = "worklist"
    per_page = 50
    columns = (
        Column("choose", _("Choose"), value="pk", template="elements/parts/choose.html", exported=False),
        Column("item", _("Item"), value="item_label", sort="item_label", main=True),
        Column("column", _("Column"), value="item_name", default=False),
        Column(
            "entry",
            _("Entry"),
            value="entry.name",
            href=lambda row: row.entry.get_absolute_url(),
            sort="entry__name",
        ),
        Column("provider", _("Provider"), value="entry.provider.name", sort="entry__provider__code"),
        Column(
            "element",
            _("Proposed data element"),
            value="element.name",
            href=lambda row: row.element.get_absolute_url() if row.element else "",
            sort="element__code",
        ),
        Column("score", _("How sure"), value="score", template="elements/parts/score.html", sort="score"),
        Column("use", _("Proposed use"), value="get_use_display", sort="use"),
        Column(
            "other", _("Other"), value=lambda _row: "", template="elements/parts/other.html", exported=False
        ),
    )
    filters = (
        Text("q", _("Item or data element"), ("item_label__icontains", "element__name__icontains")),
        Choice("provider", _("Provider"), _providers, field="entry__provider__code"),
        Choice("sure", _("How sure"), _SURENESS, narrow=_as_sure),
    )
    sort = "-score"
    empty = _("Every item of the catalog is decided. New items come here when entries are published.")


class ConflictList(Listing):
    """Cases of sources that the actor may see."""

    name = "conflicts"
    columns = (
        Column("number", _("Number"), href=lambda row: row.get_absolute_url(), sort="id", main=True),
        Column("element", _("Data element"), value="element.name", sort="element__code"),
        Column(
            "sides",
            _("Sides"),
            value=lambda row: "、".join(side.department.name for side in row.sides.all()),
        ),
        Column("opened", _("Opened"), value="opened_at", sort="opened_at"),
        Column("until", _("Opinions until"), value="hear_until", sort="hear_until"),
        Column(
            "winner",
            _("Source"),
            value=lambda row: row.winner.department.name if row.winner else "",
        ),
        BadgeColumn(
            "state",
            _("State"),
            value="get_state_display",
            sort="state",
            tone=lambda row: wording.CASE_TONES[row.state],
        ),
    )
    filters = (
        Text("q", _("Number or data element"), ("number__icontains", "element__name__icontains")),
        Choice("state", _("State"), CASE_STATES),
    )
    sort = "-number"
    empty = _("No two departments claim the same datum.")


class FormList(Listing):
    """Forms that were compared with the catalog."""

    name = "forms"
    columns = (
        Column("name", _("Form"), href=lambda row: reverse("elements:form", args=[row.pk]), main=True),
        Column("matter", _("Matter")),
        Column("department", _("Department"), value="department.name", sort="department__code"),
        Column("count", _("Fields"), value=lambda row: len(row.fields), number=True),
        Column("made", _("Checked on"), value="made_at", sort="made_at"),
        Column("by", _("Checked by"), value="made_by.person", default=False),
    )
    filters = (Text("q", _("Form or matter"), ("name__icontains", "matter__icontains")),)
    sort = "-made"
    empty = _("Check a form before you publish it: what the platform has need not be asked of people again.")
