"""Pages of sharing: who gets in, what they show, what they refuse in words."""

import orjson
import pytest
from django.test import Client as Browser
from django.urls import reverse

from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import Unavailable
from shuyuan.sharing.gateway_client import Answer, Refusal
from shuyuan.sharing.models import Client, Grant, SharingRequest
from shuyuan.sharing.services import draft_request
from shuyuan.sharing.views import queries


@pytest.fixture
def people(organizations, consumer, provider, bureau, officer, keeper, reviewer, stranger):
    """One actor for each relation to a request of the consumer for the provider's data."""
    return {
        "consumer": officer,
        "consumer's operator": organizations.make_actor(Role.OPERATOR, consumer),
        "provider": keeper,
        "bureau": reviewer,
        "stranger": stranger,
        "security": organizations.make_actor(Role.SECURITY_ADMINISTRATOR, bureau),
    }


#: Address → who gets which status; "visitor" is sent to the sign-in page.
READING = {
    "request": {"consumer": 200, "consumer's operator": 200, "provider": 200, "bureau": 200},
    "grant": {"consumer": 200, "consumer's operator": 200, "provider": 200, "bureau": 200},
    "api": {"consumer": 200, "consumer's operator": 200, "provider": 200, "bureau": 200},
    "query": {"consumer": 200, "consumer's operator": 200},
    "client": {"consumer": 200, "consumer's operator": 200, "bureau": 200},
    "tighten": {"consumer": 403, "consumer's operator": 403, "provider": 403, "bureau": 200,
                "stranger": 403, "security": 403},
}  # fmt: skip


@pytest.mark.parametrize("name", READING)
def test_who_may_look(grant, client_system, people, enter, name):
    argument = {"request": grant.request.number, "client": client_system.client_id}.get(name, grant.number)
    address = reverse(f"sharing:{name}", args=[argument])

    statuses = {who: enter(actor).get(address).status_code for who, actor in people.items()}

    assert statuses == {who: READING[name].get(who, 404) for who in people}
    assert Browser().get(address).status_code == 302


#: Address → who may post to it (302); others get the status of their verdict.
WRITING = {
    "decide": {"consumer": 403, "consumer's operator": 403, "provider": 403, "bureau": 200,
               "stranger": 403, "security": 403},
    "opinion": {"provider": 302, "consumer": 404, "consumer's operator": 404, "bureau": 404,
                "stranger": 404, "security": 404},
    "return": {"provider": 302, "bureau": 409, "consumer": 404, "consumer's operator": 404,
               "stranger": 404, "security": 404},
    "withdraw": {"consumer": 302, "consumer's operator": 409, "provider": 404, "bureau": 404,
                 "stranger": 404, "security": 404},
}  # fmt: skip


@pytest.mark.parametrize("name", WRITING)
def test_who_may_act_on_a_request(submitted, people, enter, name):
    address = reverse(f"sharing:{name}", args=[submitted.number])
    order = sorted(people, key=lambda who: WRITING[name][who] != 302)
    if name == "decide":
        statuses = {who: enter(people[who]).get(address).status_code for who in order}
    else:
        data = {"opinion": "agrees", "reason": "写明依据"}
        statuses = {who: enter(people[who]).post(address, data).status_code for who in order}

    assert statuses == WRITING[name]


@pytest.mark.parametrize("name", ["suspend", "revoke"])
def test_who_may_end_a_grant_by_its_page(grant, people, enter, name):
    address = reverse(f"sharing:{name}", args=[grant.number])
    statuses = {
        who: enter(people[who]).post(address, {"reason": "结束"}).status_code
        for who in ("stranger", "security", "provider", "bureau")
    }

    assert statuses["stranger"] == statuses["security"] == 404
    assert statuses["provider"] in {403, 404}
    assert statuses["bureau"] == 302


def test_lists_hold_what_the_actor_may_see_with_few_queries(
    grant, people, enter, django_assert_max_num_queries
):
    seen = {}
    for who, actor in people.items():
        browser = enter(actor)
        with django_assert_max_num_queries(16):
            seen[who] = grant.number in browser.get(reverse("sharing:grants")).content.decode()
        browser.get(reverse("sharing:requests"), {"of": "mine"})
    expected = {"consumer", "consumer's operator", "provider", "bureau"}

    assert {who for who, found in seen.items() if found} == expected


def test_an_exported_list_holds_words_and_no_markup(grant, officer, enter):
    response = enter(officer).get(reverse("sharing:grants"), {"export": "csv"})
    text = b"".join(response.streaming_content if response.streaming else [response.content]).decode()

    assert grant.number in text
    assert "<span" not in text


