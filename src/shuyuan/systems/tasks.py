"""What runs by itself: systems that joined or left the platform are noticed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.jobs.registry import Run, every, handler
from shuyuan.regulations.context import legal_now
from shuyuan.systems.connections import connections_changed, refresh_connections

CONNECTIONS_JOB = "systems.connections"


@handler(CONNECTIONS_JOB, quick=True, label=_("See which systems are joined to the platform"))
def run_connections(run: Run) -> dict[str, Any]:
    """Gives how many systems joined and left."""
    return dict(refresh_connections(actor=run.actor, legal=legal_now(working_calendar())))


every(CONNECTIONS_JOB, seconds=30, when=connections_changed)
