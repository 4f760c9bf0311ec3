"""What this room writes into the audit trail."""

from enum import StrEnum


class Event(StrEnum):
    """Audit events of organizations and sign-in."""

    PERSON_CREATED = "organizations:person:created"
    PERSON_DISABLED = "organizations:person:disabled"
    PASSWORD_RESET = "organizations:password:reset"  # noqa: S105 - the name of an event
    PASSWORD_CHANGED = "organizations:password:changed"  # noqa: S105 - the name of an event
    POST_APPOINTED = "organizations:post:appointed"
    POST_ENDED = "organizations:post:ended"
    POST_SWITCHED = "organizations:post:switched"
    DATA_OFFICE_NAMED = "organizations:data_office:named"
    SIGNED_IN = "organizations:session:signed_in"
    SIGNED_OUT = "organizations:session:signed_out"
    SIGN_IN_FAILED = "organizations:session:sign_in_failed"
    LOCKED_OUT = "organizations:session:locked_out"
    UNLOCKED = "organizations:session:unlocked"
    SECOND_FACTOR_CHANGED = "organizations:second_factor:changed"
    SEEDED = "organizations:directory:seeded"
