"""The words for the room's own error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "opinion_missing": ErrorText(
            _("The opinion is missing"),
            _("Nothing is decided here without words of at most %(limit)s characters."),
            _("Go back and write the opinion."),
        ),
        "reason_missing": ErrorText(
            _("The reason is missing"),
            _("A refusal says why, in at most %(limit)s characters."),
            _("Go back and write the reason."),
        ),
        "project_changed": ErrorText(
            _("Somebody else was faster"),
            _("Something was written into the journal of %(number)s after you opened the page."),
            _("Load the page again, look at the present state and repeat your step."),
        ),
        "opinion_open": ErrorText(
            _("The opinion was asked for already"),
            _("The data administration has not answered yet."),
            _("Wait for the answer, or remind of it."),
        ),
        "no_opinion_asked": ErrorText(
            _("Nobody waits for an opinion"),
            _("The commission has not asked, or the answer was given already."),
            _("Load the page again and look at the present state."),
        ),
        "document_number_missing": ErrorText(
            _("The number of the document is missing"),
            _("A decision is recorded with the number of its document, at most %(limit)s characters."),
            _("Go back and enter the number as it stands on the document."),
        ),
        "unknown_plan": ErrorText(
            _("There is no such plan"),
            _("A project has a plan of joining the platform and a plan of shared building and use."),
            _("Open the plan from the project's page."),
        ),
        "unknown_plan_line": ErrorText(
            _("There is no such line"),
            _("It was taken out of the plan already."),
            _("Load the page again."),
        ),
        "plan_not_open": ErrorText(
            _("The plan cannot be changed or decided now"),
            _("Plans are written after the review, handed in when there is money, and decided once."),
            _("Load the page again and look at the present state."),
        ),
        "plan_changed": ErrorText(
            _("Somebody else was faster"),
            _("The plan was changed after you opened the page."),
            _("Load the page again, look at the present state and repeat your step."),
        ),
        "plan_lines_undecided": ErrorText(
            _("Not every line has an answer"),
            _("These lines are open: %(lines)s."),
            _("Go back and clear or refuse each of them."),
        ),
        "bad_plan_line": ErrorText(
            _("This line cannot stand in the plan"),
            _("Its kind does not belong to this plan, it has no name, or a text is too long."),
            _("Go back and enter it again."),
        ),
        "too_many_plan_lines": ErrorText(
            _("The plan has too many lines"),
            _("At most %(limit)s are taken."),
            _("Put lines of one kind together."),
        ),
    }
)
