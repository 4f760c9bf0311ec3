"""How an edition of the compiled plans differs from an earlier one."""

from dataclasses import dataclass, field
from typing import Any

from shuyuan.planning import wording
from shuyuan.planning.models import CompiledLine, CompiledPlan
from shuyuan.projects.money import in_wan
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.wording import FUNDING_MODES, KINDS
from shuyuan.web.columns import as_text


@dataclass(frozen=True)
class Difference:
    """One project that differs; `changes` are (what, before, after) in words."""

    line: CompiledLine
    kind: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def compare(before: CompiledPlan, after: CompiledPlan) -> list[Difference]:
    """What came, left and changed, in the order of the later edition."""
    earlier = {line.project_id: line for line in before.lines.all()}
    found = []
    for line in after.lines.order_by("position"):
        old = earlier.pop(line.project_id, None)
        if old is None:
            found.append(Difference(line, "added"))
        elif changes := _changes(old.frozen(), line.frozen()):
            found.append(Difference(line, "changed", changes))
    return [*found, *(Difference(line, "removed") for line in earlier.values())]


def _changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (str(wording.COMPARED[name]), _words(name, before[name]), _words(name, value))
        for name, value in after.items()
        if before[name] != value
    ]


def _words(name: str, value: Any) -> str:
    if name == "kind":
        return str(KINDS[ProjectKind(value)])
    if name == "funding_mode":
        return str(FUNDING_MODES[FundingMode(value)])
    if name == "planned_fen":
        return in_wan(value)
    if name == "years":
        return "，".join(f"{year}: {in_wan(fen)}" for year, fen in sorted(value.items()))
    return as_text(value)
