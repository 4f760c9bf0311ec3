"""Runs the handler of one job that a worker has taken, and turns what came of it into the job's state."""

import logging
import secrets
import threading
from collections.abc import Callable
from datetime import timedelta
from enum import Enum
from functools import partial
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from shuyuan.jobs import lease
from shuyuan.jobs.models import Job
from shuyuan.jobs.registry import HANDLERS
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import RuleRefused, ShuyuanError

logger = logging.getLogger(__name__)

#: Faults of the surroundings that pass by themselves: repeated like an error marked `retryable`.
PASSING = (OperationalError, InterfaceError, ConnectionError, TimeoutError)


class Why(Enum):
    """Why a handler has to leave before its end."""

    CANCELLED = "cancelled"
    STOPPING = "stopping"
    LOST = "lost"


class Leave(BaseException):
    """Takes a handler out of its work; no `except Exception` on the way holds it up."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class JobRun:
    """What a handler gets (`registry.Run`).

    With a heartbeat thread, progress is only noted here and written by the thread, outside of the
    handler's transactions. Without one (tests), every report is written at once.
    """

    def __init__(self, job: Job, *, lease_time: timedelta, is_stopping: Callable[[], bool]) -> None:
        self._job = job
        self._lease = lease_time
        self._is_stopping = is_stopping
        self._progress = (0, 0, "")
        self._why: Why | None = Why.CANCELLED if job.cancel_requested else None
        self._kept_at = timezone.now()
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()

    @property
    def params(self) -> dict[str, Any]:
        """The JSON values given to `enqueue`."""
        return self._job.params

    @property
    def actor(self) -> Actor:
        """For whom it runs."""
        return self._job.actor

    @property
    def job_id(self) -> int:
        """The job's number."""
        return self._job.pk

    def progress(self, done: int, total: int = 0, note: str = "") -> None:
        """Tell how far it is; leaves here when the job was cancelled, lost, or the worker stops."""
        self._progress = (int(done), int(total), str(note))
        self.check_cancelled()

    def check_cancelled(self) -> None:
        """Leave here when the job was cancelled, lost, or the worker stops."""
        if self._thread is None:
            self.beat()
        if self._why is not None:
            raise Leave(self._why)
        if self._is_stopping():
            raise Leave(Why.STOPPING)

    def beat(self) -> None:
        """One sign of life; learns whether the job is still ours and still wanted."""
        sign = lease.beat(self._job, lease=self._lease, progress=self._progress)
        if not sign.is_ours:
            self._why = Why.LOST
        elif sign.cancel_requested:
            self._why = Why.CANCELLED
        self._kept_at = timezone.now()

    def start_heartbeat(self) -> None:
        """Send signs of life from a thread until `stop_heartbeat`."""
        self._thread = threading.Thread(target=self._beat_on, name=f"heartbeat {self.job_id}", daemon=True)
        self._thread.start()

    def stop_heartbeat(self) -> None:
        """End the thread."""
        if self._thread is not None:
            self._ended.set()
            self._thread.join()

    def _beat_on(self) -> None:
        interval = min(1.0, self._lease.total_seconds() / 3)
        try:
            while not self._ended.wait(interval):
                try:
                    self.beat()
                except PASSING:
                    logger.warning("job %s: a sign of life was not written", self.job_id)
                    connection.close()
                    if timezone.now() - self._kept_at > self._lease:
                        self._why = Why.LOST
        finally:
            connection.close()


def execute(
    job: Job,
    *,
    lease_time: timedelta,
    is_stopping: Callable[[], bool] = lambda: False,
    heartbeat: bool = True,
) -> None:
    """Run the handler of a taken job to its end; never raises for what the handler does."""
    run = JobRun(job, lease_time=lease_time, is_stopping=is_stopping)
    if heartbeat:
        run.start_heartbeat()
    try:
        settle = _outcome(run, job)
    finally:
        run.stop_heartbeat()
    settle()


def _outcome(run: JobRun, job: Job) -> Callable[[], object]:
    """Run the handler; gives the step that writes down what became of the job."""
    try:
        run.check_cancelled()
        result = HANDLERS[job.name].run(run)
    except Leave as leave:
        steps = {Why.CANCELLED: lease.cancel, Why.STOPPING: lease.put_back, Why.LOST: _forget}
        return partial(steps[leave.why], job)
    except ShuyuanError as error:
        facts = dict(error.facts)
        if isinstance(error, RuleRefused):
            facts["reasons"] = [
                {"code": r.code, "cites": r.cites, "facts": r.facts} for r in error.verdict.reasons
            ]
        said = {"code": error.code, "detail": error.detail, "facts": facts}
        return partial(_give_up_or_repeat, job, may_pass=error.retryable, **said)
    except PASSING as error:
        logger.warning("job %s %s: %s", job.pk, job.name, type(error).__name__)
        return partial(_give_up_or_repeat, job, may_pass=True, code="unavailable")
    except Exception:
        incident = f"{timezone.localtime():%Y%m%d}-{secrets.token_hex(4).upper()}"
        logger.exception("incident %s in job %s %s", incident, job.pk, job.name)
        return partial(lease.fail, job, code="error", incident=incident)
    return partial(_finish, run, job, result)


def _finish(run: JobRun, job: Job, result: Any) -> None:
    run.beat()
    lease.finish(job, result)


def _give_up_or_repeat(job: Job, *, may_pass: bool, **said: Any) -> None:
    if may_pass and job.attempts < job.max_attempts:
        lease.repeat_later(job, **said)
    else:
        lease.fail(job, **said)


def _forget(job: Job) -> None:
    logger.warning("job %s %s was taken up by another worker", job.pk, job.name)
