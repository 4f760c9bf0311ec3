"""What this room puts into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.actor import Role
from shuyuan.web.navigation import Group, Item, register

register(
    Item(
        _("Background work"),
        "jobs:jobs",
        "activity",
        Group.ADMINISTRATION,
        roles=frozenset({Role.DATA_ADMINISTRATION, Role.SYSTEM_ADMINISTRATOR}),
        order=40,
    )
)
