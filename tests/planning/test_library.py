"""The library over the years: standby, warned, removed by rule; a dry run before the real one."""

import pytest

from shuyuan.casework.models import Task
from shuyuan.jobs.models import Job
from shuyuan.kernel.actor import PLATFORM
from shuyuan.kernel.errors import Conflict, NotPermitted, RuleRefused
from shuyuan.notices.models import Notice
from shuyuan.planning import selectors, services
from shuyuan.planning.models import LibraryRecord, YearRun
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.filing import FundingMode
from shuyuan.projects.rules.stages import Kind, Stage


class Worker:
    """The worker's part of a job, in this process."""

    params, job_id = {}, 0

    def __init__(self, actor):
        self.actor = actor

    def progress(self, done, total=0, note=""):
        pass

    def check_cancelled(self):
        pass


@pytest.fixture
def waiting(factories, unit, legal, on):
    """`waiting(**facts)`: a reviewed project of the plan of 2027 that waits for money."""

    def make(**facts):
        day = on(2026, 12, 1)
        facts = {
            "stage": Stage.REVIEWED,
            "plan_year": 2027,
            "reviewed_on": day.today,
            "funding_mode": FundingMode.JOINT,
            **facts,
        }
        return factories.make_project(unit, legal=day, **facts)

    return make


def run_last_job(actor, legal):
    job = Job.objects.filter(name="planning.close_year").order_by("-pk").first()
    return services.run_year(job.params["run"], run=Worker(actor), legal=legal)


def test_a_year_is_not_closed_before_its_end(waiting, bureau, on):
    waiting()
    with pytest.raises(RuleRefused) as refused:
        services.close_year(year=2027, actor=bureau, legal=on(2027, 12, 30))
    assert [reason.code for reason in refused.value.verdict.reasons] == ["library_year_not_over"]
    assert not LibraryRecord.objects.exists()


def test_a_unit_closes_nothing(waiting, officer, on):
    with pytest.raises(NotPermitted):
        services.close_year(year=2027, actor=officer, legal=on(2027, 12, 31))


def test_the_real_run_follows_a_dry_run_that_says_the_same(waiting, bureau, on):
    first, day = waiting(), on(2027, 12, 31)
    with pytest.raises(Conflict) as refused:
        services.begin_run(year=2027, is_dry=False, actor=bureau, legal=day)
    assert refused.value.code == "dry_run_first"

    services.begin_run(year=2027, is_dry=True, actor=bureau, legal=day)
    run_last_job(bureau, day)
    dry = YearRun.objects.get()
    assert [(line["project"], line["outlook"]) for line in dry.lines] == [(first.pk, "standby")]
    assert not JournalEntry.objects.filter(kind="unfunded").exists()

    second = waiting()
    with pytest.raises(Conflict):
        services.begin_run(year=2027, is_dry=False, actor=bureau, legal=day)
    services.begin_run(year=2027, is_dry=True, actor=bureau, legal=day)
    run_last_job(bureau, day)
    services.begin_run(year=2027, is_dry=False, actor=bureau, legal=day)
    run_last_job(bureau, day)
    assert set(LibraryRecord.objects.values_list("project", "outcome")) == {
        (first.pk, "unfunded"),
        (second.pk, "unfunded"),
    }
    run = YearRun.objects.filter(is_dry=False).get()
    assert len(run.lines) == 2


def test_a_year_is_closed_once_and_leaves_funded_projects_alone(waiting, factories, bureau, finance, on):
    poor, rich = waiting(), waiting()
    factories.take_step(rich, Kind.BUDGETED, actor=finance, legal=on(2027, 3, 1), fen=1_000_000, year=2027)
    day = on(2027, 12, 31)

    closing = services.close_year(year=2027, actor=bureau, legal=day)
    again = services.close_year(year=2027, actor=bureau, legal=day)

    assert (closing.unfunded, again.unfunded) == ([poor.pk], [])
    records = {record.project_id: (record.outcome, record.fen) for record in LibraryRecord.objects.all()}
    assert records == {poor.pk: ("unfunded", 0), rich.pk: ("budgeted", 1_000_000)}


def test_a_unit_that_never_answered_is_not_asked_for_a_year_that_is_over(unit, bureau, on):
    services.open_plan(year=2027, actor=bureau, legal=on(2026, 11, 2))
    services.open_plan(year=2028, actor=bureau, legal=on(2027, 11, 1))
    asked = Task.objects.filter(kind="planning:unit:file", department__code=unit.code, done_at__isnull=True)
    before = asked.count()

    closing = services.close_year(year=2027, actor=bureau, legal=on(2027, 12, 31))

    assert unit.code in closing.silent
    assert asked.count() == before // 2
    assert set(asked.values_list("title", flat=True)) == {"2028年度计划"}
    assert services.close_year(year=2027, actor=bureau, legal=on(2027, 12, 31)).silent == []


