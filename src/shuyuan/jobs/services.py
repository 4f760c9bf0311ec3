"""What people do to jobs, and what the platform forgets."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from shuyuan.jobs.models import Job
from shuyuan.jobs.registry import WITNESSES
from shuyuan.jobs.selectors import access_job
from shuyuan.jobs.steps import request_cancel
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import Conflict

CANCELLED = "jobs:job:cancelled"
_AT_ONCE = 1000


@transaction.atomic
def cancel_job(job_id: int, *, actor: Actor) -> Job:
    """Stop a job that the actor may see, as soon as it reports progress; Conflict when it has ended."""
    job = access_job(job_id, actor=actor)
    if not request_cancel(job.pk):
        raise Conflict(code="job_has_ended", state=job.state)
    for witness in WITNESSES:
        witness(CANCELLED, job.pk, job.name, actor)
    job.refresh_from_db()
    return job


def forget_ended(*, before: datetime, check: Callable[[], None]) -> int:
    """Delete the rows of jobs that ended before that moment, some at a time; gives how many.

    What a job did stays where it belongs, and in the trail; only the row of its running goes. `check`
    raises when the work shall stop.
    """
    ended = Job.objects.exclude(state__in=Job.ACTIVE).filter(ended_at__lt=before).order_by("pk")
    forgotten = 0
    while some := list(ended.values_list("pk", flat=True)[:_AT_ONCE]):
        check()
        Job.objects.filter(pk__in=some).delete()
        forgotten += len(some)
    return forgotten
