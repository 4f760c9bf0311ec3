"""Calls from the gateway to the pages: a system looks up, its page and the evaluation of the source count."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import orjson
import pyarrow as pa
import pytest
import time_machine
from tests.gateway.conftest import City, FakeClock

from projects.factories import make_project, make_system
from shuyuan.audit.models import ReadRecord
from shuyuan.audit.services import take_read_records
from shuyuan.catalog.selectors import entry_spec
from shuyuan.engine.crypto import KeyFolder, Signer
from shuyuan.engine.online import OnlineStore
from shuyuan.evaluation import services as evaluations
from shuyuan.evaluation.rules import Measure
from shuyuan.evaluation.seed import seed as seed_scheme
from shuyuan.projects.rules.stages import Stage
from shuyuan.sharing.client_keys import read_public_key
from shuyuan.sharing.publishing import publish_changes
from shuyuan.sharing.services import register_client
from shuyuan.systems.connections import refresh_connections

KNOWN = "419901199001010018"
UNKNOWN = "419901199001010026"
PERSON = {
    "_change_type": "insert",
    "id_number": KNOWN,
    "name": "虚拟人甲",
    "born_on": date(1990, 1, 1),
    "district": "419901",
}


@pytest.fixture
def signer():
    """The key of the consumer's system, held by the system alone."""
    return Signer.create()


@pytest.fixture
def client_system(system, signer, officer, legal):
    """In the place of the fixture of the room: a client whose private key the test holds."""
    public = read_public_key(orjson.dumps(signer.public.jwk()).decode())
    signer.id = public.key_id  # a client names its key as the platform does
    return register_client(system.pk, name="救助核验", key=public, actor=officer, legal=legal)


@pytest.fixture
def source(population, provider, keeper, legal):
    """The system whose data the entry is, and the project that built it a year ago."""
    made = make_system(provider, registered_on=date(2025, 11, 1))
    population.system_code = made.code
    population.save(update_fields=["system_code"])
    return make_project(
        provider, actor=keeper, legal=legal, stage=Stage.OPERATING, system=made, system_id=made.pk,
        operating_since=date(2025, 11, 2), accepted_on=date(2025, 10, 9),
    )  # fmt: skip


@pytest.fixture
def served(grant, population, settings, legal):
    """Grant and client are told to the gateway, one person stands in its store."""
    with time_machine.travel(legal.now):
        publish_changes(at=legal.now)
    batch = pa.RecordBatch.from_pylist([PERSON])
    with OnlineStore.open(settings.ONLINE_URL, KeyFolder(Path(settings.KEYS))) as store:
        store.publish(entry_spec(population), [batch], since=None, lake_version=1)
    return grant


@pytest.fixture
def ask(served, client_system, signer, settings, legal):
    """`ask(*keys)`: the system looks them up, one after the other; gives the statuses."""

    def run(*keys, **changes):
        clock = FakeClock()
        clock.wall = legal.now.timestamp()
        city = City(settings.ONLINE_URL, KeyFolder(Path(settings.KEYS)), None, clock, signer)

        async def work():
            async with city.gateway() as door:
                claims = {"iss": client_system.client_id, "sub": client_system.client_id}
                await door.sign_in(city.assertion(**claims))
                body = {"grant": served.number, "purpose": served.purpose_kind, **changes}
                path = f"/v1/data/{served.entry.path}/lookup"
                return [(await door.lookup({**body, "key": key}, path=path)).status for key in keys]

        with ThreadPoolExecutor(1) as pool:  # a browser of another test may keep a loop in this thread
            return pool.submit(asyncio.run, work()).result()

    return run


def count_calls(evaluation, reviewer, legal):
    """The calls that the evaluation measures once somebody evaluates."""
    body = evaluations.BodyDraft("虚拟评价有限公司", "合同〔2026〕9号", "绩效评价机构信用备案")
    evaluations.appoint_body(evaluation.pk, body, actor=reviewer, legal=legal)
    return dict(evaluation.marks.values_list("indicator__measure", "value"))[Measure.CALLS]


def test_a_refused_call_counts_for_the_caller_and_not_in_the_evaluation_of_the_source(
    ask, source, system, reviewer, legal, enter
):
    seed_scheme(year=2026, actor=reviewer, legal=legal)
    evaluation = evaluations.open_evaluation(source.pk, actor=reviewer, legal=legal)
    assert ask(KNOWN, purpose="curiosity") == [403]
    take_read_records()
    assert count_calls(evaluation, reviewer, legal) == 0
    outcomes = list(ReadRecord.objects.values_list("outcome", flat=True))
    page = enter(reviewer).get(f"/systems/{system.pk}/").content.decode()
    assert f"近十二个月调用 {len(outcomes)} 次" in page
    assert "answered" not in outcomes


def test_lookups_are_counted_on_the_page_of_the_system_and_in_the_evaluation_of_its_source(
    ask, source, system, population, reviewer, legal, enter
):
    seed_scheme(year=2026, actor=reviewer, legal=legal)
    evaluation = evaluations.open_evaluation(source.pk, actor=reviewer, legal=legal)
    assert ask(KNOWN, KNOWN, UNKNOWN) == [200, 200, 200]

    assert take_read_records()["records"] == 3
    assert take_read_records()["records"] == 0
    assert list(ReadRecord.objects.order_by("pk").values_list("found", flat=True)) == [1, 1, 0]
    refresh_connections(actor=reviewer, legal=legal)
    system.refresh_from_db()
    assert system.connected_on == legal.today

    bureau = enter(reviewer)
    page = bureau.get(f"/systems/{system.pk}/").content.decode()
    assert "近十二个月调用 3 次" in page
    assert population.name in page
    sheet = bureau.get("/systems/?columns=code&columns=used&columns=calls&export=csv")
    assert f"{system.code},1,3" in b"".join(sheet.streaming_content).decode("utf-8-sig")

    assert count_calls(evaluation, reviewer, legal) == 3
    shown = bureau.get(f"/projects/evaluation/{evaluation.pk}/").content.decode()
    assert re.search(r"十二个月内数据调用次数\D*3 / \d+", shown)


def test_calls_of_more_than_a_year_ago_do_not_count_in_an_evaluation(ask, source, reviewer, legal):
    seed_scheme(year=2026, actor=reviewer, legal=legal)
    evaluation = evaluations.open_evaluation(source.pk, actor=reviewer, legal=legal)
    ask(KNOWN)
    take_read_records()
    ReadRecord.objects.update(at=legal.now - timedelta(days=366))
    assert count_calls(evaluation, reviewer, legal) == 0
