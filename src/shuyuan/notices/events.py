"""Audit events of notices; what was told is in the entry of the act that told it."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`."""

    FOLLOWED = "notices:follow:begun"
    UNFOLLOWED = "notices:follow:ended"
    PREFERENCES_CHANGED = "notices:preferences:changed"
    NOTICES_FORGOTTEN = "notices:notice:forgotten"
    DELIVERIES_RETRIED = "notices:delivery:retried"
