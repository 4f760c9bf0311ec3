"""Audit events of the system register and of moves."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`, as the trail keeps it."""

    PROPOSED = "systems:system:proposed"
    REGISTERED = "systems:system:registered"
    CHANGED = "systems:system:changed"
    CONNECTED = "systems:system:connected"
    CONNECTION_CONFIRMED = "systems:system:connection_confirmed"
    DISCONNECTED = "systems:system:disconnected"
    RETIRED = "systems:system:retired"
    MOVE_PLANNED = "systems:move:planned"
    MOVE_CHANGED = "systems:move:changed"
    MOVE_RECORDED = "systems:move:recorded"
    MOVE_SUBMITTED = "systems:move:submitted"
    MOVE_RETURNED = "systems:move:returned"
    MOVE_SETTLED = "systems:move:settled"
    MOVE_WITHDRAWN = "systems:move:withdrawn"
    MOVE_DAY_CHANGED = "systems:move:day_changed"
