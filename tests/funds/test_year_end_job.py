"""The end of a year as a job: run by the real runner, cancelled, carried on, nothing done twice."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import time_machine

from shuyuan.audit.models import Entry
from shuyuan.casework.models import Task
from shuyuan.funds.models import YearEndLine, YearEndRun
from shuyuan.funds.selectors import is_interrupted
from shuyuan.funds.services import begin_applying, prepare_year_end, year_end
from shuyuan.jobs.models import Job
from shuyuan.jobs.run import JobRun
from shuyuan.jobs.steps import request_cancel
from shuyuan.jobs.worker import run_pending
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import Conflict, NotPermitted
from shuyuan.notices.models import Message
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.regulations.context import LEGAL_ZONE

LAST_DAY = datetime(2026, 12, 31, 10, 0, tzinfo=LEGAL_ZONE)


@pytest.fixture
def last_day(legal):
    with time_machine.travel(LAST_DAY, tick=False):
        yield replace(legal, today=LAST_DAY.date(), now=LAST_DAY)


@pytest.fixture
def city(factories, unit, legal):
    """Three projects without a start, one overdue, two in the library."""
    make = factories.make_project
    funded = [make(unit, legal=legal, stage=Stage.BUDGETED, budgets={"2026": 100}) for _ in range(3)]
    overdue = make(
        unit, legal=legal, stage=Stage.COMPLETED, completed_on=date(2026, 6, 1),
        started_on=date(2026, 5, 6), budgets={"2026": 100},
    )  # fmt: skip
    library = [
        make(unit, legal=legal, stage=Stage.REVIEWED, reviewed_on=legal.today, plan_year=2026)
        for _ in range(2)
    ]
    return funded, overdue, library


@pytest.fixture
def begun(city, bureau, last_day):
    run = prepare_year_end(year=2026, actor=bureau, legal=last_day)
    begin_applying(run.pk, actor=bureau, legal=last_day)
    run.refresh_from_db()
    return run


def outcomes(run):
    return sorted(run.lines.values_list("outcome", flat=True))


def told():
    return Message.objects.filter(notice__kind="funds:project:year_end").count()


def test_the_runner_carries_out_the_whole_run(begun, last_day):
    assert run_pending() >= 1
    job = Job.objects.get(pk=begun.job_id)
    begun.refresh_from_db()
    assert (job.state, job.result) == ("done", {"acceptance_overdue": 1, "not_started": 3, "standby": 2})
    assert begun.ended_at is not None
    assert outcomes(begun) == ["done"] * 6
    assert JournalEntry.objects.filter(kind=Kind.UNFUNDED.value).count() == 2
    assert Task.objects.filter(kind="funds:project:explain", done_at__isnull=True).count() == 3


def test_a_run_cancelled_before_it_began_changes_nothing(begun, bureau, last_day):
    request_cancel(begun.job_id)
    run_pending()
    begun.refresh_from_db()
    assert is_interrupted(begun)
    assert (outcomes(begun), told()) == ([""] * 6, 0)
    assert not JournalEntry.objects.filter(kind=Kind.UNFUNDED.value).exists()


def test_a_cancelled_run_is_carried_on_and_does_nothing_twice(begun, bureau, last_day, monkeypatch):
    whole, seen = year_end._apply, []

    def apply_and_cancel(line_id, *, legal):
        whole(line_id, legal=legal)
        seen.append(line_id)
        if len(seen) == 2:
            request_cancel(begun.job_id)

    monkeypatch.setattr(year_end, "_apply", apply_and_cancel)
    run_pending()
    assert Job.objects.get(pk=begun.job_id).state == "cancelled"
    begun.refresh_from_db()
    assert is_interrupted(begun)
    assert outcomes(begun) == ["", "", "", "", "done", "done"]
    half = told()

    again = begin_applying(begun.pk, actor=bureau, legal=last_day)
    assert again.pk != begun.job_id
    run_pending()
    begun.refresh_from_db()
    assert (outcomes(begun), is_interrupted(begun)) == (["done"] * 6, False)
    assert len(seen) == len(set(seen)) == 6
    assert told() == 3 * half
    assert JournalEntry.objects.filter(kind=Kind.UNFUNDED.value).count() == 2
    applied = Entry.objects.filter(event="funds:year_end:completed").order_by("pk")
    assert [entry.facts["resumed"] for entry in applied] == [False, True]


def test_while_it_runs_and_when_it_is_done_it_is_not_begun_again(begun, bureau, last_day):
    for _ in ("queued", "done"):
        with pytest.raises(Conflict) as refused:
            begin_applying(begun.pk, actor=bureau, legal=last_day)
        assert refused.value.code == "year_end_applied"
        run_pending()


def test_others_do_not_carry_it_on(begun, finance, officer, last_day):
    request_cancel(begun.job_id)
    for actor in (finance, officer):
        with pytest.raises(NotPermitted):
            begin_applying(begun.pk, actor=actor, legal=last_day)


def test_what_is_no_longer_so_when_it_is_carried_on_is_left_alone(
    city, begun, factories, officer, bureau, finance, last_day
):
    (funded, *_), overdue, (library, _) = city
    request_cancel(begun.job_id)
    factories.take_step(funded, Kind.START_EXCUSED, actor=bureau, legal=last_day, year=2026)
    factories.take_step(
        overdue, Kind.DELAY_REPORTED, actor=officer, legal=last_day, until="2027-06-01", reason="设备到货晚"
    )
    budgeted = library.known.__class__(
        **{**vars(library.known), "stage": Stage.BUDGETED, "budgets": {"2026": 100}}
    )
    factories.steps.keep(library, budgeted, legal=last_day)
    begin_applying(begun.pk, actor=bureau, legal=last_day)
    run_pending()
    left = YearEndLine.objects.filter(run=begun, outcome="obsolete")
    assert {line.project_id for line in left} == {funded.pk, overdue.pk, library.pk}


def test_the_page_offers_to_carry_on(begun, client_of, bureau, finance, organizations, last_day):
    page = begun.get_absolute_url()
    desk, money = client_of(bureau), client_of(finance)
    link = f"/jobs/{begun.job_id}/"
    assert link in desk.get(page).content.decode()
    assert link not in money.get(page).content.decode()
    request_cancel(begun.job_id)
    assert desk.get(page + "progress/").headers["HX-Refresh"] == "true"
    assert f'action="{page}apply/"' in desk.get(page).content.decode()
    assert f'action="{page}apply/"' not in money.get(page).content.decode()
    stranger = client_of(organizations.make_actor(Role.DATA_OFFICER, "forestry"))
    assert stranger.post(page + "apply/").status_code == 403
    assert desk.post(page + "apply/").status_code == 302
    run_pending()
    assert YearEndRun.objects.get().ended_at is not None
    assert desk.post(page + "apply/").status_code == 409


def test_the_page_says_when_the_worker_died_and_that_the_rest_goes_on(begun, client_of, bureau, last_day):
    desk, page = client_of(bureau), begun.get_absolute_url()
    silent = "后台任务目前没有响应"
    assert silent not in desk.get(page).content.decode()
    dead = {"state": "running", "heartbeat_at": LAST_DAY, "done": 1, "total": 6, "worker": "gone"}
    Job.objects.filter(pk=begun.job_id).update(**dead, lease_until=LAST_DAY + timedelta(seconds=15))
    assert silent not in desk.get(page).content.decode()
    Job.objects.filter(pk=begun.job_id).update(lease_until=LAST_DAY - timedelta(seconds=1))
    for address in (page, page + "progress/"):
        assert silent in desk.get(address).content.decode()
    assert desk.post(page + "apply/").status_code == 409
    run_pending()
    assert outcomes(begun) == ["done"] * 6
    assert silent not in desk.get(page).content.decode()


def test_what_is_carried_on_counts_what_was_done_before(begun, bureau, last_day, monkeypatch):
    line = begun.lines.order_by("pk").first()
    line.outcome = "done"
    line.save()
    seen = []
    monkeypatch.setattr(JobRun, "progress", lambda _run, done, total, note="": seen.append((done, total)))
    run_pending()
    assert [step for step in seen if step[1] == 6] == [(done, 6) for done in range(1, 6)]
