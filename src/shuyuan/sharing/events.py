"""Audit events of sharing."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`, as the trail keeps it."""

    CLIENT_REGISTERED = "sharing:client:registered"
    CLIENT_DEACTIVATED = "sharing:client:deactivated"
    KEY_ADDED = "sharing:key:added"
    KEY_RETIRED = "sharing:key:retired"

    REQUEST_DRAFTED = "sharing:request:drafted"
    REQUEST_CHANGED = "sharing:request:changed"
    REQUEST_SUBMITTED = "sharing:request:submitted"
    REQUEST_WITHDRAWN = "sharing:request:withdrawn"
    REQUEST_RETURNED = "sharing:request:returned"
    OPINION_GIVEN = "sharing:request:opinion_given"
    REQUEST_DECIDED = "sharing:request:decided"

    GRANT_ISSUED = "sharing:grant:issued"
    GRANT_TIGHTENED = "sharing:grant:tightened"
    GRANT_SUSPENDED = "sharing:grant:suspended"
    GRANT_RESUMED = "sharing:grant:resumed"
    GRANT_REVOKED = "sharing:grant:revoked"
    GRANT_EXPIRED = "sharing:grant:expired"
    SNAPSHOT_PUBLISHED = "sharing:snapshot:published"
