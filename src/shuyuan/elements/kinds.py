"""What notices of this room are about."""

from django.utils.translation import gettext_lazy as _

from shuyuan.notices.kinds import register_kind

SETTLED = register_kind("elements:conflict:settled", _("A conflict of sources is settled"))
