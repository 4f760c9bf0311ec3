"""Background entry points of the demand list."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.demand.services import rematch_entry
from shuyuan.demand.steps import REMATCH_JOB
from shuyuan.jobs.registry import Run, handler
from shuyuan.regulations.context import legal_now


@handler(REMATCH_JOB, quick=True, label=_("Compare a new entry with open demands"))
def rematch_job(run: Run) -> dict[str, Any]:
    """Propose the entry ``params["entry"]`` wherever it may meet a demand."""
    run.check_cancelled()
    return {"met": rematch_entry(run.params["entry"], legal=legal_now(working_calendar()))}
