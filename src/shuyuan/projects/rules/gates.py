"""The gates that a project still has before it: open or closed, what is missing, who opens them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from shuyuan.kernel.actor import Role
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects.rules.facts import ProjectFacts
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.holds import Hold
from shuyuan.projects.rules.stages import ENDED, STEPS, Kind, Stage
from shuyuan.projects.rules.steps import judge_step
from shuyuan.regulations.context import LegalContext


class GateState(StrEnum):
    """Whether a gate lies behind, is open, is closed by reasons, or comes after another step."""

    PASSED = "passed"
    OPEN = "open"
    CLOSED = "closed"
    AHEAD = "ahead"


@dataclass(frozen=True)
class GateView:
    """One gate of a project today; `roles` take the step that leads through it, by the provision `cites`."""

    kind: Kind
    cites: str
    state: GateState
    verdict: Verdict
    roles: frozenset[Role]


@dataclass(frozen=True)
class _Gate:
    kind: Kind
    cites: str
    passed: Callable[[ProjectFacts], bool]
    concerns: Callable[[ProjectFacts], bool] = lambda facts: True  # noqa: ARG005 one shape


def _builds(facts: ProjectFacts) -> bool:
    return facts.kind is not ProjectKind.OPERATE


_GATES = (
    _Gate(
        Kind.REVIEWED,
        "jz-project-2020/10.1",
        lambda f: f.reviewed_on is not None and f.stage is not Stage.REJECTED,
    ),
    _Gate(
        Kind.APPROVED,
        "jz-project-2020/11.1",
        lambda f: f.approved_on is not None,
        lambda f: f.funding_mode is FundingMode.GOVERNMENT_INVESTMENT,
    ),
    _Gate(Kind.BUDGETED, "jz-project-2020/12.1", lambda f: bool(f.budgets)),
    _Gate(Kind.PROCUREMENT_OPENED, "jz-project-2020/14.1", lambda f: f.procurement_on is not None),
    _Gate(Kind.STARTED, "jz-project-2020/17.1", lambda f: f.started_on is not None, _builds),
    _Gate(Kind.ACCEPTED, "jz-project-2020/20.1", lambda f: f.accepted_on is not None, _builds),
    _Gate(Kind.UPKEEP_BUDGETED, "jz-project-2020/22.1", lambda f: False),  # noqa: ARG005 asked every year
)


def cites_of(kind: Kind) -> str:
    """The provision of the gate to which the step leads; empty for a step that is no gate."""
    return next((gate.cites for gate in _GATES if gate.kind is kind), "")


def gates_of(facts: ProjectFacts, holds: Iterable[Hold] = (), *, legal: LegalContext) -> list[GateView]:
    """Every gate that concerns the project, in the order of its way; none for one that has ended.

    A gate is open when its step may be taken now. It is closed when something stands against it, whether or
    not the project stands before it already, and ahead when only an earlier step has to come first.
    """
    if facts.stage in ENDED:
        return []
    known = tuple(holds)
    return [_view(gate, facts, known, legal) for gate in _GATES if gate.concerns(facts)]


def _view(gate: _Gate, facts: ProjectFacts, holds: tuple[Hold, ...], legal: LegalContext) -> GateView:
    step = STEPS[gate.kind]
    if gate.passed(facts):
        return GateView(gate.kind, gate.cites, GateState.PASSED, Verdict(), step.roles)
    probe = {"fen": 1, "year": legal.today.year}
    verdict = judge_step(gate.kind, facts, probe, holds=holds, legal=legal)
    if not verdict.allowed:
        state = GateState.CLOSED
    elif facts.stage in step.stages:
        state = GateState.OPEN
    else:
        state = GateState.AHEAD
    return GateView(gate.kind, gate.cites, state, verdict, step.roles)
