"""The kinds of tasks that entries put into inboxes, with their words."""

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.kinds import register_kind

REVIEW = register_kind("catalog:entry:review", _("Review a catalog entry"))
AMEND = register_kind("catalog:entry:amend", _("Amend a returned catalog entry"))
