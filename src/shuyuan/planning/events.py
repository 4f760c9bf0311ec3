"""Audit events of planning: `room:subject:action`. Steps of projects are written by their journal."""

from enum import StrEnum


class Event(StrEnum):
    """What is written to the trail about plans, compiled plans and the library."""

    PLAN_OPENED = "planning:plan:opened"
    UNITS_REMINDED = "planning:plan:reminded"
    LATE_GRANTED = "planning:plan:late_granted"
    NOTHING_FILED = "planning:plan:nothing_to_file"
    PROJECTS_ORDERED = "planning:plan:ordered"
    CONSENT_RECORDED = "planning:plan:consent_recorded"
    INFRASTRUCTURE_STATED = "planning:project:infrastructure_stated"
    BUDGET_SAVED = "planning:project:budget_saved"
    TARGETS_SAVED = "planning:project:targets_saved"
    COMPILED = "planning:compiled_plan:compiled"
    SENT = "planning:compiled_plan:sent"
    ACKNOWLEDGED = "planning:compiled_plan:acknowledged"
    RUN_BEGUN = "planning:library:run_begun"
    YEAR_CLOSED = "planning:library:closed"
