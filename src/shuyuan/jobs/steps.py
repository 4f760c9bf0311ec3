"""Puts jobs into the queue, inside the caller's transaction."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from shuyuan.jobs.models import Job
from shuyuan.kernel.actor import Actor


@transaction.atomic
def enqueue(
    name: str,
    params: dict[str, Any] | None = None,
    *,
    actor: Actor,
    unique: str = "",
    not_before: datetime | None = None,
    max_attempts: int = 5,
) -> Job:
    """Queue one job; it starts after the caller's transaction has committed, or never if that rolls back.

    With `unique` there is at most one active job of that key: a queued one is returned with the newest
    parameters, a running one is returned and will run once more when it ends, so that nothing that
    happened after its start is missed.
    """
    active = _join_active(unique, params or {}) if unique else None
    if active is not None:
        return active
    job = Job(
        name=name,
        params=params or {},
        unique_key=unique,
        not_before=not_before or timezone.now(),
        max_attempts=max_attempts,
        person_id=actor.person_id,
        person_name=actor.name,
        post_id=actor.post_id,
        department=actor.department,
        role=str(actor.role),
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        active = _join_active(unique, params or {})
        if active is None:
            raise
        return active
    return job


def _join_active(unique: str, params: dict[str, Any]) -> Job | None:
    """The queued or running job of that key, told of the new parameters; None when there is none."""
    job = (
        Job.objects.select_for_update()
        .filter(unique_key=unique, state__in=Job.ACTIVE)
        .order_by("-id")
        .first()
    )
    if job is None:
        return None
    job.params = params
    job.run_again = job.state == Job.State.RUNNING
    job.save(update_fields=["params", "run_again"])
    return job


@transaction.atomic
def request_cancel(job_id: int) -> bool:
    """Stop a job: a queued one at once, a running one when it next reports progress.

    Gives whether there was anything to stop. What the job's work means by it, and the audit entry, are the
    caller's.
    """
    queued = Job.objects.filter(pk=job_id, state=Job.State.QUEUED)
    if queued.update(state=Job.State.CANCELLED, ended_at=timezone.now(), cancel_requested=True):
        return True
    running = Job.objects.filter(pk=job_id, state=Job.State.RUNNING)
    return bool(running.update(cancel_requested=True, run_again=False))
