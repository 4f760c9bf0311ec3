"""What the portal puts into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.navigation import Group, Item, register

register(Item(_("Workbench"), "portal:home", "layout-dashboard", Group.WORK, public=True, order=0))
register(Item(_("Measures"), "law:index", "gavel", Group.LAW, public=True))
