"""What approvals put into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.actor import Role
from shuyuan.projects.selectors import UNIT_ROLES
from shuyuan.web.navigation import Group, Item, register

register(
    Item(
        _("Project reviews"),
        "approvals:reviews",
        "clipboard-check",
        Group.PROJECTS,
        frozenset({Role.DATA_ADMINISTRATION}),
        order=40,
        pages=frozenset({"approvals:review"}),
    ),
    Item(
        _("Approval of investments"),
        "approvals:commission",
        "gavel",
        Group.PROJECTS,
        frozenset({Role.INVESTMENT_APPROVAL}),
        order=41,
        pages=frozenset({"approvals:approval"}),
    ),
    Item(
        _("Plans before procurement"),
        "approvals:plans",
        "plug-connected",
        Group.PROJECTS,
        frozenset({Role.DATA_ADMINISTRATION}) | UNIT_ROLES,
        order=44,
        pages=frozenset({"approvals:plan", "approvals:procurement"}),
    ),
)
