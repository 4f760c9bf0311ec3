"""The lists of oversight."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from shuyuan.supervision.models import AuditCase, Breach, Inspection, Order
from shuyuan.supervision.selectors import late_orders
from shuyuan.supervision.wording import AUDIT_TONES, BREACH_TONES, ORDER_TONES, SCORE_RESULTS
from shuyuan.web.columns import BadgeColumn
from shuyuan.web.lists import Choice, Column, Listing, Text


def _by_the_day(rows: QuerySet[Any], value: str) -> QuerySet[Any]:  # noqa: ARG001 the shape of `narrow`
    """The rows as they are: the list itself knows which day it is."""
    return rows


class InspectionList(Listing):
    """Inspections, newest first."""

    name = "inspections"
    columns = (
        Column("number", _("Number")),
        Column("title", _("Subject of the inspection"), href=Inspection.get_absolute_url, main=True),
        Column("held_on", _("Inspected on"), sort="held_on"),
        Column("closed_on", _("Closed on"), sort="closed_on"),
    )
    filters = (Text("q", _("Subject or number"), ("title__icontains", "number__icontains")),)
    empty = _("No inspection has been opened.")


class OrderList(Listing):
    """Orders with their deadlines."""

    name = "orders"
    is_wide = True
    columns = (
        Column("number", _("Number")),
        Column("project", _("Project"), value="project.name", href=Order.get_absolute_url, main=True),
        Column("unit", _("Unit"), value="project.unit.name"),
        Column("issued_on", _("Issued on"), sort="issued_on"),
        Column("due_on", _("Rectify by"), template="supervision/parts/due_cell.html", sort="due_on"),
        BadgeColumn(
            "state",
            _("State"),
            value="get_state_display",
            sort="state",
            tone=lambda row: ORDER_TONES[row.state],
        ),
    )
    filters = (
        Text("q", _("Project or number"), ("project__name__icontains", "number__icontains")),
        Choice("state", _("State"), Order.State.choices),
        Choice("late", _("Late"), [("overdue", _("Overdue only"))], narrow=_by_the_day),
    )
    empty = _("No order has been issued.")

    @cached_property
    def filtered(self) -> Any:
        """The rows that pass; the day of the law decides what is overdue."""
        rows = super().filtered
        if self.request.GET.get("late") == "overdue":
            rows = late_orders(rows, today=self.request.legal.today)
        return rows


class AuditList(Listing):
    """Audits by year."""

    name = "audits"
    is_wide = True
    columns = (
        Column("number", _("Number")),
        Column("project", _("Project"), value="project.name", href=AuditCase.get_absolute_url, main=True),
        Column("unit", _("Unit"), value="project.unit.name"),
        Column("year", _("Year of the plan"), sort="year"),
        Column("concluded_on", _("Concluded on"), sort="concluded_on"),
        Column("rectify_by", _("Rectify by"), sort="rectify_by"),
        BadgeColumn(
            "state",
            _("State"),
            value="get_state_display",
            sort="state",
            tone=lambda row: AUDIT_TONES[row.state],
        ),
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
        BadgeColumn(
            "state",
            _("State"),
            value="get_state_display",
            sort="state",
            tone=lambda row: BREACH_TONES[row.state],
        ),
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
        Column("passed", _("Result"), value=lambda row: SCORE_RESULTS[row.passed]),
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
        Column("finding", _("What the person answers for")),
        Column("referred_to", _("Referred to")),
        Column("recorded_on", _("Recorded on"), sort="recorded_on"),
    )
    filters = (Text("q", _("Project or person"), ("project__name__icontains", "person__icontains")),)
    empty = _("Nobody has been held responsible.")
