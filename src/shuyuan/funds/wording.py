"""Requests for payment, excuses, holds and the lines of a year-end run in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PAYMENT_STATES = {
    "asked": pgettext_lazy("request for payment", "Waiting"),
    "paid": pgettext_lazy("request for payment", "Paid"),
    "refused": pgettext_lazy("request for payment", "Refused"),
    "withdrawn": pgettext_lazy("request for payment", "Withdrawn"),
}
EXCUSE_STATES = {
    "asked": pgettext_lazy("excuse", "Waiting"),
    "granted": pgettext_lazy("excuse", "Accepted"),
    "refused": pgettext_lazy("excuse", "Not accepted"),
}
TONES = {
    "asked": "waiting",
    "paid": "done",
    "granted": "done",
    "refused": "refused",
    "withdrawn": "neutral",
}
PURPOSES = {"": _("By contract"), "upkeep": _("Upkeep")}
#: Code of a hold → a few words for lists and pictures; the reason in full stands on pages.
HOLDS = {
    "co_use_not_met": _("Shared building and use not met"),
    "connection_not_met": _("Rules for joining the platform not met"),
    "not_in_system_register": _("Not in the system register"),
    "not_connected_to_platform": _("Not connected to the platform"),
    "sharing_rules_not_met": _("Sharing rules broken"),
    "funded_but_not_started": _("Funded, not started"),
    "acceptance_overdue": _("Acceptance overdue"),
    "upkeep_plans_missing": _("Plans of upkeep missing"),
    "evaluation_failed": _("Evaluation failed"),
    "payment_suspended": _("Payments suspended"),
    "project_suspended": _("Project suspended"),
    "audit_failed": _("Audit failed"),
    "unit_assessment_failed": _("Poor assessment of the unit (weighs)"),
}
#: What weighs in a budget besides holds.
WEIGHTS = {
    "failed_evaluation": _("An evaluation that failed before"),
    "weak_evaluation": _("An evaluation that only just passed"),
    "broken_sharing_rules": _("Sharing rules broken"),
}
#: What the end of a year means for a project.
CONSEQUENCES = {
    "not_started": _("Money of the year, no start: held next year"),
    "acceptance_overdue": _("Acceptance overdue: money held"),
    "standby": _("No money this year: standby without a new review"),
    "last_year": _("No money this year: the last one before removal"),
    "leaves": _("No money for too many years: leaves the library"),
}
OUTCOMES = {
    "": pgettext_lazy("line of a year-end run", "planned"),
    "done": pgettext_lazy("line of a year-end run", "done"),
    "obsolete": pgettext_lazy("line of a year-end run", "no longer so"),
}
