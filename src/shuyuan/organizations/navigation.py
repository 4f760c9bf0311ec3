"""What this room puts into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.actor import THREE_ADMINISTRATORS, Role
from shuyuan.web.navigation import Group, Item, register

register(
    Item(_("Departments"), "organizations:departments", "building", Group.ADMINISTRATION, order=10),
    Item(
        _("Accounts"),
        "organizations:people",
        "users",
        Group.ADMINISTRATION,
        roles=THREE_ADMINISTRATORS | {Role.PRINCIPAL_OFFICER},
        order=20,
    ),
)
