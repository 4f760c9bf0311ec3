"""What evaluations put into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.evaluation.selectors import READERS
from shuyuan.web.navigation import Group, Item, register

register(
    Item(_("Evaluations"), "evaluation:evaluations", "report-analytics", Group.PROJECTS, READERS, order=70)
)
