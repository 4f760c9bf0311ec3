"""Real worker processes on a real database: killed, stopped, and two at once."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from processes import own_database

pytestmark = pytest.mark.slow
SCRIPT = Path(__file__).with_name("worker_process.py")
INSERT = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", "jobs", verbosity=0)
from shuyuan.jobs.models import Job
from shuyuan.jobs.steps import enqueue
from shuyuan.kernel.actor import PLATFORM
"""


@pytest.fixture
def environment(tmp_path):
    """The environment of processes on a database of their own."""
    with own_database(tmp_path) as variables:
        yield variables


@pytest.fixture
def ask(environment):
    """Run a piece of Python on that database and give what it prints."""

    def run(code):
        done = subprocess.run(
            [sys.executable, "-c", INSERT + code], env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout.split()

    return run


@pytest.fixture
def start(environment):
    """Start worker processes; those still alive are killed at the end."""
    started = []

    def run(lease="2"):
        process = subprocess.Popen(
            [sys.executable, str(SCRIPT), lease], env=environment, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_job_of_a_killed_worker_is_finished_by_the_next(ask, start, tmp_path):
    go_on = tmp_path / "go on"
    (job,) = ask(f'print(enqueue("hang", {{"hang": {str(go_on)!r}}}, actor=PLATFORM).pk)')
    first = start()
    assert first.stdout.readline() == f"started {job}\n"
    first.send_signal(signal.SIGKILL)
    first.wait()

    go_on.touch()
    second = start()
    assert second.stdout.readline() == f"started {job}\n"
    assert second.stdout.readline() == f"ended {job}\n"
    second.terminate()
    assert second.stdout.readline() == "stopped\n"
    assert ask("job = Job.objects.get(); print(job.state, job.attempts)") == ["done", "2"]


def test_a_living_worker_keeps_its_job_beyond_the_first_lease(ask, start, tmp_path):
    go_on = tmp_path / "go on"
    ask(f'enqueue("hang", {{"hang": {str(go_on)!r}}}, actor=PLATFORM)')
    workers = [start(lease="1"), start(lease="1")]
    lived = "job = Job.objects.get(); print(job.heartbeat_at and (job.heartbeat_at - job.started_at).seconds)"
    while ask(lived) in (["None"], ["0"], ["1"]):
        pass
    go_on.touch()
    while ask("print(Job.objects.get().state)") != ["done"]:
        pass
    assert ask("job = Job.objects.get(); print(job.attempts, job.done)") == ["1", "1"]
    for worker in workers:
        worker.terminate()


def test_a_stopped_worker_puts_its_job_back_at_once(ask, start, tmp_path):
    ask(f'enqueue("hang", {{"hang": {str(tmp_path / "never")!r}}}, actor=PLATFORM)')
    worker = start(lease="600")
    worker.stdout.readline()
    worker.terminate()
    assert worker.stdout.readline() == "stopped\n"
    assert ask("job = Job.objects.get(); print(job.state, job.attempts)") == ["queued", "0"]


def test_a_running_job_is_cancelled_from_outside(ask, start, tmp_path):
    ask(f'enqueue("hang", {{"hang": {str(tmp_path / "never")!r}}}, actor=PLATFORM)')
    worker = start(lease="3")
    worker.stdout.readline()
    ask("from shuyuan.jobs.steps import request_cancel; request_cancel(Job.objects.get().pk)")
    ask('enqueue("count", {"n": 1}, actor=PLATFORM)')
    assert worker.stdout.readline() == "counted 1\n"
    worker.terminate()
    worker.wait()
    assert ask('print(Job.objects.get(name="hang").state)') == ["cancelled"]


def test_two_workers_run_every_job_exactly_once(ask, start):
    ask('[enqueue("count", {"n": n}, actor=PLATFORM) for n in range(100)]')
    workers = [start(lease="120"), start(lease="120")]
    assert ask("print(Job.objects.count())") == ["100"]
    while ask('print(Job.objects.exclude(state="done").count())') != ["0"]:
        pass
    said = []
    for worker in workers:
        worker.terminate()
        said += worker.communicate()[0].splitlines()
    said = [line for line in said if line != "stopped"]
    assert sorted(said) == sorted(f"counted {n}" for n in range(100))
