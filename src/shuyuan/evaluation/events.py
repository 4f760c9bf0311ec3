"""Audit events of evaluations."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`."""

    PLAN_FILED = "evaluation:upkeep_plan:received"
    SCHEME_SET = "evaluation:evaluation_scheme:changed"
    OPENED = "evaluation:evaluation:begun"
    REPORTED = "evaluation:evaluation:submitted"
    APPOINTED = "evaluation:evaluation:named"
    MARKED = "evaluation:evaluation:changed"
    CONCLUDED = "evaluation:evaluation:decided"
    RECTIFICATION_REPORTED = "evaluation:rectification:submitted"
    RECTIFICATION_RETURNED = "evaluation:rectification:returned"
    RECTIFICATION_ACCEPTED = "evaluation:rectification:accepted"
