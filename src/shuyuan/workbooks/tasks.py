"""Background entry points of workbooks: each calls one service."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.jobs.registry import Run, handler
from shuyuan.regulations.context import legal_now
from shuyuan.workbooks.imports import APPLY_JOB, CHECK_JOB, check_import, run_import
from shuyuan.workbooks.live_readings import READ_JOB, run_reading


@handler(CHECK_JOB, label=_("Check a file for the catalog"))
def check_import_job(run: Run) -> dict[str, Any]:
    """Dry run of the import ``params["import"]``."""
    return check_import(run.params["import"], run=run, legal=legal_now(working_calendar()))


@handler(APPLY_JOB, label=_("Write drafts from a file"))
def run_import_job(run: Run) -> dict[str, Any]:
    """Write the drafts of the import ``params["import"]``."""
    return run_import(run.params["import"], run=run, legal=legal_now(working_calendar()))


@handler(READ_JOB, label=_("Read the structure of a database"))
def run_reading_job(run: Run) -> dict[str, Any]:
    """Read the tables for ``params["reading"]``."""
    return run_reading(run.params["reading"], run=run)
