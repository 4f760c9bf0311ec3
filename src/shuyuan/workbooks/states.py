"""The states of an import and the steps between them, as data."""

from enum import StrEnum

from shuyuan.kernel.errors import Conflict


class State(StrEnum):
    """Where an import stands."""

    CHECKING = "checking"  # 正在检查
    UNREADABLE = "unreadable"  # 无法读取
    CHECKED = "checked"  # 已检查
    APPLYING = "applying"  # 正在写入
    APPLIED = "applied"  # 已写入
    WITHDRAWN = "withdrawn"  # 已放弃


class Step(StrEnum):
    """What moves an import on."""

    REPORT = "report"
    GIVE_UP_READING = "give_up_reading"
    APPLY = "apply"
    FINISH = "finish"
    STOP = "stop"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[Step, dict[State, State]] = {
    Step.REPORT: {State.CHECKING: State.CHECKED},
    Step.GIVE_UP_READING: {State.CHECKING: State.UNREADABLE},
    Step.APPLY: {State.CHECKED: State.APPLYING},
    Step.FINISH: {State.APPLYING: State.APPLIED},
    Step.STOP: {State.APPLYING: State.CHECKED},
    Step.WITHDRAW: {State.CHECKING: State.WITHDRAWN, State.CHECKED: State.WITHDRAWN},
}

#: State → the tone of its badge.
TONES = {
    State.CHECKING: "info",
    State.UNREADABLE: "refused",
    State.CHECKED: "waiting",
    State.APPLYING: "info",
    State.APPLIED: "done",
    State.WITHDRAWN: "neutral",
}


class Outcome(StrEnum):
    """What an import does, or would do, with one entry of the file."""

    NEW = "new"  # 新建
    CHANGED = "changed"  # 变更
    UNCHANGED = "unchanged"  # 无变化
    REFUSED = "refused"  # 不通过


OUTCOME_TONES = {
    Outcome.NEW: "done",
    Outcome.CHANGED: "info",
    Outcome.UNCHANGED: "neutral",
    Outcome.REFUSED: "refused",
}


def after(state: str, step: Step) -> State:
    """The state that the step leads to; Conflict when somebody moved the import on meanwhile."""
    if State(state) not in TRANSITIONS[step]:
        raise Conflict(code="import_moved_on", state=str(state), step=step.value)
    return TRANSITIONS[step][State(state)]
