"""The words for the error codes of oversight."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "unknown_oversight": ErrorText(
            _("There is no such case"), _("It does not exist, or it concerns a project of another unit.")
        ),
        "oversight_moved_on": ErrorText(
            _("The case has moved on"),
            _("Somebody has taken this step already, or it is not its turn."),
            _("Open the case again and see how it stands."),
        ),
        "oversight_incomplete": ErrorText(_("Words are missing"), _("At most %(limit)s characters.")),
        "inspection_without_projects": ErrorText(
            _("Choose the projects that are looked at"),
            _("At least one, and only projects that you can see."),
        ),
        "order_day_past": ErrorText(
            _("The day must still come"), _("Today is %(today)s; choose a later day.")
        ),
        "sanction_taken": ErrorText(
            _("The order has led to this step before"),
            _("Each step of the ladder is taken once for an order."),
        ),
        "impossible_audit_year": ErrorText(
            _("This year cannot be planned"), _("The plan is made for this year or the next (not %(year)s).")
        ),
        "audit_planned": ErrorText(
            _("The project is in that plan already"), _("It is audited once in %(year)s.")
        ),
        "breach_open": ErrorText(_("Something is held against this unit already"), _("Settle that first.")),
        "unit_not_heard": ErrorText(
            _("The unit is still heard"), _("It has until %(until)s for its statement.")
        ),
        "impossible_score": ErrorText(_("This is not a score"), _("Scores go from 0 to %(most)s.")),
        "impossible_score_year": ErrorText(
            _("This year has no assessment"), _("Only this year and the last can be entered (not %(year)s).")
        ),
        "score_kept": ErrorText(
            _("The unit has its score of that year"), _("A score of %(year)s is entered once.")
        ),
    }
)
