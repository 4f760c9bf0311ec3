"""What money puts into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.funds.selectors import READERS, YEAR_END
from shuyuan.kernel.actor import Role
from shuyuan.projects.selectors import OVERSEERS
from shuyuan.web.navigation import Group, Item, register

register(
    Item(
        _("Finance desk"),
        "funds:desk",
        "building-bank",
        Group.PROJECT_MONEY,
        OVERSEERS,
        order=10,
        pages=frozenset({"funds:project"}),
    ),
    Item(_("Budgets of the year"), "funds:budgets", "report-analytics", Group.PROJECT_MONEY,
         frozenset({Role.FINANCE}), order=20),
    Item(_("Payments"), "funds:payments", "receipt", Group.PROJECT_MONEY, READERS, order=30,
         pages=frozenset({"funds:request"})),
    Item(_("Money held"), "funds:holds", "lock", Group.PROJECT_MONEY, READERS, order=40),
    Item(_("Late starts"), "funds:excuses", "hourglass", Group.PROJECT_MONEY,
         READERS - {Role.CITY_LEADER}, order=50, pages=frozenset({"funds:excuse"})),
    Item(_("End of the year"), "funds:runs", "calendar-due", Group.PROJECT_MONEY, YEAR_END, order=60),
)  # fmt: skip
