"""How results of oversight read, and the tones of its badges."""

from django.utils.translation import pgettext_lazy

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
SCORE_RESULTS = {
    True: pgettext_lazy("score of a unit", "Passed"),
    False: pgettext_lazy("score of a unit", "Not passed"),
}
BREACH_TONES = {
    Breach.State.RAISED: "waiting",
    Breach.State.FOUND: "refused",
    Breach.State.DROPPED: "neutral",
    Breach.State.MENDED: "done",
}
