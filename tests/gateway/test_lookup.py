"""Lookups under a grant: what is answered, what is refused, what is recorded."""

import orjson
from tests.gateway.conftest import ENTRY, key, run

from shuyuan.engine import receipts


def test_a_lookup_gives_exactly_the_granted_items_masked(city):
    async def work():
        async with city.gateway() as door:
            return await door.lookup()

    answer = run(work)
    assert answer.status == 200
    body = answer.json()
    assert body["entry"] == ENTRY
    assert body["served_version"] == 1
    assert body["results"] == [
        {
            "key": key(1),
            "found": True,
            "data": {
                "name": "张**",
                "phone": "138****0001",
                "born_on": "1990-01-01",
                "fee": "12.50",
                "alive": True,
            },
        }
    ]
    known = {city.keys.public("gateway").id: city.keys.public("gateway")}
    record = receipts.verify_answer(answer.body, known)
    assert record["found"] == 1
    assert orjson.dumps(record).find(key(1).encode()) < 0
