"""Writes of the demand list: each is one transaction with one audit entry."""

from shuyuan.demand.services.answers import answer_demand, propose_draft
from shuyuan.demand.services.bureau import refuse_demand, route_demand
from shuyuan.demand.services.completion import complete_demand, return_demand
from shuyuan.demand.services.demands import (
    confirm_match,
    decline_matches,
    rematch_entry,
    state_demand,
    withdraw_demand,
)

__all__ = [
    "answer_demand",
    "complete_demand",
    "confirm_match",
    "decline_matches",
    "propose_draft",
    "refuse_demand",
    "rematch_entry",
    "return_demand",
    "route_demand",
    "state_demand",
    "withdraw_demand",
]
