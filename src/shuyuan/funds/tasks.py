"""Background entry points of funds."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.funds.services.year_end import YEAR_END_JOB, apply_year_end
from shuyuan.jobs.registry import Run, handler
from shuyuan.regulations.context import legal_now


@handler(YEAR_END_JOB, label=_("Carry out the end of a year over all projects"))
def year_end_job(run: Run) -> dict[str, Any]:
    """The run ``params["run"]``, as its dry run showed it."""
    legal = legal_now(working_calendar())
    return apply_year_end(run.params["run"], run=run, actor=run.actor, legal=legal)
