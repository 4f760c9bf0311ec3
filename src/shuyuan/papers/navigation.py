"""What papers put into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.navigation import Group, Item, register

register(Item(_("Issued papers"), "papers:list", "certificate", Group.WORK, order=60))
