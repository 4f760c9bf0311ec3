"""Audit events of casework."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`."""

    CALENDAR_SEEDED = "casework:calendar:seeded"
    DAY_CHANGED = "casework:calendar:day_changed"
    YEAR_ANNOUNCED = "casework:calendar:year_announced"
    DEADLINES_RECOUNTED = "casework:task:recounted"
