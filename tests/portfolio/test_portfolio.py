"""Pictures of all projects: the figures are those of the projects that the actor may see, and no others."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from browsers import browser_of
from shuyuan.casework.steps import open_task
from shuyuan.kernel.actor import Role
from shuyuan.portfolio.deadlines import Due, coming, overdue_now
from shuyuan.portfolio.months import months_of
from shuyuan.portfolio.selectors import count_overdue, portfolio_of
from shuyuan.projects.figures import held_fen
from shuyuan.projects.rules.stages import Stage
from shuyuan.supervision import services


@pytest.fixture
def enter(time_machine, legal):
    time_machine.move_to(legal.now)
    return browser_of


@pytest.fixture
def projects(factories, organizations, unit, legal):
    other = organizations.make_department("tax", name="虚拟市税务局")
    reviewed = {"reviewed_on": date(2026, 3, 2), "meets_co_use": False, "meets_connection": True}
    return [
        factories.make_project(unit, legal=legal, stage=Stage.DRAFT, planned_fen=1_000_000),
        factories.make_project(unit, legal=legal, stage=Stage.FILED, planned_fen=2_000_000),
        factories.make_project(unit, legal=legal, stage=Stage.REVIEWED, planned_fen=4_000_000, **reviewed),
        factories.make_project(
            other, legal=legal, stage=Stage.COMPLETED, planned_fen=8_000_000, plan_year=2025,
            budgets={"2025": 8_000_000}, payments={"2025": 3_000_000}, completed_on=date(2026, 3, 2),
        ),
        factories.make_project(other, legal=legal, stage=Stage.REMOVED, planned_fen=16_000_000),
    ]  # fmt: skip


def test_an_overseer_sees_everything_but_drafts(projects, bureau):
    total = portfolio_of(bureau).total
    assert total.count == 4
    assert total.planned_fen == 30_000_000
    assert (total.budgeted_fen, total.paid_fen) == (8_000_000, 3_000_000)
    assert total.held_fen == sum(held_fen(project) for project in projects) == 9_000_000


def test_a_unit_sees_its_own_with_drafts(projects, officer):
    found = portfolio_of(officer)
    assert found.total.count == 3
    assert [department.code for department, _ in found.by_unit()] == ["civil-affairs"]


@pytest.mark.parametrize("role", [Role.EXPERT, Role.SYSTEM_ADMINISTRATOR])
def test_who_has_no_part_in_projects_sees_none(projects, organizations, role):
    assert portfolio_of(organizations.make_actor(role, "education")).total.count == 0


def test_the_figures_add_up_in_every_way(projects, bureau):
    found = portfolio_of(bureau)
    for way in (found.by_stage(), found.by_year(), found.by_unit()):
        assert sum(sums.planned_fen for _, sums in way) == found.total.planned_fen
        assert sum(sums.held_fen for _, sums in way) == found.total.held_fen
    assert [year for year, _ in found.by_year()] == [2025, 2027]
    assert portfolio_of(bureau, year=2025).total.count == 1
    assert portfolio_of(bureau, unit="tax").total.count == 2


def test_the_funnel_only_narrows_and_forgets_what_has_ended(projects, bureau):
    counts = [count for _, count in portfolio_of(bureau).funnel()]
    assert counts == [3, 2, 2, 2, 1, 1, 0, 0]
    assert counts == sorted(counts, reverse=True)


def test_an_overdue_acceptance_is_found(projects, bureau, officer, legal):
    assert count_overdue(bureau, legal=legal) == 1
    assert count_overdue(officer, legal=legal) == 0
    assert [due.project for due in overdue_now(bureau, legal=legal)] == [projects[3]]


def test_the_coming_days_hold_acceptances_evaluations_and_the_plan(factories, unit, bureau, legal):
    completed = factories.make_project(
        unit, legal=legal, stage=Stage.COMPLETED, completed_on=legal.today - timedelta(days=120)
    )
    running = factories.make_project(
        unit, legal=legal, stage=Stage.OPERATING, operating_since=legal.today - timedelta(days=340)
    )
    factories.make_project(
        unit, legal=legal, stage=Stage.OPERATING, operating_since=legal.today - timedelta(days=340),
        evaluated_on=legal.today, evaluation_passed=True,
    )  # fmt: skip
    found = coming(bureau, legal=legal)
    assert {due.project for due in found} == {completed, running, None}
    assert [due.on for due in found] == sorted(due.on for due in found)


@pytest.mark.parametrize("query", ["year=x", "year=99999", "year=-1", "year=２０２６"])
def test_a_year_that_is_none_is_refused(enter, bureau, query):
    assert enter(bureau).get(f"{reverse('portfolio:overview')}?{query}").status_code == 400


def test_the_pages_show_themselves(enter, projects, bureau, officer):
    for actor in (bureau, officer):
        browser = enter(actor)
        assert browser.get(reverse("portfolio:overview")).status_code == 200
        assert browser.get(reverse("portfolio:overview"), {"unit": "nobody"}).status_code == 200
        assert browser.get(reverse("portfolio:deadlines")).status_code == 200


def test_the_pictures_cost_a_fixed_number_of_queries(enter, projects, bureau, django_assert_max_num_queries):
    browser = enter(bureau)
    browser.get(reverse("portfolio:overview"))
    with django_assert_max_num_queries(11):
        browser.get(reverse("portfolio:overview"))


def test_orders_and_audits_of_the_coming_days_are_seen_by_whom_they_concern(
    factories, organizations, unit, officer, bureau, auditor, legal
):
    project = factories.make_project(
        unit, legal=legal, stage=Stage.BUILDING, budgets={"2026": 1000}, approved_fen=1000
    )
    due = legal.today + timedelta(days=20)
    order = services.issue_order(
        project.pk, finding="未按批复建设", demand="恢复", due_on=due, actor=bureau, legal=legal
    )
    case = services.plan_audit(project.pk, year=2026, actor=auditor, legal=legal)
    services.conclude_audit(
        case.pk, passed=False, findings="资产未登记", rectify_by=due, actor=auditor, legal=legal
    )
    for actor in (officer, bureau):
        hrefs = [one.href for one in coming(actor, legal=legal) if one.project]
        assert hrefs == [order.get_absolute_url(), case.get_absolute_url()]
    stranger = organizations.make_actor(Role.DATA_OFFICER, "tax")
    assert [one for one in coming(stranger, legal=legal) if one.project] == []


def test_what_a_task_says_again_is_shown_once(factories, unit, officer, legal):
    project = factories.make_project(
        unit, legal=legal, stage=Stage.COMPLETED, completed_on=legal.today - timedelta(days=120)
    )
    for key in (project.pk, project.number):
        open_task(
            "projects:test", subject_kind="projects.project", subject_id=key, title="验收", url="/",
            role=Role.DATA_OFFICER, department=unit.code, due_on=project.acceptance_due_on,
            cites="jz-project-2020/20.1", actor=officer, legal=legal,
        )  # fmt: skip
    assert [(due.project, due.href) for due in coming(officer, legal=legal) if due.project] == [(project, "")]


def test_the_calendar_counts_every_deadline_on_its_day():
    today = date(2026, 11, 23)
    dues = [Due(date(2026, 11, 30), "甲", "", None, 5), Due(date(2026, 11, 30), "乙", "", None, 5)]
    months = months_of(dues, today=today, ahead=90)
    assert [month.first for month in months] == [date(2026, month, 1) for month in (11, 12)] + [
        date(2027, 1, 1), date(2027, 2, 1),
    ]  # fmt: skip
    days = [day for month in months for week in month.weeks for day in week if day]
    assert len(days) == 30 + 31 + 31 + 28
    assert {day.on: day.count for day in days if day.count} == {date(2026, 11, 30): 2}
    assert [day.on for day in days if day.is_today] == [today]