# The way of a request


def test_a_request_goes_from_wishes_over_grounds_to_its_check_and_on(
    population, client_system, officer, enter
):
    browser = enter(officer)
    wishes = {
        "items": ["id_number", "name"],
        "modes": ["api", "online_query"],
        "clients": [client_system.client_id],
        "wished_until": "2027-06-30",
        "filter_item_0": "district",
        "filter_comparison_0": "in",
        "filter_values_0": "419901，419902",
    }
    response = browser.post(reverse("sharing:new", args=[population.path]), wishes)
    request = SharingRequest.objects.get()
    assert response.url == reverse("sharing:grounds", args=[request.number])
    assert request.filters == [{"item": "district", "comparison": "in", "values": ["419901", "419902"]}]

    page = browser.get(reverse("sharing:check", args=[request.number])).content.decode()
    assert 'type="submit"' in page
    assert "submit" in page
    missing = browser.post(reverse("sharing:check", args=[request.number]), {"revision": "1"})
    assert missing.status_code == 409
    assert "法律政策依据" in missing.content.decode()

    grounds = {
        "revision": "1",
        "purpose_kind": "administrative_basis",
        "purpose": "核验",
        "legal_basis": "有关条例",
        "duty_basis": "三定方案",
        "business_need": "每日核验",
    }
    browser.post(reverse("sharing:grounds", args=[request.number]), grounds)
    response = browser.post(reverse("sharing:check", args=[request.number]), {"revision": "2"})

    request.refresh_from_db()
    assert response.url == reverse("sharing:request", args=[request.number])
    assert request.state == "submitted"


def test_wishes_that_make_no_view_come_back_with_words_at_the_form(population, officer, enter):
    data = {"modes": ["api"], "wished_until": "2020-01-01", "filter_item_0": "district"}
    response = enter(officer).post(reverse("sharing:new", args=[population.path]), data)

    assert response.status_code == 400
    assert {"items", "clients"} <= set(response.context["form"].errors)
    assert not SharingRequest.objects.exists()


def test_a_draft_is_seen_by_its_department_only(population, wishes, officer, reviewer, keeper, enter, legal):
    request = draft_request(population.code, wishes=wishes("name"), actor=officer, legal=legal)
    for actor, status in ((officer, 200), (reviewer, 404), (keeper, 404)):
        for page in ("check", "wishes", "grounds"):
            assert enter(actor).get(reverse(f"sharing:{page}", args=[request.number])).status_code == status


def test_open_items_lead_from_the_check_to_the_grant(townships, client_system, officer, enter):
    browser = enter(officer)
    wishes = {
        "items": ["code", "name"],
        "modes": ["api"],
        "clients": [client_system.client_id],
        "wished_until": "2027-06-30",
    }
    browser.post(reverse("sharing:new", args=[townships.path]), wishes)
    number = SharingRequest.objects.get().number
    grounds = {"revision": "1", "purpose_kind": "work_reference", "purpose": "填表"}
    browser.post(reverse("sharing:grounds", args=[number]), grounds)
    response = browser.post(reverse("sharing:check", args=[number]), {"revision": "2"})

    grant = Grant.objects.get()
    assert response.url == reverse("sharing:grant", args=[grant.number])
    page = browser.get(response.url).content.decode()
    assert 'SELECT\n  "code"' in page.replace("&quot;", '"')


def test_the_bureau_decides_on_its_page(submitted, reviewer, enter):
    browser = enter(reviewer)
    address = reverse("sharing:decide", args=[submitted.number])
    assert browser.get(address).status_code == 200
    decisions = {
        "revision": "3",
        "decision_id_number": "given",
        "decision_name": "masked",
        "decision_born_on": "refused",
        "modes": ["api"],
        "valid_until": "2027-03-31",
    }
    half = browser.post(address, decisions)
    assert half.status_code == 400
    assert "reason_born_on" in half.context["form"].errors
    assert not Grant.objects.exists()

    decisions["reason_born_on"] = "与用途无关"
    doubtful = browser.post(address, {**decisions, "mask_id_number": "hide"})
    assert "mask_id_number" in doubtful.context["form"].errors

    response = browser.post(address, decisions)
    grant = Grant.objects.get()
    assert response.url == reverse("sharing:grant", args=[grant.number])
    assert grant.items[1]["mask"] == {"kind": "keep", "first": 1, "last": 0}


