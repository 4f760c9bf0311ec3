"""Writes of casework: one transaction and one audit entry each."""

from shuyuan.casework.services.calendar import (
    CalendarChange,
    announce_year,
    change_day,
    keep_calendar,
    seed_calendar,
)
from shuyuan.casework.services.escalation import (
    count_to_escalate,
    escalate_some,
    escalation_days,
    set_escalation_days,
)
from shuyuan.casework.services.phrases import add_phrase, remove_phrase
from shuyuan.casework.services.substitution import arrange_substitution, end_substitution
from shuyuan.casework.services.supervision import (
    answer_supervision,
    close_supervision,
    demand_again,
    supervise_department,
    supervise_task,
)
from shuyuan.casework.services.tasks import hand_over, remind

__all__ = [
    "CalendarChange",
    "add_phrase",
    "announce_year",
    "answer_supervision",
    "arrange_substitution",
    "change_day",
    "close_supervision",
    "count_to_escalate",
    "demand_again",
    "end_substitution",
    "escalate_some",
    "escalation_days",
    "hand_over",
    "keep_calendar",
    "remind",
    "remove_phrase",
    "seed_calendar",
    "set_escalation_days",
    "supervise_department",
    "supervise_task",
]