def test_after_two_years_it_is_warned_and_after_three_it_leaves_by_rule(waiting, bureau, unit, on):
    project = waiting(plan_year=2024, stage_since=on(2024, 3, 1).today)
    assert services.close_year(year=2024, actor=bureau, legal=on(2024, 12, 31)).warned == []
    assert services.close_year(year=2025, actor=bureau, legal=on(2025, 12, 31)).warned == [project.pk]
    assert Notice.objects.filter(kind="planning:library:warned").exists()
    day = on(2026, 12, 31)
    closing = services.close_year(year=2026, actor=bureau, legal=day)
    assert closing.leaving == [project.pk]
    task = Task.objects.get(kind="planning:project:remove", done_at__isnull=True)
    assert task.due_on.isoformat() == "2027-01-14"

    assert services.remove_due(actor=PLATFORM, legal=on(2027, 1, 14)) == []
    assert services.remove_due(actor=PLATFORM, legal=on(2027, 1, 15)) == [project.pk]
    project.refresh_from_db()
    assert project.stage == "removed"
    assert not Task.objects.filter(kind="planning:project:remove", done_at__isnull=True).exists()
    history = LibraryRecord.objects.filter(project=project).order_by("year")
    assert [(one.year, one.outcome) for one in history] == [
        (2024, "unfunded"), (2025, "unfunded"), (2026, "removed"),
    ]  # fmt: skip


def test_the_bureau_removes_nothing_before_the_third_year(waiting, bureau, on):
    project = waiting()
    services.close_year(year=2027, actor=bureau, legal=on(2027, 12, 31))
    with pytest.raises(RuleRefused) as refused:
        services.remove_project(project.pk, actor=bureau, legal=on(2028, 1, 20))
    assert [reason.code for reason in refused.value.verdict.reasons] == ["not_unfunded_long_enough"]


def test_nobody_removes_a_project_before_its_notice_has_run_out(waiting, bureau, client_of, on):
    project = waiting(plan_year=2024, unfunded_years=(2023, 2024), stage_since=on(2024, 3, 1).today)
    services.close_year(year=2025, actor=bureau, legal=on(2025, 12, 31))
    with pytest.raises(RuleRefused) as refused:
        services.remove_project(project.pk, actor=bureau, legal=on(2026, 1, 14))
    reasons = [(one.code, one.cites, one.facts["day"]) for one in refused.value.verdict.reasons]
    assert reasons == [("removal_notice_runs", "jz-project-2020/18.1", "2026-01-14")]

    page = client_of(bureau).get(f"/projects/plans/project/{project.pk}/remove/").content.decode()
    assert "btn-danger" in page
    services.remove_project(project.pk, actor=bureau, legal=on(2026, 1, 15))
    project.refresh_from_db()
    assert project.stage == "removed"


def test_the_library_offers_every_year_of_which_it_has_a_record(waiting, bureau, client_of, on):
    waiting(plan_year=2021)
    services.close_year(year=2021, actor=bureau, legal=on(2021, 12, 31))
    page = client_of(bureau).get("/projects/plans/library/?year=2021").content.decode()
    assert 'href="?year=2021"' in page
    assert 'href="?year=2020"' not in page


def test_money_that_comes_in_time_ends_the_removal(waiting, factories, bureau, finance, on):
    project = waiting(plan_year=2024, unfunded_years=(2024, 2025))
    services.close_year(year=2026, actor=bureau, legal=on(2026, 12, 31))
    assert Task.objects.filter(kind="planning:project:remove", done_at__isnull=True).exists()
    factories.take_step(project, Kind.BUDGETED, actor=finance, legal=on(2027, 1, 4), fen=500, year=2027)
    assert not Task.objects.filter(kind="planning:project:remove", done_at__isnull=True).exists()
    assert services.remove_due(actor=PLATFORM, legal=on(2027, 3, 1)) == []


def test_the_library_of_a_year_shows_what_it_brought(waiting, factories, bureau, finance, officer, on):
    poor, rich = waiting(), waiting()
    factories.take_step(rich, Kind.BUDGETED, actor=finance, legal=on(2027, 3, 1), fen=1_000_000, year=2027)
    assert selectors.count_library(2027, bureau) == {"waiting": 1, "budgeted": 1}
    services.close_year(year=2027, actor=bureau, legal=on(2027, 12, 31))
    assert selectors.count_library(2027, officer) == {"unfunded": 1, "budgeted": 1}
    assert selectors.count_library(2028, bureau) == {"standby": 1}
    assert [row.pk for row in selectors.list_library(2028, bureau)] == [poor.pk]
