"""Plans, their lines and states in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PLANS = {
    "integration_plan": _("Plan of joining the platform"),
    "co_use_plan": _("Plan of shared building and use"),
}
#: Plan → the kinds of lines that it may have, the needed ones first.
LINES_OF = {
    "integration_plan": ("provides", "uses", "interface"),
    "co_use_plan": ("cloud", "network", "security", "component"),
}
LINE_KINDS = {
    "provides": _("Data that it provides"),
    "uses": _("Data of others that it uses"),
    "interface": _("Interface or exchange"),
    "cloud": _("Government cloud"),
    "network": _("E-government network"),
    "security": _("Security service"),
    "component": _("Shared component"),
}
STATES = {
    "draft": pgettext_lazy("state of a plan", "Being written"),
    "handed_in": pgettext_lazy("state of a plan", "Before the data administration"),
    "cleared": pgettext_lazy("state of a plan", "Cleared"),
    "not_cleared": pgettext_lazy("state of a plan", "Not cleared"),
}
TONES = {"draft": "neutral", "handed_in": "waiting", "cleared": "done", "not_cleared": "refused"}
