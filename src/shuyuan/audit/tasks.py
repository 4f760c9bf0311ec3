"""Scheduled work of the trail."""

from typing import Any

from shuyuan.audit import services
from shuyuan.jobs import registry


@registry.handler("audit.take_read_records", quick=True)
def take(run: registry.Run) -> dict[str, Any]:  # noqa: ARG001 - every handler gets its run
    """Take the gateway's read records; gives the counts."""
    return dict(services.take_read_records())


registry.every("audit.take_read_records", seconds=3, when=services.is_behind)
