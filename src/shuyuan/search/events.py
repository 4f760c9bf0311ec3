"""Audit events of the search; looking something up leaves none."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`, as the trail keeps it."""

    SEARCH_SAVED = "search:saved:added"
    SEARCH_CHANGED = "search:saved:changed"
    SEARCH_REMOVED = "search:saved:removed"
