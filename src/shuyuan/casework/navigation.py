"""Casework in the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.navigation import Group, Item, register

register(
    Item(_("Inbox"), "casework:inbox", "inbox", Group.WORK, order=20),
    Item(_("Working calendar"), "casework:calendar", "calendar", Group.LAW, order=80),
)
