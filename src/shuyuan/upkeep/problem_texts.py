"""The words for the error codes of upkeep."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "occasion_to_come": ErrorText(
            _("The occasion was not recorded"),
            _("%(day)s is still to come; the clock begins when the change is in force."),
            _("Record it on or after that day."),
        ),
        "unknown_occasion": ErrorText(
            _("There is no such occasion"),
            _("It does not exist, or it belongs to another department."),
            _("Look into the list of updates."),
        ),
        "not_own_entry": ErrorText(
            _("The entries were not kept"),
            _("One of them is not a published entry of the department."),
            _("Load the page again and choose from its list."),
        ),
        "occasion_under_way": ErrorText(
            _("An update is under way already"),
            _("A request for one of the entries has been filed, so an update is needed after all."),
            _("Withdraw the submission first, or let the bureau decide on it."),
        ),
        "occasion_ended": ErrorText(
            _("The occasion has ended"),
            _("The catalog was updated, or nothing had to be updated."),
            _("Record a new occasion if something else changed."),
        ),
        "reason_missing": ErrorText(
            _("A reason is missing"), _("Nothing was changed."), _("Say why no entry has to be updated.")
        ),
    }
)
