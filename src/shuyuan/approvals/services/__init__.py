"""Writes of approvals: each is one transaction with one audit entry."""

from shuyuan.approvals.services.commission import (
    answer_opinion,
    approve_project,
    ask_opinion,
    refuse_approval,
)
from shuyuan.approvals.services.plans import (
    LineWish,
    add_line,
    begin_plan,
    decide_plan,
    hand_in_plan,
    open_procurement,
    remove_line,
    save_summary,
)
from shuyuan.approvals.services.review import review_project

__all__ = [
    "LineWish",
    "add_line",
    "answer_opinion",
    "approve_project",
    "ask_opinion",
    "begin_plan",
    "decide_plan",
    "hand_in_plan",
    "open_procurement",
    "refuse_approval",
    "remove_line",
    "review_project",
    "save_summary",
]
