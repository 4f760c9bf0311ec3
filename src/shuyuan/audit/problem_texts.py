"""The words for this room's error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "unknown_audit_entry": ErrorText(
            _("There is no such entry"), _("It does not exist, or it belongs to another department.")
        ),
        "unknown_read_record": ErrorText(
            _("There is no such read record"), _("It does not exist, or it belongs to another department.")
        ),
    }
)
