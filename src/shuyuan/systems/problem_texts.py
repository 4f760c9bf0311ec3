"""The words for the system register's own error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "unknown_system": ErrorText(
            _("There is no such system"),
            _("It does not exist, is not in the register, or belongs to another department."),
        ),
        "not_registrar": ErrorText(
            _("You may not do this"), _("The register is kept by the data administration.")
        ),
        "administrators_own_no_system": ErrorText(
            _("You may not do this"), _("Administrators of the platform propose no systems.")
        ),
        "system_incomplete": ErrorText(
            _("The system is not described"), _("It needs a name and what it is for.")
        ),
        "system_exists": ErrorText(
            _("The department has this system already"), _("A system named “%(name)s” stands in its list.")
        ),
        "system_not_proposed": ErrorText(
            _("The system is not proposed any more"), _("Somebody has taken it into the register already.")
        ),
        "system_not_registered": ErrorText(
            _("The system is not in the register"),
            _("Only a registered system can be joined to the platform or taken out of service."),
        ),
        "retirement_reason_missing": ErrorText(
            _("Say why the system is taken out of service"), _("The register keeps the reason.")
        ),
        "unknown_choice": ErrorText(
            _("This choice does not exist"),
            _("A value was sent that the form does not offer."),
            _("Open the form anew and choose one of the values."),
        ),
    }
)
