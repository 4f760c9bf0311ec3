"""Audit events of approvals; what is decided on a project itself is an event of its journal."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`."""

    PLAN_SAVED = "approvals:clearance_plan:changed"
    PLAN_HANDED_IN = "approvals:clearance_plan:submitted"
    PLAN_DECIDED = "approvals:clearance_plan:decided"
