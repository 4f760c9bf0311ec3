"""The words for the room's own error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "money_reason_missing": ErrorText(
            _("The reason is missing"),
            _("Money is not decided on without words of at most %(limit)s characters."),
            _("Go back and write why."),
        ),
        "money_document_missing": ErrorText(
            _("The number of the document is missing"),
            _("Budgets and payments carry the number of their document, at most %(limit)s characters."),
            _("Go back and enter the number as it stands on the document."),
        ),
        "money_changed": ErrorText(
            _("Somebody else was faster"),
            _("Something was written into the journal of %(number)s after you opened the page."),
            _("Load the page again, look at the present state and repeat your step."),
        ),
        "budget_without_year": ErrorText(
            _("The budget year is missing"),
            _("Money is budgeted for one year."),
            _("Go back and enter the year in four figures."),
        ),
        "bad_budget_line": ErrorText(
            _("A line of the list cannot be read"),
            _("It names no project."),
            _("Load the list again and choose there."),
        ),
        "unknown_payment": ErrorText(
            _("There is no such request for payment"),
            _("It does not exist, or it belongs to a project that you do not see."),
            _("Look for it in the list of requests."),
        ),
        "payment_decided": ErrorText(
            _("The request is decided already"),
            _("%(number)s was paid, refused or withdrawn in the meantime."),
            _("Load the page again and look at the present state."),
        ),
        "unknown_excuse": ErrorText(
            _("There is no such reason"),
            _("It does not exist, or it belongs to a project that you do not see."),
            _("Open it from the list of reasons for a late start."),
        ),
        "excuse_asked": ErrorText(
            _("A reason for %(year)s was given already"),
            _("It waits for the data administration, or was accepted."),
            _("Load the page again and look at the present state."),
        ),
        "excuse_decided": ErrorText(
            _("The reason is decided on already"),
            _("Somebody accepted or refused it in the meantime."),
            _("Load the page again and look at the present state."),
        ),
        "impossible_year_end": ErrorText(
            _("%(year)s does not end now"),
            _("The end of this year or of the last one can be looked at."),
            _("Go back and enter one of the two years."),
        ),
        "unknown_year_end": ErrorText(
            _("There is no such run"), _("It does not exist."), _("Open it from the list of runs.")
        ),
        "year_end_applied": ErrorText(
            _("The run was carried out already"),
            _("The end of %(year)s is carried out once."),
            _("Load the page again and look at its lines."),
        ),
        "year_end_outdated": ErrorText(
            _("Something changed since the dry run"),
            _("What it shows for %(year)s is no longer what would happen."),
            _("Make a new dry run, look at it, and carry that out."),
        ),
        "year_not_over": ErrorText(
            _("The year is not over"),
            _("Until 31 December %(year)s money can still come and work can still begin."),
            _("Carry it out on the last day of the year or later."),
        ),
    }
)
