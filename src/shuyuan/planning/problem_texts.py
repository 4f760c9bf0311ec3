"""The words for planning's own error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "unknown_plan": ErrorText(
            _("The plan of that year is not open"),
            _("The data administration has not opened the annual plan of %(year)s."),
            _("Look at the list of annual plans, or ask the data administration."),
        ),
        "plan_open_already": ErrorText(
            _("The plan of that year is open already"),
            _("There is one annual plan of %(year)s."),
            _("Open its page from the list of annual plans."),
        ),
        "units_reminded_today": ErrorText(
            _("Nobody is left to remind"),
            _("Every unit has answered or was reminded today already."),
            _("Try again tomorrow, or place the matter under supervision."),
        ),
        "bad_late_filing": ErrorText(
            _("A late filing cannot be allowed like this"),
            _("It needs a reason, and a day after the last day of the plan."),
            _("Go back, mend the marked fields and send the form again."),
        ),
        "unit_not_asked": ErrorText(
            _("This department files nothing here"),
            _("Annual plans ask the departments and institutions of the city."),
            _("Choose a department of the list."),
        ),
        "unit_filed_already": ErrorText(
            _("Your department has filed projects"),
            _("There are filed projects of your department for %(year)s."),
            _("Withdraw them first, if there is really nothing to file."),
        ),
        "bad_study": ErrorText(
            _("The study is not complete"),
            _("An opinion, its reason or a priority is missing or impossible."),
            _("Go back, fill it in and send the form again."),
        ),
        "bad_consent": ErrorText(
            _("The consent cannot be recorded like this"),
            _("It needs the document number, its day and the projects that it names."),
            _("Go back, mend the marked fields and send the form again."),
        ),
        "consent_recorded_already": ErrorText(
            _("This document was recorded before"),
            _("A consent under “%(document)s” stands in the plan already."),
            _("Check the document number."),
        ),
        "documents_closed": ErrorText(
            _("The documents cannot be changed now"),
            _("They change until they are handed in, and again when they were returned."),
            _("Look at the stage of the project."),
        ),
        "bad_budget": ErrorText(
            _("A line of the budget is impossible"),
            _("Line %(line)s: the field %(field)s is empty or out of range."),
            _("Mend that line; prices are in yuan with at most two decimals."),
        ),
        "bad_targets": ErrorText(
            _("A performance target is not complete"),
            _("Line %(line)s lacks the indicator, its unit or a value that can be measured."),
            _("Mend that line."),
        ),
        "too_many_lines": ErrorText(
            _("There are too many lines"),
            _("At most %(limit)s lines are kept for one project."),
            _("Put small items together."),
        ),
        "unknown_compiled_plan": ErrorText(
            _("There is no such compiled plan"),
            _("No edition %(edition)s was compiled, or it was not sent yet."),
            _("Look at the list of compiled plans."),
        ),
        "compiled_plan_sent_already": ErrorText(
            _("This edition was sent already"),
            _("The papers of edition %(edition)s are issued."),
            _("Compile a new edition if something has changed."),
        ),
        "compiled_plan_noted_already": ErrorText(
            _("Your office has taken note already"),
            _("Somebody of your office has taken note of edition %(edition)s."),
            _("There is nothing left to do."),
        ),
        "same_compiled_plan": ErrorText(
            _("An edition cannot be compared with itself"),
            _("Both sides name %(edition)s."),
            _("Choose another edition."),
        ),
        "place_in_study": ErrorText(
            _("The feasibility study says where the project runs"),
            _("For a project that builds something, place and network are stated there and nowhere else."),
            _("Open the feasibility study and state it there."),
        ),
        "dry_run_first": ErrorText(
            _("Make a dry run first"),
            _("What a dry run of %(year)s showed is not what would happen now, or there was none."),
            _("Begin a dry run, read what it says, then close the year."),
        ),
        "unknown_run": ErrorText(
            _("There is no such run"),
            _("It does not exist."),
            _("Look at the runs on the page of the library."),
        ),
    }
)
