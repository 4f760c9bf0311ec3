"""The lists of the room: campaigns and their departments, editions, their entries, changes and duties."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.campaigns import wording
from shuyuan.campaigns.models import DepartmentList, EditionLine
from shuyuan.catalog.guide import SHARING_TYPES, Cycle
from shuyuan.demand.lists import DemandList
from shuyuan.organizations.models import Department
from shuyuan.web.lists import Choice, Column, Listing, Text

__all__ = [
    "CampaignList",
    "ChangeList",
    "DemandsOfLists",
    "DutyList",
    "EditionEntryList",
    "EditionList",
    "ListsOfCampaign",
    "ResponsibilityOverview",
]


def _percent(campaign: Any) -> str:
    return f"{campaign.settled} / {campaign.asked}"


class CampaignList(Listing):
    """Campaigns, newest first."""

    name = "campaigns"
    columns = (
        Column("name", _("Campaign"), href=lambda one: one.get_absolute_url(), sort="name", main=True),
        Column("year", _("Year"), sort="year"),
        Column(
            "state",
            _("State"),
            value="get_state_display",
            template="campaigns/parts/campaign_state.html",
            sort="state",
        ),
        Column("settled", _("Lists settled"), value=_percent),
        Column("opens_on", _("Opens on"), sort="opens_on"),
        Column("closes_on", _("Lists due"), sort="closes_on"),
        Column("review_due_on", _("Review ends"), sort="review_due_on", default=False),
    )
    empty = _("The data administration opens a campaign each year.")


def _who(one: DepartmentList) -> str:
    return str(one.submitted_by.person) if one.submitted_by else ""


class ListsOfCampaign(Listing):
    """The departments of a campaign, by stage: the bureau's own work first, then who is late."""

    name = "lists"
    columns = (
        Column(
            "department",
            _("Department"),
            value="department.name",
            href=lambda one: one.get_absolute_url(),
            sort="department__code",
            main=True,
        ),
        Column(
            "stage",
            _("State"),
            value=lambda one: wording.stage_label(one.stage),
            template="campaigns/parts/stage.html",
            sort="rank",
        ),
        Column("due", _("Due"), value="due_on", template="campaigns/parts/due.html", sort="due_on"),
        Column("entries", _("Entries"), value="entry_count", number=True, sort="entry_count"),
        Column("waiting", _("Waiting for review"), value="waiting", number=True, sort="waiting"),
        Column("submitted", _("Handed in on"), value="submitted_at", sort="submitted_at"),
        Column("by", _("Handed in by"), value=_who, default=False),
        Column("round", _("Times handed in"), number=True, sort="round", default=False),
        Column("county", _("Goes through"), value="summary.department.name", default=False),
        Column("kind", _("Kind"), value="department.get_kind_display", default=False),
        Column("reminders", _("Reminders"), template="campaigns/parts/remind.html", sort="reminders"),
    )
    filters = (
        Text("q", _("Department"), ("department__name__icontains", "department__initials__istartswith")),
        Choice("stage", _("State"), [(code, label) for code, (label, _tone) in wording.STAGES.items()]),
        Choice("kind", _("Kind"), Department.Kind.choices, field="department__kind"),
    )
    sort = "stage"
    per_page = 50
    empty = _("No department is asked in this campaign.")


class DemandsOfLists(DemandList):
    """The demands that go along with lists, department by department."""

    name = "demands"
    sort = "department"
    empty = _("No department has stated a demand that is still open.")


class EditionList(Listing):
    """Editions, newest first."""

    name = "editions"
    columns = (
        Column("name", _("Edition"), href=lambda one: one.get_absolute_url(), main=True, sort="pk"),
        Column("published", _("Published"), value="published_at", sort="published_at"),
        Column("entries", _("Entries"), number=True, sort="entries"),
        Column("items", _("Items"), number=True, sort="items"),
        Column("campaign", _("Campaign"), value="campaign.name"),
        Column("by", _("Published by"), value="published_by.person", default=False),
        Column("note", _("Note"), default=False),
    )
    empty = _("The first edition is published when the departments' lists are reviewed.")


