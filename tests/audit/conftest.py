"""Fixtures of the room's tests: keys, a trail of entries, batches as a gateway signs them."""

from importlib import import_module
from types import SimpleNamespace

import orjson
import pytest
from django.db import connection, transaction

from shuyuan.audit import seal, taking
from shuyuan.audit.models import Entry
from shuyuan.audit.steps import record
from shuyuan.engine import merkle, receipts
from shuyuan.engine.crypto import KeyFolder, keys, suite_named
from shuyuan.engine.online import Batch, BatchHeader
from shuyuan.kernel.actor import Actor, Role

ACTOR = Actor(7, "测试经办", 70, "education", Role.OPERATOR)


@pytest.fixture
def append_only(db):
    """The triggers as an installation has them, until the test's transaction ends."""
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        import_module("shuyuan.audit.migrations.0002_append_only").install(None, editor)


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory) -> KeyFolder:
    return keys.create(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def home(settings, tmp_path, key_folder):
    """A home folder with keys and without a head."""
    settings.HOME = tmp_path
    settings.KEYS = str(key_folder.folder)
    return tmp_path


@pytest.fixture
def write(db, home, django_capture_on_commit_callbacks):
    """Record entries, one transaction each, and let the head follow."""

    def run(count=1, **fields):
        made = []
        for number in range(count):
            with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
                fields = {"subject_kind": "batch", "subject_id": number, **fields}
                made.append(record("test:thing:done", actor=ACTOR, facts={"n": number, "名": "甲"}, **fields))
        return made

    return run


@pytest.fixture
def trail(write):
    """Six entries."""
    return write(6)


class FakeStore:
    """An online store as far as the audit room sees it."""

    def __init__(self):
        self.batches = []
        self.dropped = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def chains(self):
        return {batch.header.chain: batch.header.seq for batch in self.batches}

    def take_batches(self, after, limit):
        left = [b for b in self.batches if b.header.seq > after.get(b.header.chain, -1)]
        return sorted(left, key=lambda b: (b.header.chain, b.header.seq))[:limit]

    def drop_batches(self, through):
        self.dropped = dict(through)
        return 0


@pytest.fixture
def store(monkeypatch, home):
    """The online store that the trail takes from."""
    fake = FakeStore()
    monkeypatch.setattr(taking, "_open", lambda: fake)
    monkeypatch.setattr(taking, "_store_exists", lambda: True)
    return fake


@pytest.fixture
def gateway(store, key_folder):
    """Answer reads: put a signed batch of records into the store."""
    signer, suite = key_folder.signer("gateway"), suite_named("international")
    last = {}

    def answer(*records, chain="w0"):
        lines = [orjson.dumps(read_record(**fields)) for fields in records]
        root = merkle.root([merkle.leaf_hash(line, suite.digest) for line in lines], suite.digest)
        seq, previous = last.get(chain, (0, receipts.GENESIS))
        at = 1_795_000_000_000 + seq
        header = BatchHeader(chain, seq, at, len(lines), root, previous, suite.name)
        last[chain] = (seq + 1, header.hash(suite))
        batch = Batch(header, signer.id, signer.sign(header.signed_bytes()), b"\n".join(lines))
        store.batches.append(batch)
        return batch

    return answer


def read_record(**fields):
    """A read record as a gateway writes it."""
    keys = fields.get("keys", ["aa" * 16])
    return {
        "client": "housing-app",
        "department": "housing-fund",
        "mode": "api",
        "purpose": "公积金提取核验",
        "grant": "G-2026-00001",
        "grant_version": 1,
        "entry": "307001/1",
        "items": ["name"],
        "at": "2026-11-19T13:46:40.123Z",
        "request_id": "r-1",
        "business_number": "YW-1",
        "person": "",
        "post": "",
        "asked": len(keys or []),
        "found": 1,
        "keys": keys,
        "served_version": 3,
        "outcome": "answered",
        "answer": "ff" * 32,
        **fields,
    }


@pytest.fixture
def read_trail(gateway, write):
    """Entries and three taken batches with five records."""
    write(2)
    gateway({"request_id": "r-1"}, {"request_id": "r-2"})
    gateway({"request_id": "r-3", "keys": ["bb" * 16, "cc" * 16], "found": 2}, chain="w1")
    gateway({"request_id": "r-4"}, {"request_id": "r-5"})
    taking.take_read_records()
    newest = Entry.objects.first()
    seal.publish(newest)
    return newest
