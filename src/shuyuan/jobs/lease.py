"""Takes jobs out of the queue under a lease, keeps the lease alive, and gives jobs back.

Every step is one conditional update, so that two workers can never both succeed, on either database.
A worker names itself and the number of the attempt; a job that another worker has taken up in the
meantime is not its own any more, and its late words change nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from shuyuan.jobs.models import Job

#: The longest pause before a failed attempt is repeated.
LONGEST_PAUSE = timedelta(minutes=5)

#: How many candidates a worker looks at when others are faster.
_CANDIDATES = 10


@dataclass(frozen=True)
class Sign:
    """What a sign of life brought back: whether the job is still ours, and whether it shall stop."""

    is_ours: bool
    cancel_requested: bool = False


def take(worker: str, names: Collection[str], *, lease: timedelta) -> Job | None:
    """The longest waiting job of those names, now running under our lease; None when there is none.

    A running job whose lease has run out belonged to a worker that died, and waits like any other;
    when it has no attempt left, it ends as failed here.
    """
    now = timezone.now()
    is_due = Q(state=Job.State.QUEUED, not_before__lte=now)
    is_orphan = Q(state=Job.State.RUNNING, lease_until__lt=now)
    waiting = Job.objects.filter(is_due | is_orphan, name__in=names).order_by("not_before", "id")
    for job in waiting[:_CANDIDATES]:
        seen = Job.objects.filter(
            pk=job.pk, state=job.state, attempts=job.attempts, lease_until=job.lease_until
        )
        if job.state == Job.State.RUNNING and job.attempts >= job.max_attempts:
            seen.update(state=Job.State.FAILED, error_code="worker_died", ended_at=now)
            continue
        taken = seen.update(
            state=Job.State.RUNNING,
            worker=worker,
            attempts=F("attempts") + 1,
            lease_until=now + lease,
            heartbeat_at=now,
            started_at=job.started_at or now,
        )
        if taken:
            return Job.objects.get(pk=job.pk)
    return None


def beat(job: Job, *, lease: timedelta, progress: tuple[int, int, str]) -> Sign:
    """Prolong the lease and write down the progress."""
    now = timezone.now()
    done, total, note = progress
    kept = _own(job).update(
        lease_until=now + lease, heartbeat_at=now, done=done, total=total, note=note[:200]
    )
    if not kept:
        return Sign(is_ours=False)
    flag = Job.objects.filter(pk=job.pk).values_list("cancel_requested", flat=True).get()
    return Sign(is_ours=True, cancel_requested=flag)


def finish(job: Job, result: Any) -> bool:
    """End as done; or queue again at once if that was asked for while it ran."""
    return _end(job, Job.State.DONE, result=result, error_code="", error_detail="", error_facts={})


def fail(
    job: Job, *, code: str, detail: str = "", facts: dict[str, Any] | None = None, incident: str = ""
) -> bool:
    """End as failed: repeating would not help, or has been tried often enough."""
    return _end(
        job,
        Job.State.FAILED,
        error_code=code,
        error_detail=detail,
        error_facts=facts or {},
        incident=incident,
    )


def cancel(job: Job) -> bool:
    """End as cancelled; or queue again if it was asked for anew after the cancelling."""
    return _end(job, Job.State.CANCELLED)


def put_back(job: Job) -> bool:
    """Return the job to the queue because the worker stops; the attempt does not count.

    A job whose cancelling the worker has not yet seen ends here.
    """
    if _own(job).filter(cancel_requested=True).exists():
        return cancel(job)
    return bool(
        _own(job).update(
            state=Job.State.QUEUED,
            attempts=F("attempts") - 1,
            worker="",
            lease_until=None,
            not_before=timezone.now(),
        )
    )


def repeat_later(job: Job, *, code: str, detail: str = "", facts: dict[str, Any] | None = None) -> bool:
    """Return the job to the queue after a fault that may pass, with a pause that doubles each time."""
    pause = min(timedelta(seconds=2**job.attempts), LONGEST_PAUSE)
    return bool(
        _own(job).update(
            state=Job.State.QUEUED,
            worker="",
            lease_until=None,
            not_before=timezone.now() + pause,
            error_code=code,
            error_detail=detail,
            error_facts=facts or {},
        )
    )


def queue_again(job: Job, *, at: datetime) -> None:
    """Make an ended job a fresh one with the same number (`job` is saved)."""
    job.state = Job.State.QUEUED
    job.run_again = job.cancel_requested = False
    job.attempts = job.done = job.total = 0
    job.note = job.worker = ""
    job.started_at = job.ended_at = job.lease_until = None
    job.not_before = at
    job.save()


def _own(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, worker=job.worker, attempts=job.attempts)


@transaction.atomic
def _end(job: Job, state: Job.State, **fields: Any) -> bool:
    now = timezone.now()
    own = _own(job).select_for_update().first()
    if own is None:
        return False
    for name, value in fields.items():
        setattr(own, name, value)
    if own.run_again:
        queue_again(own, at=now)
        return True
    own.state = state
    own.lease_until = None
    own.ended_at = now
    own.save()
    return True
