"""The demand list as a page and as a file."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from shuyuan.demand.models import STATE_LABELS, Demand
from shuyuan.demand.states import State
from shuyuan.organizations.selectors import list_departments
from shuyuan.web.lists import Choice, Column, Dates, Listing, Text

TONES = {
    State.MATCHED: "waiting",
    State.WITH_BUREAU: "waiting",
    State.ROUTED: "waiting",
    State.RETURNED: "waiting",
    State.ACCEPTED: "info",
    State.CATALOGED: "info",
    State.REQUESTED: "info",
    State.GRANTED: "done",
    State.REFUSED: "refused",
    State.WITHDRAWN: "neutral",
}


def _departments() -> Iterable[tuple[str, str]]:
    return list_departments().filter(demands__isnull=False).distinct().values_list("code", "name")


def _items(demand: Demand) -> str:
    return "、".join(demand.items.values_list("label", flat=True))


class DemandList(Listing):
    """All demands that the actor may see, the newest first."""

    name = "demands"
    columns = (
        Column("name", _("What is needed"), href=Demand.get_absolute_url, sort="name", main=True),
        Column("number", _("Number"), sort="number"),
        Column("department", _("Needed by"), value="department.name", sort="department__code"),
        Column("provider", _("Provider"), value="provider.name", sort="provider__code"),
        Column(
            "state", _("State"), value="get_state_display", template="demand/parts/state.html", sort="state"
        ),
        Column("due", _("Due"), value="due_on", template="demand/parts/due.html", sort="due_on"),
        Column("stated", _("Stated"), value="stated_at", sort="stated_at"),
        Column("items", _("Wished items"), value=_items, default=False),
        Column("scenario", _("What for"), default=False),
        Column("legal_basis", _("Legal basis"), default=False),
        Column("duty_basis", _("Duty basis"), default=False),
        Column("matter", _("Related business matter"), value="business_matter", default=False),
        Column("likely", _("Likely provider"), value="likely_provider.name", default=False),
        Column("cycle", _("Update cycle"), value="get_cycle_display", default=False),
        Column("mode", _("Sharing method"), value="get_mode_display", default=False),
        Column("entry", _("Entry"), value="entry.name", default=False),
        Column("request", _("Sharing request"), value="request_number", default=False),
        Column("reason", _("Reason"), default=False),
    )
    filters = (
        Text("q", _("What is needed"), ("name__icontains", "number__icontains", "items__label__icontains")),
        Choice("state", _("State"), STATE_LABELS),
        Choice("department", _("Needed by"), _departments, field="department__code"),
        Dates("stated", _("Stated"), "stated_at", moments=True),
    )
    sort = "-stated"
    empty = _("No demand has been stated yet.")
