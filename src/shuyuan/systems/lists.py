"""The lists of the system register and of moves."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.organizations.selectors import list_departments
from shuyuan.systems import registry
from shuyuan.systems.models import InformationSystem, Move
from shuyuan.web.columns import BadgeColumn
from shuyuan.web.lists import Choice, Column, Listing, Text

TONES = {
    InformationSystem.State.PROPOSED: "waiting",
    InformationSystem.State.REGISTERED: "done",
    InformationSystem.State.RETIRED: "neutral",
}
MOVE_TONES = {
    "planned": "info",
    "under_way": "info",
    "reported": "waiting",
    "done": "done",
    "given_up": "neutral",
    "overdue": "overdue",
}
STANDINGS = [("overdue", _("Overdue")), *Move.State.choices]
PLACES = [
    ("inside", _("On cloud and network")),
    ("planned", _("Outside, with a plan")),
    ("unplanned", _("Outside, without a plan")),
]
#: The columns that those see first who look at the systems of all departments.
_OVERSEEN = {
    "code",
    "name",
    "department",
    "hosting",
    "network",
    "connected_on",
    "state",
    "produced",
    "used",
    "calls",
    "latest_project",
}
_OUTSIDE = "outside"
_JOINED = (("yes", _("Joined")), ("no", _("Not joined")))
_PLACE_TONES = {"inside": "done", "planned": "waiting", "unplanned": "overdue"}


def _joined(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(connected_on__isnull=value == "no")


def _placed(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Outside is outside, with or without a plan."""
    return rows.exclude(place="inside") if value == _OUTSIDE else rows.filter(place=value)


def _owners() -> Iterable[tuple[str, str]]:
    own = InformationSystem.objects.filter(department=OuterRef("pk"))
    return list_departments().filter(Exists(own)).values_list("code", "name")


def _movers() -> Iterable[tuple[str, str]]:
    own = Move.objects.filter(department=OuterRef("pk"))
    return list_departments().filter(Exists(own)).values_list("code", "name")


_DEPARTMENTS = Choice("department", _("Department"), _owners, field="department__code")
_MOVERS = Choice("department", _("Department"), _movers, field="department__code")


class SystemList(Listing):
    """Systems that the actor may see (with `place`), and what other rooms know of each."""

    name = "systems"
    columns = (
        Column("code", _("Number"), sort="id"),
        Column("name", _("Name"), href=lambda row: reverse("systems:system", args=[row.pk]), main=True),
        Column("department", _("Department"), value="department.name", sort="department__code"),
        Column("hosting", _("Runs in"), value="get_hosting_display", sort="hosting"),
        Column("network", _("Network"), value="get_network_display", sort="network"),
        BadgeColumn(
            "place",
            _("Cloud and network"),
            value=lambda row: dict(PLACES)[row.place],
            sort="place",
            tone=lambda row: _PLACE_TONES[row.place],
            default=False,
        ),
        Column(
            "protection", _("Protection grade"), value="get_protection_grade_display", sort="protection_grade"
        ),
        Column("filing", _("Filing number of the protection"), value="protection_filing", default=False),
        Column("connected_on", _("Joined on"), sort="connected_on"),
        BadgeColumn(
            "state", _("State"), value="get_state_display", sort="state", tone=lambda row: TONES[row.state]
        ),
        Column("registered_on", _("Registered on"), sort="registered_on", default=False),
    )
    filters = (
        Text("q", _("Name or department"), ("name__icontains", "department__name__icontains")),
        Choice("state", _("State"), InformationSystem.State.choices),
        Choice("network", _("Network"), InformationSystem.Network.choices),
        Choice("hosting", _("Runs in"), InformationSystem.Hosting.choices),
        Choice(
            "place",
            _("Cloud and network"),
            [*PLACES, (_OUTSIDE, _("Outside, with or without a plan"))],
            narrow=_placed,
        ),
        Choice(
            "grade", _("Protection grade"), InformationSystem.Protection.choices, field="protection_grade"
        ),
        Choice("joined", _("Joined to the platform"), _JOINED, narrow=_joined),
    )
    sort = "code"
    empty = _("A department proposes its systems; the bureau takes them into the register.")

    def __init__(
        self, request: HttpRequest, rows: QuerySet[Any], *, oversees: bool = False, **more: Any
    ) -> None:
        super().__init__(request, rows, **more)
        self.columns = (*type(self).columns, *registry.columns())
        if oversees:
            self.columns = tuple(replace(one, default=one.name in _OVERSEEN) for one in self.columns)
            self.filters = (*type(self).filters, _DEPARTMENTS)
        self.rows = registry.with_columns(rows, [column.name for column in self.shown])


class MoveList(Listing):
    """Moves that the actor may see, with `standing`; the next day first."""

    name = "moves"
    columns = (
        Column("code", _("Number"), sort="id"),
        Column("name", _("What moves"), href=Move.get_absolute_url, main=True),
        Column("thing", _("Kind"), value="get_thing_display", sort="thing"),
        Column("department", _("Department"), value="department.name", sort="department__code"),
        Column("target", _("Moves to"), value="get_target_display", sort="target"),
        Column("share", _("Done in percent"), number=True, sort="share"),
        Column("due_on", _("Moved by"), sort="due_on"),
        Column("responsible", _("Who answers for it"), value="responsible.person"),
        BadgeColumn(
            "standing",
            _("State"),
            value=lambda row: dict(STANDINGS)[row.standing],
            sort="standing",
            tone=lambda row: MOVE_TONES[row.standing],
        ),
        Column("first_due_on", _("Day of the first plan"), default=False),
        Column("ended_on", _("Ended on"), sort="ended_on", default=False),
        Column("end_reason", _("How it ended"), default=False),
    )
    filters = (
        Text("q", _("Name or department"), ("name__icontains", "department__name__icontains")),
        Choice("standing", _("State"), STANDINGS),
        Choice("thing", _("Kind"), Move.THINGS),
        Choice("target", _("Moves to"), Move.TARGETS),
    )
    sort = "due_on"
    empty = _("What stands outside of cloud, network and platform is entered here with the plan of its move.")

    def __init__(self, request: HttpRequest, rows: QuerySet[Any], *, oversees: bool, **more: Any) -> None:
        super().__init__(request, rows, **more)
        if oversees:
            self.filters = (*type(self).filters, _MOVERS)
