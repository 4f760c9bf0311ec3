"""What this room writes into the audit trail."""

from enum import StrEnum


class Event(StrEnum):
    """Audit events about the trail itself and about jobs."""

    STEP_REFUSED = "audit:step:refused"
    READS_TAKEN = "audit:reads:taken"
    READS_REFUSED = "audit:reads:refused"
    TRAIL_EXPORTED = "audit:trail:exported"
    TRAIL_VERIFIED = "audit:trail:verified"
    TRAIL_DAMAGED = "audit:trail:damaged"
    JOB_CANCELLED = "jobs:job:cancelled"
