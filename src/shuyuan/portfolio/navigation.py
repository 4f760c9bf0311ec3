"""The portfolio in the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.portfolio.selectors import READERS
from shuyuan.web.navigation import Group, Item, register

register(
    Item(_("Project portfolio"), "portfolio:overview", "chart-bar", Group.PROJECTS, READERS, order=4),
    Item(_("Project deadlines"), "portfolio:deadlines", "calendar-due", Group.PROJECTS, READERS, order=6),
)
