"""What planning puts into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.planning.selectors import READERS
from shuyuan.projects.selectors import OVERSEERS
from shuyuan.web.navigation import Group, Item, register

register(
    Item(_("Annual plans"), "planning:plans", "calendar", Group.PROJECTS, READERS, order=30),
    Item(_("Compiled plans"), "planning:editions", "books", Group.PROJECTS, OVERSEERS, order=32),
    Item(_("Project library"), "planning:library", "archive", Group.PROJECTS, READERS, order=34),
)
