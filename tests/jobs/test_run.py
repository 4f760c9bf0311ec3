"""What becomes of a job: done, refused, repeated, cancelled, stopped, lost."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from shuyuan.jobs import lease
from shuyuan.jobs.models import Job
from shuyuan.jobs.registry import HANDLERS, handler
from shuyuan.jobs.run import execute
from shuyuan.jobs.steps import enqueue, request_cancel
from shuyuan.jobs.worker import run_pending
from shuyuan.kernel.errors import BadInput, RuleRefused, Unavailable
from shuyuan.kernel.verdict import Reason, Verdict

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=15)


def take(worker="w1"):
    return lease.take(worker, HANDLERS.keys(), lease=LEASE)


def run_one(clerk, function, **options):
    """Queue and run one job of that function; gives the job as it stands then."""
    handler("work")(function)
    job = enqueue("work", actor=clerk, **options)
    execute(take(), lease_time=LEASE, heartbeat=False)
    job.refresh_from_db()
    return job


def test_a_job_keeps_its_result_and_its_last_progress(clerk):
    def work(run):
        run.progress(3, 4, "checking")
        return {"rows": 4}

    job = run_one(clerk, work)
    assert (job.state, job.result, job.done, job.total, job.note) == ("done", {"rows": 4}, 3, 4, "checking")
    assert job.percent == 100
    assert job.ended_at >= job.started_at


@pytest.mark.parametrize(
    ("error", "code", "facts"),
    [
        (BadInput(code="no_rows", place="row 1"), "no_rows", {"place": "row 1"}),
        (
            RuleRefused(Verdict((Reason("late", "jz-data-2020/14.2", {"days": 3}),))),
            "rule_refused",
            {"reasons": [{"code": "late", "cites": "jz-data-2020/14.2", "facts": {"days": 3}}]},
        ),
    ],
)
def test_a_refusal_ends_the_job_with_its_code_and_facts(clerk, error, code, facts):
    def work(run):
        raise error

    job = run_one(clerk, work)
    assert (job.state, job.error_code, job.error_facts, job.attempts) == ("failed", code, facts, 1)


def test_an_unexpected_fault_ends_the_job_with_an_incident_number_and_shows_nothing_else(clerk, caplog):
    def work(run):
        raise KeyError("410800199001011234")

    job = run_one(clerk, work)
    assert (job.state, job.error_code, job.error_detail) == ("failed", "error", "")
    assert job.incident in caplog.text


@pytest.mark.parametrize("error", [Unavailable(code="store_down"), OperationalError("database is locked")])
def test_a_passing_fault_is_repeated_after_a_pause_that_doubles(clerk, error):
    def work(run):
        raise error

    before = timezone.now()
    job = run_one(clerk, work)
    assert job.state == "queued"
    assert job.not_before - before >= timedelta(seconds=2)
    Job.objects.update(not_before=before)
    execute(take(), lease_time=LEASE, heartbeat=False)
    job.refresh_from_db()
    assert job.not_before - before >= timedelta(seconds=4)


def test_a_passing_fault_that_does_not_pass_ends_the_job(clerk):
    def work(run):
        raise Unavailable(code="store_down")

    job = run_one(clerk, work, max_attempts=1)
    assert (job.state, job.error_code) == ("failed", "store_down")


def test_a_cancelled_job_stops_at_its_next_progress(clerk):
    reached = []

    def work(run):
        run.progress(1, 3)
        request_cancel(run.job_id)
        try:
            run.progress(2, 3)
        except Exception:  # noqa: BLE001 - a careless handler must not hold it up
            reached.append("caught")
        reached.append("went on")

    job = run_one(clerk, work)
    assert job.state == "cancelled"
    assert not reached


def test_a_job_asked_for_again_after_its_cancelling_is_queued_again(clerk):
    def work(run):
        request_cancel(run.job_id)
        enqueue("work", actor=clerk, unique="k")
        run.check_cancelled()

    job = run_one(clerk, work, unique="k")
    assert (job.state, job.cancel_requested, job.attempts) == ("queued", False, 0)


def test_a_stopping_worker_puts_its_job_back_without_counting_the_attempt(clerk):
    handler("work")(lambda run: run.progress(1))
    job = enqueue("work", actor=clerk)
    execute(take(), lease_time=LEASE, is_stopping=lambda: True, heartbeat=False)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.worker) == ("queued", 0, "")


def test_a_taken_job_is_not_taken_twice(clerk):
    handler("work")(lambda run: None)
    enqueue("work", actor=clerk)
    assert take("w1")
    assert take("w2") is None


def test_a_job_of_a_dead_worker_is_taken_up_when_its_lease_is_over(clerk):
    handler("work")(lambda run: None)
    enqueue("work", actor=clerk)
    late = take("w1")
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    again = take("w2")
    assert (again.pk, again.attempts) == (late.pk, 2)

    assert not lease.finish(late, "late")
    assert not lease.beat(late, lease=LEASE, progress=(1, 1, "")).is_ours
    assert not lease.put_back(late)
    assert lease.finish(again, "in time")
    assert Job.objects.get().result == "in time"


def test_a_late_worker_leaves_its_handler(clerk):
    reached = []

    def work(run):
        Job.objects.update(worker="w2", attempts=2)
        run.progress(1)
        reached.append("went on")

    job = run_one(clerk, work)
    assert not reached
    assert (job.state, job.worker) == ("running", "w2")


def test_a_job_that_kills_every_worker_ends_as_failed(clerk):
    handler("work")(lambda run: None)
    job = enqueue("work", actor=clerk, max_attempts=1)
    take()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert run_pending() == 0
    job.refresh_from_db()
    assert (job.state, job.error_code) == ("failed", "worker_died")
