"""Scheduled work of casework: the calendar never runs out, and nobody forgets a deadline."""

from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.casework.services import count_to_escalate, escalate_some, keep_calendar
from shuyuan.jobs import registry
from shuyuan.regulations.context import legal_now


@registry.handler("casework.keep_calendar", quick=True, label=_("Keep the calendar and the deadlines"))
def keep(run: registry.Run) -> dict[str, Any]:
    """Every morning; gives how many deadlines moved."""
    return {"moved": keep_calendar(actor=run.actor, legal=legal_now(working_calendar()))}


@registry.handler("casework.escalate", label=_("Remind of deadlines that are near or past"))
def escalate(run: registry.Run) -> dict[str, Any]:
    """Every morning after the calendar; what is told stays told when it is stopped in between."""
    legal = legal_now(working_calendar())
    total, told = count_to_escalate(legal=legal), 0
    while some := escalate_some(actor=run.actor, legal=legal):
        told += some
        run.progress(told, max(told, total))
    return {"told": told}


registry.daily("casework.keep_calendar", at=time(0, 30))
registry.daily("casework.escalate", at=time(7, 30))
