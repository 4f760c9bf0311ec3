"""Lookups under a grant: what is answered, what is refused, what is recorded."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import orjson
import pyarrow as pa
import pytest
from tests.gateway.conftest import ENTRY, GRANT, PURPOSE, SCHEMA, SPEC, City, key, resident, run

from shuyuan.engine import receipts
from shuyuan.engine.online import PORTAL, verify_batches
from shuyuan.engine.spec import Comparison, Condition, GrantedItem, Mode
from shuyuan.gateway.rules import LookupFacts, judge_lookup
from shuyuan.sharing.rules import UseFacts, judge_use

DATA = {"name": "张**", "phone": "138****0001", "born_on": "1990-01-01", "fee": "12.50", "alive": True}


def ask(city: City, changes=None, **settings):
    """One lookup at a fresh gateway."""

    async def work():
        async with city.gateway(**settings) as door:
            return await door.lookup(changes)

    return run(work)


def records(city: City):
    """Everything that was recorded, after checking that the chain is whole."""
    batches = city.store.take_batches({}, 1000)
    public = city.keys.public("gateway")
    assert verify_batches(batches, {public.id: public}) == []
    return [record for batch in batches for record in batch.parsed()]


class TestAnswers:
    def test_a_lookup_gives_exactly_the_granted_items_masked(self, city):
        answer = ask(city)
        assert answer.status == 200
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["cache-control"] == "no-store"
        body = answer.json()
        assert (body["entry"], body["served_version"]) == (ENTRY, 1)
        assert body["results"] == [{"key": key(1), "found": True, "data": DATA}]

    def test_an_answer_carries_a_receipt_that_anyone_can_check(self, city):
        answer = ask(city)
        public = city.keys.public("gateway")
        record = receipts.verify_answer(answer.body, {public.id: public})
        assert record["request_id"] == answer.json()["request_id"]

    def test_a_changed_answer_fails_its_receipt(self, city):
        answer = ask(city)
        public = city.keys.public("gateway")
        with pytest.raises(Exception, match="answer_changed"):
            receipts.verify_answer(answer.body.replace(b"12.50", b"99.50"), {public.id: public})

    def test_the_record_says_who_read_what_for_which_purpose(self, city):
        answer = ask(city, {"key": None, "keys": [key(1), key(99)]})
        (record,) = records(city)
        digests = record.pop("keys")
        assert [len(digest) for digest in digests] == [32, 32]
        assert (
            record.pop("answer")
            == city.keys.suite.digest(answer.body[: answer.body.rfind(b',"receipt":')] + b"}").hex()
        )
        assert record == {
            "client": "housing-app",
            "department": "419900-housing",
            "mode": "api",
            "purpose": PURPOSE,
            "grant": GRANT.grant,
            "grant_version": 1,
            "entry": ENTRY,
            "items": ["name", "phone", "born_on", "fee", "alive"],
            "at": "2026-03-02T04:00:00.000Z",
            "request_id": answer.json()["request_id"],
            "business_number": "YW-1",
            "person": "",
            "post": "",
            "asked": 2,
            "found": 1,
            "served_version": 1,
            "outcome": "answered",
        }

    def test_neither_keys_nor_values_stand_in_the_records(self, city):
        ask(city)
        (batch,) = city.store.take_batches({}, 10)
        for secret in (key(1), "张", "1380000", "12.50"):
            assert secret.encode() not in batch.records

    def test_an_unknown_key_is_not_found_and_recorded(self, city):
        body = ask(city, {"key": key(99)}).json()
        assert body["results"] == [{"key": key(99), "found": False, "data": None}]
        assert records(city)[0]["found"] == 0

    def test_many_keys_come_back_in_the_order_asked(self, city):
        wanted = [key(5), key(99), key(1), key(5)]
        results = ask(city, {"key": None, "keys": wanted}).json()["results"]
        assert [one["key"] for one in results] == wanted
        assert [one["found"] for one in results] == [True, False, True, True]
        assert results[0] == results[3]

    def test_a_thousand_keys_are_answered_at_once(self, city):
        wanted = [key(1 + number % 7) for number in range(1000)]
        results = ask(city, {"key": None, "keys": wanted}).json()["results"]
        assert sum(one["found"] for one in results) == sum(1 + number % 7 <= 5 for number in range(1000))

    def test_an_identity_number_in_small_letters_is_the_same(self, city):
        assert ask(city, {"key": key(1).lower()}).json()["results"][0]["found"]

    def test_null_values_stay_null(self, city):
        city.publish(resident(7, phone=None, name=None, fee=None, alive=None), since=1, version=2)
        data = ask(city, {"key": key(7)}).json()["results"][0]["data"]
        assert data == {"name": None, "phone": None, "born_on": "1990-01-01", "fee": None, "alive": None}

    def test_a_row_outside_the_filter_looks_like_none(self, city):
        city.change_grant(filters=(Condition("visits", Comparison.UNTIL, ("2",)),))
        results = ask(city, {"key": None, "keys": [key(2), key(3)]}).json()["results"]
        assert [one["found"] for one in results] == [True, False]

    def test_an_entry_with_several_keys_takes_objects(self, city):
        items = tuple(replace(item, is_key=item.name in {"phone", "born_on"}) for item in SPEC.items)
        composite = replace(SPEC, code="307001/2", items=items)
        city.store.publish(composite, _batches(resident(1)), since=None, lake_version=3)
        grants = [replace(GRANT, entry=composite.code)]
        at = datetime.fromtimestamp(city.clock.now(), UTC)
        city.store.write_snapshot(grants=grants, clients=city.clients, entries=[SPEC, composite], at=at)

        async def work():
            async with city.gateway() as door:
                path = "/v1/data/307001-2/lookup"
                good = await door.lookup(
                    {"key": {"phone": "13800000001", "born_on": "1990-01-01"}}, path=path
                )
                return good, await door.lookup({"key": {"phone": "13800000001"}}, path=path)

        good, bad = run(work)
        assert good.json()["results"][0]["found"]
        assert (bad.status, bad.json()["code"], bad.json()["facts"]["items"]) == (
            400,
            "bad_key",
            ["phone", "born_on"],
        )

    def test_lookups_that_wait_together_share_one_batch(self, city):
        async def work():
            async with city.gateway() as door:
                await door.sign_in()
                first = await asyncio.gather(*(door.lookup({"key": key(1 + n % 6)}) for n in range(20)))
                return first, await asyncio.gather(*(door.lookup({"key": key(1 + n % 6)}) for n in range(20)))

        first, second = run(work)
        public = city.keys.public("gateway")
        for answer in first + second:
            receipts.verify_answer(answer.body, {public.id: public})
        assert len({answer.json()["request_id"] for answer in first + second}) == 40
        assert len(records(city)) == 40
        assert len(city.store.take_batches({}, 100)) < 10

    def test_new_rows_are_served_with_their_version(self, city):
        async def work():
            async with city.gateway() as door:
                before = await door.lookup()
                city.publish(resident(1, _change_type="update_postimage", alive=False), since=1, version=2)
                return before, await door.lookup()

        before, after = run(work)
        assert (before.json()["served_version"], before.json()["results"][0]["data"]["alive"]) == (1, True)
        assert (after.json()["served_version"], after.json()["results"][0]["data"]["alive"]) == (2, False)

    def test_a_table_replaced_under_a_running_gateway_is_found_again(self, city):
        async def work():
            async with city.gateway() as door:
                await door.lookup()
                city.publish(resident(1, visits=9), version=5)
                return await door.lookup()

        answer = run(work)
        assert (answer.status, answer.json()["served_version"]) == (200, 5)


class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "asked", "codes"),
        [
            ({}, {"grant": "G-other"}, ["grant_not_held"]),
            ({"clients": ("somebody-else",)}, {}, ["grant_not_held"]),
            ({"revoked": True}, {}, ["grant_revoked"]),
            ({"valid_until": date(2026, 3, 1)}, {}, ["grant_expired"]),
            ({"valid_from": date(2026, 3, 3)}, {}, ["grant_not_begun"]),
            ({"modes": (Mode.BULK_DOWNLOAD,)}, {}, ["mode_not_granted"]),
            ({}, {"purpose": "信用评价"}, ["purpose_outside_grant"]),
            ({}, {"purpose": None}, ["use_without_purpose"]),
            ({}, {"business_number": None}, ["use_without_business_number"]),
            ({}, {"business_number": "  "}, ["use_without_business_number"]),
            (
                {"revoked": True, "modes": (Mode.DATABASE_PUSH,), "valid_until": date(2026, 1, 2)},
                {"purpose": "信用评价", "business_number": ""},
                [
                    "grant_revoked",
                    "grant_expired",
                    "mode_not_granted",
                    "purpose_outside_grant",
                    "use_without_business_number",
                ],
            ),
        ],
    )
    def test_every_reason_is_given_at_once_and_recorded(self, city, change, asked, codes):
        city.change_grant(**change)
        answer = ask(city, asked)
        assert answer.status == 403
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.codes() == codes
        assert all(
            reason["cites"].startswith("jz-data-2020/") and reason["text"]
            for reason in answer.json()["reasons"]
        )
        (record,) = records(city)
        assert (record["outcome"], record["reasons"], record["found"]) == ("refused", codes, 0)
        assert record["request_id"] == answer.json()["request_id"]

    def test_the_last_day_counts_in_the_city_time_zone(self, city):
        city.change_grant(valid_until=date(2026, 3, 2))

        async def work():
            async with city.gateway() as door:
                city.clock.wall = datetime(2026, 3, 2, 15, 59, tzinfo=UTC).timestamp()  # 23:59 in the city
                await door.sign_in()
                last = await door.lookup()
                city.clock.pass_(60)
                await door.refresh()
                return last, await door.lookup()

        last, after = run(work)
        assert (last.status, after.status) == (200, 403)
        assert after.codes() == ["grant_expired"]

    def test_a_grant_of_another_entry_is_refused(self, city):
        other = replace(SPEC, code="307001/9")
        at = datetime.fromtimestamp(city.clock.now(), UTC)
        city.store.write_snapshot(grants=city.grants, clients=city.clients, entries=[SPEC, other], at=at)

        async def work():
            async with city.gateway() as door:
                return await door.lookup(path="/v1/data/307001-9/lookup")

        assert run(work).codes() == ["entry_outside_grant"]

    def test_refusals_speak_english_when_asked(self, city):
        city.change_grant(revoked=True)

        async def work():
            async with city.gateway() as door:
                return await door.lookup(headers={"accept-language": "en"}), await door.lookup()

        english, chinese = run(work)
        assert english.json()["reasons"][0]["text"] == "The grant G-2026-0001 was revoked."
        assert chinese.json()["reasons"][0]["text"] == "授权 G-2026-0001 已被撤销。"

    def test_a_grant_that_does_not_fit_the_rows_there_are_waits_for_them(self, city):
        city.change_grant(items=(GrantedItem("to_come"),))
        answer = ask(city)
        assert (answer.status, answer.json()["code"], answer.headers["retry-after"]) == (
            503,
            "entry_not_served",
            "1",
        )

    def test_an_entry_without_rows_waits_for_them(self, city):
        city.store.withdraw(ENTRY)
        assert ask(city).json()["code"] == "entry_not_served"

    def test_a_sealed_value_that_was_moved_is_not_shown(self, city):
        table = city.store._publisher.served(ENTRY).table
        city.store._database.query(
            f'update "{table}" set name = (select name from "{table}" where visits = 2) where visits = 1'
        )
        answer = ask(city)
        assert (answer.status, answer.json()["code"]) == (500, "seal_broken")
        assert "张" not in answer.body.decode()


class TestPortal:
    def sign(self, city):
        return city.assertion(city.keys.signer("portal"), iss=PORTAL, sub=PORTAL)

    def query(self, city, changes):
        async def work():
            async with city.gateway() as door:
                await door.sign_in(self.sign(city))
                return await door.lookup(changes)

        return run(work)

    def test_the_pages_may_query_for_a_named_person(self, city):
        city.change_grant(modes=(Mode.ONLINE_QUERY,))
        answer = self.query(city, {"on_behalf_of": {"person": 17, "post": "42"}})
        assert answer.status == 200
        (record,) = records(city)
        assert (record["mode"], record["person"], record["post"]) == ("online_query", "17", "42")
        assert record["department"] == "419900-housing"

    def test_without_a_person_it_is_refused(self, city):
        city.change_grant(modes=(Mode.ONLINE_QUERY,))
        assert self.query(city, {}).codes() == ["person_not_named"]

    def test_a_grant_without_online_query_is_none_for_the_pages(self, city):
        assert self.query(city, {"on_behalf_of": {"person": 1, "post": 1}}).codes() == ["grant_not_held"]

    def test_a_system_may_not_use_a_grant_for_online_query_only(self, city):
        city.change_grant(modes=(Mode.ONLINE_QUERY,))
        assert ask(city).codes() == ["mode_not_granted"]


class TestQuota:
    def test_a_used_up_quota_is_refused_until_tomorrow(self, city):
        city.change_grant(daily_quota=3)

        async def work():
            async with city.gateway() as door:
                await door.sign_in()
                answers = [await door.lookup({"key": None, "keys": [key(1), key(2)]}) for _ in range(2)]
                answers.append(await door.lookup())
                city.clock.pass_(12 * 3600)
                await door.refresh()
                await door.sign_in()
                answers.append(await door.lookup({"key": None, "keys": [key(1)] * 3}))
                return answers

        first, refused, third, tomorrow = run(work)
        assert [first.status, refused.status, third.status, tomorrow.status] == [200, 429, 200, 200]
        assert refused.codes() == ["daily_quota_used_up"]
        assert refused.json()["reasons"][0]["facts"] == {"asked": 2, "left": 1, "quota": 3}
        assert refused.headers["retry-after"] == str(12 * 3600)
        assert [record["outcome"] for record in records(city)] == [
            "answered",
            "refused",
            "answered",
            "answered",
        ]

    def test_the_quota_outlives_the_process(self, city):
        city.change_grant(daily_quota=2)
        assert ask(city, {"key": None, "keys": [key(1), key(2)]}).status == 200
        assert ask(city).status == 429

    def test_what_was_counted_ahead_is_given_back(self, city):
        city.change_grant(daily_quota=1000)
        assert ask(city).status == 200
        assert ask(city, {"key": None, "keys": [key(1)] * 999}).status == 200
        assert ask(city).status == 429

    def test_two_gateways_share_the_quota(self, city):
        city.change_grant(daily_quota=3)

        async def work():
            async with city.gateway() as one, city.gateway() as other:
                return [(await door.lookup()).status for door in (one, other, one, other)]

        assert run(work) == [200, 200, 200, 429]

    def test_too_many_requests_are_told_when_to_come_back(self, city):
        async def work():
            async with city.gateway(rate_per_second=1.0) as door:
                answers = [await door.lookup() for _ in range(3)]
                city.clock.pass_(1)
                await door.refresh()
                return [*answers, await door.lookup()]

        answers = run(work)
        assert [answer.status for answer in answers] == [200, 200, 429, 200]
        assert answers[2].json()["code"] == "rate_exceeded"
        assert answers[2].headers["retry-after"] == "2"


class TestControl:
    def test_a_revocation_is_heard_at_the_next_poll(self, city):
        async def work():
            async with city.gateway() as door:
                before = await door.lookup()
                city.store.revoke(GRANT.grant, at=datetime.fromtimestamp(city.clock.now(), UTC))
                await door.refresh()
                return before, await door.lookup()

        before, after = run(work)
        assert before.status == 200
        assert after.codes() == ["grant_revoked"]

    def test_the_poll_is_frequent_enough_for_one_second(self, city):
        settings = replace(city.settings(), poll_seconds=type(city.settings()).poll_seconds)
        assert settings.poll_seconds <= 0.25
        assert settings.stale_seconds <= 1.0

    def test_without_confirmation_for_a_second_nothing_is_answered(self, city):
        async def work():
            async with city.gateway() as door:
                await door.sign_in()
                city.clock.pass_(0.9)
                fresh = await door.lookup()
                city.clock.pass_(0.2)
                stale = await door.lookup()
                await door.refresh()
                return fresh, stale, await door.lookup()

        fresh, stale, again = run(work)
        assert [fresh.status, stale.status, again.status] == [200, 503, 200]
        assert stale.json()["code"] == "no_control"

    @pytest.mark.parametrize("tamper", ["signature", "item"])
    def test_a_snapshot_that_nobody_signed_is_refused_and_the_old_one_ages_out(self, city, tamper, caplog):
        async def work():
            async with city.gateway() as door:
                await door.sign_in()
                self.tamper(city, tamper)
                city.clock.pass_(0.5)
                await door.refresh()
                held = await door.lookup()
                city.clock.pass_(0.6)
                await door.refresh()
                return held, await door.lookup()

        held, aged = run(work)
        assert held.status == 200
        assert (aged.status, aged.json()["code"]) == (503, "no_control")
        assert "refused" in caplog.text

    @staticmethod
    def tamper(city, kind):
        control = city.store._database.control
        if kind == "signature":
            control("update head set version = version + 1, signature = ?", (bytes(64),))
        else:
            forged = orjson.dumps(replace(GRANT, valid_until=date(2099, 1, 1)).to_json())
            city.change_grant(version=2)
            control("update snapshot_items set body = ? where kind = 'grant'", (forged,))

    def test_an_older_snapshot_is_refused(self, city):
        async def work():
            async with city.gateway() as door:
                columns = "version, at, items_hash, suite, key_id, signature"
                old = city.store._database.control(f"select {columns} from head")[0]
                city.change_grant(revoked=True)
                await door.refresh()
                await door.sign_in()
                city.store._database.control(
                    "update head set version = ?, at = ?, items_hash = ?,"
                    " suite = ?, key_id = ?, signature = ?",
                    old,
                )
                await door.refresh()
                held = await door.lookup()
                city.clock.pass_(1.1)
                await door.refresh()
                return held, await door.lookup()

        held, aged = run(work)
        assert held.codes() == ["grant_revoked"]
        assert aged.status == 503

    def test_a_gateway_that_was_told_nothing_answers_nothing(self, city):
        city.store._database.control("delete from head")
        city.store._database.control("delete from snapshot_items")

        async def work():
            async with city.gateway() as door:
                return await door.get("/readyz"), await door.get("/healthz")

        ready, alive = run(work)
        assert (ready.status, alive.status) == (503, 200)

    def test_a_tightened_grant_gives_less_at_once(self, city):
        async def work():
            async with city.gateway() as door:
                await door.lookup()
                city.change_grant(version=2, items=(GrantedItem("fee"),))
                await door.refresh()
                return await door.lookup()

        assert run(work).json()["results"][0]["data"] == {"fee": "12.50"}


def _batches(*rows):
    return [pa.RecordBatch.from_pylist(list(rows), schema=SCHEMA)]


def test_the_rules_agree_with_those_of_the_room_that_grants():
    for purpose in (PURPOSE, f" {PURPOSE} ", "信用评价", " ", ""):
        for number in ("YW-1", " ", ""):
            ours = judge_lookup(
                LookupFacts(
                    GRANT.grant, GRANT, ENTRY, Mode.API, purpose, number, "", date(2026, 1, 1) + timedelta(1)
                )
            )
            theirs = judge_use(UseFacts(PURPOSE, purpose, number, GRANT.consumer, GRANT.consumer))
            assert ours.reasons == theirs.reasons