def test_a_grant_is_tightened_on_its_page(grant, reviewer, enter):
    browser = enter(reviewer)
    address = reverse("sharing:tighten", args=[grant.number])
    data = {
        "version": "1",
        "valid_until": "2027-03-31",
        "daily_quota": "500",
        "reason": "最小必要",
        "keep_name": "on",
        "mask_name": "keep",
        "first_name": "2",
        "last_name": "0",
    }
    wider = browser.post(address, data)
    assert wider.status_code == 400
    assert "mask_name" in wider.context["form"].errors

    assert browser.post(address, {**data, "first_name": "0"}).status_code == 302
    grant.refresh_from_db()
    assert [item["name"] for item in grant.items] == ["name"]


# Clients


def test_a_made_private_key_is_on_one_answer_only(system, officer, enter):
    browser = enter(officer)
    data = {"system": system.pk, "name": "救助核验", "source": "generate"}
    response = browser.post(reverse("sharing:new_client"), data)

    page = response.content.decode()
    assert response.status_code == 201
    assert "BEGIN PRIVATE KEY" in page
    assert "no-store" in response["Cache-Control"]
    client = Client.objects.get()
    assert "PRIVATE" not in browser.get(reverse("sharing:client", args=[client.client_id])).content.decode()
    assert "d" not in client.keys.get().public_jwk


def test_an_uploaded_private_key_is_refused_at_its_field(system, officer, pair, enter):
    data = {"system": system.pk, "name": "x", "source": "upload", "public_key": pair.private_pem}
    response = enter(officer).post(reverse("sharing:new_client"), data)

    assert response.status_code == 400
    assert "public_key" in response.context["form"].errors
    assert not Client.objects.exists()


def test_a_foreign_system_gets_no_client(system, stranger, enter):
    data = {"system": system.pk, "name": "x", "source": "generate"}
    response = enter(stranger).post(reverse("sharing:new_client"), data)

    assert response.status_code == 400
    assert not Client.objects.exists()


def test_a_key_is_changed_without_a_gap_and_the_client_is_shut_out(client_system, officer, enter):
    browser = enter(officer)
    old = client_system.keys.get().key_id
    retire = reverse("sharing:retire_key", args=[client_system.client_id, old])
    assert browser.post(retire).status_code == 409

    browser.post(reverse("sharing:add_key", args=[client_system.client_id]), {"source": "generate"})
    third = browser.post(reverse("sharing:add_key", args=[client_system.client_id]), {"source": "generate"})
    assert third.status_code == 409
    assert browser.post(retire).status_code == 302
    assert client_system.keys.filter(retired_at=None).count() == 1

    deactivate = reverse("sharing:deactivate", args=[client_system.client_id])
    assert browser.post(deactivate, {"reason": ""}).status_code == 400
    assert browser.post(deactivate, {"reason": "停用"}).status_code == 302
    assert browser.post(deactivate, {"reason": "停用"}).status_code == 409


# Online query and receipts


