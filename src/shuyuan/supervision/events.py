"""Audit events of oversight: `room:subject:action`."""

from enum import StrEnum


class Event(StrEnum):
    """What is written to the trail besides the journal of the project."""

    INSPECTION_OPENED = "supervision:inspection:opened"
    INSPECTION_CLOSED = "supervision:inspection:closed"
    ORDER_ANSWERED = "supervision:order:answered"
    ORDER_NOT_MET = "supervision:order:not_met"
    AUDIT_REPORTED = "supervision:audit_case:reported"
    BREACH_RAISED = "supervision:breach:raised"
    BREACH_STATED = "supervision:breach:stated"
    BREACH_DROPPED = "supervision:breach:dropped"
