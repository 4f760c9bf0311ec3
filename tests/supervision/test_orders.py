"""Inspections, orders and the ladder of sanctions: bad input first, then suspended means suspended."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.casework.models import Task
from shuyuan.casework.selectors import history_of
from shuyuan.casework.steps import open_task
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.organizations.models import Post
from shuyuan.papers.models import IssuedPaper
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.regulations.context import LEGAL_ZONE
from shuyuan.supervision import inbox, services
from shuyuan.supervision.models import Order


def later(legal, days):
    day = legal.today + timedelta(days=days)
    return replace(legal, today=day, now=datetime(day.year, day.month, day.day, 9, tzinfo=LEGAL_ZONE))


def codes(refused):
    return {reason.code for reason in refused.value.verdict.reasons}


@pytest.fixture
def project(factories, unit, legal):
    return factories.make_project(
        unit, legal=legal, stage=Stage.BUILDING, reviewed_on=legal.today, meets_co_use=True,
        meets_connection=True, approved_on=legal.today, approved_fen=1000, budgets={"2026": 1000},
        contracts={"1": 1000}, contracted_fen=1000,
    )  # fmt: skip


@pytest.fixture
def order(project, bureau, legal):
    due = legal.today + timedelta(days=20)
    return services.issue_order(
        project.pk, finding="未按批复建设", demand="恢复批复内容", due_on=due, actor=bureau, legal=legal
    )


@pytest.mark.parametrize("days", [0, -3])
def test_an_order_has_a_day_to_come(project, bureau, legal, days):
    due = legal.today + timedelta(days=days)
    with pytest.raises(BadInput) as refused:
        services.issue_order(project.pk, finding="甲", demand="乙", due_on=due, actor=bureau, legal=legal)
    assert refused.value.code == "order_day_past"


@pytest.mark.parametrize("role", [Role.DATA_OFFICER, Role.AUDIT_OFFICE, Role.CITY_LEADER])
def test_only_bureau_and_finance_order(project, organizations, legal, role):
    actor = organizations.make_actor(role, "civil-affairs")
    with pytest.raises(NotPermitted):
        services.issue_order(
            project.pk, finding="甲", demand="乙", due_on=later(legal, 9).today, actor=actor, legal=legal
        )


def test_the_order_lies_with_the_unit_with_its_paper(order, project, legal):
    assert order.number == "焦信改〔2026〕1号"
    assert IssuedPaper.objects.get(pk=order.paper_id).number == order.number
    assert set(Task.objects.values_list("kind", "due_on")) == {("supervision:order:meet", order.due_on)}
    project.refresh_from_db()
    assert project.known.open_orders == (order.number,)


def test_another_unit_neither_sees_nor_answers_it(order, organizations, legal):
    stranger = organizations.make_actor(Role.DATA_OFFICER, "tax")
    with pytest.raises(NotFound):
        services.answer_order(order.pk, answer="已改", actor=stranger, legal=legal)


def test_no_sanction_while_the_order_runs(order, bureau, legal):
    with pytest.raises(RuleRefused) as refused:
        services.impose_sanction(
            order.pk, kind="suspend_payment", reason="未整改", actor=bureau, legal=later(legal, 20)
        )
    assert codes(refused) == {"project_order_still_running"}


def test_a_refusal_need_not_be_waited_for(order, officer, bureau, legal):
    services.answer_order(order.pk, answer="不认可", refuses=True, actor=officer, legal=legal)
    made = services.impose_sanction(
        order.pk, kind="notice_of_criticism", reason="拒不整改", actor=bureau, legal=legal
    )
    assert made.paper.number.startswith("焦信处")
    with pytest.raises(Conflict) as refused:
        services.impose_sanction(
            order.pk, kind="notice_of_criticism", reason="再次", actor=bureau, legal=legal
        )
    assert refused.value.code == "sanction_taken"


def test_suspended_means_suspended_until_the_order_is_met(
    order, project, factories, officer, bureau, finance, legal
):
    after = later(legal, 21)
    sanction = services.impose_sanction(
        order.pk, kind="suspend_payment", reason="逾期未整改", actor=bureau, legal=after
    )
    project.refresh_from_db()
    pay = {"actor": finance, "legal": after, "fen": 10, "contract": "1"}
    with pytest.raises(RuleRefused) as refused:
        factories.take_step(project, Kind.PAID, **pay)
    assert codes(refused) == {"payment_suspended"}
    with pytest.raises(RuleRefused) as refused:
        services.lift_sanction(sanction.pk, reason="先恢复", actor=bureau, legal=after)
    assert codes(refused) == {"order_not_met"}

    services.answer_order(order.pk, answer="已恢复批复内容", actor=officer, legal=after)
    services.check_order(order.pk, met=True, opinion="整改到位", actor=bureau, legal=after)
    services.lift_sanction(sanction.pk, reason="整改到位", actor=bureau, legal=after)
    project.refresh_from_db()
    factories.take_step(project, Kind.PAID, **pay)
    assert project.paid_fen == 10
    assert not Task.objects.filter(done_at__isnull=True, kind__startswith="supervision").exists()


def test_an_order_that_was_met_leads_to_no_sanction(order, bureau, legal):
    services.check_order(order.pk, met=True, opinion="已整改", actor=bureau, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        services.impose_sanction(
            order.pk, kind="terminate_project", reason="补罚", actor=bureau, legal=later(legal, 30)
        )
    assert codes(refused) == {"project_without_order", "project_order_met"}


def test_two_people_do_not_check_it_twice(order, bureau, legal):
    services.check_order(order.pk, met=True, opinion="已整改", actor=bureau, legal=legal)
    with pytest.raises(Conflict) as refused:
        services.check_order(order.pk, met=False, opinion="未整改", actor=bureau, legal=legal)
    assert refused.value.code == "oversight_moved_on"


def test_the_ladder_ends_the_project(order, project, bureau, legal):
    after = later(legal, 40)
    services.check_order(order.pk, met=False, opinion="仍未整改", actor=bureau, legal=after)
    services.impose_sanction(order.pk, kind="terminate_project", reason="拒不整改", actor=bureau, legal=after)
    project.refresh_from_db()
    assert project.known.stage is Stage.TERMINATED


def test_an_inspection_needs_projects_that_exist(bureau, legal):
    with pytest.raises(BadInput) as refused:
        services.open_inspection(
            title="专项检查", held_on=legal.today, projects=[999], actor=bureau, legal=legal
        )
    assert refused.value.code == "inspection_without_projects"


def test_an_inspection_with_its_orders_is_closed_once(project, organizations, bureau, legal):
    organizations.make_department("public-security", kind="oversight")
    found = services.open_inspection(
        title="专项检查", held_on=legal.today, projects=[project.pk], participants=["public-security"],
        actor=bureau, legal=legal,
    )  # fmt: skip
    services.issue_order(
        project.pk, finding="甲", demand="乙", due_on=later(legal, 9).today, inspection_id=found.pk,
        paper=False, actor=bureau, legal=legal,
    )  # fmt: skip
    services.close_inspection(found.pk, result="发现问题一项", actor=bureau, legal=legal)
    with pytest.raises(Conflict):
        services.close_inspection(found.pk, result="再次", actor=bureau, legal=legal)
    assert Order.objects.get().inspection == found
    assert AuditEntry.objects.filter(event="supervision:inspection:closed").count() == 1


def test_nobody_waits_for_a_project_that_has_ended(order, project, officer, bureau, legal):
    open_task(
        "projects:test", subject_kind="projects.project", subject_id=project.number, title="甲", url="/",
        role=Role.DATA_OFFICER, department=project.unit.code, actor=bureau, legal=legal,
    )  # fmt: skip
    services.answer_order(order.pk, answer="不认可", refuses=True, actor=officer, legal=legal)
    services.impose_sanction(order.pk, kind="terminate_project", reason="拒不整改", actor=bureau, legal=legal)
    assert not Task.objects.filter(done_at__isnull=True).exists()


def test_a_task_for_two_posts_is_one_line_of_the_case(order):
    tasks = Task.objects.filter(subject_kind=inbox.ORDER, subject_id=str(order.pk))
    lines = [line for line in history_of(inbox.ORDER, order.pk) if line.href]
    assert (tasks.count(), len(lines)) == (2, 1)
    for task in tasks:
        assert str(Post.RoleChoice(task.role).label) in lines[0].text
