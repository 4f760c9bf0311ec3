"""The words for casework's own error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

_CALENDAR = _("The calendar was not changed")
_TASK = _("Nothing happened to the task")
_HAND_OVER = _("The task was not handed over")
_SUPERVISION = _("Nothing happened to the supervised matter")
_SUBSTITUTION = _("The substitution was not arranged")
_PHRASE = _("The phrase was not kept")
_DAYS = _("The days were not set")
_WRITE = _("Write it in a few words and send it again.")
_AGAIN = _("Load the page again and look at the present state.")

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
        "notice_without_holiday": ErrorText(
            _CALENDAR,
            _("The text names no holiday with its days."),
            _("Paste the whole notice, one holiday in a line, or write the days."),
        ),
        "notice_span": ErrorText(
            _CALENDAR,
            _("Line %(line)s of the notice names no days that exist: “%(text)s”."),
            _("Compare it with the notice, or write the days."),
        ),
        "notice_weekday": ErrorText(
            _CALENDAR,
            _("Line %(line)s of the notice says weekday %(said)s for %(day)s, which is weekday %(is)s."),
            _("Is it the notice of another year?"),
        ),
        "notice_total": ErrorText(
            _CALENDAR,
            _("Line %(line)s of the notice speaks of %(said)s days, but names %(found)s."),
            _("Compare it with the notice."),
        ),
        "notice_worked_weekday": ErrorText(
            _CALENDAR,
            _("Line %(line)s of the notice makes %(day)s a worked day, which is no Saturday or Sunday."),
            _("Compare it with the notice."),
        ),
        "notice_contradiction": ErrorText(
            _CALENDAR, _("%(day)s is free and worked at once."), _("Compare it with the notice.")
        ),
        "unknown_calendar_revision": ErrorText(
            _("There is no such change of the calendar"),
            _("Revision %(revision)s does not exist."),
            _("Choose one on the page of the calendar."),
        ),
        "task_is_done": ErrorText(_TASK, _("It is finished in the meantime."), _AGAIN),
        "may_not_remind": ErrorText(
            _TASK,
            _("Who opened the task reminds, or the bureau. The attempt is recorded."),
            _("Ask the one who opened it."),
        ),
        "reminded_today": ErrorText(
            _TASK,
            _("Your post has reminded of this task today."),
            _("Remind again tomorrow, or call."),
        ),
        "may_not_hand_over": ErrorText(
            _HAND_OVER,
            _("Its addressee may do so, or the department's principal officer. The attempt is recorded."),
            _("Ask the one with whom it lies."),
        ),
        "hand_over_without_reason": ErrorText(
            _HAND_OVER, _("A reason of at most %(limit)s characters is needed."), _WRITE
        ),
        "post_not_held": ErrorText(
            _("This post cannot be used"),
            _("Nobody holds it any more."),
            _("Choose a post that is held."),
        ),
        "hand_over_leaves_department": ErrorText(
            _HAND_OVER,
            _("A task stays in its department."),
            _("Choose a colleague; for another department let the bureau return it."),
        ),
        "hand_over_other_role": ErrorText(
            _HAND_OVER,
            _("The receiver does not hold the role that the task asks for, and could not act on it."),
            _("Choose somebody with the same role, or arrange a substitution."),
        ),
        "hand_over_to_itself": ErrorText(
            _HAND_OVER, _("It lies with this post already."), _("Choose somebody else.")
        ),
        "task_lies_there": ErrorText(
            _HAND_OVER, _("The same task lies with this post already."), _("Choose somebody else.")
        ),
        "unknown_supervision": ErrorText(
            _("There is no such supervised matter"),
            _("It does not exist, or it does not concern your department."),
            _("Look at the list of supervised matters."),
        ),
        "may_not_supervise": ErrorText(
            _SUPERVISION,
            _("A principal officer supervises in the own department, the bureau everywhere; not own tasks."),
            _("Tell the bureau about the matter."),
        ),
        "supervised_already": ErrorText(_SUPERVISION, _("The task is supervised already."), _AGAIN),
        "supervision_without_title": ErrorText(
            _SUPERVISION, _("A name of at most %(limit)s characters is needed."), _WRITE
        ),
        "supervision_without_words": ErrorText(
            _SUPERVISION, _("Words of at most %(limit)s characters are needed, and a day if asked."), _WRITE
        ),
        "supervision_day_past": ErrorText(
            _SUPERVISION, _("%(day)s is past."), _("Give a day from today on.")
        ),
        "not_asked": ErrorText(
            _SUPERVISION,
            _("Others are asked to answer. The attempt is recorded."),
            _("Tell them what you know."),
        ),
        "not_supervisor": ErrorText(
            _SUPERVISION,
            _("Who opened it judges the answer, or the bureau. The attempt is recorded."),
            _("Wait for the judgement."),
        ),
        "supervision_answered": ErrorText(_SUPERVISION, _("It is answered already."), _AGAIN),
        "supervision_not_answered": ErrorText(_SUPERVISION, _("There is no answer yet."), _AGAIN),
        "unknown_substitution": ErrorText(
            _("There is no such substitution"),
            _("It does not exist, or it is not yours to end."),
            _("Look at the list of substitutions."),
        ),
        "may_not_arrange_substitution": ErrorText(
            _SUBSTITUTION,
            _("Everybody names a substitute for the own post, a principal officer for the whole department."),
            _("Ask the holder of the post or the principal officer."),
        ),
        "substitution_without_reason": ErrorText(
            _SUBSTITUTION, _("A reason of at most %(limit)s characters is needed."), _WRITE
        ),
        "substitute_of_another_department": ErrorText(
            _SUBSTITUTION,
            _("Somebody of another department cannot act in this post."),
            _("Choose a colleague of the same department."),
        ),
        "substitute_is_the_same_person": ErrorText(
            _SUBSTITUTION, _("Nobody acts for himself or herself."), _("Choose another colleague.")
        ),
        "substitution_of_an_administrator": ErrorText(
            _SUBSTITUTION,
            _("The three administrators are kept apart and never act for others, nor others for them."),
            _("Let the security administrator give the post to somebody else."),
        ),
        "substitution_is_over": ErrorText(
            _SUBSTITUTION,
            _("The last day lies before the first, or is past."),
            _("Give days from today on."),
        ),
        "substitution_too_long": ErrorText(
            _SUBSTITUTION,
            _("It would last longer than a year."),
            _("Let the post be given to somebody else, or choose fewer days."),
        ),
        "substitution_overlaps": ErrorText(
            _SUBSTITUTION,
            _("Somebody acts in this post on one of these days already."),
            _("End that substitution first, or choose other days."),
        ),
        "substitution_ended": ErrorText(
            _("The substitution was not ended"), _("It has ended already."), _AGAIN
        ),
        "bad_phrase": ErrorText(_PHRASE, _("It has no words, or more than %(limit)s characters."), _WRITE),
        "too_many_phrases": ErrorText(
            _PHRASE, _("There are %(limit)s phrases already."), _("Remove one that nobody uses.")
        ),
        "phrase_exists": ErrorText(_PHRASE, _("It is there already."), _("Use the one that is there.")),
        "unknown_phrase": ErrorText(
            _("There is no such phrase"), _("It does not exist, or it is not yours."), _AGAIN
        ),
        "only_bureau_common_phrase": ErrorText(
            _PHRASE,
            _("Phrases for everybody are kept by the bureau."),
            _("Keep it for your own post."),
        ),
        "only_bureau_escalation": ErrorText(
            _DAYS, _("They hold for every department and are set by the bureau."), _("Tell the bureau.")
        ),
        "escalation_day_past": ErrorText(_DAYS, _("%(day)s is past."), _("Give a day from today on.")),
        "escalation_bad_days": ErrorText(
            _DAYS, _("They lie between 1 and %(limit)s."), _("Enter such a number.")
        ),
        "escalation_without_reason": ErrorText(
            _DAYS, _("A reason of at most %(limit)s characters is needed."), _WRITE
        ),
        "opinion_without_words": ErrorText(
            _("The opinion was not taken"),
            _("Who disagrees or returns says why, in at most %(limit)s characters."),
            _WRITE,
        ),
        "no_gap_named": ErrorText(
            _("Nothing was returned"),
            _("A return names everything that is missing, at most %(limit)s things."),
            _("Write one thing in a line."),
        ),
        "already_returned": ErrorText(
            _("Nothing was returned"),
            _("The case is returned already and has not come back."),
            _AGAIN,
        ),
        "gap_named_too_late": ErrorText(
            _("Nothing was returned"),
            _("What is missing is named once. The first return did not name: %(gaps)s."),
            _("Take it out, or say which facts are new since the first return."),
        ),
    }
)
