"""What campaigns put into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.campaigns.selectors import READERS
from shuyuan.kernel.actor import Role
from shuyuan.web.navigation import Group, Item, register

register(
    Item(
        _("Catalog campaigns"),
        "campaigns:campaigns",
        "flag",
        Group.COMPILATION,
        READERS | {Role.DATA_ADMINISTRATION},
        order=32,
    ),
    Item(_("Editions"), "campaigns:editions", "books", Group.COMPILATION, order=34),
)
