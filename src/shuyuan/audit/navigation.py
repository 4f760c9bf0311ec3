"""What this room puts into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.audit.selectors import AUDITORS, READERS
from shuyuan.web.navigation import Group, Item, register

register(
    Item(_("Audit trail"), "audit:entries", "shield-check", Group.AUDIT, roles=READERS, order=10),
    Item(_("Reads of data"), "audit:reads", "eye", Group.AUDIT, roles=READERS, order=20),
    Item(_("Verification"), "audit:verification", "fingerprint", Group.AUDIT, roles=AUDITORS, order=30),
)
