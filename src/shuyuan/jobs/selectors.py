"""Reads of jobs: who may see which, and counts for the operators."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from shuyuan.jobs.models import Job
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound


def list_jobs(*, actor: Actor) -> QuerySet[Job]:
    """The jobs that the actor may see, newest first: the own and the department's, or all for operators."""
    jobs = Job.objects.order_by("-id")
    if sees_all(actor):
        return jobs
    own = Q(person_id=actor.person_id) & ~Q(person_id=0)
    return jobs.filter(own | (Q(department=actor.department) & ~Q(department="")))


def sees_all(actor: Actor) -> bool:
    """Whether this post runs the platform."""
    return actor.is_administration or actor.role is Role.SYSTEM_ADMINISTRATOR


def access_job(job_id: int, *, actor: Actor) -> Job:
    """The job; a foreign one looks like a missing one."""
    job = list_jobs(actor=actor).filter(pk=job_id).first()
    if job is None:
        raise NotFound(code="unknown_job", job=job_id)
    return job


def counts(now: datetime | None = None) -> dict[str, Any]:
    """Numbers for metrics: jobs by work and state, and how many seconds the oldest due one waits."""
    now = now or timezone.now()
    rows = Job.objects.order_by().values_list("name", "state").annotate(count=Count("id"))
    due = Job.objects.filter(state=Job.State.QUEUED, not_before__lte=now)
    oldest = due.aggregate(at=Min("not_before"))["at"]
    return {
        "jobs": {(name, state): count for name, state, count in rows},
        "oldest_waiting_seconds": (now - oldest).total_seconds() if oldest else 0.0,
        "dead_leases": Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now).count(),
    }
