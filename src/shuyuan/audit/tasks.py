"""Background entry points of the trail."""

from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.audit import services
from shuyuan.jobs import registry


@registry.handler("audit.take_read_records", quick=True, label=_("Take read records of the gateway"))
def take(run: registry.Run) -> dict[str, Any]:  # noqa: ARG001 - every handler gets its run
    """Take the gateway's read records; gives the counts."""
    return dict(services.take_read_records())


@registry.handler(services.VERIFY_JOB, label=_("Verify the audit trail"))
def verify(run: registry.Run) -> dict[str, Any]:
    """Verify both trails; gives the report."""
    return services.verify_and_record(actor=run.actor, tell=run.progress)


registry.every("audit.take_read_records", seconds=3, when=services.is_behind)
registry.daily(services.VERIFY_JOB, at=time(3, 0))
