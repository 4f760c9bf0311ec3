"""Background entry points of sharing: each calls one service."""

from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.jobs.registry import Run, daily, every, handler
from shuyuan.regulations.context import legal_now
from shuyuan.sharing.publishing import needs_publishing, publish_changes
from shuyuan.sharing.services import expire_grants
from shuyuan.sharing.steps import PUBLISH_JOB

EXPIRE_JOB = "sharing.expire_grants"
#: Changes reach the gateway right after their commit; this finds what was missed when that failed.
_LOOK_SECONDS = 5.0


@handler(PUBLISH_JOB, quick=True, label=_("Tell the gateway what changed"))
def publish_changes_job(run: Run) -> dict[str, Any]:
    """Tell the gateway what it was not told yet; nothing when the direct way already did."""
    run.check_cancelled()
    snapshot = publish_changes(at=legal_now(working_calendar()).now)
    return {"version": snapshot.version} if snapshot else {}


@handler(EXPIRE_JOB, quick=True, label=_("End grants whose term is over"))
def expire_grants_job(run: Run) -> dict[str, Any]:
    """Close grants whose last day has passed."""
    run.check_cancelled()
    return {"expired": expire_grants(legal=legal_now(working_calendar()))}


every(PUBLISH_JOB, seconds=_LOOK_SECONDS, when=needs_publishing)
daily(EXPIRE_JOB, at=time(0, 10))
