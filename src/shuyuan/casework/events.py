"""Audit events of casework."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`."""

    CALENDAR_SEEDED = "casework:calendar:seeded"
    DAY_CHANGED = "casework:calendar:day_changed"
    YEAR_ANNOUNCED = "casework:calendar:year_announced"
    DEADLINES_RECOUNTED = "casework:task:recounted"
    TASK_REMINDED = "casework:task:reminded"
    TASK_HANDED_OVER = "casework:task:handed_over"
    TASKS_ESCALATED = "casework:task:escalated"
    ESCALATION_DAYS_SET = "casework:escalation:changed"
    SUPERVISION_OPENED = "casework:supervision:begun"
    SUPERVISION_ANSWERED = "casework:supervision:answered"
    SUPERVISION_RENEWED = "casework:supervision:renewed"
    SUPERVISION_CLOSED = "casework:supervision:ended"
    SUBSTITUTION_ARRANGED = "casework:substitution:begun"
    SUBSTITUTION_ENDED = "casework:substitution:ended"
    PHRASE_ADDED = "casework:phrase:added"
    PHRASE_REMOVED = "casework:phrase:removed"
