"""The words for the demand list's own error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "unknown_demand": ErrorText(
            _("There is no such demand"),
            _("It does not exist, or your department has no part in it."),
            _("Look for it in the demand list."),
        ),
        "unknown_match": ErrorText(
            _("This entry was not proposed"),
            _("What was found for the demand changed in the meantime."),
            _("Load the page again and choose there."),
        ),
        "match_not_published": ErrorText(
            _("The entry cannot be used now"),
            _("It was suspended after it was proposed."),
            _("Choose another one, or say that none fits."),
        ),
        "demand_moved_on": ErrorText(
            _("This step is not possible now"),
            _("The demand is in another state than your page showed."),
            _("Load the page again and look at the present state."),
        ),
        "demand_changed": ErrorText(
            _("Somebody else was faster"),
            _("The demand was moved on after you opened it."),
            _("Load the page again, look at the present state and repeat your step."),
        ),
        "demand_reason_missing": ErrorText(
            _("The reason is missing"),
            _("Nothing leaves the demand list without a reason of at most 1000 characters."),
            _("Go back and say why."),
        ),
        "bad_demand": ErrorText(
            _("The demand cannot be read"),
            _("Some fields are malformed."),
            _("Go back, check what you entered and send it again."),
        ),
        "routed_to_itself": ErrorText(
            _("This department cannot provide it"),
            _("It is the one that needs the data."),
            _("Choose another department."),
        ),
        "bad_answer_day": ErrorText(
            _("The day is past"), _("It must lie after today, %(today)s."), _("Choose a later day.")
        ),
        "entry_of_others": ErrorText(
            _("This entry is not yours"),
            _("The entry %(entry)s belongs to another department."),
            _("Name an entry of your own, or answer that the data are not yours."),
        ),
        "draft_exists": ErrorText(
            _("There is a draft already"),
            _("It was begun from this demand."),
            _("Go on with that draft."),
        ),
    }
)
