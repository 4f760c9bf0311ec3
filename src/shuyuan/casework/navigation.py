"""Casework in the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.actor import THREE_ADMINISTRATORS, Role
from shuyuan.web.navigation import Group, Item, register

register(
    Item(_("Inbox"), "casework:inbox", "inbox", Group.WORK, order=20),
    Item(
        _("Substitution"),
        "casework:substitutions",
        "users",
        Group.WORK,
        roles=frozenset(Role) - THREE_ADMINISTRATORS,
        order=60,
    ),
    Item(_("Stored phrases"), "casework:phrases", "notes", Group.WORK, order=70),
    Item(_("Working calendar"), "casework:calendar", "calendar", Group.LAW, order=80),
    Item(
        _("Reminders and escalation"),
        "casework:escalation",
        "bell",
        Group.ADMINISTRATION,
        roles=frozenset({Role.DATA_ADMINISTRATION}),
        order=60,
    ),
)
