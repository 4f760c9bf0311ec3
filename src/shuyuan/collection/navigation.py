"""What collection puts into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.collection.selectors import SENDERS
from shuyuan.kernel.actor import Role
from shuyuan.web.navigation import Group, Item, register

register(
    Item(_("Send data"), "collection:upload", "upload", Group.COLLECTION, SENDERS, order=10),
    Item(
        _("Batches"),
        "collection:list",
        "stack-2",
        Group.COLLECTION,
        SENDERS | {Role.DATA_ADMINISTRATION},
        order=20,
    ),
    Item(_("Data pools"), "collection:pools", "database", Group.COLLECTION, SENDERS, order=30),
)
