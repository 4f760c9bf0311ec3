"""The words for the system register's own error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "unknown_system": ErrorText(
            _("There is no such system"),
            _("It does not exist, is not in the register, or belongs to another department."),
        ),
        "not_registrar": ErrorText(
            _("You may not do this"), _("The register is kept by the data administration.")
        ),
        "administrators_own_no_system": ErrorText(
            _("You may not do this"), _("Administrators of the platform propose no systems.")
        ),
        "system_incomplete": ErrorText(
            _("The system is not described"), _("It needs a name and what it is for.")
        ),
        "system_exists": ErrorText(
            _("The department has this system already"), _("A system named “%(name)s” stands in its list.")
        ),
        "system_not_proposed": ErrorText(
            _("The system is not proposed any more"), _("Somebody has taken it into the register already.")
        ),
        "system_not_registered": ErrorText(
            _("The system is not in the register"),
            _("Only a registered system can be joined to the platform or taken out of service."),
        ),
        "retirement_reason_missing": ErrorText(
            _("Say why the system is taken out of service"), _("The register keeps the reason.")
        ),
        "system_retired": ErrorText(
            _("The system is out of service"), _("What the register says of it stays as it is.")
        ),
        "place_follows_move": ErrorText(
            _("Where a system runs changes by its move"),
            _("The department plans the move and proves it; the bureau confirms, and the register follows."),
            _("Leave network and place as they are, and plan the move on the page of the system."),
        ),
        "in_use_in_future": ErrorText(
            _("That day is still to come"),
            _("Today is %(today)s; something is in use since a day that has been."),
            _("Leave the day empty for something that is still being built."),
        ),
        "unknown_move": ErrorText(
            _("There is no such migration plan"), _("It does not exist or belongs to another department.")
        ),
        "not_own_move": ErrorText(
            _("You may not do this"), _("The department whose plan it is reports on it.")
        ),
        "move_without_name": ErrorText(
            _("What moves has no name"), _("Others must be able to tell which room or network it is.")
        ),
        "move_open": ErrorText(
            _("It moves already"), _("A plan for “%(name)s” is open."), _("Report progress on that one.")
        ),
        "move_ended": ErrorText(_("The move has ended"), _("Nothing about it changes any more.")),
        "move_before_bureau": ErrorText(
            _("The end lies before the bureau"), _("It confirms the end or sends it back first.")
        ),
        "move_not_reported": ErrorText(
            _("There is nothing to confirm"),
            _("The department has not reported the end."),
        ),
        "move_without_words": ErrorText(
            _("Say it in words"), _("The text is empty or longer than %(most)s characters.")
        ),
        "impossible_move_day": ErrorText(
            _("That day cannot be the end of a plan"),
            _("It lies after today and not after the year %(year)s."),
        ),
        "move_day_before_milestone": ErrorText(
            _("A milestone is later than that day"),
            _("The last open milestone is on %(milestone)s."),
            _("Give a later day, or have the department change its milestones first."),
        ),
        "impossible_share": ErrorText(
            _("That share cannot be"), _("It lies between %(least)s, reported before, and %(most)s percent.")
        ),
        "unknown_milestone": ErrorText(
            _("That milestone is not open"), _("It belongs to another plan or is reached already.")
        ),
        "too_many_milestones": ErrorText(
            _("Too many milestones"), _("A plan takes at most %(most)s of them.")
        ),
        "milestone_outside_plan": ErrorText(
            _("A milestone lies outside of the plan"),
            _("Milestone %(line)s is before today or after %(due)s, the last day of the plan."),
        ),
        "unknown_responsible": ErrorText(
            _("That post cannot answer for the move"), _("It is not a post in force of the department.")
        ),
        "unknown_choice": ErrorText(
            _("This choice does not exist"),
            _("A value was sent that the form does not offer."),
            _("Open the form anew and choose one of the values."),
        ),
    }
)
