"""Tables of casework: tasks and what happens to them, the calendar, supervision, opinions, substitution."""

from shuyuan.casework.models.calendar import CalendarDay, CalendarRevision, CalendarYear, DeadlineMove
from shuyuan.casework.models.cases import Completion, Opinion, Phrase, Substitution
from shuyuan.casework.models.supervision import Supervision
from shuyuan.casework.models.tasks import EscalationDays, Task, TaskEvent

__all__ = [
    "CalendarDay",
    "CalendarRevision",
    "CalendarYear",
    "Completion",
    "DeadlineMove",
    "EscalationDays",
    "Opinion",
    "Phrase",
    "Substitution",
    "Supervision",
    "Task",
    "TaskEvent",
]
