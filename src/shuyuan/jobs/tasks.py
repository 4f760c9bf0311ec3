"""Scheduled work of the queue itself: rows of jobs that ended long ago."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shuyuan.jobs import registry
from shuyuan.jobs.services import forget_ended

_MONTH = 30 * 24 * 3600.0


@registry.handler("jobs.forget", quick=True, label=_("Forget background work that ended long ago"))
def forget(run: registry.Run) -> dict[str, Any]:
    """Once a month; gives how many rows went."""
    before = timezone.now() - timedelta(days=settings.JOBS_KEPT_DAYS)
    return {"forgotten": forget_ended(before=before, check=run.check_cancelled)}


registry.every("jobs.forget", seconds=_MONTH)
