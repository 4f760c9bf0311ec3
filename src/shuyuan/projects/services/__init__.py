"""Writes of the project itself: drafting, changing, withdrawing."""

from shuyuan.projects.services.changing import amend_project, draft_of, withdraw_project
from shuyuan.projects.services.drafting import ProjectDraft, draft_project

__all__ = ["ProjectDraft", "amend_project", "draft_of", "draft_project", "withdraw_project"]
