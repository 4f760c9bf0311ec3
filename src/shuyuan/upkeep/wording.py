"""Signs, parts of scores and what would mend them, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import Cycle
from shuyuan.catalog.models import Entry
from shuyuan.catalog.wording import field_label
from shuyuan.upkeep.models import Finding
from shuyuan.upkeep.rules import WEIGHTS
from shuyuan.upkeep.states import OccasionState, PartName, SignKind

TONES = {
    OccasionState.OPEN: "waiting",
    OccasionState.REQUESTED: "info",
    OccasionState.COMPLETED: "done",
    OccasionState.NOT_NEEDED: "neutral",
}

_REASONS = {
    SignKind.NEVER_FILLED: _(
        "Published on %(last)s to be updated “%(cycle)s”, but no batch was ever accepted."
    ),
    SignKind.STALE: _("The last accepted batch is of %(last)s; by its cycle “%(cycle)s” two are missing."),
    SignKind.UNUSED: _("Nobody has read it since %(last)s, which is more than %(days)s days ago."),
    SignKind.DANGLING: _("It names the system %(system)s, which is not in the system register."),
}
_REMEDIES = {
    SignKind.NEVER_FILLED: _("Send the first batch, or change the entry if the data does not exist."),
    SignKind.STALE: _("Send a batch, or choose the cycle in which the data really changes."),
    SignKind.UNUSED: _("Improve name, abstract and items so that it is found, or propose to take it out."),
    SignKind.DANGLING: _("Propose the system for the register, or name the system that replaced it."),
}
PARTS = {
    PartName.METADATA: _("Metadata"),
    PartName.FRESHNESS: _("Freshness"),
    PartName.USE: _("Use"),
    PartName.CHECKS: _("Automatic checks"),
    PartName.QUALITY: _("Quality of data"),
}
_FIXES = {
    "fill_fields": _("Fill in: %(fields)s."),
    "send_first_data": _("Send the first batch."),
    "send_data": _("The newest data is %(age)s days old: send a batch."),
    "find_users": _("Make it easier to find, and tell departments that need it."),
    "mend_findings": _("The checks find %(count)s things to mend; the editor shows them."),
    "mend_rows": _("%(refused)s of %(read)s rows were refused in a year: look into the refused cells."),
}


@dataclass(frozen=True)
class PartInWords:
    """One part of a score as a page shows it; `points` is None where the part does not apply."""

    label: Any
    points: float | None
    weight: int
    fix: str


def reason(finding: Finding) -> str:
    """Why an entry counts as dead."""
    facts = {**finding.facts}
    if "cycle" in facts:
        facts["cycle"] = str(Cycle(facts["cycle"]).label)
    return str(_REASONS[SignKind(finding.kind)]) % facts


def remedy(finding: Finding) -> str:
    """What would bring it to life."""
    return str(_REMEDIES[SignKind(finding.kind)])


def parts_in_words(parts: list[dict[str, Any]]) -> list[PartInWords]:
    """The parts of a standing, as they were kept."""
    return [_part(part) for part in parts]


def fixes(parts: list[dict[str, Any]]) -> str:
    """All that would raise a score, in one text."""
    return " ".join(part.fix for part in parts_in_words(parts) if part.fix)


def _part(part: dict[str, Any]) -> PartInWords:
    name, share = PartName(part["name"]), part["share"]
    facts = {**part["facts"]}
    if "fields" in facts:
        facts["fields"] = "、".join(str(field_label(Entry, field)) for field in facts["fields"])
    fix = str(_FIXES[part["fix"]]) % facts if part["fix"] else ""
    points = None if share is None else round(WEIGHTS[name] * share, 1)
    return PartInWords(PARTS[name], points, WEIGHTS[name], fix)
