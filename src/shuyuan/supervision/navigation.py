"""What oversight puts into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.projects.rules.stages import UNIT
from shuyuan.supervision.checks import INSPECTORS, READERS
from shuyuan.supervision.selectors import LIABILITY_READERS, VISITORS
from shuyuan.web.navigation import Group, Item, register

register(
    Item(_("Inspections"), "supervision:inspections", "eye", Group.SUPERVISION, INSPECTORS, order=10),
    Item(_("Orders to rectify"), "supervision:orders", "gavel", Group.SUPERVISION, VISITORS, order=20),
    Item(
        _("Audits of projects"),
        "supervision:audits",
        "report-analytics",
        Group.SUPERVISION,
        VISITORS,
        order=30,
    ),
    Item(
        _("Breaches of the sharing rules"),
        "supervision:breaches",
        "alert-triangle",
        Group.SUPERVISION,
        READERS | UNIT,
        order=40,
    ),
    Item(
        _("Scores of units"), "supervision:scores", "chart-bar", Group.SUPERVISION, READERS | UNIT, order=50
    ),
    Item(
        _("Record of liabilities"),
        "supervision:liabilities",
        "file-alert",
        Group.SUPERVISION,
        LIABILITY_READERS,
        order=60,
    ),
)
