"""Addresses of casework."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from shuyuan.casework.views import arrangements, calendar, inbox, supervision, tasks


class _DayConverter(StringConverter):
    """A day as 2026-11-25; whether it exists is asked later."""

    regex = r"\d{4}-\d{2}-\d{2}"


class _NumberConverter(StringConverter):
    """The number of a row, no longer than a database takes."""

    regex = r"[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """The number itself."""
        return int(value)

    def to_url(self, value: int) -> str:
        """As it stands in the address."""
        return str(value)


register_converter(_DayConverter, "day")
register_converter(_NumberConverter, "number")

app_name = "casework"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("done/", inbox.done, name="done"),
    path("started/", inbox.started, name="started"),
    path("supervised/", inbox.supervised, name="supervised"),
    path("supervised/new/", supervision.new, name="new_supervision"),
    path("supervised/<number:supervision_id>/", supervision.supervision, name="supervision"),
    path("supervised/<number:supervision_id>/answer/", supervision.answer, name="answer_supervision"),
    path("supervised/<number:supervision_id>/again/", supervision.again, name="demand_again"),
    path("supervised/<number:supervision_id>/close/", supervision.close, name="close_supervision"),
    path("tasks/<number:task_id>/", tasks.task, name="task"),
    path("tasks/<number:task_id>/why/", tasks.why, name="why"),
    path("tasks/<number:task_id>/remind/", tasks.remind, name="remind"),
    path("tasks/<number:task_id>/hand-over/", tasks.hand_over, name="hand_over"),
    path("tasks/<number:task_id>/supervise/", tasks.supervise, name="supervise"),
    path("substitutions/", arrangements.substitutions, name="substitutions"),
    path("substitutions/new/", arrangements.new_substitution, name="new_substitution"),
    path(
        "substitutions/<number:substitution_id>/end/", arrangements.end_substitution, name="end_substitution"
    ),
    path("phrases/", arrangements.phrases, name="phrases"),
    path("phrases/<number:phrase_id>/remove/", arrangements.remove_phrase, name="remove_phrase"),
    path("escalation/", arrangements.escalation, name="escalation"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<int:year>/", calendar.calendar, name="year"),
    path("calendar/<int:year>/announce/", calendar.announce, name="announce"),
    path("calendar/<day:text>/", calendar.day, name="day"),
    path("calendar/revisions/<number:number>/", calendar.revision, name="revision"),
]
