"""The lists of upkeep: occasions, dead entries, scores."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import Cycle
from shuyuan.organizations.selectors import list_departments
from shuyuan.upkeep.models import Finding, Occasion
from shuyuan.upkeep.wording import fixes, reason, remedy
from shuyuan.web.lists import Choice, Column, Dates, Listing, Text


def _departments() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in list_departments()]


class OpenOrGone(Choice):
    """Whether a sign is still there."""

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """Those that are there, or those that are gone; refuses what is no choice."""
        value = given.get(self.name, "")
        if value in {"open", "gone"}:
            return rows.filter(gone_at__isnull=value == "open")
        return super().apply(rows, given)


class OccasionList(Listing):
    """Changes of law and functions, with the two clocks."""

    name = "occasions"
    columns = (
        Column("title", _("What changed"), href=lambda row: row.get_absolute_url(), main=True),
        Column("department", _("Department"), value="department.name", sort="department__name"),
        Column("kind", _("What happened"), value="get_kind_display", default=False),
        Column("happened_on", _("Day of the change"), sort="happened_on"),
        Column(
            "state", _("State"), value="get_state_display", template="upkeep/cells/state.html", sort="state"
        ),
        Column("due_on", _("Request due"), template="upkeep/cells/clock.html", sort="due_on"),
        Column("requested_on", _("Requested on"), sort="requested_on"),
        Column("ended_on", _("Ended on"), sort="ended_on"),
    )
    filters = (
        Text("q", _("What changed"), ("title__icontains", "basis__icontains")),
        Choice("department", _("Department"), _departments, "department__code"),
        Choice("state", _("State"), Occasion.StateChoice.choices),
        Dates("happened", _("Day of the change"), "happened_on"),
    )
    sort = "-happened_on"
    empty = _("Record it when a law or the duties of a department change; the clock then runs by itself.")


class FindingList(Listing):
    """Dead entries with what would bring them to life."""

    name = "findings"
    columns = (
        Column(
            "entry",
            _("Entry"),
            value="entry.name",
            href=lambda row: f"{row.entry.get_absolute_url()}?tab=upkeep",
            main=True,
        ),
        Column("kind", _("Sign"), value="get_kind_display", sort="kind"),
        Column("department", _("Department"), value="entry.provider.name", sort="entry__provider__name"),
        Column("reason", _("Why"), value=reason, template="upkeep/cells/why.html"),
        Column("remedy", _("What helps"), value=remedy, default=False),
        Column("since", _("Since"), sort="since"),
        Column("cites", _("Basis"), template="upkeep/cells/cites.html"),
        Column("gone_at", _("Gone on"), sort="gone_at", default=False),
    )
    filters = (
        Text("q", _("Entry"), ("entry__name__icontains", "entry__code__icontains")),
        Choice("kind", _("Sign"), Finding.KindChoice.choices),
        Choice("department", _("Department"), _departments, "entry__provider__code"),
        OpenOrGone("state", _("State"), (("open", _("There now")), ("gone", _("Gone")))),
    )
    sort = "since"
    empty = _("No dead entries. The platform looks for them every night.")


class ScoreList(Listing):
    """Every published entry with its score."""

    name = "scores"
    columns = (
        Column(
            "entry",
            _("Entry"),
            value="entry.name",
            href=lambda row: f"{row.entry.get_absolute_url()}?tab=upkeep",
            main=True,
        ),
        Column("department", _("Department"), value="entry.provider.name", sort="entry__provider__name"),
        Column("score", _("Score"), number=True, sort="score"),
        Column("fixes", _("What would raise it"), value=lambda row: fixes(row.parts)),
        Column("cycle", _("Update cycle"), value="entry.get_update_cycle_display", default=False),
        Column("code", _("Code"), value="entry.code", default=False),
        Column("looked_at", _("Looked at"), sort="looked_at", default=False),
    )
    filters = (
        Text("q", _("Entry"), ("entry__name__icontains", "entry__code__icontains")),
        Choice("department", _("Department"), _departments, "entry__provider__code"),
        Choice("cycle", _("Update cycle"), Cycle.choices, "entry__update_cycle"),
    )
    sort = "score"
    empty = _("The platform has not looked at any published entry yet.")
