"""Writes of delivery: one transaction and one audit entry each."""

from shuyuan.delivery.services.acceptance import (
    Panelist,
    apply_for_acceptance,
    decide_clearance,
    name_expert,
    record_result,
    rectify,
    report_delay,
)
from shuyuan.delivery.services.amendments import amend_contract
from shuyuan.delivery.services.building import (
    appoint_supervisor,
    complete_construction,
    mark_milestone,
    plan_milestone,
    record_report,
    remove_milestone,
    start_construction,
)
from shuyuan.delivery.services.changes import (
    Change,
    approve_change,
    decide_change,
    request_change,
    withdraw_change,
)
from shuyuan.delivery.services.contracts import Offer, conclude_contract, name_leader, record_tender
from shuyuan.delivery.services.results import enter_catalog, hand_in_results, put_into_operation

__all__ = [
    "Change",
    "Offer",
    "Panelist",
    "amend_contract",
    "apply_for_acceptance",
    "appoint_supervisor",
    "approve_change",
    "complete_construction",
    "conclude_contract",
    "decide_change",
    "decide_clearance",
    "enter_catalog",
    "hand_in_results",
    "mark_milestone",
    "name_expert",
    "name_leader",
    "plan_milestone",
    "put_into_operation",
    "record_report",
    "record_result",
    "record_tender",
    "rectify",
    "remove_milestone",
    "report_delay",
    "request_change",
    "start_construction",
    "withdraw_change",
]
