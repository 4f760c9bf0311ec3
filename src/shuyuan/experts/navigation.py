"""What expert reviews put into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.experts.selectors import BUREAU, READERS
from shuyuan.web.navigation import Group, Item, register

register(
    Item(_("Expert reviews"), "experts:reviews", "users-group", Group.PROJECTS, READERS, order=40),
    Item(_("Pool of experts"), "experts:pool", "id-badge-2", Group.PROJECTS, BUREAU, order=41),
)
