"""Background entry points: they repair, they close, and they do nothing twice."""

import time_machine

from shuyuan.jobs.registry import HANDLERS, TIMINGS
from shuyuan.sharing.publishing import needs_publishing
from shuyuan.sharing.steps import PUBLISH_JOB
from shuyuan.sharing.tasks import EXPIRE_JOB, expire_grants_job, publish_changes_job


class Run:
    """A job's run that is never cancelled."""

    def check_cancelled(self):
        """Go on."""


def test_the_job_tells_what_was_missed_and_then_nothing(grant, legal):
    with time_machine.travel(legal.now):
        assert publish_changes_job(Run())["version"] >= 1
        assert publish_changes_job(Run()) == {}
    assert not needs_publishing()


def test_the_daily_job_closes_grants(grant, legal):
    with time_machine.travel(legal.now.replace(year=2028)):
        assert expire_grants_job(Run()) == {"expired": 1}


def test_the_worker_knows_the_jobs_and_asks_before_it_makes_one():
    assert {PUBLISH_JOB, EXPIRE_JOB} <= set(HANDLERS)
    assert TIMINGS[PUBLISH_JOB].when is needs_publishing
    assert TIMINGS[EXPIRE_JOB].daily_at is not None
