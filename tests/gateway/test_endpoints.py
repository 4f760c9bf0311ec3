"""Rubbish at every address: always a problem document of one shape, never a value, never a crash."""

import asyncio
import logging
from dataclasses import replace

import orjson
import pytest
from tests.gateway.conftest import GRANT, LOOKUP, PURPOSE, call, key, run

from shuyuan.engine.spec import DataType, EntrySpec, GrantedItem, ItemSpec, Mask, MaskKind
from shuyuan.gateway.openapi import entry_document

ADDRESSES = [
    ("POST", "/oauth/token"),
    ("POST", LOOKUP),
    ("GET", "/v1/data/307001-1/openapi.json"),
    ("GET", "/v1/openapi.json"),
    ("GET", "/.well-known/jwks.json"),
    ("GET", "/.well-known/oauth-authorization-server"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
]
GOOD = {"grant": GRANT.grant, "purpose": PURPOSE, "business_number": "YW-1", "key": key(1)}


@pytest.fixture
def city(file_city):
    """These tests look at the door, not at the store."""
    return file_city


async def turns(count):
    """Let the event loop turn so many times."""
    for _ in range(count):
        await asyncio.sleep(0)


def check(answer, status, code):
    """The one shape of every problem."""
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] in {"application/problem+json", "application/json"}
    body = answer.json()
    assert {
        "type",
        "title",
        "status",
        "code",
        "detail",
        "request_id",
        "reasons",
        "facts",
        "retryable",
    } <= set(body)
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"] == f"urn:shuyuan:problem:{code}"
    assert body["title"] != code, "no title in gateway.wording.TITLES"
    assert all({"code", "cites", "facts", "text", "remedy"} == set(reason) for reason in body["reasons"])


def test_every_address_refuses_other_methods(city):
    async def work():
        async with city.gateway() as door:
            await door.sign_in()
            for good, path in ADDRESSES:
                for method in {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"} - {good}:
                    answer = await call(
                        door.app, method, path, headers={"authorization": f"Bearer {door.token}"}
                    )
                    check(answer, 405, "method_not_allowed")
                    assert answer.headers["allow"] == good

    run(work)


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/data/", "/v1/data/x", "/v1/data/../../etc/passwd", "/admin", "/%00", "/v2/x"]
)
def test_unknown_addresses_are_not_found(city, path):
    async def work():
        async with city.gateway() as door:
            await door.sign_in()
            check(await door.get(path), 404, "not_found")

    run(work)


@pytest.mark.parametrize("entry", ["999999-1", "", "307001/1", "a" * 5000, "x' or '1'='1", "%2e%2e"])
def test_unknown_entries_are_not_found(city, entry):
    async def work():
        async with city.gateway() as door:
            check(await door.lookup(path=f"/v1/data/{entry}/lookup"), 404, "not_found")
            check(await door.get(f"/v1/data/{entry}/openapi.json"), 404, "not_found")

    run(work)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad_json"),
        (b"{", 400, "bad_json"),
        (b"{'a': 1}", 400, "bad_json"),
        (b'{"key": NaN}', 400, "bad_json"),
        (b'{"key": ' + b"9" * 6000 + b"}", 400, "bad_json"),
        (b'{"key": "\\ud800"}', 400, "bad_json"),
        (b"[]", 400, "wrong_type"),
        (b"null", 400, "wrong_type"),
        (b'"text"', 400, "wrong_type"),
        (b'{"key": "\xff"}', 400, "not_utf8"),
        ('{"key": "1"}'.encode("utf-16"), 400, "not_utf8"),
        (b'{"key":"1","key":"2"}', 400, "duplicate_member"),
        (b'{"key":"1","k\\u0065y":"2"}', 400, "duplicate_member"),
        (
            b'{"grant":"G","purpose":"p","business_number":"1","key":{"a":"1","a":"2"}}',
            400,
            "duplicate_member",
        ),
        (b'{"key":' + b"[" * 3000 + b"]" * 3000 + b"}", 400, "too_deep"),
        (b'{"a":' * 3000 + b"1" + b"}" * 3000, 400, "too_deep"),
        (b"\x00\x01\x02", 400, "bad_json"),
    ],
)
def test_a_body_that_is_not_strict_json_is_refused(city, body, status, code):
    async def work():
        async with city.gateway() as door:
            check(await door.lookup(body=body), status, code)

    run(work)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"extra": 1}, "unknown_member"),
        ({"key": None}, "member_missing"),
        ({"keys": [key(1)]}, "member_missing"),
        ({"key": 7}, "bad_key"),
        ({"key": ""}, "bad_key"),
        ({"key": "a\x00b"}, "bad_key"),
        ({"key": {"id_number": 7}}, "bad_key"),
        ({"key": {"name": "x"}}, "bad_key"),
        ({"key": [key(1)]}, "bad_key"),
        ({"key": None, "keys": []}, "wrong_type"),
        ({"key": None, "keys": "x"}, "wrong_type"),
        ({"key": None, "keys": {"a": 1}}, "wrong_type"),
        ({"grant": 7}, "wrong_type"),
        ({"purpose": ["x"]}, "wrong_type"),
        ({"purpose": "x" * 501}, "wrong_type"),
        ({"business_number": "x" * 65}, "wrong_type"),
        ({"business_number": "a\nb"}, "wrong_type"),
        ({"on_behalf_of": "x"}, "wrong_type"),
        ({"on_behalf_of": {"person": 1}}, "wrong_type"),
        ({"on_behalf_of": {"person": None, "post": 1}}, "wrong_type"),
        ({"on_behalf_of": {"person": "x" * 65, "post": 1}}, "wrong_type"),
    ],
)
def test_members_of_the_wrong_kind_are_named(city, changes, code):
    async def work():
        async with city.gateway() as door:
            check(await door.lookup(changes), 400, code)

    run(work)


