"""The words for the error codes of projects."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

_AGAIN = _("Load the page again and look at the present state.")
_FORM = _("The project was not kept")

register(
    {
        "unknown_project": ErrorText(
            _("There is no such project"),
            _("It does not exist, or it is not open to you."),
            _("Look for it in the list of projects."),
        ),
        "not_your_project": ErrorText(
            _("This is the project of another unit"),
            _("Only people of the project's own unit do this."),
            _("Ask the unit that files the project."),
        ),
        "step_not_open": ErrorText(
            _("The project is not that far, or farther already"),
            _("This step is not open in the stage in which the project stands."),
            _AGAIN,
        ),
        "impossible_amount": ErrorText(
            _("This is no amount of money"),
            _("Money is a positive number of fen, and not beyond what a city can spend."),
            _("Correct the amount and send it again."),
        ),
        "project_incomplete": ErrorText(
            _FORM, _("The name is missing."), _("Fill in what is missing and send it again.")
        ),
        "impossible_plan_year": ErrorText(
            _FORM,
            _("%(year)s is too far from today for a plan year."),
            _("Choose the year whose plan the project shall stand in."),
        ),
        "project_days_backward": ErrorText(
            _FORM, _("The planned end lies before the planned start."), _("Correct the days.")
        ),
        "project_without_system": ErrorText(
            _FORM,
            _("A project of this kind concerns a system that is there."),
            _("Choose the system from the register."),
        ),
        "archive_not_yours": ErrorText(
            _("The archive is not open to you"),
            _("Archives are taken by the data administration, the audit office and officers of the unit."),
            _("Ask one of them."),
        ),
        "archive_gone": ErrorText(
            _("The packed file is not there any more"),
            _("It was not packed for you, or its days are over."),
            _("Have the archive packed anew."),
        ),
        "project_changed_meanwhile": ErrorText(
            _("Somebody else was faster"),
            _("The project has changed since you opened the page."),
            _("Load the page again, look at what is new, and decide then."),
        ),
    }
)
