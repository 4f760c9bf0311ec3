"""Audit events of planning: `room:subject:action`. Steps of projects are written by their journal."""

from enum import StrEnum


class Event(StrEnum):
    """What is written to the trail about plans, compiled plans and the library."""

    PLAN_OPENED = "planning:annual_plan:opened"
    UNITS_REMINDED = "planning:annual_plan:reminded"
    LATE_GRANTED = "planning:annual_plan:late_granted"
    NOTHING_FILED = "planning:annual_plan:nothing_to_file"
    PROJECTS_ORDERED = "planning:annual_plan:ranked"
    CONSENT_RECORDED = "planning:annual_plan:consent_recorded"
    INFRASTRUCTURE_STATED = "planning:project:infrastructure_stated"
    BUDGET_SAVED = "planning:project:budget_saved"
    TARGETS_SAVED = "planning:project:targets_saved"
    COMPILED = "planning:compiled_plan:compiled"
    SENT = "planning:compiled_plan:sent"
    ACKNOWLEDGED = "planning:compiled_plan:acknowledged"
    RUN_BEGUN = "planning:library:run_begun"
    YEAR_CLOSED = "planning:library:year_closed"
