"""Supervisor, reports, milestones, begin and completion."""

from datetime import date, timedelta

import pytest

from shuyuan.casework.models import Task
from shuyuan.delivery import inbox, services
from shuyuan.delivery.gantt import draw
from shuyuan.delivery.models import EngineeringSupervisor, Milestone
from shuyuan.delivery.wording import progress_of
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, RuleRefused
from shuyuan.projects.rules.stages import Stage

WAN = 1_000_000


def codes_of(refused):
    return {reason.code for reason in refused.value.verdict.reasons}


@pytest.fixture
def appoint(bought, officer, codes, legal):
    def call(**fields):
        return services.appoint_supervisor(
            bought.pk,
            **{
                "company": "虚拟监理公司", "uscc": codes["supervisor"], "certificate": "JL-1",
                "valid_until": date(2028, 1, 1), "on": date(2026, 3, 20),
                "actor": officer, "legal": legal, **fields,
            },
        )  # fmt: skip

    return call


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"certificate": ""}, "supervisor_without_certificate"),
        ({"valid_until": None}, "supervisor_without_certificate"),
        ({"valid_until": date(2026, 3, 19)}, "supervisor_certificate_expired"),
        ({"is_related": True}, "supervisor_not_independent"),
    ],
)
def test_a_supervisor_without_qualification_or_independence_is_refused(appoint, bought, fields, code):
    with pytest.raises(RuleRefused) as refused:
        appoint(**fields)
    assert codes_of(refused) == {code}
    bought.refresh_from_db()
    assert bought.known.supervisor == ""
    assert not EngineeringSupervisor.objects.exists()


def test_the_builder_does_not_watch_itself(appoint, building, codes):
    with pytest.raises(RuleRefused) as refused:
        appoint(uscc=codes["builder"], on=date(2026, 5, 4))
    assert codes_of(refused) == {"supervisor_not_independent"}


def test_who_watches_wins_no_contract_of_building(appoint, bought, officer, codes, legal):
    appoint()
    with pytest.raises(RuleRefused) as refused:
        services.conclude_contract(
            bought.pk, number="HT-1", title="甲", kind="build", party="虚拟监理公司",
            uscc=codes["supervisor"], fen=WAN, signed_on=date(2026, 4, 1), actor=officer, legal=legal,
        )  # fmt: skip
    assert codes_of(refused) == {"supervisor_not_independent"}


def test_without_leader_and_supervisor_nothing_is_begun(bought, officer, legal):
    with pytest.raises(RuleRefused) as refused:
        services.start_construction(bought.pk, actor=officer, legal=legal)
    assert codes_of(refused) == {"no_project_leader", "no_engineering_supervisor"}


def test_reports_are_of_months_that_were_and_come_once(building, officer, legal):
    by = {"progress": 30, "summary": "进度正常。", "actor": officer, "legal": legal}
    services.record_report(building.pk, month=date(2026, 5, 17), **by)
    with pytest.raises(Conflict):
        services.record_report(building.pk, month=date(2026, 5, 2), **by)
    with pytest.raises(RuleRefused):
        services.record_report(building.pk, month=legal.today + timedelta(days=31), **by)
    with pytest.raises(BadInput):
        services.record_report(building.pk, month=date(2026, 3, 1), **by)
    with pytest.raises(BadInput):
        services.record_report(building.pk, month=date(2026, 6, 1), **{**by, "progress": 101})
    assert building.supervision_reports.get().month == date(2026, 5, 1)


def test_before_the_building_begins_nothing_is_reported(bought, officer, legal):
    with pytest.raises(Conflict) as refused:
        services.record_report(
            bought.pk, month=legal.today, progress=1, summary="甲", actor=officer, legal=legal
        )
    assert refused.value.code == "delivery_not_open"


def test_milestones_are_planned_marked_and_drawn(building, officer, legal):
    by = {"actor": officer, "legal": legal}
    with pytest.raises(BadInput):
        services.plan_milestone(
            building.pk, name="甲", planned_start_on=date(2026, 5, 2), planned_end_on=date(2026, 5, 1), **by
        )
    one = services.plan_milestone(
        building.pk,
        name="需求调研",
        planned_start_on=date(2026, 4, 1),
        planned_end_on=date(2026, 4, 30),
        **by,
    )
    two = services.plan_milestone(
        building.pk, name="系统开发与联调测试", planned_start_on=date(2026, 5, 1),
        planned_end_on=date(2026, 9, 30), **by,
    )  # fmt: skip
    for days, error in (
        ({"finished_on": date(2026, 4, 20)}, BadInput),
        ({"started_on": date(2026, 4, 9), "finished_on": date(2026, 4, 3)}, BadInput),
        ({"started_on": legal.today + timedelta(days=1)}, RuleRefused),
    ):
        with pytest.raises(error):
            services.mark_milestone(one.pk, **days, **by)
    services.mark_milestone(one.pk, started_on=date(2026, 4, 2), finished_on=date(2026, 5, 6), **by)
    with pytest.raises(Conflict):
        services.mark_milestone(one.pk, finished_on=date(2026, 4, 30), **by)
    with pytest.raises(Conflict):
        services.remove_milestone(one.pk, **by)

    picture = draw(list(building.milestones.all()), legal.today)
    assert [row.days_late for row in picture.rows] == [6, 54]
    assert [progress_of(row.milestone, legal.today) for row in picture.rows] == ["done_late", "late"]
    assert [bar.css for bar in picture.rows[0].bars] == ["planned", "actual", "late"]
    assert picture.today_x is not None
    assert progress_of(two, two.planned_start_on + timedelta(days=1)) == "not_begun"
    assert progress_of(two, two.planned_start_on) == "planned"
    services.remove_milestone(two.pk, **by)
    assert draw([], legal.today) is None
    with pytest.raises(NotFound):
        services.mark_milestone(two.pk, started_on=legal.today, **by)


def test_a_foreign_unit_does_not_touch_milestones(building, officer, organizations, legal):
    one = Milestone.objects.create(
        project=building, name="甲", planned_start_on=legal.today, planned_end_on=legal.today
    )
    stranger = organizations.make_actor(Role.DATA_OFFICER, "tax")
    with pytest.raises(NotFound):
        services.mark_milestone(one.pk, started_on=legal.today, actor=stranger, legal=legal)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2026, 11, 24), "day_in_the_future"),
        (date(2026, 3, 31), "day_dated_back"),
        (date(2026, 7, 31), "completion_before_work"),
    ],
)
def test_a_completion_carries_its_true_day(building, officer, legal, on, code):
    services.record_report(
        building.pk, month=date(2026, 8, 1), progress=95, summary="收尾。", actor=officer, legal=legal
    )
    with pytest.raises(RuleRefused) as refused:
        services.complete_construction(building.pk, on=on, actor=officer, legal=legal)
    assert code in codes_of(refused)


def test_the_completion_starts_six_months_and_a_task(completed):
    assert completed.stage == Stage.COMPLETED
    assert completed.acceptance_due_on == date(2027, 3, 1)
    task = Task.objects.get(kind=inbox.HOLD)
    assert (task.due_on, task.cites, task.department) == (
        date(2027, 3, 1), "jz-project-2020/20.1", completed.unit,
    )  # fmt: skip
