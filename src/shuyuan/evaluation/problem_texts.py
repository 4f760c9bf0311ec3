"""The words for the error codes of evaluations."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "unknown_evaluation": ErrorText(
            _("There is no such evaluation"),
            _("It does not exist, or you do not see its project."),
            _("Look for it in the list of evaluations."),
        ),
        "unknown_scheme": ErrorText(
            _("There is no scheme for %(year)s"),
            _("Nobody has set yet how projects are evaluated in that year."),
            _("Choose a year of the list."),
        ),
        "unknown_upkeep_plan": ErrorText(
            _("This plan is not asked for"),
            _("The law names the plans of upkeep; “%(plan)s” is none of them."),
            _("Choose one of the page."),
        ),
        "upkeep_plan_without_document": ErrorText(
            _("The document is missing"),
            _("A plan of upkeep is filed with its document."),
            _("Choose the file and send it again."),
        ),
        "evaluation_moved_on": ErrorText(
            _("This step is not possible now"),
            _("The evaluation is in another state than your page showed."),
            _("Load the page again and look at the present state."),
        ),
        "evaluation_open": ErrorText(
            _("The project is being evaluated already"),
            _("An evaluation is open, or a failed one is not rectified."),
            _("Finish that one first."),
        ),
        "scheme_missing": ErrorText(
            _("Nobody has set how projects are evaluated"),
            _("There is no scheme for %(year)s or a year before it."),
            _("Set the scheme of the year first."),
        ),
        "scheme_in_use": ErrorText(
            _("The scheme of %(year)s is in use"),
            _("Projects are evaluated by it, so it stays as it is."),
            _("Set a scheme for another year."),
        ),
        "bad_scheme": ErrorText(
            _("The scheme cannot be"),
            _("A number of line %(line)s is missing or out of range."),
            _("Correct it and save again."),
        ),
        "bad_points": ErrorText(
            _("These points cannot be"),
            _("Points lie between 0 and %(most)s and belong to judged indicators of the scheme."),
            _("Correct them and save again."),
        ),
        "bad_evaluators": ErrorText(
            _("These evaluators cannot be"),
            _("A body needs name, contract and qualification; a panel has at most %(most)s experts."),
            _("Correct it and send it again."),
        ),
        "evaluators_missing": ErrorText(
            _("Nobody evaluates yet"),
            _("Points are given by a panel or a third-party body."),
            _("Appoint one of them first."),
        ),
        "pool_of_evaluators_too_small": ErrorText(
            _("There are not enough independent experts"),
            _("Only %(available)s of the pool may evaluate this project."),
            _("Ask for fewer, or have a third-party body evaluate."),
        ),
        "evaluation_text_missing": ErrorText(
            _("The text is missing or too long"),
            _("It needs words, at most %(most)s characters."),
            _("Go back and write it."),
        ),
        "rectification_not_reported": ErrorText(
            _("Nothing is reported yet"),
            _("The unit has not said what it rectified."),
            _("Wait for its report."),
        ),
        "bad_rectification_day": ErrorText(
            _("The day is past"), _("It must lie after today, %(today)s."), _("Choose a later day.")
        ),
    }
)
