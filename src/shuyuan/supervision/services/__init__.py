"""Writes of oversight: one transaction and one audit entry each."""

from shuyuan.supervision.services.audits import (
    accept_audit_rectification,
    conclude_audit,
    plan_audit,
    record_liability,
    report_audit_rectification,
)
from shuyuan.supervision.services.inspections import close_inspection, open_inspection
from shuyuan.supervision.services.orders import answer_order, check_order, issue_order
from shuyuan.supervision.services.sanctions import impose_sanction, lift_sanction
from shuyuan.supervision.services.units import (
    decide_breach,
    mend_breach,
    raise_breach,
    score_unit,
    state_on_breach,
)

__all__ = [
    "accept_audit_rectification",
    "answer_order",
    "check_order",
    "close_inspection",
    "conclude_audit",
    "decide_breach",
    "impose_sanction",
    "issue_order",
    "lift_sanction",
    "mend_breach",
    "open_inspection",
    "plan_audit",
    "raise_breach",
    "record_liability",
    "report_audit_rectification",
    "score_unit",
    "state_on_breach",
]
