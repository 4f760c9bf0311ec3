"""Writes of the data elements: each is one transaction with its audit entry."""

from shuyuan.elements.services.bindings import (
    MOST_AT_ONCE,
    Decided,
    accept_proposals,
    bind_item,
    change_use,
    dismiss_proposals,
    name_source,
    propose_again,
    release_item,
)
from shuyuan.elements.services.conflicts import hear_side, settle_conflict
from shuyuan.elements.services.elements import (
    ElementContent,
    change_element,
    decide_element,
    propose_element,
    retire_element,
)
from shuyuan.elements.services.form_checks import check_form

__all__ = [
    "MOST_AT_ONCE",
    "Decided",
    "ElementContent",
    "accept_proposals",
    "bind_item",
    "change_element",
    "change_use",
    "check_form",
    "decide_element",
    "dismiss_proposals",
    "hear_side",
    "name_source",
    "propose_again",
    "propose_element",
    "release_item",
    "retire_element",
    "settle_conflict",
]
