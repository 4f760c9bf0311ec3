"""How plans, units, studies and the library read on pages and in files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.planning.models import LibraryRecord, ProjectPlan, UnitPlan
from shuyuan.planning.rules import Outlook

UNIT_TONES = {
    UnitPlan.State.ASKED: "waiting",
    UnitPlan.State.FILED: "done",
    UnitPlan.State.NOTHING: "neutral",
}
OPINION_TONES = {
    ProjectPlan.Opinion.INCLUDE: "done",
    ProjectPlan.Opinion.RETURN: "refused",
    ProjectPlan.Opinion.DECLINE: "refused",
}
OUTLOOKS = {
    Outlook.STANDBY: (_("Moves on as standby"), "info"),
    Outlook.LAST_YEAR: (_("Moves on; one year is left"), "waiting"),
    Outlook.LEAVES: (_("Leaves the library"), "refused"),
}
#: What the library says of a project in a year → its words and tone.
PLACES = {
    LibraryRecord.Outcome.BUDGETED.value: (_("Budgeted"), "done"),
    LibraryRecord.Outcome.UNFUNDED.value: (_("No money"), "refused"),
    LibraryRecord.Outcome.REMOVED.value: (_("Left the library"), "neutral"),
    "standby": (_("Standby"), "waiting"),
    "waiting": (_("Waits for money"), "info"),
}
FAULTS = {
    "required": _("This is needed here."),
    "not_later": _("Choose a day after the last day that is not over."),
    "after_plan_year": _("The plan year is over by then."),
    "in_the_future": _("This day is still to come."),
    "out_of_range": _("Priorities go from 1 to 9999."),
    "unknown_project": _("Choose projects of the list."),
}
#: How two editions of a compiled plan differ → words and tone.
CHANGES = {
    "added": (_("Newly added"), "done"),
    "changed": (_("Changed"), "info"),
    "removed": (_("Removed"), "refused"),
}
COMPARED = {
    "name": _("Name"),
    "unit_name": _("Unit"),
    "kind": _("Kind"),
    "funding_mode": _("Funding mode"),
    "position": _("Priority"),
    "is_standby": _("Standby"),
    "planned_fen": _("Money"),
    "years": _("Money by year"),
    "starts_on": _("Planned start"),
    "ends_on": _("Planned end"),
}


def fault(code: str) -> str:
    """What is wrong with a field, in words."""
    return str(FAULTS.get(code, code))


def place_of(row: Any) -> str:
    """Where a project stands in the library of the year that the list was asked for."""
    return row.outcome or ("standby" if row.unfunded_years else "waiting")


def place_label(row: Any) -> str:
    """The same in words."""
    return str(PLACES[place_of(row)][0])
