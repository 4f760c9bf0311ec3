"""Writes of casework without their own transaction, for other rooms' services."""

from shuyuan.casework.gaps import Gap, read_gaps
from shuyuan.casework.steps.cases import give_opinion, return_for_completion, settle_completion
from shuyuan.casework.steps.tasks import close_tasks, open_task
from shuyuan.casework.steps.waiting import move_due_day, remind_waiting

__all__ = [
    "Gap",
    "close_tasks",
    "give_opinion",
    "move_due_day",
    "open_task",
    "read_gaps",
    "remind_waiting",
    "return_for_completion",
    "settle_completion",
]
