"""Projects in the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.projects.selectors import READERS
from shuyuan.web.navigation import Group, Item, register

register(Item(_("All projects"), "projects:projects", "briefcase", Group.PROJECTS, READERS, order=10))
