"""What society must not learn, by every address that needs no sign-in."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from feeds.conftest import OPEN, SECRET
from shuyuan.catalog.models import CatalogRevision
from shuyuan.catalog.steps import write_version
from shuyuan.sharing.models import Client


def text_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode()
    return (
        text
        if "json" not in answer.headers.get("Content-Type", "")
        else json.dumps(json.loads(text), ensure_ascii=False)
    )


def public_addresses(entry):
    path = entry.path
    return [
        f"/open/{path}/",
        f"/open/{path}/rows.csv",
        f"/dcat/entries/{path}.jsonld",
        f"/dcat/entries/{path}.ttl",
        f"/dcat/entries/{path}",
        f"/dcat/entries/{path}/schema.json",
        f"/api/3/action/package_show?id={path}",
        f"/api/3/action/resource_show?id={path}",
        f"/api/3/action/datastore_search?resource_id={path}",
    ]


LISTS = [
    "/open/",
    "/open/?export=csv",
    f"/open/?q={SECRET}",
    "/dcat/catalog.jsonld",
    "/dcat/catalog.ttl",
    "/dcat/catalog",
    "/dcat/changes",
    "/api/3/action/package_list",
    '/api/3/action/package_search?rows=100&facet.field=["organization","groups","sharing_type"]',
    "/api/3/action/organization_list?all_fields=true",
    "/api/3/action/organization_show?id=transport&include_datasets=true",
    "/api/3/action/group_list?all_fields=true",
]


@pytest.mark.parametrize("address", LISTS)
def test_no_list_names_what_is_not_open(visitor, delivered, address):
    answer = visitor.get(address)
    assert answer.status_code == 200, answer.content
    text = text_of(answer)
    assert SECRET not in text.replace(f'value="{SECRET}"', "")
    assert delivered["closed"].path not in text
    assert delivered["closed"].code not in text


def test_a_closed_entry_looks_like_a_missing_one(visitor, delivered):
    for address in public_addresses(delivered["closed"]):
        answer = visitor.get(address)
        missing = visitor.get(address.replace(delivered["closed"].path, "307999-1"))
        assert answer.status_code == missing.status_code == 404, address
        assert SECRET not in text_of(answer)


def test_an_open_entry_names_its_open_items_only(visitor, delivered):
    for address in public_addresses(delivered["open"]):
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        text = text_of(answer)
        assert SECRET not in text, address
        assert "keeper" not in text, address
        assert "1380000" not in text, address


def test_an_entry_that_is_shared_on_conditions_gives_no_rows(visitor, delivered):
    path = delivered["described"].path
    assert visitor.get(f"/open/{path}/").status_code == 200
    assert "第1站" not in text_of(visitor.get(f"/open/{path}/"))
    assert visitor.get(f"/open/{path}/rows.csv").status_code == 404
    assert visitor.get(f"/api/3/action/datastore_search?resource_id={path}").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"sensitive": True},
        {"personal": True},
        {"mask": {"kind": "hide"}},
        {"sharing_type": "conditional"},
        {"level": "important"},
        {"is_open": False},
    ],
)
def test_one_mark_on_an_item_keeps_its_values_back(visitor, delivered, change):
    entry = delivered["open"]
    entry.items.filter(name="stop_name").update(**change)
    answer = visitor.get(f"/api/3/action/datastore_search?resource_id={entry.path}").json()["result"]
    assert [field["id"] for field in answer["fields"]] == ["stop_id", "opened_on", "lines"]
    assert "第1站" not in json.dumps(answer, ensure_ascii=False)
    assert "第1站" not in text_of(visitor.get(f"/open/{entry.path}/rows.csv"))


@pytest.mark.parametrize(
    "change", [{"sharing_type": "not_shared"}, {"level": "important"}, {"state": "suspended"}]
)
def test_one_mark_on_an_entry_keeps_its_rows_back(visitor, delivered, change):
    entry = delivered["open"]
    type(entry).objects.filter(pk=entry.pk).update(**change)
    assert visitor.get(f"/api/3/action/datastore_search?resource_id={entry.path}").status_code == 404
    assert visitor.get(f"/open/{entry.path}/rows.csv").status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"fields": "keeper"},
        {"filters": json.dumps({"keeper": "x"})},
        {"filters": json.dumps({"keeper_phone": ["13800000001"]})},
        {"sort": "keeper desc"},
        {"fields": "_digest"},
        {"fields": 'stop_id", "keeper'},
        {"sort": "stop_id; SELECT 1"},
    ],
)
def test_asking_by_a_column_that_is_not_open_is_refused(visitor, delivered, given):
    path = delivered["open"].path
    answer = visitor.get("/api/3/action/datastore_search", {"resource_id": path, **given})
    assert answer.status_code == 409
    assert answer.json()["error"]["__type"] == "Validation Error"


@pytest.mark.parametrize("word", [f"{SECRET}张1", "13800000001"])
def test_searching_rows_looks_into_open_columns_only(visitor, delivered, word):
    path = delivered["open"].path
    found = visitor.get("/api/3/action/datastore_search", {"resource_id": path, "q": word}).json()["result"]
    assert found["total"] == 0


@pytest.mark.parametrize("q", [SECRET, f"tags:{SECRET}的看管人", f'tags:"{SECRET}的电话"', "看管人"])
def test_searching_entries_does_not_find_them_by_closed_items(visitor, delivered, q):
    for given in ({"q": q}, {"fq": q} if ":" in q else {"q": q}):
        assert visitor.get("/api/3/action/package_search", given).json()["result"]["count"] == 0


def test_who_is_signed_in_gets_no_other_rows_than_society(enter, people, delivered):
    browser = enter(people["officer"])
    for name in ("closed", "described"):
        path = delivered[name].path
        assert browser.get(f"/api/3/action/package_show?id={path}").status_code == 200
        assert browser.get(f"/api/3/action/datastore_search?resource_id={path}").status_code == 404
        assert browser.get(f"/open/{path}/rows.csv").status_code == 404
    shown = browser.get(f"/api/3/action/datastore_search?resource_id={delivered['open'].path}").json()[
        "result"
    ]
    assert tuple(field["id"] for field in shown["fields"]) == OPEN


def test_a_post_never_acts_for_the_session(enter, people, delivered):
    browser = enter(people["officer"])
    answer = browser.post("/api/3/action/package_list", {}, content_type="application/json").json()
    assert delivered["closed"].path not in answer["result"]


@pytest.mark.parametrize(
    "bad",
    [
        {"exp": 1},
        {"iss": "https://elsewhere.example"},
        {"aud": "other"},
        {"client_id": "nobody"},
        {"key": "k2"},
        {"signer": "portal"},
        {"type_": "JWT"},
    ],
)
def test_a_bad_token_opens_nothing(visitor, city, token, bad):
    answer = visitor.get("/api/3/action/package_list", headers={"Authorization": f"Bearer {token(**bad)}"})
    assert answer.status_code == 403
    assert answer.json()["error"]["__type"] == "Authorization Error"


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer x", "Bearer a.b.c", "Basic YTpi", "Bearer " + "x" * 5000, "令牌"]
)
def test_a_header_that_is_no_token_opens_nothing(visitor, city, token, header):
    answer = visitor.get("/api/3/action/package_list", headers={"Authorization": header})
    assert answer.status_code == 403


def test_a_machine_client_sees_the_sharing_catalog_and_no_rows(visitor, city, token):
    headers = {"Authorization": f"Bearer {token()}"}
    listed = visitor.get("/api/3/action/package_list", headers=headers).json()["result"]
    assert city["closed"].path in listed
    answer = visitor.get(f"/api/3/action/datastore_search?resource_id={city['closed'].path}", headers=headers)
    assert answer.status_code == 404


def test_a_client_that_was_switched_off_sees_nothing_more(visitor, city, token):
    given = token()
    Client.objects.update(state="deactivated", deactivated_at=datetime(2026, 11, 2, tzinfo=UTC))
    answer = visitor.get("/api/3/action/package_list", headers={"Authorization": f"Bearer {given}"})
    assert answer.status_code == 403


def test_closing_an_entry_is_told_once_and_what_follows_is_not(visitor, city):
    entry, at = city["open"], datetime(2026, 11, 3, tzinfo=UTC)
    for day, is_open in ((1, True), (2, False), (3, False)):
        entry.is_open = is_open
        entry.save()
        version = write_version(entry, at=at + timedelta(days=day), post_id=None)
        if not CatalogRevision.objects.filter(version=version).exists():
            CatalogRevision.objects.create(at=at, kind="published", entry=entry, version=version)
    CatalogRevision.objects.create(at=at, kind="suspended", entry=entry, version=version)
    told = [
        change for change in visitor.get("/dcat/changes").json()["changes"] if change["code"] == entry.code
    ]
    assert [change["status"] for change in told] == ["created", "updated", "deleted"]
    assert all("href" not in change for change in told)