def test_too_many_keys_are_too_large(city):
    async def work():
        async with city.gateway() as door:
            answer = await door.lookup({"key": None, "keys": ["x"] * 1001})
            check(answer, 413, "too_many_keys")
            assert answer.json()["facts"] == {"limit": 1000, "given": 1001}

    run(work)


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx", "multipart/form-data"],
)
def test_another_content_type_is_refused(city, kind):
    async def work():
        async with city.gateway() as door:
            check(await door.lookup(headers={"content-type": kind}), 415, "wrong_content_type")

    run(work)


def test_a_charset_beside_the_content_type_is_fine(city):
    async def work():
        async with city.gateway() as door:
            assert (
                await door.lookup(headers={"content-type": "Application/JSON; charset=utf-8"})
            ).status == 200

    run(work)


@pytest.mark.parametrize("length", ["999999999", "-1", "x", "1e3"])
def test_a_declared_size_that_is_too_large_is_refused_unread(city, length):
    async def work():
        async with city.gateway() as door:
            await door.sign_in()
            check(await door.lookup(headers={"content-length": length}, messages=[]), 413, "too_large")

    run(work)


@pytest.mark.parametrize("chunks", [[b"x" * 300_000], [b"x" * 1000] * 400])
def test_an_undeclared_size_that_is_too_large_is_refused(city, chunks):
    async def work():
        async with city.gateway() as door:
            check(await door.lookup(body=chunks), 413, "too_large")

    run(work)


def test_a_body_in_pieces_is_put_together(city):
    async def work():
        async with city.gateway() as door:
            body = orjson.dumps(GOOD)
            assert (await door.lookup(body=[body[:10], b"", body[10:]])).status == 200

    run(work)


@pytest.mark.parametrize(
    "messages",
    [
        [{"type": "http.request", "body": b"{", "more_body": True}],
        [{"type": "http.request", "more_body": True}],
    ],
)
def test_a_body_that_does_not_come_ends_in_time(city, messages):
    async def work():
        async with city.gateway(body_seconds=1e-9) as door:
            await door.sign_in()
            waiting = asyncio.create_task(door.lookup(messages=messages))
            await turns(3)
            assert door.app.parts.bodies._waiting
            door.app.parts.bodies.sweep()
            door.app.parts.bodies.sweep()
            answer = await waiting
            check(answer, 408, "body_too_slow")
            assert "retry-after" in answer.headers

    run(work)


def test_a_quick_body_is_not_swept_away(city):
    async def work():
        async with city.gateway() as door:
            await door.sign_in()
            waiting = asyncio.create_task(door.lookup(messages=[{"type": "http.request", "more_body": True}]))
            await turns(3)
            assert door.app.parts.bodies._waiting
            door.app.parts.bodies.sweep()
            assert not waiting.done()
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting

    run(work)


@pytest.mark.parametrize(
    "messages",
    [
        [{"type": "http.disconnect"}],
        [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}],
    ],
)
def test_nobody_is_answered_who_has_hung_up(city, messages):
    async def work():
        async with city.gateway() as door:
            await door.sign_in()
            assert (await door.lookup(messages=messages)).status == 0
            assert (await door.lookup()).status == 200

    run(work)


def test_a_fault_of_ours_gives_a_number_and_no_value(city, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)

    def fault(*_):
        raise RuntimeError(key(1))

    monkeypatch.setattr("shuyuan.gateway.lookup.read_request", fault)

    async def work():
        async with city.gateway() as door:
            answer = await door.lookup()
            check(answer, 500, "incident")
            assert answer.json()["request_id"] in caplog.text
            assert key(1) not in caplog.text
            assert key(1) not in answer.body.decode()

    run(work)


