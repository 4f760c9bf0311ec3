"""The answer of a rule: allowed, or every reason against it at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reason:
    """Why something is refused: a stable code, the provision, the facts.

    `cites` is a provision such as ``jz-data-2020/14.2``; `facts` holds JSON values only, because
    pages, problem documents and the audit trail all show them.
    """

    code: str
    cites: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """Allowed when there is no reason against it; otherwise every reason at once."""

    reasons: tuple[Reason, ...] = ()

    @classmethod
    def of(cls, reasons: Iterable[Reason | None]) -> "Verdict":
        """The verdict of several `needs_…` rules; a rule that has no objection gives nothing."""
        return cls(tuple(reason for reason in reasons if reason is not None))

    @property
    def allowed(self) -> bool:
        """Whether no reason stands against it."""
        return not self.reasons

    def __add__(self, other: "Verdict") -> "Verdict":
        return Verdict(self.reasons + other.reasons)
