"""Audit events of the data elements: `room:subject:action`."""

from enum import StrEnum


class Event(StrEnum):
    """What is written to the trail."""

    ELEMENT_PROPOSED = "elements:element:proposed"
    ELEMENT_ACCEPTED = "elements:element:accepted"
    ELEMENT_REFUSED = "elements:element:refused"
    ELEMENT_CHANGED = "elements:element:changed"
    ELEMENT_RETIRED = "elements:element:retired"
    ELEMENTS_SEEDED = "elements:element:seeded"
    ITEM_BOUND = "elements:binding:bound"
    ITEM_RELEASED = "elements:binding:released"
    ITEM_FELL_AWAY = "elements:binding:fell_away"
    USE_CHANGED = "elements:binding:use_changed"
    SOURCE_NAMED = "elements:source:named"
    PROPOSALS_DECIDED = "elements:proposal:decided"
    CONFLICT_OPENED = "elements:conflict:opened"
    CONFLICT_JOINED = "elements:conflict:joined"
    SIDE_HEARD = "elements:conflict:heard"
    CONFLICT_SETTLED = "elements:conflict:settled"
    CONFLICT_LAPSED = "elements:conflict:lapsed"
    FORM_CHECKED = "elements:form:checked"
