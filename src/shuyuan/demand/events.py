"""Audit events of the demand list."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`, as the trail keeps it and both sides read it."""

    STATED = "demand:demand:stated"
    CONFIRMED = "demand:demand:confirmed"
    DECLINED = "demand:demand:declined"
    ROUTED = "demand:demand:routed"
    PROMISED = "demand:demand:promised"
    POINTED_OUT = "demand:demand:pointed_out"
    RETURNED = "demand:demand:returned"
    COMPLETED = "demand:demand:completed"
    PASSED_BACK = "demand:demand:passed_back"
    REFUSED = "demand:demand:refused"
    MATCHED = "demand:demand:matched"
    DRAFTED = "demand:demand:drafted"
    REQUESTED = "demand:demand:requested"
    GRANTED = "demand:demand:granted"
    RELEASED = "demand:demand:released"
    WITHDRAWN = "demand:demand:withdrawn"
