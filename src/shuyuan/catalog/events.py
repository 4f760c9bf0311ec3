"""Audit events of the catalog: `room:subject:action`."""

from enum import StrEnum


class Event(StrEnum):
    """What is written to the trail about entries and classes."""

    ENTRY_CREATED = "catalog:entry:created"
    ENTRY_CHANGED = "catalog:entry:changed"
    ENTRY_DISCARDED = "catalog:entry:discarded"
    ENTRY_SUBMITTED = "catalog:entry:submitted"
    ENTRY_WITHDRAWN = "catalog:entry:withdrawn"
    ENTRY_RETURNED = "catalog:entry:returned"
    ENTRY_PUBLISHED = "catalog:entry:published"
    ENTRY_SUSPENDED = "catalog:entry:suspended"
    ENTRY_RESUMED = "catalog:entry:resumed"
    REMARK_MADE = "catalog:remark:added"
    REMARK_REMOVED = "catalog:remark:removed"
    REMARK_MENDED = "catalog:remark:completed"
    REVISION_BEGUN = "catalog:revision:begun"
    ITEM_ADDED = "catalog:item:added"
    ITEM_CHANGED = "catalog:item:changed"
    ITEM_REMOVED = "catalog:item:removed"
    ITEMS_REORDERED = "catalog:item:reordered"
    CLASS_ADDED = "catalog:class:added"
