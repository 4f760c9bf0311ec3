"""Numbers of the demand list in words."""

from django import template

from shuyuan.demand.lists import TONES
from shuyuan.demand.models import Demand
from shuyuan.demand.states import State

register = template.Library()


@register.filter
def percent(share: float) -> int:
    """A share of one as a whole percentage."""
    return round(share * 100)


@register.filter
def tone_of(demand: Demand) -> str:
    """The tone of a demand's state."""
    return TONES[State(demand.state)]
