"""Audit events of delivery that are no entry of a project's journal: `room:subject:action`."""

from enum import StrEnum


class Event(StrEnum):
    """What is written to the trail about tenders, milestones, reports and wishes for a change."""

    TENDER_RECORDED = "delivery:tender:recorded"
    MILESTONE_PLANNED = "delivery:milestone:planned"
    MILESTONE_MARKED = "delivery:milestone:marked"
    MILESTONE_REMOVED = "delivery:milestone:removed"
    REPORT_RECORDED = "delivery:report:recorded"
    CHANGE_REQUESTED = "delivery:change:asked"
    CHANGE_RECORDED = "delivery:change:recorded"
    CHANGE_WITHDRAWN = "delivery:change:withdrawn"
