"""Audit events of feasibility studies."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`, as the trail keeps it."""

    SAVED = "studies:study:changed"
    ENTRY_PLANNED = "studies:entry:added"
    EXCHANGE_SET = "studies:entry:changed"
    SHARING_ADDED = "studies:sharing_line:added"
    SHARING_REMOVED = "studies:sharing_line:removed"
    NEED_ADDED = "studies:need:added"
    NEED_DECIDED = "studies:need:decided"
    NEED_REMOVED = "studies:need:removed"
    SYSTEM_ADDED = "studies:system:added"
    SYSTEM_REMOVED = "studies:system:removed"
    OVERLAPS_FOUND = "studies:overlap:looked_for"
    OVERLAP_JUDGED = "studies:overlap:decided"
    CATALOG_ENTERED = "studies:study:submitted"
