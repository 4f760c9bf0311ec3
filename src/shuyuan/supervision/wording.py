"""Tones of the badges of oversight."""

from shuyuan.supervision.models import AuditCase, Breach, Order

ORDER_TONES = {
    Order.State.ISSUED: "waiting",
    Order.State.ANSWERED: "info",
    Order.State.NOT_MET: "refused",
    Order.State.MET: "done",
}
AUDIT_TONES = {
    AuditCase.State.PLANNED: "info",
    AuditCase.State.PASSED: "done",
    AuditCase.State.FAILED: "refused",
    AuditCase.State.REPORTED: "waiting",
    AuditCase.State.RECTIFIED: "done",
}
BREACH_TONES = {
    Breach.State.RAISED: "waiting",
    Breach.State.FOUND: "refused",
    Breach.State.DROPPED: "neutral",
    Breach.State.MENDED: "done",
}
