"""Audit events of the system register."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`, as the trail keeps it."""

    PROPOSED = "systems:system:proposed"
    REGISTERED = "systems:system:registered"
