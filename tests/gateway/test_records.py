"""Read records: durable before the answer, one chain per process, nothing lost when things break."""

import asyncio
import sqlite3

import pytest
from tests.gateway.conftest import key, run
from tests.gateway.test_lookup import records

from shuyuan.engine import receipts
from shuyuan.engine.online import verify_batches
from shuyuan.engine.online.database import sqlite_path
from shuyuan.engine.online.sqlite import records_folder
from shuyuan.kernel.errors import Unavailable


def known(city):
    public = city.keys.public("gateway")
    return {public.id: public}


async def ask_many(door, count=5):
    await door.sign_in()
    return await asyncio.gather(*(door.lookup({"key": key(1 + number % 5)}) for number in range(count)))


class TestWhatBreaks:
    def test_no_answer_leaves_when_its_record_cannot_be_kept(self, city, monkeypatch):
        async def work():
            async with city.gateway() as door:
                await door.lookup()
                chain = door.app.parts.recorder._chain

                async def fail(_):
                    raise Unavailable("disk full", code="records_not_durable")

                monkeypatch.setattr(chain, "append", fail)
                lost = await ask_many(door)
                return lost, await door.lookup()

        lost, again = run(work)
        for answer in lost:
            assert (answer.status, answer.json()["code"]) == (503, "records_not_durable")
            assert b"results" not in answer.body
        assert again.status == 200
        assert len(records(city)) == 2

    def test_a_batch_that_was_written_but_not_confirmed_stays_in_the_chain(self, city, monkeypatch):
        async def work():
            async with city.gateway() as door:
                await door.lookup()
                chain = door.app.parts.recorder._chain
                append = chain.append

                async def written_but_lost(batch):
                    await append(batch)
                    raise Unavailable("connection lost", code="records_not_durable")

                monkeypatch.setattr(chain, "append", written_but_lost)
                lost = await door.lookup()
                return lost, await door.lookup()

        lost, again = run(work)
        assert (lost.status, again.status) == (503, 200)
        assert len(records(city)) == 3

    def test_a_store_that_ends_is_unavailable_and_found_again(self, city):
        if city.url.startswith("sqlite"):
            pytest.skip("files do not hang up")

        async def work():
            async with city.gateway() as door:
                before = await door.lookup()
                city.store._database.query(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where pid <> pg_backend_pid() and datname = current_database()"
                )
                during = [await door.lookup() for _ in range(2)]
                await door.refresh()
                return before, during, await door.lookup()

        before, during, after = run(work)
        assert (before.status, after.status) == (200, 200)
        assert {answer.status for answer in during} <= {200, 503}
        answered = [a for a in (before, *during, after) if a.status == 200]
        ids = {record["request_id"] for record in records(city)}
        assert {answer.json()["request_id"] for answer in answered} <= ids

    def test_a_slow_disk_writes_on_a_thread(self, file_city):
        async def work():
            async with file_city.gateway() as door:
                await door.lookup()
                door.app.parts.recorder._chain._usual_seconds = 1.0
                return await ask_many(door)

        assert {answer.status for answer in run(work)} == {200}
        assert len(records(file_city)) == 6

    def test_a_full_disk_stops_answers_with_a_clear_code(self, file_city):
        async def work():
            async with file_city.gateway() as door:
                await door.lookup()
                pages = door.app.parts.recorder._chain._connection.execute("pragma page_count").fetchone()[0]
                door.app.parts.recorder._chain._connection.execute(f"pragma max_page_count = {pages}")
                return await door.lookup({"key": None, "keys": [key(1)] * 500})

        full = run(work)
        assert (full.status, full.json()["code"]) == (503, "records_not_durable")


class TestChains:
    def test_a_chain_goes_on_after_a_restart(self, city):
        async def work():
            for _ in range(3):
                async with city.gateway() as door:
                    await ask_many(door)

        run(work)
        batches = city.store.take_batches({}, 100)
        assert {batch.header.chain for batch in batches} == {"w0"}
        assert [batch.header.seq for batch in batches] == list(range(len(batches)))
        assert verify_batches(batches, known(city)) == []

    def test_every_process_has_a_chain_of_its_own(self, city):
        async def work():
            async with city.gateway() as one, city.gateway() as other:
                return await ask_many(one), await ask_many(other)

        run(work)
        assert city.store.chains().keys() == {"w0", "w1"}
        assert len(records(city)) == 10

    def test_batches_are_taken_from_where_one_left_off(self, city):
        async def work():
            async with city.gateway() as door:
                for _ in range(4):
                    await door.lookup()

        run(work)
        first = city.store.take_batches({}, 3)
        rest = city.store.take_batches({"w0": first[-1].header.seq}, 100)
        assert [batch.header.seq for batch in first + rest] == [0, 1, 2, 3]
        assert verify_batches(rest, known(city), after={"w0": first[-1].header}) == []

    def test_dropped_batches_leave_the_newest_so_that_the_chain_goes_on(self, city):
        async def work():
            async with city.gateway() as door:
                await door.lookup()
                await door.lookup()
            dropped = city.store.drop_batches({"w0": 99, "w7": 3})
            async with city.gateway() as door:
                await door.lookup()
            return dropped

        assert run(work) == 1
        rest = city.store.take_batches({}, 100)
        assert [batch.header.seq for batch in rest] == [1, 2]
        assert verify_batches(rest[1:], known(city), after={"w0": rest[0].header}) == []

    def test_the_record_file_keeps_every_commit_on_disk(self, file_city):
        async def work():
            async with file_city.gateway() as door:
                await door.lookup()
                connection = door.app.parts.recorder._chain._connection
                return [
                    connection.execute(f"pragma {name}").fetchone()[0]
                    for name in ("journal_mode", "synchronous")
                ]

        assert run(work) == ["wal", 2]

    def test_a_receipt_is_good_for_every_answer_of_a_batch(self, city):
        async def work():
            async with city.gateway() as door:
                await door.lookup()
                return await ask_many(door, 17)

        for answer in run(work):
            record = receipts.verify_answer(answer.body, known(city))
            assert record["request_id"] == answer.json()["request_id"]

    def test_an_outsider_sees_a_change_in_the_file(self, file_city):
        async def work():
            async with file_city.gateway() as door:
                await door.lookup()
                await door.lookup()

        run(work)
        (file,) = records_folder(sqlite_path(file_city.url)).glob("*.sqlite3")
        with sqlite3.connect(file) as connection:
            blob = connection.execute("select records from batches where seq = 0").fetchone()[0]
            connection.execute(
                "update batches set records = ? where seq = 0", (blob.replace(b"YW-1", b"YW-2"),)
            )
        connection.close()
        assert len(verify_batches(file_city.store.take_batches({}, 10), known(file_city))) == 1
