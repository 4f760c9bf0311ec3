"""What delivery puts into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.delivery.selectors import READERS
from shuyuan.web.navigation import Group, Item, register

register(
    Item(
        _("Acceptances"),
        "delivery:acceptances",
        "clipboard-check",
        Group.PROJECTS,
        frozenset(READERS),
        order=60,
        pages=frozenset({"delivery:acceptance"}),
    ),
    Item(
        _("Project changes"),
        "delivery:changes",
        "git-compare",
        Group.PROJECTS,
        frozenset(READERS),
        order=56,
        pages=frozenset({"delivery:change"}),
    ),
)
