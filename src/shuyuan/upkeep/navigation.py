"""Upkeep in the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.selectors import DRAFTERS
from shuyuan.kernel.actor import Role
from shuyuan.web.navigation import Group, Item, register

register(
    Item(
        _("Upkeep of the catalog"),
        "upkeep:occasions",
        "activity",
        Group.COMPILATION,
        frozenset({*DRAFTERS, Role.DATA_ADMINISTRATION}),
        order=70,
    )
)
