"""Background entry points of evaluations."""

from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.evaluation.services.opening import open_due_evaluations
from shuyuan.jobs.registry import Run, daily, handler
from shuyuan.regulations.context import legal_now

OPEN_JOB = "evaluation.open_due"


@handler(OPEN_JOB, label=_("Open the evaluations of projects that have run for a year"))
def run_opening(run: Run) -> dict[str, Any]:
    """Open what is due; gives how many, and how many wait for a scheme."""
    run.check_cancelled()
    return open_due_evaluations(legal=legal_now(working_calendar()))


daily(OPEN_JOB, at=time(1, 40))