def _entry_page(line: EditionLine) -> str:
    return reverse("catalog:entry", args=[line.entry_id])


class EditionEntryList(Listing):
    """The entries of an edition, by code; the filter by sharing type makes the sharing catalog of it."""

    name = "entries"
    columns = (
        Column("name", _("Name"), href=_entry_page, main=True),
        Column("code", _("Code"), sort="code"),
        Column("provider", _("Provider"), value="provider.name", sort="provider__code"),
        Column("sharing", _("Sharing type"), value="get_sharing_type_display", sort="sharing_type"),
        Column("version", _("Version"), value="version.number", number=True),
        Column("items", _("Items"), value="item_count", number=True, sort="item_count"),
        Column("cycle", _("Update cycle"), value=lambda line: dict(Cycle.choices).get(line.update_cycle, "")),
        Column("is_open", _("Open to the public"), default=False),
        Column("is_suspended", _("Suspended"), default=False),
    )
    filters = (
        Text("q", _("Name or code"), ("name__icontains", "code__startswith")),
        Choice(
            "provider",
            _("Provider"),
            lambda: (
                Department.objects.filter(catalog_entries__isnull=False)
                .distinct()
                .values_list("code", "name")
            ),
            field="provider__code",
        ),
        Choice("sharing", _("Sharing type"), SHARING_TYPES, field="sharing_type"),
    )
    empty = _("This edition holds nothing.")


class ChangeList(Listing):
    """What differs between two editions, entry by entry."""

    name = "changes"
    columns = (
        Column(
            "name",
            _("Name"),
            value="line.name",
            href=lambda one: _entry_page(one.line),
            main=True,
        ),
        Column("code", _("Code"), value="line.code"),
        Column("provider", _("Provider"), value="line.provider.name"),
        Column(
            "kind",
            _("Change"),
            value=wording.change_label,
            template="campaigns/parts/change.html",
        ),
        Column(
            "fields",
            _("What changed"),
            value=wording.changes_text,
            template="campaigns/parts/fields.html",
        ),
    )
    empty = _("The two editions hold the same.")


class ResponsibilityOverview(Listing):
    """The responsibility lists of an edition, department by department."""

    name = "responsibilities"
    columns = (
        Column(
            "department",
            _("Department"),
            value="department.name",
            href=lambda one: one.get_absolute_url(),
            sort="department__code",
            main=True,
        ),
        Column("entries", _("Entries"), number=True, sort="entries"),
        Column("items", _("Items"), number=True, sort="items"),
        Column("number", _("Number"), value="paper.number"),
        Column("handed_over", _("Handed over on"), value="handed_over_at", sort="handed_over_at"),
        Column("acknowledged", _("Acknowledged on"), value="acknowledged_at", sort="acknowledged_at"),
        Column("by", _("Acknowledged by"), value="acknowledged_by.person", default=False),
    )
    filters = (Text("q", _("Department"), ("department__name__icontains",)),)
    per_page = 100
    empty = _("Nobody has anything to collect under this edition.")


def _duty(name: str, label: Any, value: str | Callable[[Any], Any], **kwargs: Any) -> Column:
    return Column(name, label, value=value, **kwargs)


class DutyList(Listing):
    """What a department has to collect under an edition, item by item."""

    name = "duties"
    columns = (
        _duty("label", _("Item"), "label", main=True),
        _duty("entry", _("Entry"), "entry_name"),
        _duty("code", _("Code"), "entry_code"),
        _duty("office", _("Internal office"), "office", default=False),
        _duty("type", _("Data type"), wording.type_label),
        _duty("key", _("Key"), "is_key"),
        _duty("required", _("Required"), "required", default=False),
        _duty("cycle", _("How often"), wording.cycle_label),
        _duty("form", _("Kept as"), wording.form_label, default=False),
        _duty("way", _("Comes in through"), wording.way_label),
    )
    per_page = 50
    empty = _("Nothing has to be collected.")
