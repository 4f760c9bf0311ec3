"""A gate: an ordered list of `needs_…` rules over one facts record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shuyuan.kernel.verdict import Reason, Verdict

FactsT = TypeVar("FactsT", contravariant=True)


@dataclass(frozen=True)
class Gate(Generic[FactsT]):
    """Opens only when no rule objects; reports every objection at once."""

    name: str
    rules: Sequence[Callable[[FactsT], Reason | None]]

    def judge(self, facts: FactsT) -> Verdict:
        """All reasons that keep this gate closed for these facts, in the order of the rules."""
        return Verdict.of(rule(facts) for rule in self.rules)
