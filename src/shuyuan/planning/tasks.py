"""Background entry points of planning: each calls one service."""

from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.jobs.registry import Run, daily, handler
from shuyuan.kernel.actor import PLATFORM
from shuyuan.planning.services.library import CLOSE_JOB, remove_due, run_year
from shuyuan.regulations.context import legal_now

REMOVE_JOB = "planning.remove_due"


@handler(CLOSE_JOB, label=_("Close a year of the project library"))
def close_year_job(run: Run) -> dict[str, Any]:
    """A dry run, or the real one."""
    return run_year(run.params["run"], run=run, legal=legal_now(working_calendar()))


@handler(REMOVE_JOB, label=_("Remove projects from the library by rule"))
def remove_due_job(_run: Run) -> dict[str, Any]:
    """What was without money too long leaves once its notice has run out."""
    return {"removed": len(remove_due(actor=PLATFORM, legal=legal_now(working_calendar())))}


daily(REMOVE_JOB, at=time(1, 50))
