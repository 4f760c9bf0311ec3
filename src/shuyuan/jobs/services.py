"""What people do to jobs."""

from django.db import transaction

from shuyuan.jobs.models import Job
from shuyuan.jobs.registry import WITNESSES
from shuyuan.jobs.selectors import access_job
from shuyuan.jobs.steps import request_cancel
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import Conflict

CANCELLED = "jobs:job:cancelled"


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
