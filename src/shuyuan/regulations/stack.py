"""Which instruments hold in this place since when, and who decided where two of them differ."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shuyuan.regulations.reading import read_mapping, require


@dataclass(frozen=True)
class Decision:
    """For one parameter, one instrument holds from a day on: decided by a person, with a reason."""

    key: str
    since: date
    instrument: str
    decided_by: str
    reason: str


@dataclass(frozen=True)
class Stack:
    """`switched_on` maps each instrument in force here to its first day, the highest rank first."""

    place: str
    switched_on: Mapping[str, date]
    decisions: tuple[Decision, ...]

    def decision(self, key: str, on: date) -> Decision | None:
        """The latest decision about the key that was in force on that day."""
        made = [entry for entry in self.decisions if entry.key == key and entry.since <= on]
        return max(made, key=lambda entry: entry.since, default=None)


def read_stack(path: Path, *, known: AbstractSet[str]) -> Stack:
    """The stack file of a place; raises BrokenLaw with file and line.

    An instrument without `since` is known but switched off: its values are never used.
    """
    data = read_mapping(path)
    require(data, data, {"place": str, "instruments": list, "decisions": list}, {})
    switched_on = {}
    for entry in data["instruments"]:
        row = require(entry, data, {"id": str}, {"since": date})
        if row["id"] not in known:
            raise row.fail(f"there is no instrument {row['id']}", "id")
        if "since" in row:
            switched_on[row["id"]] = row["since"]
    fields = {"key": str, "since": date, "instrument": str, "decided_by": str, "reason": str}
    decisions = []
    for entry in data["decisions"]:
        row = require(entry, data, fields, {})
        if row["instrument"] not in switched_on:
            raise row.fail(
                f"{row['instrument']} is not switched on, so nothing can be decided for it", "instrument"
            )
        decisions.append(Decision(**row))
    return Stack(data["place"], switched_on, tuple(decisions))
