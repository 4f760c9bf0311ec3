"""`python -m shuyuan.jobs`: one worker process; SIGTERM and SIGINT let it end in good order."""

import os
import signal
import threading
from datetime import timedelta

import django
from django.conf import settings


def main() -> None:
    """Work until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuyuan.config.settings")
    django.setup()
    from shuyuan.jobs import worker  # noqa: PLC0415 - models load only after the setup

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    lease_time = timedelta(seconds=settings.WORKER_LEASE_SECONDS)
    worker.run(stop, threads=settings.WORKER_THREADS, lease_time=lease_time)


if __name__ == "__main__":
    main()
