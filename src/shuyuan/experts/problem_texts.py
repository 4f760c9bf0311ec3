"""The words for the error codes of expert reviews."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "unknown_expert": ErrorText(
            _("There is no such expert"),
            _("The pool is kept by the data administration and seen by it alone."),
            _("Look for the name in the pool."),
        ),
        "unknown_review": ErrorText(
            _("There is no such expert review"),
            _("It does not exist, or you do not sit on its panel."),
            _("Look for it in the list of expert reviews."),
        ),
        "unknown_seat": ErrorText(
            _("You do not sit on this panel"),
            _("The seat does not exist, is somebody else's, or was given up."),
            _("Look for your reviews in the list."),
        ),
        "unknown_field": ErrorText(
            _("There is no such field of expertise"),
            _("Nobody in the pool has it."),
            _("Choose one of the list."),
        ),
        "review_moved_on": ErrorText(
            _("This step is not possible now"),
            _("The review is in another state than your page showed."),
            _("Load the page again and look at the present state."),
        ),
        "review_without_projects": ErrorText(
            _("No projects, or too many"),
            _("A review needs projects, each once, and at most %(most)s."),
            _("Choose the projects again."),
        ),
        "project_not_waiting": ErrorText(
            _("This project does not wait for experts"),
            _("“%(project)s” is not under review, lies before a panel, or was concluded on as it stands."),
            _("Load the page again and choose among those that wait."),
        ),
        "pool_too_small": ErrorText(
            _("There are not enough independent experts"),
            _("The field “%(field)s” has %(available)s who may review these projects, not %(wanted)s."),
            _("Ask for fewer of this field, or take more experts into the pool."),
        ),
        "expert_not_available": ErrorText(
            _("The same panel cannot come again"),
            _("%(expert)s is suspended or no longer independent of these projects."),
            _("Draw a new panel."),
        ),
        "bad_quota": ErrorText(
            _("The number of experts cannot be"),
            _("Between 1 and 30 can be drawn of a field."),
            _("Correct the number of “%(field)s”."),
        ),
        "bad_review_day": ErrorText(
            _("The day is past"), _("It must not lie before today, %(today)s."), _("Choose a later day.")
        ),
        "seat_not_confirmed": ErrorText(
            _("This expert has not accepted"),
            _("Only somebody who comes can be the chair."),
            _("Wait for the answer, or name somebody else."),
        ),
        "sheet_handed_in": ErrorText(
            _("This sheet is handed in"),
            _("What was handed in stays as it is, so that nobody changes scores after seeing others."),
            _("Say what else there is to say to the chair."),
        ),
        "sheet_of_others": ErrorText(
            _("This sheet is somebody else's"),
            _("Every expert with a sign-in writes the own sheet; the bureau takes down those on paper."),
            _("Let the expert fill it in."),
        ),
        "bad_score": ErrorText(
            _("A score cannot be"),
            _("Scores are whole numbers from 0 to %(most)s, one for each aspect (%(aspect)s)."),
            _("Correct it and send the sheet again."),
        ),
        "only_the_chair": ErrorText(
            _("The chair concludes"),
            _("What the panel says of a project is written down by its chair."),
            _("Ask the chair of the panel."),
        ),
        "expert_incomplete": ErrorText(
            _("Something is missing"),
            _("An expert needs a name, an employer and at least one field of expertise."),
            _("Fill it in and send it again."),
        ),
        "expert_known": ErrorText(
            _("This expert is in the pool already"),
            _("%(name)s with the same employer was added before."),
            _("Change that line of the pool."),
        ),
        "expert_department_unknown": ErrorText(
            _("There is no such department"),
            _("The platform does not know %(departments)s."),
            _("Write departments by their codes or names as the platform knows them."),
        ),
        "expert_post_unknown": ErrorText(
            _("This sign-in cannot be used"),
            _("It is not one of an expert, has ended, or belongs to somebody else of the pool."),
            _("Choose a sign-in of the list."),
        ),
        "expert_reason_missing": ErrorText(
            _("The reason is missing"),
            _("Nobody leaves a panel or the pool, and no review is called off, without a reason."),
            _("Go back and say why."),
        ),
        "bad_panel_rules": ErrorText(
            _("These settings cannot be"),
            _("The number of experts is odd and at most %(most)s; scoring takes 1 to %(days)s working days."),
            _("Correct them and save again."),
        ),
        "bad_expert_list": ErrorText(
            _("The list of experts cannot be read"),
            _("Line %(line)s: %(problem)s."),
            _("Correct the file and send it again; nothing was taken over."),
        ),
    }
)
