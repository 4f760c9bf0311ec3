"""What a verification says: counts, and every place where the trails are not what was written."""

from dataclasses import asdict, dataclass, field
from typing import Any

#: So many findings are kept with their place; further ones are only counted.
KEPT = 1000


@dataclass(frozen=True)
class Finding:
    """One fault: in which trail (entries or reads), at which place, of which kind."""

    trail: str
    place: str
    code: str
    detail: str

    def __str__(self) -> str:
        return f"{self.trail} {self.place}: {self.code}: {self.detail}"


@dataclass
class Report:
    """The result of a verification."""

    entries: int = 0
    batches: int = 0
    records: int = 0
    head: str = ""
    finding_count: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return self.finding_count == 0

    def add(self, trail: str, place: object, code: str, detail: str) -> None:
        """Note a fault."""
        self.finding_count += 1
        if len(self.findings) < KEPT:
            self.findings.append(Finding(trail, str(place), code, detail))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**asdict(self), "intact": self.intact}
