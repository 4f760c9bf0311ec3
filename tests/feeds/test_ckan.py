"""The unmodified CKAN client against a running server, and what bad parameters are answered."""

import csv
import json
from io import StringIO

import pytest
from ckanapi import NotAuthorized, NotFound, RemoteCKAN, ValidationError

from feeds.conftest import OPEN

ACTION = "/api/3/action"


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("package_search", {"rows": "x"}),
        ("package_search", {"rows": "-1"}),
        ("package_search", {"rows": "1001"}),
        ("package_search", {"start": "100001"}),
        ("package_search", {"fq": "price:[1 TO 2]"}),
        ("package_search", {"fq": "keeper:x"}),
        ("package_search", {"sort": "provider__uscc desc"}),
        ("package_search", {"sort": "name sideways"}),
        ("package_search", {"facet.field": "[not json"}),
        ("package_search", {"facet.field": "keeper"}),
        ("package_search", {"q": "长" * 501}),
        ("datastore_search", {"limit": "1001"}),
        ("datastore_search", {"offset": "-1"}),
        ("datastore_search", {"filters": "[]x"}),
        ("datastore_search", {"filters": '"text"'}),
    ],
)
def test_a_parameter_out_of_bounds_is_a_validation_error(visitor, delivered, action, given):
    extra = {"resource_id": delivered["open"].path} if action == "datastore_search" else {}
    answer = visitor.get(f"{ACTION}/{action}", {**extra, **given})
    assert answer.status_code == 409, answer.content
    document = answer.json()
    assert (document["success"], document["error"]["__type"]) == (False, "Validation Error")


@pytest.mark.parametrize(
    "name", ["package_create", "package_delete", "user_list", "datastore_search_sql", "x"]
)
def test_an_action_that_writes_or_is_unknown_is_refused(visitor, city, name):
    answer = visitor.post(f"{ACTION}/{name}", {"id": city["open"].path}, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["success"] is False


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"x"', b"\xff"])
def test_a_body_that_is_no_object_is_refused(visitor, city, body):
    answer = visitor.post(f"{ACTION}/package_list", body, content_type="application/json")
    assert answer.status_code == 409


def search(visitor, **given):
    return visitor.get(f"{ACTION}/package_search", given).json()["result"]


def test_words_filters_facets_and_orders(visitor, city):
    both = {city["open"].path, city["described"].path}
    assert {one["name"] for one in search(visitor)["results"]} == both
    assert search(visitor, q="*:*")["count"] == 2
    assert [one["title"] for one in search(visitor, q="站点")["results"]][:1] == ["公交站点"]
    assert search(visitor, q="没有这个词")["count"] == 0
    assert search(visitor, fq="organization:transport")["count"] == 2
    assert search(visitor, fq="organization:forestry")["count"] == 0
    assert search(visitor, fq="+sharing_type:conditional")["count"] == 1
    assert search(visitor, fq="-sharing_type:conditional")["count"] == 1
    assert search(visitor, fq="sharing_type:(conditional OR unconditional)")["count"] == 2
    assert search(visitor, fq='tags:"站点名称"')["count"] == 2
    assert [one["title"] for one in search(visitor, sort="title desc")["results"]] == sorted(
        ["公交站点", "公交场站"], reverse=True
    )
    found = search(visitor, **{"facet.field": json.dumps(["organization"]), "rows": 0})
    assert found["results"] == []
    assert found["facets"] == {"organization": {"transport": 2}}
    assert found["search_facets"]["organization"]["items"][0]["display_name"] == "焦作市交通运输局"
    assert len(search(visitor, rows=1, start=1, sort="metadata_modified desc")["results"]) == 1


def test_rows_are_filtered_sorted_and_paged(visitor, delivered):
    path = delivered["open"].path

    def rows(**given):
        return visitor.get(f"{ACTION}/datastore_search", {"resource_id": path, **given}).json()["result"]

    first = rows(limit=5)
    assert (first["total"], len(first["records"])) == (12, 5)
    assert first["fields"][2] == {"id": "opened_on", "type": "date", "info": {"label": "启用日期"}}
    assert rows(sort="lines desc", limit=1)["records"][0]["stop_id"] == "S012"
    assert [row["stop_id"] for row in rows(limit=5, offset=10, sort="stop_id")["records"]] == ["S011", "S012"]
    found = rows(filters=json.dumps({"stop_id": ["S001", "S002"]}), fields="stop_name", sort="stop_name")
    assert found["records"] == [{"stop_name": "第1站"}, {"stop_name": "第2站"}]
    assert rows(q="第3站")["total"] == 1
    assert rows(filters=json.dumps({"stop_id": "x' OR '1'='1"}))["total"] == 0


def test_the_file_has_every_row_and_no_formula(visitor, delivered):
    answer = visitor.get(f"/open/{delivered['open'].path}/rows.csv")
    lines = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert lines[0] == ["站点编号", "站点名称", "启用日期", "线路数"]
    assert len(lines) == 13
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db(transaction=True)
def test_the_unmodified_client_reads_everything(live_server, delivered, token):
    path = delivered["open"].path
    with RemoteCKAN(live_server.url) as client:
        assert set(client.action.package_list()) == {path, delivered["described"].path}
        assert client.action.package_show(id=path)["title"] == "公交站点"
        assert client.action.package_search(q="公交", rows=5)["count"] == 2
        assert client.action.organization_list() == ["transport"]
        assert client.action.organization_show(id="transport")["package_count"] == 2
        assert client.action.status_show()["ckan_version"]
        records = client.action.datastore_search(resource_id=path, filters={"stop_id": "S003"})["records"]
        assert records == [{"stop_id": "S003", "stop_name": "第3站", "opened_on": "2020-01-03", "lines": 3}]
        assert set(records[0]) == set(OPEN)
        for act, error in (
            (lambda: client.action.package_show(id=delivered["closed"].path), NotFound),
            (lambda: client.action.package_search(rows=5000), ValidationError),
        ):
            with pytest.raises(error):
                act()
    with RemoteCKAN(live_server.url, get_only=True) as client:
        assert client.action.package_search(q="公交")["count"] == 2
    with RemoteCKAN(live_server.url, apikey="Bearer nonsense") as client, pytest.raises(NotAuthorized):
        client.action.package_list()
