"""What sharing puts into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.actor import Role
from shuyuan.sharing.selectors import DEPARTMENT_ROLES
from shuyuan.web.navigation import Group, Item, register

SHARERS = DEPARTMENT_ROLES | {Role.DATA_ADMINISTRATION}

register(
    Item(_("Sharing requests"), "sharing:requests", "send", Group.SHARING, SHARERS, order=10),
    Item(_("Grants"), "sharing:grants", "key", Group.SHARING, SHARERS, order=20),
    Item(_("Client systems"), "sharing:clients", "plug-connected", Group.INTERFACES, SHARERS, order=20),
    Item(_("Check a receipt"), "sharing:verify", "receipt", Group.INTERFACES, order=30),
)
