"""A department with an open, a half-open and a closed entry, rows in the lake, and people who look."""

import time
from datetime import UTC, date, datetime
from importlib import import_module
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from django.test import Client as Browser

from shuyuan.engine.spec import DataType, ItemSpec
from shuyuan.kernel.actor import Role
from shuyuan.regulations.context import LEGAL_ZONE, LegalContext
from shuyuan.regulations.law import load_law

TODAY = date(2026, 11, 23)
#: Words that stand only in what society must not see.
SECRET = "不应公开"
ITEMS = (
    ItemSpec("stop_id", "站点编号", DataType.CHARACTER, length=10, is_key=True),
    ItemSpec("stop_name", "站点名称", DataType.CHARACTER, length=60),
    ItemSpec("opened_on", "启用日期", DataType.DATE),
    ItemSpec("lines", "线路数", DataType.INTEGER),
    ItemSpec("keeper", f"{SECRET}的看管人", DataType.CHARACTER, length=60),
    ItemSpec("keeper_phone", f"{SECRET}的电话", DataType.CHARACTER, length=20, sensitive=True),
)
OPEN = ("stop_id", "stop_name", "opened_on", "lines")
ROWS = "站点编号,站点名称,启用日期,线路数,看管人,电话\n" + "".join(
    f"S{number:03},第{number}站,2020-01-{number:02},{number},{SECRET}张{number},1380000{number:04}\n"
    for number in range(1, 13)
)


class _Run:
    """A job that nobody cancels."""

    params, job_id = {}, 0

    def __init__(self, actor):
        self.actor = actor

    def progress(self, done, total=0, note=""):
        pass

    def check_cancelled(self):
        pass


@pytest.fixture
def legal(db):
    import_module("shuyuan.casework.services").seed_calendar()
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 0, tzinfo=LEGAL_ZONE)
    return LegalContext(load_law(), calendar, TODAY, now)


@pytest.fixture
def people(db):
    make_actor = import_module("organizations.factories").make_actor
    make_department = import_module("organizations.factories").make_department
    transport = make_department("transport", name="焦作市交通运输局")
    return {
        "officer": make_actor(Role.DATA_OFFICER, transport),
        "stranger": make_actor(Role.DATA_OFFICER, make_department("forestry", name="焦作市林业局")),
        "bureau": make_actor(
            Role.DATA_ADMINISTRATION, make_department("data-bureau", name="焦作市政务服务和大数据管理局")
        ),
    }


@pytest.fixture
def publish(people, db):
    """`publish(name, open_items=…, **fields)`: a published entry of transport, its items opened by name."""
    factories = import_module("catalog.factories")
    department = import_module("shuyuan.organizations.models").Department
    steps = import_module("shuyuan.catalog.steps")
    revision = import_module("shuyuan.catalog.models").CatalogRevision

    @transaction.atomic
    def make(name, *, open_items=OPEN, items=ITEMS, **fields):
        transport = department.objects.get(code="transport")
        entry = factories.make_entry(transport, items, name=name, **fields)
        entry.items.filter(name__in=open_items).update(is_open=True)
        version = steps.write_version(entry, at=factories.AT, post_id=None)
        if not revision.objects.filter(entry=entry).exists():
            revision.objects.create(at=factories.AT, kind="published", entry=entry, version=version)
        return entry

    return make


@pytest.fixture
def city(publish):
    """The three entries, by what society sees of them."""
    return {
        "open": publish("公交站点", is_open=True, open_condition="注明来源"),
        "described": publish("公交场站", is_open=True, sharing_type="conditional"),
        "closed": publish(f"{SECRET}的车辆", is_open=False, abstract=f"{SECRET}的内容"),
    }


@pytest.fixture
def delivered(city, people, legal, settings, tmp_path):
    """Rows of every entry in the lake, served."""
    collection = import_module("shuyuan.collection.services")
    pool = import_module("shuyuan.collection.models").Pool
    import_module("shuyuan.engine.crypto.keys").create(tmp_path / "keys")
    settings.KEYS, settings.HOME = str(tmp_path / "keys"), tmp_path
    for name in ("LAKE", "LANDING", "WORK"):
        setattr(settings, name, str(tmp_path / name.lower()))
    settings.ONLINE_URL = f"sqlite:///{tmp_path / 'online.sqlite3'}"
    for entry in city.values():
        batch = collection.receive_file(
            entry.code, stream=BytesIO(ROWS.encode()), filename="a.csv", actor=people["officer"], legal=legal
        )
        pairs = dict(zip((item.name for item in ITEMS), ROWS.split("\n")[0].split(","), strict=True))
        collection.map_batch(
            batch.pk, pairs=pairs, full_load=False, declared_rows=None, actor=people["officer"], legal=legal
        )
        collection.run_batch(batch.pk, run=_Run(people["officer"]), legal=legal)
        found = pool.objects.get(entry=entry)
        found.served_version = found.lake_version
        found.save()
    return city


@pytest.fixture
def visitor(legal):
    return Browser()


@pytest.fixture
def enter(legal):
    """`enter(actor)`: a browser in which that actor is signed in, on the test's day."""
    person = import_module("shuyuan.organizations.models").Person

    def sign_in(actor):
        browser = Browser()
        browser.force_login(
            person.objects.get(pk=actor.person_id), backend="django.contrib.auth.backends.ModelBackend"
        )
        session = browser.session
        session["post"] = actor.post_id
        session.save()
        return browser

    with time_machine.travel(legal.now):
        yield sign_in


@pytest.fixture
def token(people, settings, tmp_path):
    """`token(**claims)`: a token of the gateway for a client of forestry; claims replace its own."""
    keys = import_module("shuyuan.engine.crypto.keys")
    models = import_module("shuyuan.sharing.models")
    clients = import_module("shuyuan.sharing.models.clients")
    systems = import_module("shuyuan.systems.models")
    department = import_module("shuyuan.organizations.models").Department
    folder = tmp_path / "keys"
    keys.create(folder)
    settings.KEYS = str(folder)
    forestry = department.objects.get(code="forestry")
    system = systems.InformationSystem.objects.create(
        name="林业系统",
        department=forestry,
        network="egov_extranet",
        hosting="government_cloud",
        duty="巡护",
        state="registered",
        proposed_by_id=people["stranger"].person_id,
        proposed_on=TODAY,
    )
    at = datetime(2026, 11, 1, tzinfo=UTC)
    client = models.Client.objects.create(
        client_id="forest-1", name="巡护", system=system, department=forestry, registered_at=at
    )
    clients.ClientKey.objects.create(
        client=client, key_id="k1", algorithm="EdDSA", public_jwk={}, added_at=at
    )

    def make(*, signer="token", type_="at+jwt", **changes):
        claims = {
            "iss": settings.GATEWAY_URL.rstrip("/"),
            "aud": "shuyuan-data",
            "client_id": "forest-1",
            "key": "k1",
            "exp": int(time.time()) + 60,
            **changes,
        }
        return keys.KeyFolder(Path(folder)).signer(signer).jwt(claims, type_=type_)

    return make
