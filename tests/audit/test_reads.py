"""Taking read records: verified, once, anchored; and verification of their trail."""

from dataclasses import replace

import orjson
import pytest
from django.db import DatabaseError, connection, transaction

from audit.batches import read_record
from shuyuan.audit import taking
from shuyuan.audit.models import Entry, ReadBatch, ReadKey, ReadRecord
from shuyuan.audit.read_record import at_of, columns_of, milliseconds_of
from shuyuan.audit.services import is_behind, take_read_records, verify

pytestmark = pytest.mark.django_db


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def codes(report):
    return {finding.code for finding in report.findings}


# --- taking


def test_an_installation_without_online_store_has_nothing_to_take(home, settings):
    settings.ONLINE_URL = f"sqlite:///{home / 'none.sqlite3'}"
    assert not is_behind()
    assert take_read_records() == {"batches": 0, "records": 0, "refused": 0}
    assert not (home / "none.sqlite3").exists()


def test_an_empty_store_writes_nothing(store):
    assert not is_behind()
    take_read_records()
    assert not Entry.objects.exists()


def test_records_are_taken_once_and_anchored(gateway):
    gateway({"request_id": "r-1"}, {"request_id": "r-2"})
    gateway({"request_id": "r-3"}, chain="w1")
    assert is_behind()
    assert take_read_records() == {"batches": 2, "records": 3, "refused": 0}
    assert not is_behind()
    assert take_read_records()["batches"] == 0

    anchor = Entry.objects.get()
    assert anchor.event == "audit:reads:taken"
    assert [named[:3] for named in anchor.facts["batches"]] == [["w0", 0, 2], ["w1", 0, 1]]
    assert ReadRecord.objects.count() == 3


def test_a_record_can_be_searched_and_stays_as_signed(gateway):
    batch = gateway({"person": "7", "post": "70", "mode": "online_query"})
    take_read_records()
    read = ReadRecord.objects.get()
    assert read.record_json.encode() == batch.records
    assert (read.client, read.grant, read.entry, read.business_number) == (
        "housing-app",
        "G-2026-00001",
        "307001/1",
        "YW-1",
    )
    assert (read.key_digest, read.asked, read.found, read.post) == ("aa" * 16, 1, 1, "70")
    assert read.at.isoformat() == "2026-11-19T13:46:40.123000+00:00"


def test_every_key_of_a_bulk_lookup_can_be_found(gateway):
    gateway({"keys": ["bb" * 16, "cc" * 16]})
    take_read_records()
    assert ReadRecord.objects.get().key_digest == ""
    assert [key.record_id for key in ReadKey.objects.filter(digest="cc" * 16)] == [
        ReadRecord.objects.get().pk
    ]


def test_a_long_backlog_comes_in_several_transactions(gateway, monkeypatch):
    monkeypatch.setattr(taking, "BATCHES_AT_ONCE", 3)
    for number in range(7):
        gateway({"request_id": f"r-{number}"})
    assert take_read_records()["batches"] == 7
    assert Entry.objects.count() == 3


def test_taken_batches_are_dropped_from_the_store_but_for_the_newest(gateway, store, monkeypatch):
    monkeypatch.setattr(taking, "KEPT_IN_STORE", 2)
    for number in range(5):
        gateway({"request_id": f"r-{number}"})
    take_read_records()
    assert store.dropped == {"w0": 2}


def test_a_changed_batch_stops_its_chain_only_and_is_told_once(gateway, store):
    gateway({"request_id": "r-1"})
    bad = gateway({"request_id": "r-2"})
    gateway({"request_id": "r-3"})
    gateway({"request_id": "r-4"}, chain="w1")
    store.batches[1] = replace(bad, records=bad.records.replace(b"r-2", b"r-9"))

    assert take_read_records() == {"batches": 2, "records": 2, "refused": 1}
    take_read_records()
    assert sorted(ReadRecord.objects.values_list("request_id", flat=True)) == ["r-1", "r-4"]
    refusal = Entry.objects.get(event="audit:reads:refused")
    assert (refusal.subject_id, refusal.outcome) == ("w0", "refused")
    assert "not those that were signed" in refusal.facts["faults"]


def test_a_missing_batch_stops_its_chain(gateway, store):
    for number in range(3):
        gateway({"request_id": f"r-{number}"})
    del store.batches[1]
    assert take_read_records() == {"batches": 1, "records": 1, "refused": 1}


def test_a_batch_of_a_foreign_gateway_is_refused(gateway, store, key_folder):
    batch = gateway({"request_id": "r-1"})
    signature = key_folder.signer("token").sign(batch.header.signed_bytes())
    store.batches[0] = replace(batch, signature=signature)
    assert take_read_records()["refused"] == 1
    assert not ReadBatch.objects.exists()


def test_a_batch_that_was_taken_in_the_meantime_is_passed_over(gateway, store):
    batch = gateway({"request_id": "r-1"})
    take_read_records()
    taken, refused = taking._take([batch], taking.gateway_keys())
    assert (taken, refused) == ([], set())
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("table", ["audit_readbatch", "audit_readrecord", "audit_readkey"])
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_the_database_refuses_changes_and_removals(read_trail, append_only, table, verb):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(verb.format(table))


