"""The words for the error codes of notices."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

_NOT_KEPT = _("Your choice was not kept")

register(
    {
        "mail_address_malformed": ErrorText(
            _NOT_KEPT, _("This is no mail address."), _("Write it as name@example.gov.cn.")
        ),
        "mail_domain_refused": ErrorText(
            _NOT_KEPT,
            _("The operator allows mail addresses of %(domains)s only."),
            _("Enter your office address."),
        ),
        "mail_address_missing": ErrorText(
            _NOT_KEPT, _("A mail needs an address."), _("Enter your mail address, or choose Never.")
        ),
        "phone_malformed": ErrorText(
            _NOT_KEPT, _("This is no mobile number."), _("Enter eleven digits that begin with 1.")
        ),
        "phone_missing": ErrorText(
            _NOT_KEPT,
            _("A short message needs a mobile number."),
            _("Enter your mobile number, or take the check mark out."),
        ),
        "unknown_message": ErrorText(
            _("There is no such message"),
            _("It does not exist, or it was told to somebody else."),
            _("Look into your messages."),
        ),
        "nothing_to_follow": ErrorText(
            _("This cannot be followed"),
            _("It does not exist, or it is not visible to your post."),
            _("Look for it in the catalog."),
        ),
        "no_failed_delivery": ErrorText(
            _("There is nothing to try again"),
            _("The delivery does not exist, or it has not failed."),
            _("Look at the outbox again."),
        ),
    }
)
