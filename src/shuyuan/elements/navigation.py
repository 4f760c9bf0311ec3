"""What the data elements put into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.selectors import DRAFTERS, SUBMITTERS
from shuyuan.kernel.actor import Role
from shuyuan.web.navigation import Group, Item, register

register(
    Item(_("Data elements"), "elements:list", "id-badge-2", Group.ELEMENTS, order=60),
    Item(
        _("Bind items"),
        "elements:worklist",
        "link",
        Group.ELEMENTS,
        SUBMITTERS | {Role.DATA_ADMINISTRATION},
        order=61,
    ),
    Item(
        _("Conflicts of sources"),
        "elements:conflicts",
        "gavel",
        Group.ELEMENTS,
        DRAFTERS | {Role.DATA_ADMINISTRATION},
        order=62,
    ),
    Item(
        _("Check a form"),
        "elements:forms",
        "clipboard-list",
        Group.ELEMENTS,
        DRAFTERS | {Role.DATA_ADMINISTRATION},
        order=63,
    ),
)