def test_a_fault_in_a_round_reaches_everyone_who_waits(city, monkeypatch):
    async def work():
        async with city.gateway() as door:
            await door.sign_in()

            async def fault(*_):
                raise RuntimeError

            monkeypatch.setattr(door.app.parts.store, "read", fault)
            for answer in await asyncio.gather(*(door.lookup() for _ in range(3))):
                check(answer, 500, "incident")

    run(work)


def test_values_and_keys_are_in_no_log(city, caplog):
    caplog.set_level(logging.DEBUG)

    async def work():
        async with city.gateway() as door:
            await door.lookup()
            await door.lookup({"purpose": "x"})
            await door.lookup({"key": 7})
            return door.token

    token = run(work)
    assert key(1) not in caplog.text
    assert token not in caplog.text
    assert "张" not in caplog.text


class TestDocuments:
    def test_the_interface_is_described_to_anyone(self, city):
        async def work():
            async with city.gateway() as door:
                return await door.get("/v1/openapi.json")

        document = run(work).json()
        assert document["openapi"] == "3.1.0"
        assert set(document["paths"]) == {
            "/oauth/token",
            "/v1/data/{entry}/lookup",
            "/v1/data/{entry}/openapi.json",
        }

    def test_an_entry_is_described_as_the_caller_may_read_it(self, city):
        async def work():
            async with city.gateway() as door:
                await door.sign_in()
                return await door.get("/v1/data/307001-1/openapi.json"), await door.lookup()

        answer, lookup = run(work)
        document = answer.json()
        operation = document["paths"][LOOKUP]["post"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        data = schema["properties"]["results"]["items"]["properties"]["data"]
        assert list(data["properties"]) == ["name", "phone", "born_on", "fee", "alive"]
        assert "visits" not in answer.body.decode()
        assert set(schema["required"]) == set(lookup.json())
        assert data["properties"]["name"]["title"] == "姓名"
        request = operation["requestBody"]["content"]["application/json"]["schema"]["properties"]
        assert request["purpose"]["examples"] == [PURPOSE]
        assert request["key"]["examples"] == ["419900199001010010"]

    def test_every_type_has_a_schema_and_an_example(self):
        items = [ItemSpec(f"i{kind.value.lower()}", kind.name, kind) for kind in DataType]
        keys = [replace(items[0], is_key=True), replace(items[3], is_key=True)]
        entry = EntrySpec("1/1", "所有类型", 1, (*keys, *items[1:3], *items[4:]))
        granted = [
            *(GrantedItem(item.name) for item in items[:-1]),
            GrantedItem(items[-1].name, Mask(MaskKind.HIDE)),
        ]
        document = entry_document(entry, replace(GRANT, entry="1/1", items=tuple(granted)), "http://x")
        operation = document["paths"]["/v1/data/1-1/lookup"]["post"]
        answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
        properties = answer["properties"]["results"]["items"]["properties"]["data"]["properties"]
        types = {"integer": int, "number": float, "boolean": bool, "string": str}
        for schema in properties.values():
            assert isinstance(schema["examples"][0], types[schema["type"][0]])
        request = operation["requestBody"]["content"]["application/json"]["schema"]["properties"]
        assert request["key"]["required"] == [keys[0].name, keys[1].name]

    @pytest.mark.parametrize(
        ("query", "status"), [(b"grant=G-2026-0001", 200), (b"grant=G-other", 404), (b"grant=%ff", 404)]
    )
    def test_the_grant_can_be_named(self, city, query, status):
        async def work():
            async with city.gateway() as door:
                await door.sign_in()
                return await door.get("/v1/data/307001-1/openapi.json", query=query)

        assert run(work).status == status

    def test_an_entry_without_a_grant_is_not_described(self, city):
        city.change_grant(revoked=True)

        async def work():
            async with city.gateway() as door:
                await door.sign_in()
                check(await door.get("/v1/data/307001-1/openapi.json"), 404, "not_found")

        run(work)

    def test_metrics_ask_for_the_token_that_is_set(self, city):
        async def work():
            async with city.gateway(metrics_token="watch-me-7") as door:
                tries = [None, {"authorization": "Bearer other"}, {"authorization": "Bearer watch-me-7"}]
                return [(await door.get("/metrics", headers=one)).status for one in tries]

        assert run(work) == [401, 401, 200]

    def test_metrics_count_without_values(self, city):
        async def work():
            async with city.gateway() as door:
                await door.lookup()
                await door.lookup({"key": key(99)})
                await door.lookup({"purpose": "x"})
                return await door.get("/metrics"), await door.get("/readyz")

        answer, ready = run(work)
        text = answer.body.decode()
        assert 'endpoint="lookup",status="200"} 2.0' in text
        assert 'endpoint="lookup",status="403"} 1.0' in text
        assert 'shuyuan_gateway_keys_found_total{chain="w0"} 1.0' in text
        assert 'shuyuan_gateway_records_total{chain="w0"} 3.0' in text
        assert key(1) not in text
        assert ready.json() == {"status": "ready", "snapshot": 1}
