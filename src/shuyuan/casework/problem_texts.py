"""The words for casework's own error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

_CALENDAR = _("The calendar was not changed")

register(
    {
        "calendar_year_missing": ErrorText(
            _("No working calendar for %(year)s"),
            _("A deadline reaches into %(year)s, and the platform does not guess working days."),
            _("The data administration has to add the year to the calendar first."),
        ),
        "calendar_empty": ErrorText(
            _("The working calendar is empty"),
            _("Without it no deadline can be counted."),
            _("The operator has to run the setup command."),
        ),
        "calendar_day_unchanged": ErrorText(
            _CALENDAR,
            _("%(day)s is so already; perhaps somebody else was faster."),
            _("Look at the calendar again."),
        ),
        "calendar_reason_missing": ErrorText(
            _CALENDAR, _("A reason of at most 300 characters is needed."), _("Say why the day changes.")
        ),
        "calendar_document_missing": ErrorText(
            _CALENDAR,
            _("A year is announced by a document, and it has to be named."),
            _("Enter the number of the notice."),
        ),
        "calendar_plan_line": ErrorText(
            _CALENDAR,
            _("Line %(line)s is no day and no span: “%(text)s”."),
            _("Write 2027-02-20, or 2027-02-05..2027-02-11."),
        ),
        "calendar_span_backward": ErrorText(
            _CALENDAR, _("The span in line %(line)s ends before it begins."), _("Swap the two days.")
        ),
        "calendar_day_of_other_year": ErrorText(
            _CALENDAR, _("%(day)s does not belong to %(year)s."), _("Take the line out.")
        ),
        "calendar_day_twice": ErrorText(
            _CALENDAR, _("%(day)s stands twice."), _("Take one of the lines out.")
        ),
        "calendar_day_follows_week": ErrorText(
            _CALENDAR,
            _("%(day)s follows the week anyway: it needs no line here."),
            _("Free days are Monday to Friday, worked days Saturday or Sunday."),
        ),
        "unknown_task": ErrorText(
            _("There is no such task"),
            _("It does not exist, or it is not addressed to your post or department."),
            _("Look into your inbox."),
        ),
        "only_data_administration": ErrorText(
            _("Only the data administration may change the calendar"),
            _("Deadlines of every department depend on it. The attempt is recorded."),
            _("Tell the data administration which day is wrong."),
        ),
        "unknown_day": ErrorText(
            _("There is no such day"),
            _("%(day)s is not a day of the calendar."),
            _("Choose a day in the calendar of the year."),
        ),
    }
)
