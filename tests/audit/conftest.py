"""Fixtures of the room's tests: keys, a trail of entries, batches as a gateway signs them."""

from importlib import import_module
from types import SimpleNamespace

import orjson
import pytest
from django.db import connection, transaction

from audit.batches import read_record, signed_batch
from shuyuan.audit import seal, taking
from shuyuan.audit.models import Entry
from shuyuan.audit.steps import record
from shuyuan.engine import receipts
from shuyuan.engine.crypto import KeyFolder, keys
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
    last = {}

    def answer(*records, chain="w0"):
        lines = [orjson.dumps(read_record(**fields)) for fields in records]
        seq, previous = last.get(chain, (0, receipts.GENESIS))
        batch, following = signed_batch(lines, key_folder, chain=chain, seq=seq, previous=previous)
        last[chain] = (seq + 1, following)
        store.batches.append(batch)
        return batch

    return answer


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
