"""A worker for the tests that kill it: announces on standard output what its handlers do.

Started as `python worker_process.py`; `SHUYUAN_HOME` or `SHUYUAN_DATABASE_URL` names the database.
"""

import os
import signal
import sys
import threading
from datetime import timedelta
from pathlib import Path

import django


def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def main():
    django.setup()
    from shuyuan.jobs import registry, worker  # noqa: PLC0415 - models load only after the setup

    registry.HANDLERS.clear()
    registry.TIMINGS.clear()

    @registry.handler("count")
    def count(run):
        say("counted", run.params["n"])

    @registry.handler("hang")
    def hang(run):
        """Reports progress until the file `params["hang"]` appears."""
        say("started", run.job_id)
        while not Path(run.params["hang"]).exists():
            threading.Event().wait(0.01)
            run.progress(1, 2)
        say("ended", run.job_id)

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    worker.run(stop, threads=2, lease_time=timedelta(seconds=float(sys.argv[1])))
    say("stopped")


if __name__ == "__main__":
    main()
