"""What the search puts into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.navigation import Group, Item, register

register(Item(_("Find data"), "search:search", "list-search", Group.CATALOG, order=5))
