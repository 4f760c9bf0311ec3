"""Schedules: due, missed, switched off, nothing to do, two workers."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from shuyuan.jobs.models import Job, Schedule
from shuyuan.jobs.registry import Timing, daily, every, handler
from shuyuan.jobs.timetable import is_due, tick
from shuyuan.jobs.worker import run_pending
from shuyuan.kernel.errors import Unavailable

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
CITY = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def often():
    handler("often")(lambda run: None)
    every("often", seconds=60)


def test_a_schedule_makes_one_job_and_then_waits(often):
    assert len(tick(NOON)) == 1
    assert tick(NOON + timedelta(seconds=59)) == []
    run_pending()
    assert len(tick(NOON + timedelta(seconds=60))) == 1


def test_the_row_of_a_job_that_went_well_is_used_again(often):
    tick(NOON)
    run_pending()
    tick(NOON + timedelta(hours=1))
    assert Job.objects.get().state == "queued"


def test_the_row_of_a_failure_stays(often):
    tick(NOON)
    Job.objects.update(state="failed")
    tick(NOON + timedelta(hours=1))
    assert sorted(Job.objects.values_list("state", flat=True)) == ["failed", "queued"]


def test_a_job_that_is_still_at_work_is_not_doubled(often):
    tick(NOON)
    Job.objects.update(state="running")
    assert tick(NOON + timedelta(hours=1)) == []
    assert not Job.objects.get().run_again


def test_a_schedule_that_is_switched_off_makes_nothing(often):
    Schedule.objects.create(name="often", is_enabled=False)
    assert tick(NOON) == []


def test_a_schedule_with_nothing_to_do_writes_nothing():
    every("idle", seconds=1, when=lambda: False)
    tick(NOON)
    assert tick(NOON + timedelta(hours=1)) == []
    assert Schedule.objects.get().last_run_at is None


def test_a_schedule_whose_question_fails_is_passed_over(often):
    def ask():
        raise Unavailable(code="store_down")

    every("asking", seconds=1, when=ask)
    assert [job.name for job in tick(NOON)] == ["often"]


def test_two_workers_make_a_schedule_once(often):
    tick(NOON)
    Job.objects.update(state="done")
    stale = Schedule.objects.get()
    Schedule.objects.filter(pk=stale.pk).update(last_run_at=NOON + timedelta(hours=1))
    assert tick(NOON + timedelta(hours=1)) == []


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        (None, (23, 12, 0), True),
        ((23, 0, 31), (23, 12, 0), False),
        ((22, 0, 31), (23, 0, 29), False),
        ((22, 0, 31), (23, 0, 30), True),
        ((22, 0, 31), (23, 9, 0), True),
        ((20, 0, 31), (23, 0, 10), True),
    ],
)
def test_a_daily_schedule_runs_at_its_local_time_and_makes_up_for_a_missed_day(last, now, expected):
    timing = Timing("daily", daily_at=time(0, 30))
    moment = datetime(2026, 11, *now, tzinfo=CITY)
    before = datetime(2026, 11, *last, tzinfo=CITY) if last else None
    assert is_due(timing, before, moment) is expected


def test_daily_registers_the_time():
    handler("nightly")(lambda run: None)
    daily("nightly", at=time(0, 30))
    assert [job.name for job in tick(NOON)] == ["nightly"]
