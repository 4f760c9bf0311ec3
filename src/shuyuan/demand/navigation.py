"""What the demand list puts into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.demand.selectors import READERS
from shuyuan.web.navigation import Group, Item, register

register(Item(_("Demand list"), "demand:list", "clipboard-list", Group.CATALOG, READERS, order=36))
