"""States of requests, items and grants, and which state may follow which."""

from enum import StrEnum


class RequestState(StrEnum):
    """Where a sharing request stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What a decided request came to."""

    NONE = ""
    GRANTED = "granted"
    IN_PART = "granted_in_part"
    REFUSED = "refused"


class Decision(StrEnum):
    """What was decided about one wished item."""

    PENDING = "pending"
    GIVEN = "given"
    MASKED = "masked"
    REFUSED = "refused"


class GrantState(StrEnum):
    """Whether a grant can be used."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"


#: State of a request → the states that may follow; an unconditional request is decided at once.
REQUEST_TRANSITIONS = {
    RequestState.DRAFT: frozenset({RequestState.SUBMITTED, RequestState.DECIDED, RequestState.WITHDRAWN}),
    RequestState.SUBMITTED: frozenset({RequestState.DECIDED, RequestState.RETURNED, RequestState.WITHDRAWN}),
    RequestState.RETURNED: frozenset({RequestState.SUBMITTED, RequestState.DECIDED, RequestState.WITHDRAWN}),
    RequestState.DECIDED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}

#: In these the consumer may still change what it wishes.
IN_THE_CONSUMERS_HANDS = (RequestState.DRAFT, RequestState.RETURNED)

#: State of a grant → the states that may follow.
GRANT_TRANSITIONS = {
    GrantState.ACTIVE: frozenset({GrantState.SUSPENDED, GrantState.REVOKED, GrantState.EXPIRED}),
    GrantState.SUSPENDED: frozenset({GrantState.ACTIVE, GrantState.REVOKED, GrantState.EXPIRED}),
    GrantState.REVOKED: frozenset(),
    GrantState.EXPIRED: frozenset(),
}
