"""Pages of the demand list: what each side sees and can do."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from shuyuan.demand.models import Demand
from shuyuan.demand.states import State

FORM = {
    "name": "残疾人证持证信息",
    "items": "身份证号\n残疾类别",
    "scenario": "受理低保申请时核对",
    "legal_basis": "社会救助有关行政法规",
    "duty_basis": "部门三定方案中的救助职责",
}


def page(browser, demand):
    return unescape(browser.get(reverse("demand:demand", args=[demand.number])).content.decode())


@pytest.mark.parametrize(
    "changes",
    [
        {"items": ""},
        {"items": "字" * 101},
        {"name": ""},
        {"likely_provider": "x"},
        {"used_from": "2027-02-01", "used_until": "2027-01-01"},
        {"used_from": "soon"},
    ],
)
def test_a_malformed_form_comes_back_with_its_errors(officer, enter, changes):
    answer = enter(officer).post(reverse("demand:new"), {**FORM, **changes})
    assert answer.status_code == 400
    assert "sy-field-error" in answer.content.decode()
    assert not Demand.objects.exists()


def test_a_visitor_has_to_sign_in(legal):
    assert Client().get(reverse("demand:list")).status_code == 302


def test_a_search_that_found_nothing_fills_the_form(officer, enter):
    form = enter(officer).get(reverse("demand:new"), {"wished": "残疾等级\0"}).content.decode()
    assert 'value="残疾等级"' in form


def test_stating_a_demand_leads_to_its_page(officer, enter, provider, publish):
    publish(provider, "残疾人证信息")
    browser = enter(officer)
    assert browser.post(reverse("demand:new"), FORM).status_code == 302
    shown = page(browser, Demand.objects.get())
    assert "残疾人证信息" in shown
    assert "就是它" in shown


def test_the_preview_says_what_exists_already(officer, enter, provider, publish):
    publish(provider, "残疾人证信息")
    browser = enter(officer)
    shown = browser.post(reverse("demand:preview"), {"name": "持证", "items": "残疾类别"}).content.decode()
    assert "残疾人证信息" in shown
    assert browser.post(reverse("demand:preview"), {"items": "\0"}).status_code == 200
    assert not Demand.objects.exists()


def test_each_side_sees_its_own_next_step(routed, officer, keeper, bureau, stranger, enter):
    assert "发送答复" in page(enter(keeper), routed)
    assert "发送答复" not in page(enter(officer), routed)
    assert "转交" in page(enter(bureau), routed)
    address = reverse("demand:demand", args=[routed.number])
    assert enter(stranger).get(address).status_code == 404


def test_an_answer_without_grounds_is_a_page_with_reasons(routed, keeper, enter):
    address = reverse("demand:answer", args=[routed.number])
    browser = enter(keeper)
    assert browser.post(address, {"answer": "cannot", "text": "不宜"}).status_code == 409
    assert browser.post(address, {"answer": "dance"}).status_code == 400
    assert browser.post(address, {"answer": "not_mine", "text": "属卫健部门"}).status_code == 302
    routed.refresh_from_db()
    assert routed.state == State.WITH_BUREAU


def test_confirming_shows_the_way_to_the_request_with_its_items(state, officer, enter, provider, publish):
    entry = publish(provider, "残疾人证信息")
    demand = state()
    browser = enter(officer)
    sent = {"match": demand.matches.get().pk, "revision": demand.revision}
    assert browser.post(reverse("demand:confirm", args=[demand.number]), sent).status_code == 302
    assert f"/sharing/requests/new/{entry.path}/?item=column0" in page(browser, demand)
    form = browser.get(f"/sharing/requests/new/{entry.path}/?item=column0").content.decode()
    assert 'value="column0"' in form


@pytest.mark.parametrize("name", ["decline", "withdraw"])
def test_nothing_ends_without_a_reason(state, officer, enter, provider, publish, name):
    publish(provider, "残疾人证信息")
    demand = state()
    browser, address = enter(officer), reverse(f"demand:{name}", args=[demand.number])
    assert browser.post(address, {"reason": " ", "revision": demand.revision}).status_code == 400
    sent = {"reason": "不再需要", "revision": demand.revision}
    assert browser.post(address, sent).status_code == 302


def test_the_bureau_routes_and_refuses(state, bureau, officer, provider, enter):
    demand = state()
    browser = enter(bureau)
    route = reverse("demand:route", args=[demand.number])
    assert browser.post(route, {"provider": "", "due_on": "x"}).status_code == 400
    assert enter(officer).post(route, {"provider": provider.code}).status_code == 403
    refuse = reverse("demand:refuse", args=[demand.number])
    assert browser.post(refuse, {"reason": "全市没有部门掌握"}).status_code == 302
    assert "全市没有部门掌握" in page(enter(officer), demand)


def test_the_list_counts_filters_and_exports(routed, bureau, enter):
    browser = enter(bureau)
    shown = browser.get(reverse("demand:list")).content.decode()
    assert routed.number in shown
    filtered = browser.get(reverse("demand:list"), {"q": "残疾类别"}).content.decode()
    assert filtered.count(f"/demand/{routed.number}/") == 1
    assert browser.get(reverse("demand:list"), {"state": "lost"}).status_code == 400
    exported = browser.get(reverse("demand:list"), {"export": "csv", "columns": ["name", "items"]})
    assert "身份证号、残疾类别、残疾等级" in b"".join(exported).decode("utf-8-sig")


def test_a_demand_is_returned_and_completed_on_its_pages(routed, officer, keeper, enter):
    address = routed.get_absolute_url()
    assert 'id="return"' in enter(keeper).get(address).text
    assert 'id="return"' not in enter(officer).get(address).text
    assert enter(officer).get(f"{address}complete/").status_code == 409
    sent = enter(keeper).post(f"{address}return/", {"reason": "1. 写明条款\n2. 说明频次"})
    assert sent.status_code == 302
    page = enter(officer).get(address).text
    assert "<li>写明条款</li><li>说明频次</li>" in page
    form = enter(officer).get(f"{address}complete/")
    data = {name: value for name, value in form.context["form"].initial.items() if value}
    data |= {"legal_basis": "条例第九条第二款", "revision": form.context["found"].revision}
    assert enter(officer).post(f"{address}complete/", data | {"legal_basis": ""}).status_code == 400
    assert enter(officer).post(f"{address}complete/", data).status_code == 302
    assert "条例第九条第二款" in enter(keeper).get(address).text
