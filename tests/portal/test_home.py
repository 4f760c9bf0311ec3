from datetime import timedelta
from importlib import import_module

import pytest
from django.db import transaction
from django.utils.translation import override

from shuyuan.kernel.actor import Role
from shuyuan.portal.selectors import INBOX_ROWS, gather_workbench
from shuyuan.projects.rules.stages import Stage


def open_tasks(number, *, city, post, legal, days=10):
    with transaction.atomic():
        for index in range(number):
            import_module("shuyuan.casework.steps").open_task(
                "test:made:up",
                subject_kind="made_up",
                subject_id=index,
                title=f"第 {index} 件事 <b>",
                url="/collection/",
                role=Role.DATA_OFFICER,
                department="public-security",
                due_on=legal.today + timedelta(days=days),
                cites="jz-data-2020/14.2",
                actor=city.actor(post),
                legal=legal,
            )


def test_only_reading_is_possible(client, city):
    assert client.post("/").status_code == 405


def test_a_visitor_sees_the_public_home_without_search_or_names(client, city, officer):
    page = client.get("/").content.decode()
    assert "登录" in page
    assert 'role="search"' not in page
    assert "李明轩" not in page


def test_what_somebody_sees_in_a_post_stays_out_of_caches(client, city, officer, enter):
    assert client.get("/").get("Cache-Control") is None
    assert "no-store" in enter(officer).get("/")["Cache-Control"]


def test_a_request_for_a_foreign_host_gets_our_own_page(client, city, settings):
    settings.DEBUG = False
    response = client.get("/", headers={"host": "evil.invalid"})
    assert response.status_code == 400
    assert "无法识别这个请求" in response.content.decode()


def test_a_person_without_a_post_is_told_whom_to_ask(client, city):
    client.force_login(city.make_person("nobody"))
    response = client.get("/")
    assert response.status_code == 403
    assert "安全管理员" in response.content.decode()


def test_the_workbench_shows_what_waits_for_this_post_and_nothing_of_others(
    city, officer, police, legal, enter
):
    open_tasks(2, city=city, post=officer, legal=legal, days=-20)
    page = enter(officer).get("/").content.decode()
    assert "第 0 件事 &lt;b&gt;" in page
    assert page.count("sy-light-overdue") == 2
    stranger = city.make_post(Role.DATA_OFFICER, city.make_department("tax"))
    assert "件事" not in enter(stranger).get("/").content.decode()


def test_a_department_that_named_nobody_is_reminded_of_its_duties(city, police, enter):
    operator = city.make_post(Role.OPERATOR, police)
    page = enter(operator).get("/").content.decode()
    assert "本部门的职责尚有空缺" in page
    assert page.count(">第五条第二款<") == 3
    city.make_post(Role.PRINCIPAL_OFFICER, police)
    city.make_post(Role.DATA_OFFICER, police)
    police.data_office = "信息科"
    police.save()
    assert "职责尚有空缺" not in enter(operator).get("/").content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_workbench_and_posts_without_data_see_none(city, legal, role, enter):
    post = city.make_post(role, city.make_department("bureau"))
    bench = gather_workbench(city.actor(post), legal)
    with_data = {Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER, Role.OPERATOR, Role.DATA_ADMINISTRATION}
    assert bench.works_with_data is (role in with_data)
    response = enter(post).get("/")
    assert response.status_code == 200
    assert ("已发布条目" in response.content.decode()) is bench.works_with_data


def test_the_number_of_queries_stays_the_same_however_much_waits(
    city, officer, legal, enter, django_assert_max_num_queries
):
    actor = city.actor(officer)
    open_tasks(1, city=city, post=officer, legal=legal)
    with django_assert_max_num_queries(18) as few:
        gather_workbench(actor, legal)
    open_tasks(INBOX_ROWS + 5, city=city, post=officer, legal=legal)
    with django_assert_max_num_queries(len(few)):
        assert len(gather_workbench(actor, legal).inbox) == INBOX_ROWS
    client = enter(officer)
    with django_assert_max_num_queries(27):
        page = client.get("/").content.decode()
    assert f"全部 {INBOX_ROWS + 5} 项待办" in page


def test_a_person_with_two_posts_can_switch(city, officer, enter):
    city.make_post(Role.OPERATOR, city.make_department("civil", name="虚拟市民政局"), person=officer.person)
    page = enter(officer).get("/").content.decode()
    assert "虚拟市民政局" in page


def test_the_page_speaks_english_when_asked(city, officer, enter):
    client = enter(officer)
    client.cookies["shuyuan_language"] = "en"
    with override("en"):
        page = client.get("/").content.decode()
    assert "Good day, 李明轩" in page
    assert "To do" in page


def test_the_data_administration_sees_the_numbers_of_the_city(city, police, enter):
    page = enter(city.make_post(Role.DATA_ADMINISTRATION, police)).get("/").content.decode()
    assert "有效授权" in page
    assert "在用的授权" not in page


def test_a_leader_sees_the_projects_of_the_city_and_nothing_that_refuses(city, police, legal, enter):
    make_project = import_module("projects.factories").make_project
    make_project(police, legal=legal, stage=Stage.BUILDING, planned_fen=138_000_000)
    make_project(police, legal=legal, stage=Stage.DRAFT, planned_fen=1)
    leader = city.make_post(Role.CITY_LEADER, city.make_department("city-office"))
    page = enter(leader).get("/").content.decode()
    assert "从申报到运行" in page
    assert "138.00" in page
    for refused in ("报送数据", "新建条目", "本部门的职责尚有空缺"):
        assert refused not in page


def test_a_unit_sees_its_own_projects_and_others_none(city, officer, police, legal, enter):
    make_project = import_module("projects.factories").make_project
    make_project(police, legal=legal, stage=Stage.DRAFT, planned_fen=1)
    bench = gather_workbench(city.actor(officer), legal)
    assert bench.projects.total.count == 1
    assert "资金暂停的项目" in enter(officer).get("/").content.decode()
    stranger = city.make_post(Role.DATA_OFFICER, city.make_department("tax"))
    assert gather_workbench(city.actor(stranger), legal).projects is None
    assert "资金暂停的项目" not in enter(stranger).get("/").content.decode()
