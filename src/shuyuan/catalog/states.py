"""The states of an entry and the steps between them, as data."""

from enum import StrEnum

from shuyuan.kernel.errors import Conflict


class State(StrEnum):
    """Where an entry, or the working copy of a change to one, stands."""

    DRAFT = "draft"  # 草稿
    SUBMITTED = "submitted"  # 待审核
    RETURNED = "returned"  # 退回修改
    PUBLISHED = "published"  # 已发布
    SUSPENDED = "suspended"  # 已暂停
    PLANNED = "planned"  # 项目拟编目


class Step(StrEnum):
    """What moves an entry from one state to another."""

    CHANGE = "change"
    DISCARD = "discard"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    PUBLISH = "publish"
    REVISE = "revise"
    SUSPEND = "suspend"
    RESUME = "resume"
    ADOPT = "adopt"


#: Step → state before → state after; a step that is not here for a state is refused there.
TRANSITIONS: dict[Step, dict[State, State]] = {
    Step.CHANGE: {
        State.DRAFT: State.DRAFT,
        State.RETURNED: State.RETURNED,
        State.PLANNED: State.PLANNED,
    },
    Step.DISCARD: {
        State.DRAFT: State.DRAFT,
        State.RETURNED: State.RETURNED,
        State.PLANNED: State.PLANNED,
    },
    Step.SUBMIT: {State.DRAFT: State.SUBMITTED, State.RETURNED: State.SUBMITTED},
    Step.WITHDRAW: {State.SUBMITTED: State.DRAFT},
    Step.RETURN: {State.SUBMITTED: State.RETURNED},
    Step.PUBLISH: {State.SUBMITTED: State.PUBLISHED},
    Step.REVISE: {State.PUBLISHED: State.PUBLISHED},
    Step.SUSPEND: {State.PUBLISHED: State.SUSPENDED},
    Step.RESUME: {State.SUSPENDED: State.PUBLISHED},
    Step.ADOPT: {State.PLANNED: State.DRAFT},
}

#: Without a code: nobody but the department, and the bureau in its review, sees them.
NOT_PUBLISHED = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.PLANNED)
#: What others may see: the entry is in the master catalog.
IN_MASTER_CATALOG = (State.PUBLISHED, State.SUSPENDED)


def allows(state: str, step: Step) -> bool:
    """Whether the step may be taken from this state."""
    return state in TRANSITIONS[step]


def after(state: str, step: Step) -> State:
    """The state that the step leads to; Conflict when somebody moved the entry on meanwhile."""
    if not allows(state, step):
        raise Conflict(code="wrong_state", state=str(state), step=step.value)
    return TRANSITIONS[step][State(state)]