class StubGateway:
    """Answers what the test says, and keeps what it was asked."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = None

    def lookup(self, grant, **asked):
        self.asked = asked
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def gateway(monkeypatch):
    def put(answer):
        stub = StubGateway(answer)
        monkeypatch.setattr(queries, "gateway", lambda: stub)
        return stub

    return put


ASK = {"key_id_number": "419901199001010018", "business_number": "JZ-2026-1"}


def test_an_online_query_shows_the_masked_row_with_its_receipt(grant, officer, enter, gateway):
    data = {"id_number": "419901199001010018", "name": "张**"}
    document = {"results": [{"key": "x", "found": True, "data": data}], "served_version": 3, "receipt": {}}
    stub = gateway(Answer(orjson.dumps(document)))
    response = enter(officer).post(reverse("sharing:query", args=[grant.number]), ASK)

    page = response.content.decode()
    assert response.status_code == 200
    assert "张**" in page
    assert "姓名" in page
    assert "no-store" in response["Cache-Control"]
    assert stub.asked["key"] == "419901199001010018"
    assert stub.asked["actor"].post_id == officer.post_id


def test_a_refused_query_shows_every_reason_with_its_provision(grant, officer, enter, gateway):
    reason = {"code": "grant_expired", "cites": "jz-data-2020/22.1", "facts": {"today": "2026-11-23"}}
    gateway(Refusal(409, {"code": "lookup_refused", "title": "<b>x</b>", "reasons": [reason]}))
    response = enter(officer).post(reverse("sharing:query", args=[grant.number]), ASK)

    page = response.content.decode()
    assert response.status_code == 409
    assert "第二十二条" in page
    assert "<b>x</b>" not in page


def test_a_silent_gateway_is_said_so(grant, officer, enter, gateway):
    gateway(Unavailable("no", code="no_gateway"))
    response = enter(officer).post(reverse("sharing:query", args=[grant.number]), ASK)

    assert response.status_code == 503


def test_a_query_without_a_business_number_asks_nothing(grant, officer, enter, gateway):
    stub = gateway(Answer(b"{}"))
    response = enter(officer).post(
        reverse("sharing:query", args=[grant.number]), {"key_id_number": "419901199001010018"}
    )

    assert response.status_code == 400
    assert stub.asked is None


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"receipt": {}}', "\u0000", '{"batch": {"suite": 1}}'])
def test_what_is_no_receipt_proves_nothing(officer, enter, text):
    response = enter(officer).post(reverse("sharing:verify"), {"text": text})

    assert response.status_code in {200, 400}
    assert "proved" not in response.context


# Filters and small refusals


def test_lists_are_narrowed_to_the_part_of_the_department(grant, officer, keeper, enter):
    address = reverse("sharing:grants")
    for actor, part in ((officer, "mine"), (keeper, "ours")):
        browser = enter(actor)
        other = {"mine": "ours", "ours": "mine"}[part]
        assert grant.number in browser.get(address, {"of": part}).content.decode()
        assert grant.number not in browser.get(address, {"of": other}).content.decode()
        assert browser.get(address, {"of": "everybody"}).status_code == 400


def test_an_objection_without_words_comes_back(submitted, keeper, enter):
    response = enter(keeper).post(reverse("sharing:opinion", args=[submitted.number]), {"opinion": "objects"})
    assert response.status_code == 400
    assert "text" in response.context["form"].errors


def test_a_grant_is_suspended_and_resumed_with_reasons(grant, reviewer, enter):
    browser = enter(reviewer)
    suspend, resume = (reverse(f"sharing:{name}", args=[grant.number]) for name in ("suspend", "resume"))
    assert browser.post(suspend, {"reason": " "}).status_code == 400
    assert browser.post(resume, {"reason": "恢复"}).status_code == 409
    assert browser.post(suspend, {"reason": "核查"}).status_code == 302
    assert browser.post(resume, {"reason": "核查完毕"}).status_code == 302


def test_the_last_item_is_not_tightened_away_nor_the_end_put_into_the_past(grant, reviewer, enter):
    browser = enter(reviewer)
    address = reverse("sharing:tighten", args=[grant.number])
    base = {"version": "1", "daily_quota": "500", "reason": "调整"}
    none = browser.post(address, {**base, "valid_until": "2027-03-31"})
    past = browser.post(address, {**base, "valid_until": "2026-11-01", "keep_id_number": "on"})

    assert none.context["form"].non_field_errors()
    assert "valid_until" in past.context["form"].errors


def test_a_refused_request_leads_back_to_its_page(submitted, reviewer, enter):
    data = {"revision": "3", "valid_until": "2027-03-31"}
    for item in ("id_number", "name", "born_on"):
        data |= {f"decision_{item}": "refused", f"reason_{item}": "依据不足"}
    response = enter(reviewer).post(reverse("sharing:decide", args=[submitted.number]), data)

    assert response.url == reverse("sharing:request", args=[submitted.number])
    again = enter(reviewer).get(reverse("sharing:decide", args=[submitted.number]))
    assert again.status_code == 409


def test_a_draft_is_changed_on_its_first_page(population, wishes, officer, enter, legal):
    request = draft_request(population.code, wishes=wishes("name"), actor=officer, legal=legal)
    data = {"revision": "1", "items": ["born_on"], "modes": ["online_query"], "wished_until": "2027-05-01"}
    address = reverse("sharing:wishes", args=[request.number])
    assert enter(officer).post(address, data).status_code == 302
    assert [item.name for item in request.items.all()] == ["born_on"]
    assert enter(officer).post(address, data).status_code == 409


def test_a_row_filter_that_makes_no_sense_is_told_in_words(population, officer, enter):
    data = {
        "items": ["name"],
        "modes": ["online_query"],
        "wished_until": "2027-05-01",
        "filter_item_0": "born_on",
        "filter_comparison_0": "from",
        "filter_values_0": "昨天",
    }
    response = enter(officer).post(reverse("sharing:new", args=[population.path]), data)
    assert response.status_code == 400
    assert "类型" in str(response.context["form"].non_field_errors())
