"""Queueing: once per key, with its transaction, for whom."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from shuyuan.jobs import steps
from shuyuan.jobs.models import Job
from shuyuan.jobs.registry import handler
from shuyuan.jobs.services import forget_ended
from shuyuan.jobs.steps import enqueue, request_cancel
from shuyuan.jobs.worker import run_pending
from shuyuan.kernel.actor import PLATFORM

pytestmark = pytest.mark.django_db


def test_a_job_of_a_rolled_back_transaction_never_was(clerk):
    with transaction.atomic():
        enqueue("work", actor=clerk)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_two_handlers_of_one_name_are_refused():
    handler("work")(lambda run: None)
    with pytest.raises(ValueError, match="two handlers"):
        handler("work")(lambda run: None)


def test_a_job_of_unknown_work_waits_for_a_worker_that_knows_it(clerk):
    job = enqueue("unknown", actor=clerk)
    assert run_pending() == 0
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_a_job_remembers_for_whom_it_runs(clerk):
    seen = []
    handler("work")(lambda run: seen.append((run.actor, run.params)))
    enqueue("work", {"batch": 7}, actor=clerk)
    enqueue("work", actor=PLATFORM)
    assert run_pending() == 2
    assert seen == [(clerk, {"batch": 7}), (PLATFORM, {})]


def test_a_queued_job_of_the_same_key_is_joined_and_takes_the_newest_parameters(clerk):
    first = enqueue("work", {"n": 1}, actor=clerk, unique="k")
    second = enqueue("work", {"n": 2}, actor=clerk, unique="k")
    assert first.pk == second.pk
    assert Job.objects.get().params == {"n": 2}


def test_a_job_that_somebody_else_queued_in_the_same_moment_is_joined(clerk, monkeypatch):
    first = enqueue("work", {"n": 1}, actor=clerk, unique="k")
    look, seen = steps._join_active, []

    def look_too_early(*key):
        seen.append(key)
        return None if len(seen) == 1 else look(*key)

    monkeypatch.setattr(steps, "_join_active", look_too_early)
    assert enqueue("work", {"n": 2}, actor=clerk, unique="k").pk == first.pk
    assert Job.objects.get().params == {"n": 2}


def test_an_ended_job_of_the_same_key_does_not_count(clerk):
    handler("work")(lambda run: None)
    first = enqueue("work", actor=clerk, unique="k")
    run_pending()
    assert enqueue("work", actor=clerk, unique="k").pk != first.pk


def test_what_is_asked_while_the_job_runs_makes_it_run_once_more(clerk):
    seen = []

    @handler("work")
    def work(run):
        seen.append(run.params["n"])
        if run.params["n"] == 1:
            enqueue("work", {"n": 2}, actor=clerk, unique="k")

    enqueue("work", {"n": 1}, actor=clerk, unique="k")
    assert run_pending() == 2
    assert seen == [1, 2]
    assert Job.objects.get().state == Job.State.DONE


def test_a_job_waits_until_its_time(clerk):
    handler("work")(lambda run: None)
    enqueue("work", actor=clerk, not_before=timezone.now() + timedelta(hours=1))
    assert run_pending() == 0


def test_a_queued_job_is_cancelled_at_once_and_only_once(clerk):
    job = enqueue("work", actor=clerk)
    assert request_cancel(job.pk)
    assert not request_cancel(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert job.has_ended


def test_what_ended_long_ago_is_forgotten_and_nothing_else(clerk):
    now = timezone.now()
    made = {name: enqueue(name, actor=clerk) for name in ("old", "new", "waiting")}
    ended = {"old": now - timedelta(days=200), "new": now - timedelta(days=2)}
    for name, at in ended.items():
        Job.objects.filter(pk=made[name].pk).update(state=Job.State.FAILED, ended_at=at)
    assert forget_ended(before=now - timedelta(days=180), check=lambda: None) == 1
    assert set(Job.objects.values_list("name", flat=True)) == {"new", "waiting"}
