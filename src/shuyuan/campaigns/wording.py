"""How campaigns, lists and duties read on pages and in files."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuyuan.campaigns.differences import Compared
from shuyuan.campaigns.models import DayMove
from shuyuan.campaigns.rules import Duty
from shuyuan.campaigns.states import CampaignState, State
from shuyuan.catalog import guide

#: Stage of a list → its words and the tone of its badge, in the order of the work.
STAGES = {
    "not_begun": (gettext_lazy("Not begun"), "neutral"),
    "drafting": (gettext_lazy("Being drafted"), "info"),
    State.RETURNED.value: (gettext_lazy("Returned"), "refused"),
    State.AT_COUNTY.value: (gettext_lazy("With the county"), "info"),
    State.AT_BUREAU.value: (gettext_lazy("Under review"), "waiting"),
    State.REVIEWED.value: (gettext_lazy("Reviewed"), "done"),
    State.LEFT_OUT.value: (gettext_lazy("Left out"), "neutral"),
}

CAMPAIGN_TONES = {
    CampaignState.OPEN: "info",
    CampaignState.CLOSED: "done",
    CampaignState.CANCELLED: "neutral",
}

#: What became of an entry of a list → its words and tone.
OUTCOMES = {
    "waiting": (gettext_lazy("Waits for the decision"), "waiting"),
    "returned": (gettext_lazy("Returned"), "refused"),
    "drafted": (gettext_lazy("Back with the department"), "refused"),
    "published": (gettext_lazy("Published"), "done"),
    "confirmed": (gettext_lazy("Confirmed as it is"), "done"),
    "discarded": (gettext_lazy("Change given up"), "neutral"),
}

FAULTS = {
    "required": gettext_lazy("This is needed here."),
    "in_the_past": gettext_lazy("This day is over."),
    "not_after_opening": gettext_lazy("The lists are due after the opening day."),
    "before_closing": gettext_lazy("Counties summarize after the lists have come."),
    "before_summary": gettext_lazy("The review ends after the summaries have come."),
    "year_far_away": gettext_lazy("A campaign is for this year or the next."),
    "begun_already": gettext_lazy("The campaign has begun; its first day stays."),
    "nothing_moved": gettext_lazy("Move at least one day."),
    "unknown_department": gettext_lazy("Choose departments of the list."),
}

#: How an entry of one edition differs from the one before → its words and tone.
CHANGES = {
    "added": (gettext_lazy("Newly added"), "done"),
    "changed": (gettext_lazy("Changed"), "info"),
    "removed": (gettext_lazy("Removed"), "refused"),
}


#: The days of a campaign in words.
DAYS = {
    "opens_on": gettext_lazy("Opens on"),
    "closes_on": gettext_lazy("Lists due"),
    "county_due_on": gettext_lazy("County summaries due"),
    "review_due_on": gettext_lazy("Review ends"),
}


def moved_days(move: DayMove) -> str:
    """Which days were moved, from what to what."""
    return "；".join(f"{DAYS[name]} {old} → {new}" for name, (old, new) in move.days.items())


def change_label(one: Compared) -> str:
    """Added, changed or removed."""
    return str(CHANGES[one.kind][0])


def changes_text(one: Compared) -> str:
    """The fields that differ, one after the other, for a file."""
    return "; ".join(f"{row.where} {row.what}: {row.before} → {row.after}" for row in one.changes)


def fault(code: str) -> str:
    """What is wrong with a field, in words."""
    return str(FAULTS.get(code, code))


def stage_label(stage: str) -> str:
    """The words of a stage."""
    return str(STAGES[stage][0])


def cycle_label(duty: Duty) -> str:
    """How often the item is brought up to date."""
    return str(dict(guide.Cycle.choices).get(duty.cycle, duty.cycle))


def form_label(duty: Duty) -> str:
    """The format in which the department keeps the item."""
    return "、".join(str(guide.FORMATS[code].name) for code in duty.formats if code in guide.FORMATS)


def way_label(duty: Duty) -> str:
    """The way by which the item comes in: through the platform by database, file or interface, or by hand."""
    kinds = dict(guide.MethodType.choices)
    types = "、".join(str(kinds.get(code, code)) for code in duty.method_types)
    way = str(dict(guide.MethodClass.choices).get(duty.method_class, duty.method_class))
    return _("%(way)s (%(types)s)") % {"way": way, "types": types} if types else way


def type_label(duty: Duty) -> str:
    """The data type with its length."""
    size = f"({duty.length})" if duty.length else ""
    return f"{guide.DATA_TYPES.get(duty.data_type, duty.data_type)} {duty.data_type}{size}"
