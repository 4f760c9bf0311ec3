"""Makes the jobs of registered schedules when their time has come; several workers make each once."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from shuyuan.jobs import lease
from shuyuan.jobs.models import Job, Schedule
from shuyuan.jobs.registry import TIMINGS, Timing
from shuyuan.jobs.steps import enqueue
from shuyuan.kernel.actor import PLATFORM
from shuyuan.kernel.errors import ShuyuanError

logger = logging.getLogger(__name__)


def tick(now: datetime | None = None) -> list[Job]:
    """Queue every schedule that is due at that moment; gives the jobs made.

    A schedule that was missed while no worker ran is made up for once. Nothing is written for one
    whose `when` sees nothing to do.
    """
    now = now or timezone.now()
    known = {row.name: row for row in Schedule.objects.all()}
    made = []
    for timing in TIMINGS.values():
        row = known.get(timing.name) or Schedule.objects.get_or_create(name=timing.name)[0]
        if row.is_enabled and is_due(timing, row.last_run_at, now) and _wants(timing):
            job = _make(row, now)
            if job is not None:
                made.append(job)
    return made


def is_due(timing: Timing, last_run_at: datetime | None, now: datetime) -> bool:
    """Whether the schedule's next time has come."""
    if last_run_at is None:
        return True
    if timing.daily_at is not None:
        today = timezone.localtime(now)
        due_at = today.replace(
            hour=timing.daily_at.hour, minute=timing.daily_at.minute, second=0, microsecond=0
        )
        return last_run_at < due_at <= now or now - last_run_at >= timedelta(days=1)
    return now - last_run_at >= timedelta(seconds=timing.every_seconds or 0)


def _wants(timing: Timing) -> bool:
    try:
        return timing.when is None or timing.when()
    except (ShuyuanError, DatabaseError, OSError) as error:
        logger.warning("schedule %s: %s", timing.name, error)
        return False


@transaction.atomic
def _make(row: Schedule, now: datetime) -> Job | None:
    """One job, unless the last is still at work; the row of one that went well is used again.

    So the table keeps one row per schedule, and the rows of failures.
    """
    if not Schedule.objects.filter(pk=row.pk, last_run_at=row.last_run_at).update(last_run_at=now):
        return None
    unique = f"schedule:{row.name}"
    own = Job.objects.filter(unique_key=unique)
    if own.filter(state__in=Job.ACTIVE).exists():
        return None
    spent = own.filter(state=Job.State.DONE).order_by("-id").first()
    if spent is None:
        return enqueue(row.name, actor=PLATFORM, unique=unique)
    lease.queue_again(spent, at=now)
    return spent
