"""Audit events of funds; money that is budgeted or paid is an event of the project's journal."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`."""

    PAYMENT_REQUESTED = "funds:payment:asked"
    PAYMENT_REFUSED = "funds:payment:refused"
    PAYMENT_WITHDRAWN = "funds:payment:withdrawn"
    EXCUSE_ASKED = "funds:start_excuse:asked"
    EXCUSE_REFUSED = "funds:start_excuse:refused"
    RUN_MADE = "funds:year_end:checked"
    RUN_APPLIED = "funds:year_end:completed"
