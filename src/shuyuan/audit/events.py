"""What this room writes into the audit trail."""

from enum import StrEnum


class Event(StrEnum):
    """Audit events about the trail itself and about jobs."""

    STEP_REFUSED = "audit:step:refused"
    READS_TAKEN = "audit:reads:taken"
    READS_REFUSED = "audit:reads:refused"
    TRAIL_SEARCHED = "audit:trail:searched"
    TRAIL_EXPORTED = "audit:trail:exported"
    JOB_CANCELLED = "jobs:job:cancelled"
