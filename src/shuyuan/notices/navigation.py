"""The bell in the head of the pages, and the outbox in the operator's sidebar."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.actor import Role
from shuyuan.notices.selectors import count_unread
from shuyuan.web.navigation import Group, Item, register, register_tool


def bell(request: HttpRequest) -> SafeString:
    """How much this person has not read."""
    return render_to_string("notices/bell.html", {"count": count_unread(request.actor)})


register_tool("bell", bell)
register(
    Item(_("Messages"), "notices:list", "bell", Group.WORK, order=40),
    Item(
        _("Outbox"),
        "notices:outbox",
        "mail",
        Group.ADMINISTRATION,
        frozenset({Role.SYSTEM_ADMINISTRATOR}),
        order=70,
    ),
)
