"""The lists of oversight."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from shuyuan.supervision.models import AuditCase, Breach, Inspection, Order
from shuyuan.supervision.wording import AUDIT_TONES, BREACH_TONES, ORDER_TONES
from shuyuan.web.columns import Cell
from shuyuan.web.lists import Choice, Column, Listing, Text


class Badge(Column):
    """A state in words on a badge; files get the words."""

    tones: dict[Any, str] = {}

    def cell(self, row: Any, request: Any) -> Cell:  # noqa: ARG002 the shape of a column
        """The badge."""
        tone = self.tones[row.state]
        html = render_to_string(
            "web/components/status.html", {"label": self.of(row), "tone": tone, "icon": ""}
        )
        return Cell(self, html)


class _OrderBadge(Badge):
    tones = ORDER_TONES


class _AuditBadge(Badge):
    tones = AUDIT_TONES


class _BreachBadge(Badge):
    tones = BREACH_TONES


class InspectionList(Listing):
    """Inspections, newest first."""

    name = "inspections"
    columns = (
        Column("number", _("Number")),
        Column("title", _("Subject"), href=Inspection.get_absolute_url, main=True),
        Column("held_on", _("Held on"), sort="held_on"),
        Column("closed_on", _("Closed on"), sort="closed_on"),
    )
    filters = (Text("q", _("Subject or number"), ("title__icontains", "number__icontains")),)
    empty = _("No inspection has been opened.")


class OrderList(Listing):
    """Orders with their deadlines."""

    name = "orders"
    columns = (
        Column("number", _("Number"), href=Order.get_absolute_url),
        Column("project", _("Project"), value="project.name", main=True),
        Column("unit", _("Unit"), value="project.unit.name"),
        Column("issued_on", _("Issued on"), sort="issued_on"),
        Column("due_on", _("Due"), sort="due_on"),
        _OrderBadge("state", _("State"), value="get_state_display", sort="state"),
    )
    filters = (
        Text("q", _("Project or number"), ("project__name__icontains", "number__icontains")),
        Choice("state", _("State"), Order.State.choices),
    )
    empty = _("No order has been issued.")


class AuditList(Listing):
    """Audits by year."""

    name = "audits"
    columns = (
        Column("number", _("Number"), href=AuditCase.get_absolute_url),
        Column("project", _("Project"), value="project.name", main=True),
        Column("unit", _("Unit"), value="project.unit.name"),
        Column("year", _("Year of the plan"), sort="year"),
        Column("concluded_on", _("Concluded on"), sort="concluded_on"),
        Column("rectify_by", _("Rectify by"), sort="rectify_by"),
        _AuditBadge("state", _("State"), value="get_state_display", sort="state"),
    )
    filters = (
        Text("q", _("Project or number"), ("project__name__icontains", "number__icontains")),
        Choice("state", _("State"), AuditCase.State.choices),
    )
    empty = _("No project is in the audit plan.")


class BreachList(Listing):
    """Breaches of the sharing rules."""

    name = "breaches"
    columns = (
        Column("unit", _("Unit"), value="unit.name", href=Breach.get_absolute_url, main=True),
        Column("grounds", _("Grounds"), value="grounds"),
        Column("raised_on", _("Raised on"), sort="raised_on"),
        Column("mended_on", _("Mended on"), sort="mended_on"),
        _BreachBadge("state", _("State"), value="get_state_display", sort="state"),
    )
    filters = (
        Text("q", _("Unit"), ("unit__name__icontains",)),
        Choice("state", _("State"), Breach.State.choices),
    )
    empty = _("Nothing is held against a unit.")


class ScoreList(Listing):
    """Yearly scores of units."""

    name = "scores"
    columns = (
        Column("unit", _("Unit"), value="unit.name", main=True),
        Column("year", _("Year"), sort="year"),
        Column("score", _("Score"), sort="score", number=True),
        Column("passed", _("Result"), value=lambda row: _("Passed") if row.passed else _("Not passed")),
        Column("note", _("Note")),
        Column("recorded_on", _("Recorded on"), sort="recorded_on"),
    )
    filters = (Text("q", _("Unit"), ("unit__name__icontains",)),)
    empty = _("No unit has a score yet.")


class LiabilityList(Listing):
    """Who was held responsible."""

    name = "liabilities"
    columns = (
        Column(
            "project",
            _("Project"),
            value="project.name",
            href=lambda row: row.project.get_absolute_url(),
            main=True,
        ),
        Column("person", _("Person responsible")),
        Column("post", _("Post")),
        Column("finding", _("What happened")),
        Column("referred_to", _("Referred to")),
        Column("recorded_on", _("Recorded on"), sort="recorded_on"),
    )
    filters = (Text("q", _("Project or person"), ("project__name__icontains", "person__icontains")),)
    empty = _("Nobody has been held responsible.")
