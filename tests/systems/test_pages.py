"""Pages of the register and of moves: what they show, refuse and export."""

from datetime import date

import pytest
from django.urls import reverse

from organizations.factories import make_actor, make_department
from shuyuan.kernel.actor import Role
from shuyuan.systems.models import InformationSystem, Move
from shuyuan.systems.services import register_system

FIELDS = {"name": "老系统", "network": "private", "hosting": "own_room", "duty": "办理业务"}
PLAN = {"target": "government_cloud", "due_on": "2027-06-30", "how": "分批迁移"}


@pytest.fixture
def registered(proposed, people, legal):
    return register_system(proposed.pk, actor=people["bureau"], legal=legal)


def test_a_system_outside_is_refused_with_its_reasons_and_taken_with_its_plan(people, enter):
    officer, address = enter(people["officer"]), reverse("systems:new")
    fields = {**FIELDS, "in_service_since": "2015-05-01"}
    refused = officer.post(address, fields)
    assert refused.status_code == 409
    assert "没有登记迁移计划" in refused.content.decode()
    half = officer.post(address, {**fields, "target": "government_cloud"})
    assert half.status_code == 400
    whole = {**fields, **PLAN, "responsible": people["officer"].post_id, "milestones": "2027-03-31 迁移数据"}
    assert officer.post(address, {**whole, "milestones": "三月底"}).status_code == 400
    assert officer.post(address, whole).status_code == 302
    page = officer.get(reverse("systems:system", args=[InformationSystem.objects.get().pk])).content.decode()
    assert "MOVE-" in page


@pytest.mark.parametrize("network", ["carrier_pigeon", ""])
def test_a_choice_that_does_not_exist_is_refused(registered, people, enter, network):
    address = reverse("systems:change", args=[registered.pk])
    answer = enter(people["officer"]).post(address, {**FIELDS, "network": network})
    assert answer.status_code == 400


def test_a_department_cannot_talk_its_system_out_of_the_cloud(registered, people, enter):
    address = reverse("systems:change", args=[registered.pk])
    assert enter(people["officer"]).post(address, FIELDS).status_code == 409
    registered.refresh_from_db()
    assert registered.hosting == "government_cloud"


def test_a_connection_is_confirmed_and_withdrawn_by_the_bureau_alone(registered, people, enter):
    address = reverse("systems:connection", args=[registered.pk])
    assert enter(people["officer"]).post(address, {"reason": "前置机"}).status_code == 403
    bureau = enter(people["bureau"])
    page = reverse("systems:system", args=[registered.pk])
    assert bureau.post(address, {"reason": "前置机接入"}).url == page
    assert "前置机接入" in bureau.get(page).content.decode()
    bureau.post(address, {})
    registered.refresh_from_db()
    assert (registered.connection_note, registered.connected_on) == ("", None)


def test_a_system_is_retired_with_a_reason_and_once(registered, people, enter):
    address, officer = reverse("systems:retire", args=[registered.pk]), enter(people["officer"])
    assert officer.post(address, {"reason": " "}).status_code == 400
    assert enter(people["stranger"]).post(address, {"reason": "x"}).status_code == 404
    assert officer.post(address, {"reason": "业务取消"}).status_code == 302
    assert officer.post(address, {"reason": "再来"}).status_code == 409
    assert (
        'data-dialog="retire"'
        not in officer.get(reverse("systems:system", args=[registered.pk])).content.decode()
    )


def test_the_list_tells_what_other_rooms_know_and_is_exported(registered, people, enter):
    bureau, address = enter(people["bureau"]), reverse("systems:list")
    columns = "&".join(f"columns={name}" for name in ("code", "produced", "used", "calls", "latest_project"))
    sheet = bureau.get(f"{address}?export=csv&{columns}")
    assert registered.code in b"".join(sheet.streaming_content).decode("utf-8-sig")
    for query in ("joined=no", "place=inside", "state=registered&place=inside&joined=no"):
        assert registered.code in bureau.get(f"{address}?{query}").content.decode()
    assert registered.code not in bureau.get(f"{address}?joined=yes").content.decode()
    for query in ("joined=perhaps", "place=moon", "grade=9", "sort=calls"):
        assert bureau.get(f"{address}?{query}").status_code == 400


def test_the_moves_are_pictured_for_the_bureau_and_filtered_by_what_is_late(people, enter, legal):
    officer = enter(people["officer"])
    thing = {**PLAN, "thing": "machine_room", "name": "三楼机房", "in_use_since": "2015-05-01"}
    answer = officer.post(reverse("systems:new_thing"), {**thing, "responsible": people["officer"].post_id})
    assert answer.status_code == 302
    for who, names in (
        ("officer", ("move", "revise_move", "report_move", "end_move")),
        ("bureau", ("move", "decide_move", "move_day")),
    ):
        for name in names:
            page = enter(people[who]).get(reverse(f"systems:{name}", args=[Move.objects.get().pk]))
            assert page.status_code == 200, name
    address = reverse("systems:moves")
    assert 'class="sy-stack"' not in officer.get(address).content.decode()
    Move.objects.update(due_on=date(2026, 11, 20))
    bureau = enter(people["bureau"])
    page = bureau.get(f"{address}?standing=overdue").content.decode()
    assert 'class="overdue" x="0.0"' in page
    assert "三楼机房" in page
    assert "三楼机房" not in bureau.get(f"{address}?standing=planned").content.decode()
    assert "三楼机房" in b"".join(
        bureau.get(f"{address}?standing=overdue&export=csv").streaming_content
    ).decode("utf-8-sig")
    assert bureau.get(f"{address}?standing=never").status_code == 400
    assert "三楼机房" not in enter(people["stranger"]).get(address).content.decode()


@pytest.mark.parametrize(
    "role", [Role.FINANCE, Role.AUDIT_OFFICE, Role.CITY_LEADER, Role.INVESTMENT_APPROVAL]
)
def test_whoever_oversees_reads_the_whole_register_and_changes_nothing(registered, enter, role):
    actor = make_actor(role, make_department("office"))
    browser, address = enter(actor), reverse("systems:list")
    page = browser.get(address).content.decode()
    assert registered.name in page
    assert "在目录内运行" in page
    for query, shown in (("place=outside", False), ("department=civil-affairs", True), ("joined=no", True)):
        assert (registered.name in browser.get(f"{address}?{query}").content.decode()) is shown, query
    sheet = b"".join(browser.get(f"{address}?export=csv").streaming_content).decode("utf-8-sig")
    assert registered.code in sheet
    assert "累计调用次数" in sheet.splitlines()[0]
    system = browser.get(reverse("systems:system", args=[registered.pk])).content.decode()
    assert 'method="post" action="/systems/' not in system
    for name in ("register", "retire", "connection", "change"):
        answer = browser.post(reverse(f"systems:{name}", args=[registered.pk]), {"reason": "x"})
        assert answer.status_code == 403, name


def test_an_expert_sees_no_system_of_other_departments(registered, enter):
    browser = enter(make_actor(Role.EXPERT, make_department("office")))
    assert registered.name not in browser.get(reverse("systems:list")).content.decode()
    assert browser.get(reverse("systems:system", args=[registered.pk])).status_code == 404