@pytest.mark.parametrize(
    "record",
    [{}, {"purpose": "x" * 999, "client": "a\x00b"}, {"keys": None, "found": -1, "asked": "x", "at": 7}],
)
def test_a_record_of_another_version_still_has_columns(record):
    columns = columns_of(record)
    assert len(columns["purpose"]) <= 200
    assert "\x00" not in columns["client"]


def test_times_are_exact_to_the_millisecond():
    for milliseconds in (0, 1, 1_795_000_000_123, 4_102_444_799_999):
        assert milliseconds_of(at_of(milliseconds)) == milliseconds


# --- verifying


def test_a_whole_read_trail_is_intact(read_trail):
    report = verify()
    assert report.intact, report.findings
    assert (report.batches, report.records) == (3, 5)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("chain", "w9"),
        ("seq", 7),
        ("at", "2020-01-01 00:00:00"),
        ("count", 9),
        ("root", "1" * 64),
        ("previous", "1" * 64),
        ("suite", "sm"),
        ("suite", "none"),
        ("signature", "00" * 64),
        ("signature", "no hex"),
        ("key_id", "other"),
    ],
)
def test_a_change_of_a_batch_is_found(read_trail, column, value):
    batch = ReadBatch.objects.get(chain="w0", seq=1)
    sql(f"UPDATE audit_readbatch SET {column} = %s WHERE id = %s", value, batch.pk)
    assert not verify().intact


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2020-01-01 00:00:00"),
        ("request_id", "r-9"),
        ("client", "other"),
        ("department", "health"),
        ("purpose", "别的"),
        ("business_number", "YW-2"),
        ("asked", 2),
        ("found", 0),
        ("key_digest", "dd" * 16),
        ("person", "8"),
        ("post", "80"),
        ("outcome", "refused"),
        ("mode", "online_query"),
        ("position", 5),
        ("record_json", orjson.dumps(read_record(request_id="r-9")).decode()),
        ("record_json", "no json"),
    ],
)
def test_a_change_of_a_record_is_found_at_its_place(read_trail, column, value):
    record = ReadRecord.objects.get(request_id="r-5")
    sql(f"UPDATE audit_readrecord SET {column} = %s WHERE id = %s", value, record.pk)
    report = verify()
    assert {finding.place.rpartition("/")[0] for finding in report.findings} <= {"w0", "w0/1"}
    assert not report.intact


def test_a_change_of_a_key_is_found(read_trail):
    sql("UPDATE audit_readkey SET digest = %s WHERE digest = %s", "dd" * 16, "cc" * 16)
    assert codes(verify()) == {"changed"}


def test_a_missing_record_is_found(read_trail):
    sql("DELETE FROM audit_readrecord WHERE request_id = 'r-5'")
    assert codes(verify()) == {"not_as_signed"}


def test_an_added_record_is_found(read_trail):
    record = ReadRecord.objects.get(request_id="r-5")
    record.pk, record.position = None, 2
    record.save()
    assert codes(verify()) == {"not_as_signed"}


def test_two_records_that_changed_places_are_found(read_trail):
    for before, after in ((0, 100), (1, 0), (100, 1)):
        sql(
            "UPDATE audit_readrecord SET position = %s WHERE position = %s AND batch_id ="
            " (SELECT id FROM audit_readbatch WHERE chain = 'w0' AND seq = 1)",
            after,
            before,
        )
    assert not verify().intact


@pytest.mark.parametrize(("chain", "seq"), [("w0", 0), ("w0", 1), ("w1", 0)])
def test_a_missing_batch_is_found_even_at_the_end_of_its_chain(read_trail, chain, seq):
    batch = ReadBatch.objects.get(chain=chain, seq=seq)
    ReadKey.objects.filter(record__batch=batch).delete()
    batch.records.all().delete()
    batch.delete()
    assert "missing" in codes(verify())


def test_an_added_batch_is_found(read_trail, gateway):
    batch = gateway({"request_id": "r-9"})
    taking._write_batch(batch, Entry.objects.get(event="audit:reads:taken"))
    assert codes(verify()) == {"added"}


def test_a_batch_under_an_entry_of_another_kind_is_found(read_trail, gateway):
    batch = gateway({"request_id": "r-9"})
    taking._write_batch(batch, Entry.objects.get(seq=1))
    assert "added" in codes(verify())


def test_records_without_their_batch_are_found(read_trail):
    batch = ReadBatch.objects.get(chain="w1")
    sql("UPDATE audit_readbatch SET id = id + 1000 WHERE id = %s", batch.pk)
    assert {finding.detail for finding in verify().findings} >= {"a record of no batch"}
    sql("UPDATE audit_readbatch SET id = id - 1000 WHERE id = %s", batch.pk + 1000)


def test_keys_without_their_record_are_found(read_trail):
    record = ReadRecord.objects.get(request_id="r-3")
    sql("UPDATE audit_readrecord SET id = id + 1000 WHERE id = %s", record.pk)
    assert {finding.detail for finding in verify().findings} >= {"a key of no record"}
    sql("UPDATE audit_readrecord SET id = id - 1000 WHERE id = %s", record.pk + 1000)
