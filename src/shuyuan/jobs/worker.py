"""The worker process: threads that take and run jobs, and the clock of the schedules."""

import logging
import os
import socket
import threading
import uuid
from collections.abc import Collection
from datetime import timedelta

from django.db import close_old_connections, connection

from shuyuan.jobs import lease
from shuyuan.jobs.registry import HANDLERS
from shuyuan.jobs.run import execute
from shuyuan.jobs.timetable import tick

logger = logging.getLogger(__name__)

#: How long a job stays with a worker that gives no sign of life.
LEASE = timedelta(seconds=15)

_POLL_SECONDS = 0.5
_TICK_SECONDS = 1.0
_AFTER_FAULT_SECONDS = 2.0


def run(stop: threading.Event, *, threads: int = 2, lease_time: timedelta = LEASE) -> None:
    """Work until `stop` is set; running jobs then go back to the queue at their next progress.

    Besides `threads` for all work there is one for quick jobs only, which never wait behind long ones.
    """
    name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    crew = [
        threading.Thread(
            target=_work, args=(f"{name}:{number}", stop, lease_time), kwargs={"quick": number == 0}
        )
        for number in range(threads + 1)
    ]
    for thread in crew:
        thread.start()
    try:
        while not stop.is_set():
            _tick_once()
            stop.wait(_TICK_SECONDS)
    finally:
        stop.set()
        for thread in crew:
            thread.join()
        connection.close()


def run_pending(*, limit: int = 1000) -> int:
    """Run what is due, here and now, until nothing is left; gives how many jobs ran (tests, commands)."""
    for ran in range(limit):
        job = lease.take("here", HANDLERS.keys(), lease=LEASE)
        if job is None:
            return ran
        execute(job, lease_time=LEASE, heartbeat=False)
    return limit


def _work(name: str, stop: threading.Event, lease_time: timedelta, *, quick: bool) -> None:
    try:
        while not stop.is_set():
            close_old_connections()
            try:
                ran = _work_once(name, _names(quick=quick), stop, lease_time)
            except Exception:
                logger.exception("worker %s: could not take or settle a job", name)
                connection.close()
                stop.wait(_AFTER_FAULT_SECONDS)
                continue
            if not ran:
                stop.wait(_POLL_SECONDS)
    finally:
        connection.close()


def _work_once(name: str, names: Collection[str], stop: threading.Event, lease_time: timedelta) -> bool:
    job = lease.take(name, names, lease=lease_time)
    if job is None:
        return False
    execute(job, lease_time=lease_time, is_stopping=stop.is_set)
    return True


def _names(*, quick: bool) -> list[str]:
    return [name for name, handler in HANDLERS.items() if handler.quick or not quick]


def _tick_once() -> None:
    try:
        close_old_connections()
        tick()
    except Exception:
        logger.exception("schedules could not be looked through")
        connection.close()
