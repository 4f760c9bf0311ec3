"""A department with two published entries, a stranger, and a worker that runs jobs at once."""

from datetime import date, datetime
from importlib import import_module
from io import BytesIO

import pytest

from shuyuan.engine.crypto import keys
from shuyuan.engine.spec import Check, CheckKind, DataType, ItemSpec
from shuyuan.kernel.actor import Role
from shuyuan.regulations.context import LEGAL_ZONE, LegalContext
from shuyuan.regulations.law import load_law

COUNTIES = "区划代码,名称\n419901,示范东区\n419902,示范西区\n"
TOWNS = "区划代码,名称,区县代码\n419901001,一街道,419901\n419901002,二街道,419901\n419902001,三镇,419902\n"


@pytest.fixture
def places(settings, tmp_path):
    """Folders and stores of this test alone."""
    settings.LAKE = str(tmp_path / "lake")
    settings.LANDING = str(tmp_path / "landing")
    settings.WORK = str(tmp_path / "work")
    settings.KEYS = str(tmp_path / "keys")
    settings.ONLINE_URL = f"sqlite:///{tmp_path / 'online.sqlite3'}"
    keys.create(tmp_path / "keys")
    return tmp_path


@pytest.fixture
def legal(db):
    calendar = import_module("shuyuan.casework.selectors").working_calendar
    import_module("shuyuan.casework.services").seed_calendar()
    now = datetime(2026, 11, 23, 9, 0, tzinfo=LEGAL_ZONE)
    return LegalContext(load_law(), calendar(), date(2026, 11, 23), now)


@pytest.fixture
def organizations(db):
    return import_module("organizations.factories")


@pytest.fixture
def civil_affairs(organizations):
    return organizations.make_department("civil-affairs", name="焦作市民政局")


@pytest.fixture
def operator(organizations, civil_affairs):
    return organizations.make_actor(Role.OPERATOR, civil_affairs)


@pytest.fixture
def counties(civil_affairs):
    items = (
        ItemSpec("code", "区划代码", DataType.CHARACTER, length=6, is_key=True),
        ItemSpec("name", "名称", DataType.CHARACTER, length=30, required=True),
    )
    return import_module("catalog.factories").make_published_entry(civil_affairs, items, name="区县区划")


@pytest.fixture
def towns(civil_affairs, counties):
    reference = Check(CheckKind.REFERENCE, {"entry": counties.code, "item": "code"})
    items = (
        ItemSpec("code", "区划代码", DataType.CHARACTER, length=9, is_key=True),
        ItemSpec("name", "名称", DataType.CHARACTER, length=30, required=True),
        ItemSpec("county", "区县代码", DataType.CHARACTER, length=6, required=True, checks=(reference,)),
    )
    return import_module("catalog.factories").make_published_entry(civil_affairs, items, name="乡镇区划")


class Run:
    """A job that nobody cancels."""

    def __init__(self, params, actor):
        self.params = params
        self.actor = actor
        self.job_id = 0
        self.stages = []

    def progress(self, done, total=0, note=""):
        self.stages.append(note)

    def check_cancelled(self):
        pass


@pytest.fixture
def send(places, legal, operator):
    """Receive, map as proposed, run and publish one file; gives the batch as it ended."""
    services = import_module("shuyuan.collection.services")
    models = import_module("shuyuan.collection.models")

    def send(entry, content, filename="rows.csv", *, actor=operator, run=True, **options):
        content = content.encode() if isinstance(content, str) else content
        batch = services.receive_file(
            entry.code, stream=BytesIO(content), filename=filename, actor=actor, legal=legal
        )
        if not run or batch.state != "received":
            return batch
        pairs = {match["item"]: match["column"] for match in batch.mapping["matches"]}
        services.map_batch(
            batch.pk,
            pairs=pairs,
            full_load=options.get("full_load", False),
            declared_rows=options.get("declared_rows"),
            actor=actor,
            legal=legal,
        )
        services.run_batch(batch.pk, run=Run({}, actor), legal=legal)
        batch = models.Batch.objects.get(pk=batch.pk)
        if batch.state in {"merged", "unchanged"}:
            services.publish_entry(entry.code, run=Run({}, actor), legal=legal)
        return batch

    return send
