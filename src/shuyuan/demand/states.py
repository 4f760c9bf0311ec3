"""The states of a demand and the steps between them, as data."""

from enum import StrEnum

from shuyuan.kernel.errors import Conflict


class State(StrEnum):
    """Where a demand stands."""

    MATCHED = "matched"  # 已匹配, the department looks whether it is what it needs
    WITH_BUREAU = "with_bureau"  # 待对接
    ROUTED = "routed"  # 待提供部门答复
    RETURNED = "returned"  # 退回补正
    ACCEPTED = "accepted"  # 已承诺编目
    CATALOGED = "cataloged"  # 可申请
    REQUESTED = "requested"  # 申请中
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What moves a demand on."""

    CONFIRM = "confirm"
    DECLINE = "decline"  # none of the matches fits
    ROUTE = "route"
    PROMISE = "promise"  # the provider will catalog it
    POINT_OUT = "point_out"  # the provider names an entry
    RETURN = "return"
    COMPLETE = "complete"
    COMPLETE_FOR_PROVIDER = "complete_for_provider"
    PASS_BACK = "pass_back"  # noqa: S105 not mine
    REFUSE = "refuse"
    MATCH = "match"  # a new entry fits
    REQUEST = "request"
    GRANT = "grant"
    DENY = "deny"  # the sharing request was refused
    RELEASE = "release"  # the sharing request was withdrawn
    WITHDRAW = "withdraw"


_OPEN = (
    State.MATCHED,
    State.WITH_BUREAU,
    State.ROUTED,
    State.RETURNED,
    State.ACCEPTED,
    State.CATALOGED,
)

#: Step → state before → state after.
TRANSITIONS: dict[Step, dict[State, State]] = {
    Step.CONFIRM: {State.MATCHED: State.CATALOGED},
    Step.DECLINE: {State.MATCHED: State.WITH_BUREAU},
    Step.ROUTE: dict.fromkeys((State.WITH_BUREAU, State.ROUTED, State.REFUSED), State.ROUTED),
    Step.PROMISE: {State.ROUTED: State.ACCEPTED},
    Step.POINT_OUT: {State.ROUTED: State.MATCHED, State.ACCEPTED: State.MATCHED},
    Step.RETURN: {State.WITH_BUREAU: State.RETURNED, State.ROUTED: State.RETURNED},
    Step.COMPLETE: {State.RETURNED: State.WITH_BUREAU},
    Step.COMPLETE_FOR_PROVIDER: {State.RETURNED: State.ROUTED},
    Step.PASS_BACK: {State.ROUTED: State.WITH_BUREAU},
    Step.REFUSE: {State.ROUTED: State.REFUSED, State.WITH_BUREAU: State.REFUSED},
    Step.MATCH: dict.fromkeys((State.WITH_BUREAU, State.RETURNED, State.ACCEPTED), State.MATCHED),
    Step.REQUEST: {State.CATALOGED: State.REQUESTED},
    Step.GRANT: {State.CATALOGED: State.GRANTED, State.REQUESTED: State.GRANTED},
    Step.DENY: {State.REQUESTED: State.REFUSED},
    Step.RELEASE: {State.REQUESTED: State.CATALOGED},
    Step.WITHDRAW: dict.fromkeys(_OPEN, State.WITHDRAWN),
}

#: Nothing more happens by itself.
ENDED = (State.GRANTED, State.REFUSED, State.WITHDRAWN)
#: A new entry may still meet these.
UNMET = (State.MATCHED, State.WITH_BUREAU, State.ROUTED, State.ACCEPTED)


def allows(state: str, step: Step) -> bool:
    """Whether the step may be taken from this state."""
    return state in TRANSITIONS[step]


def after(state: str, step: Step) -> State:
    """The state that the step leads to; Conflict when somebody moved the demand on meanwhile."""
    if not allows(state, step):
        raise Conflict(code="demand_moved_on", state=str(state), step=step.value)
    return TRANSITIONS[step][State(state)]
