"""Audit events of the system register."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`, as the trail keeps it."""

    PROPOSED = "systems:system:proposed"
    REGISTERED = "systems:system:registered"
    CONNECTED = "systems:system:connected"
    CONNECTION_CONFIRMED = "systems:system:connection_confirmed"
    DISCONNECTED = "systems:system:disconnected"
    RETIRED = "systems:system:retired"
