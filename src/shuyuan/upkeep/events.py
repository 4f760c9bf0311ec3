"""Audit events of upkeep."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`."""

    OCCASION_RECORDED = "upkeep:occasion:recorded"
    OCCASION_NAMED = "upkeep:occasion:named"
    OCCASION_SETTLED = "upkeep:occasion:settled"
    LOOK_COMPLETED = "upkeep:look:completed"
