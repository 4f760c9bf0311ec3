"""What the system register puts into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.navigation import Group, Item, register

register(
    Item(_("System register"), "systems:list", "server", Group.INTERFACES, order=10),
    Item(_("Migration"), "systems:moves", "switch-horizontal", Group.INTERFACES, order=15),
)
