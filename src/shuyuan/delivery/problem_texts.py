"""The words for delivery's own error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "delivery_incomplete": ErrorText(
            _("Something is missing"),
            _("These are empty: %(missing)s."),
            _("Go back and fill them in."),
        ),
        "project_changed_meanwhile": ErrorText(
            _("Somebody else was faster"),
            _("The project has changed since you opened the page."),
            _("Load the page again, look at what is new, and decide then."),
        ),
        "delivery_not_open": ErrorText(
            _("This is not possible in the present stage"),
            _("The project stands in another stage."),
            _("Look at the project's page for what comes next."),
        ),
        "tender_exists": ErrorText(
            _("The tender is recorded already"),
            _("The project has a tender with the announcement %(announcement)s."),
            _("Look at the tenders of the project."),
        ),
        "bidder_twice": ErrorText(
            _("A bidder stands twice"),
            _("Each bidder makes one bid."),
            _("Go back and take one of the rows out."),
        ),
        "winner_without_bid": ErrorText(
            _("The winner made no bid"),
            _("The one that won is among the bids."),
            _("Go back and mark one of the bids."),
        ),
        "unknown_tender": ErrorText(
            _("There is no such tender"),
            _("It does not exist, or it belongs to another project."),
            _("Choose one of the project's tenders."),
        ),
        "contract_exists": ErrorText(
            _("The contract number is taken"),
            _("The project has a contract %(number)s already."),
            _("Check the number; a supplement has a number of its own."),
        ),
        "unknown_contract": ErrorText(
            _("There is no such contract"),
            _("It does not exist, or you have no part in its project."),
            _("Look at the contracts of the project."),
        ),
        "amendment_without_difference": ErrorText(
            _("The sum stays the same"),
            _("A supplement to a contract gives it another sum."),
            _("Go back and enter the new sum."),
        ),
        "amendment_exists": ErrorText(
            _("The supplement is recorded already"),
            _("The contract has a supplement %(agreement)s."),
            _("Look at the contracts of the project."),
        ),
        "impossible_progress": ErrorText(
            _("This is no share"),
            _("What is done is told in percent, from 0 to 100."),
            _("Go back and correct it."),
        ),
        "report_before_start": ErrorText(
            _("The report lies before the construction"),
            _("The construction began on %(started)s."),
            _("Go back and correct the month."),
        ),
        "report_exists": ErrorText(
            _("The month has its report"),
            _("There is a supervision report for %(month)s."),
            _("Look at it on the page of the construction."),
        ),
        "unknown_milestone": ErrorText(
            _("There is no such milestone"),
            _("It does not exist, or it was taken off the plan."),
            _("Look at the page of the construction."),
        ),
        "milestone_days_backward": ErrorText(
            _("It ends before it starts"),
            _("The end of a milestone lies on or after its start."),
            _("Go back and correct the days."),
        ),
        "milestone_not_started": ErrorText(
            _("It ended without a beginning"),
            _("The actual start is missing."),
            _("Go back and enter both days."),
        ),
        "milestone_marked": ErrorText(
            _("The day stands already"),
            _("It was recorded as %(day)s."),
            _("A recorded day is not changed; note the difference in the next report."),
        ),
        "unknown_change": ErrorText(
            _("There is no such change"),
            _("It does not exist, or you have no part in the project."),
            _("Look at the page of the construction."),
        ),
        "change_without_difference": ErrorText(
            _("Nothing changes"),
            _("Goals, content and money are those that hold already."),
            _("Go back and say what shall be different."),
        ),
        "change_waits": ErrorText(
            _("Another change waits already"),
            _("There is one change of a project at a time."),
            _("Wait for its decision, or withdraw it."),
        ),
        "change_moved_on": ErrorText(
            _("The change has moved on"),
            _("Somebody decided on it or withdrew it in the meantime."),
            _("Load the page again and look at its present state."),
        ),
        "no_open_acceptance": ErrorText(
            _("No acceptance is under way"),
            _("It was decided in the meantime, or it has not been applied for."),
            _("Look at the page of the acceptance."),
        ),
        "acceptance_cleared_already": ErrorText(
            _("The acceptance is cleared already"),
            _("A clearance that is given stands."),
            _("Look at the page of the acceptance."),
        ),
        "rectified_already": ErrorText(
            _("The rectification is reported already"),
            _("The second acceptance can be applied for."),
            _("Go to the page of the acceptance."),
        ),
        "panel_missing": ErrorText(
            _("Nobody held the acceptance"),
            _("The panel has at least one person."),
            _("Go back and name who took part."),
        ),
        "unknown_document": ErrorText(
            _("This is not a document of the acceptance"),
            _("The law names which documents follow a passed acceptance."),
            _("Go back and choose at least one of them."),
        ),
    }
)
