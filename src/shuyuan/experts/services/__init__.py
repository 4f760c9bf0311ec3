"""Writes of expert reviews: one transaction and one audit entry each."""

from shuyuan.experts.services.calling import (
    ProjectToReview,
    answer_seat,
    call_review,
    cancel_review,
    draw_more,
    move_due_day,
    name_chair,
    start_review,
)
from shuyuan.experts.services.concluding import conclude_case, issue_minutes
from shuyuan.experts.services.pool import (
    ExpertDraft,
    add_expert,
    change_expert,
    import_experts,
    resume_expert,
    set_panel_rules,
    suspend_expert,
)
from shuyuan.experts.services.scoring import SheetDraft, write_sheet

__all__ = [
    "ExpertDraft",
    "ProjectToReview",
    "SheetDraft",
    "add_expert",
    "answer_seat",
    "call_review",
    "cancel_review",
    "change_expert",
    "conclude_case",
    "draw_more",
    "import_experts",
    "issue_minutes",
    "move_due_day",
    "name_chair",
    "resume_expert",
    "set_panel_rules",
    "start_review",
    "suspend_expert",
    "write_sheet",
]
