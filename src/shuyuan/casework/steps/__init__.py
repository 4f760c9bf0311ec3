"""Writes of casework without their own transaction, for other rooms' services."""

from shuyuan.casework.steps.cases import (
    Gap,
    give_opinion,
    read_gaps,
    return_for_completion,
    settle_completion,
)
from shuyuan.casework.steps.tasks import close_tasks, open_task

__all__ = [
    "Gap",
    "close_tasks",
    "give_opinion",
    "open_task",
    "read_gaps",
    "return_for_completion",
    "settle_completion",
]
