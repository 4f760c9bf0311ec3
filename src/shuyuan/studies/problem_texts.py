"""The words for the error codes of studies."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "study_closed": ErrorText(
            _("The study is handed in"),
            _("While the project is reviewed and built, its study stays as it was handed in."),
            _("It can be written on again when the documents are returned."),
        ),
        "study_not_accepted": ErrorText(
            _("The project is not accepted yet"),
            _("What it planned enters the catalog after the acceptance."),
            _("Complete the acceptance first."),
        ),
        "bad_study": ErrorText(
            _("The study cannot be read"),
            _("Some fields are malformed."),
            _("Go back, check what you entered and send it again."),
        ),
        "unknown_need": ErrorText(
            _("There is no such need"),
            _("Somebody took it out of the study."),
            _("Load the page of the study again."),
        ),
        "unknown_sharing_line": ErrorText(
            _("There is no such line"),
            _("Somebody took it out of the sharing list."),
            _("Load the page of the entry again."),
        ),
        "unknown_overlap": ErrorText(
            _("There is no such overlap"),
            _("Overlaps were looked for again in the meantime."),
            _("Load the page of the study again."),
        ),
    }
)
