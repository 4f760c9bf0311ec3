"""Writes of the project itself: drafting, changing, withdrawing."""

from shuyuan.projects.services.drafting import ProjectDraft, draft_project

__all__ = ["ProjectDraft", "draft_project"]
