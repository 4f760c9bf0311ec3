"""The words for this room's error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "unknown_job": ErrorText(
            _("There is no such work"), _("It does not exist, or it belongs to another department.")
        ),
        "job_has_ended": ErrorText(_("The work has ended already"), _("There is nothing left to stop.")),
        "worker_died": ErrorText(
            _("The work was broken off again and again"),
            _("Every process that took it up ended before it was done."),
            _("Ask the operators to look at the log of the worker and at its memory."),
        ),
    }
)
