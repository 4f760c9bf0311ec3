"""Background entry points of collection: each calls one service."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.collection.services import publish_entry, run_batch
from shuyuan.jobs.registry import Run, handler
from shuyuan.regulations.context import legal_now


@handler("collection.run_batch", label=_("Check a batch and merge it"))
def run_batch_job(run: Run) -> dict[str, Any]:
    """Read, check and merge the batch ``params["batch"]``."""
    return run_batch(run.params["batch"], run=run, legal=legal_now(working_calendar()))


@handler("collection.publish_entry", label=_("Publish a pool to the online store"))
def publish_entry_job(run: Run) -> dict[str, Any]:
    """Publish the pool of the entry ``params["entry"]`` to the online store."""
    return publish_entry(run.params["entry"], run=run, legal=legal_now(working_calendar()))
