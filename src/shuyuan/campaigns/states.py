"""The states of a campaign and of a department's list, and the steps between them, as data."""

from enum import StrEnum

from shuyuan.kernel.errors import Conflict


class CampaignState(StrEnum):
    """Whether a campaign still takes lists."""

    OPEN = "open"  # 进行中
    CLOSED = "closed"  # 已发布
    CANCELLED = "cancelled"  # 已取消


class State(StrEnum):
    """Where a department's list stands."""

    ASKED = "asked"  # 待报送
    AT_COUNTY = "at_county"  # 待县级汇总
    AT_BUREAU = "at_bureau"  # 待审核
    RETURNED = "returned"  # 已退回
    REVIEWED = "reviewed"  # 已审定
    LEFT_OUT = "left_out"  # 本次不计


class Step(StrEnum):
    """What moves a list from one state to another."""

    SUBMIT = "submit"
    SUBMIT_TO_COUNTY = "submit_to_county"
    FORWARD = "forward"
    RETURN_BY_COUNTY = "return_by_county"
    RETURN = "return"
    ACCEPT = "accept"
    LEAVE_OUT = "leave_out"


_WITH_THE_DEPARTMENT = (State.ASKED, State.RETURNED)

#: Step → state before → state after; a step that is not here for a state is refused there.
TRANSITIONS: dict[Step, dict[State, State]] = {
    Step.SUBMIT: dict.fromkeys(_WITH_THE_DEPARTMENT, State.AT_BUREAU),
    Step.SUBMIT_TO_COUNTY: dict.fromkeys(_WITH_THE_DEPARTMENT, State.AT_COUNTY),
    Step.FORWARD: {State.AT_COUNTY: State.AT_BUREAU},
    Step.RETURN_BY_COUNTY: {State.AT_COUNTY: State.RETURNED},
    Step.RETURN: {State.AT_BUREAU: State.RETURNED},
    Step.ACCEPT: {State.AT_BUREAU: State.REVIEWED},
    Step.LEAVE_OUT: dict.fromkeys((*_WITH_THE_DEPARTMENT, State.AT_COUNTY), State.LEFT_OUT),
}

#: The department has done its part, or need not.
HANDED_IN = (State.AT_COUNTY, State.AT_BUREAU, State.REVIEWED)
SETTLED = (State.REVIEWED, State.LEFT_OUT)
WITH_THE_DEPARTMENT = _WITH_THE_DEPARTMENT


def allows(state: str, step: Step) -> bool:
    """Whether the step may be taken from this state."""
    return state in TRANSITIONS[step]


def after(state: str, step: Step) -> State:
    """The state that the step leads to; Conflict when somebody moved the list on meanwhile."""
    if not allows(state, step):
        raise Conflict(code="list_moved_on", state=str(state), step=step.value)
    return TRANSITIONS[step][State(state)]
