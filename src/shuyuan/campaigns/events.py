"""Audit events of campaigns and editions: `room:subject:action`."""

from enum import StrEnum


class Event(StrEnum):
    """What is written to the trail about campaigns, lists and editions."""

    CAMPAIGN_OPENED = "campaigns:campaign:opened"
    CAMPAIGN_MOVED = "campaigns:campaign:changed"
    CAMPAIGN_REMINDED = "campaigns:campaign:reminded"
    CAMPAIGN_CANCELLED = "campaigns:campaign:cancelled"
    APPROVAL_BEGUN = "campaigns:campaign:approval_begun"
    LIST_SUBMITTED = "campaigns:list:submitted"
    SUMMARY_SUBMITTED = "campaigns:summary:submitted"
    LIST_RETURNED = "campaigns:list:returned"
    LIST_APPROVED = "campaigns:list:approved"
    LIST_LEFT_OUT = "campaigns:list:left_out"
    EDITION_PUBLISHED = "campaigns:edition:published"
    HAND_OVER_BEGUN = "campaigns:edition:hand_over_begun"
    LIST_HANDED_OVER = "campaigns:responsibility:handed_over"
    LIST_ACKNOWLEDGED = "campaigns:responsibility:acknowledged"
