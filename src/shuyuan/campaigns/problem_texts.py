"""The words for the campaigns' own error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "unknown_campaign": ErrorText(
            _("There is no such campaign"),
            _("It does not exist, or your department is not asked in it."),
            _("Look at the list of campaigns."),
        ),
        "unknown_list": ErrorText(
            _("There is no such list"),
            _("It does not exist, or it is the list of another department."),
            _("Open your department's list from the campaign."),
        ),
        "unknown_edition": ErrorText(
            _("There is no such edition"),
            _("No edition %(edition)s was published."),
            _("Look at the list of editions."),
        ),
        "unknown_responsibility_list": ErrorText(
            _("There is no such responsibility list"),
            _("It does not exist, or it belongs to another department."),
            _("Open your department's list from the edition."),
        ),
        "bad_campaign": ErrorText(
            _("The campaign cannot be opened like this"),
            _("A day is out of order, or something is missing."),
            _("Go back, mend the marked fields and send the form again."),
        ),
        "bad_list": ErrorText(
            _("Something is missing"),
            _("A confirmation or a reason was not given."),
            _("Go back and fill it in."),
        ),
        "bad_edition": ErrorText(
            _("The edition cannot be published like this"),
            _("Editions carry this year or the next."),
            _("Open the page anew and send it again."),
        ),
        "campaign_open_already": ErrorText(
            _("A campaign of that year is under way already"),
            _("There is one campaign of %(year)s at a time."),
            _("Go on with that one, or cancel it first."),
        ),
        "all_reminded_today": ErrorText(
            _("They were reminded today already"),
            _("A department is reminded of its list once a day."),
            _("Try again tomorrow, or place the matter under supervision."),
        ),
        "campaign_ended": ErrorText(
            _("The campaign has ended"),
            _("“%(campaign)s” takes no lists any more."),
            _("Changes of entries go through the catalog at any time."),
        ),
        "list_moved_on": ErrorText(
            _("The list has moved on"),
            _("Somebody handed it in, returned or reviewed it in the meantime."),
            _("Load the page again and look at its present state."),
        ),
        "list_is_summary": ErrorText(
            _("This is a county summary"),
            _("The county office hands it in together with its departments' lists."),
            _("Use the button on the page of the summary."),
        ),
        "list_is_no_summary": ErrorText(
            _("This is no county summary"),
            _("Only a county's data office summarizes."),
            _("Hand in the list of your own department."),
        ),
        "edition_published_meanwhile": ErrorText(
            _("Somebody published an edition in the meantime"),
            _("%(expected)s is given out; the next number is %(next)s."),
            _("Look at the new edition before you publish another one."),
        ),
        "nothing_to_review": ErrorText(
            _("There is nothing to review"),
            _("No list lies before you."),
            _("Wait until departments hand their lists in."),
        ),
        "not_handed_over": ErrorText(
            _("The list is not handed over yet"),
            _("The data administration has not sent it."),
            _("Wait for its message."),
        ),
        "handed_over_already": ErrorText(
            _("All lists are handed over already"),
            _("Every department has the list of edition %(edition)s."),
            _("Look at who has acknowledged it."),
        ),
        "acknowledged_already": ErrorText(
            _("The list is acknowledged already"),
            _("Somebody of your department has taken note of it."),
            _("There is nothing left to do."),
        ),
        "same_edition": ErrorText(
            _("An edition cannot be compared with itself"),
            _("Both sides name %(edition)s."),
            _("Choose another edition."),
        ),
    }
)
