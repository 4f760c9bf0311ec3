"""Audit events of expert reviews."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`."""

    EXPERT_ADDED = "experts:expert:added"
    EXPERT_CHANGED = "experts:expert:changed"
    EXPERT_SUSPENDED = "experts:expert:suspended"
    EXPERT_RESUMED = "experts:expert:resumed"
    EXPERTS_IMPORTED = "experts:expert:received"
    SETTINGS_CHANGED = "experts:panel_rules:changed"
    CALLED = "experts:review:begun"
    DRAWN = "experts:review:drawn"
    SEAT_CONFIRMED = "experts:seat:seat_taken"
    SEAT_DECLINED = "experts:seat:seat_declined"
    CHAIR_NAMED = "experts:seat:named"
    STARTED = "experts:review:scoring_opened"
    DUE_MOVED = "experts:review:day_changed"
    CANCELLED = "experts:review:cancelled"
    SHEET_SAVED = "experts:sheet:drafted"
    SHEET_HANDED_IN = "experts:sheet:submitted"
    CONCLUDED = "experts:review:decided"
    MINUTES_ISSUED = "experts:review:issued"
