"""Scheduled work of casework: the calendar never runs out, and deadlines stay on its newest revision."""

from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.casework.services import keep_calendar
from shuyuan.jobs import registry
from shuyuan.regulations.context import legal_now


@registry.handler("casework.keep_calendar", quick=True, label=_("Keep the calendar and the deadlines"))
def keep(run: registry.Run) -> dict[str, Any]:
    """Every morning; gives how many deadlines moved."""
    return {"moved": keep_calendar(actor=run.actor, legal=legal_now(working_calendar()))}


registry.daily("casework.keep_calendar", at=time(0, 30))
