"""What a department fills in for a demand, as a record without a database, and the checks on its form."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shuyuan.catalog.guide import Cycle, MethodType
from shuyuan.demand.rules import DemandFacts
from shuyuan.kernel.errors import BadInput

MOST_ITEMS = 50
LONGEST_LABEL = 100
_LENGTHS = {
    "name": 128,
    "scenario": 1000,
    "scope": 400,
    "legal_basis": 1000,
    "duty_basis": 1000,
    "business_matter": 200,
}


@dataclass(frozen=True)
class Wishes:
    """One demand as it is stated; `likely_provider` is a department's code, '' for unknown."""

    name: str
    scenario: str = ""
    legal_basis: str = ""
    duty_basis: str = ""
    items: tuple[str, ...] = ()
    scope: str = ""
    business_matter: str = ""
    mode: str = ""
    cycle: str = ""
    used_from: date | None = None
    used_until: date | None = None
    likely_provider: str = ""

    def facts(self, department: str) -> DemandFacts:
        """What the law asks about it."""
        return DemandFacts(
            name=self.name,
            scenario=self.scenario,
            duty_basis=self.duty_basis,
            legal_basis=self.legal_basis,
            items=self.items,
            department=department,
            likely_provider=self.likely_provider,
        )

    def columns(self) -> dict[str, Any]:
        """What of it the demand itself keeps; items and the likely provider have rows of their own."""
        texts = {name: getattr(self, name).strip() for name in _LENGTHS}
        rest = ("mode", "cycle", "used_from", "used_until")
        return texts | {name: getattr(self, name) for name in rest}

    def require_well_formed(self) -> None:
        """Raise BadInput `bad_demand` with every malformed field."""
        faults = {name: "too_long" for name, length in _LENGTHS.items() if len(getattr(self, name)) > length}
        if any("\0" in text for text in (*(getattr(self, name) for name in _LENGTHS), *self.items)):
            faults["text"] = "not_text"
        if len(self.items) > MOST_ITEMS:
            faults["items"] = "too_many"
        if len(set(self.items)) != len(self.items):
            faults["items"] = "twice"
        if any(not item.strip() or len(item) > LONGEST_LABEL for item in self.items):
            faults["items"] = "bad_item"
        if self.mode and self.mode not in MethodType.values:
            faults["mode"] = "unknown"
        if self.cycle and self.cycle not in Cycle.values:
            faults["cycle"] = "unknown"
        if self.used_from and self.used_until and self.used_until < self.used_from:
            faults["used_until"] = "before_begin"
        if faults:
            raise BadInput("malformed demand", code="bad_demand", fields=faults)


def read_items(text: str) -> tuple[str, ...]:
    """Wished items as they are typed: one in a line, or divided by commas; each once, in order."""
    for sign in "，、；;,\t":
        text = text.replace(sign, "\n")
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
