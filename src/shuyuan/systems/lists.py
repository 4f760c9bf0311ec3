"""The list of the system register."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.systems.models import InformationSystem
from shuyuan.web.columns import Cell
from shuyuan.web.lists import Choice, Column, Listing, Text

TONES = {
    InformationSystem.State.PROPOSED: "waiting",
    InformationSystem.State.REGISTERED: "done",
    InformationSystem.State.RETIRED: "neutral",
}


@dataclass(frozen=True, kw_only=True)
class StateColumn(Column):
    """A state in words on a badge, whose tone follows from the row; files get the words."""

    tone: Callable[[Any], str]

    def cell(self, row: Any, request: HttpRequest) -> Cell:  # noqa: ARG002 the shape of a column
        """The badge."""
        html = render_to_string(
            "web/components/status.html", {"label": self.of(row), "tone": self.tone(row), "icon": ""}
        )
        return Cell(self, html)


class SystemList(Listing):
    """Systems that the actor may see."""

    name = "systems"
    columns = (
        Column("code", _("Number"), sort="id"),
        Column("name", _("Name"), href=lambda row: reverse("systems:system", args=[row.pk]), main=True),
        Column("department", _("Department"), value="department.name"),
        Column("network", _("Network"), value="get_network_display"),
        Column("hosting", _("Runs in"), value="get_hosting_display"),
        StateColumn(
            "state", _("State"), value="get_state_display", sort="state", tone=lambda row: TONES[row.state]
        ),
        Column("registered_on", _("Registered on"), sort="registered_on"),
    )
    filters = (
        Text("q", _("Name or department"), ("name__icontains", "department__name__icontains")),
        Choice("state", _("State"), InformationSystem.State.choices),
        Choice("network", _("Network"), InformationSystem.Network.choices),
        Choice("hosting", _("Runs in"), InformationSystem.Hosting.choices),
    )
    sort = "code"
    empty = _("A department proposes its systems; the bureau takes them into the register.")
