"""Verification finds every way to tamper with the trail of entries."""

import json

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from shuyuan.audit import seal
from shuyuan.audit.chain import FIELDS, entry_hash
from shuyuan.audit.models import Entry
from shuyuan.audit.services import verify
from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor, Role

pytestmark = pytest.mark.django_db


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def found(report):
    return [(finding.place, finding.code) for finding in report.findings]


def codes(report):
    return {finding.code for finding in report.findings}


def rehash(seq):
    """Make an entry's hash fit its content again, as somebody would who knows how."""
    entry = Entry.objects.get(seq=seq)
    sealed = entry_hash({name: getattr(entry, name) for name in FIELDS})
    sql("UPDATE audit_entry SET hash = %s WHERE seq = %s", sealed, seq)
    sql("UPDATE audit_entry SET previous_hash = %s WHERE seq = %s", sealed, seq + 1)


def test_an_empty_trail_is_intact(home):
    report = verify()
    assert report.intact
    assert report.entries == 0


def test_a_whole_trail_is_intact(trail):
    report = verify()
    assert report.intact, report.findings
    assert report.entries == 6
    assert report.to_json()["intact"]
    json.dumps(report.to_json())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2020-01-01 00:00:00"),
        ("person_id", 8),
        ("person_name", "别人"),
        ("post_id", 71),
        ("department", "health"),
        ("role", "data_officer"),
        ("event", "test:thing:undone"),
        ("subject_kind", "grant"),
        ("subject_id", "99"),
        ("cites", "jz-data-2020/1"),
        ("outcome", "refused"),
        ("facts_json", '{"n": 2,"名":"甲"}'),
        ("previous_hash", "1" * 64),
        ("hash", "1" * 64),
    ],
)
def test_a_change_in_any_column_is_found_at_its_place(trail, column, value):
    sql(f"UPDATE audit_entry SET {column} = %s WHERE seq = 3", value)
    assert ("3", "changed") in found(verify())


def test_a_changed_signature_is_found(trail):
    sql("UPDATE audit_entry SET signature = %s WHERE seq = 3", "00" * 64)
    assert found(verify()) == [("3", "not_signed")]


@pytest.mark.parametrize("signature", ["", "no hex"])
def test_an_entry_without_signature_is_found(trail, signature):
    sql("UPDATE audit_entry SET signature = %s WHERE seq = 3", signature)
    assert found(verify()) == [("3", "not_signed")]


def test_a_time_that_is_none_is_found(trail):
    if connection.vendor != "sqlite":
        pytest.skip("the database does not take it")
    sql("UPDATE audit_entry SET at = 'yesterday' WHERE seq = 3")
    assert ("3", "changed") in found(verify())


def test_a_change_with_hashes_made_to_fit_is_found_by_the_signatures(trail):
    sql("UPDATE audit_entry SET person_name = '别人' WHERE seq = 3")
    for seq in (3, 4, 5, 6):
        rehash(seq)
    report = verify()
    assert [place for place, code in found(report) if code == "not_signed"] == ["3", "4", "5", "6"]
    assert "replaced" in codes(report)


def test_a_missing_entry_is_found(trail):
    sql("DELETE FROM audit_entry WHERE seq = 3")
    assert found(verify()) == [("3..3", "missing")]


def test_a_gap_closed_by_renumbering_is_found(trail):
    sql("DELETE FROM audit_entry WHERE seq = 3")
    for seq in (4, 5, 6):
        sql("UPDATE audit_entry SET seq = %s WHERE seq = %s", seq - 1, seq)
    report = verify()
    assert ("3", "changed") in found(report)
    assert ("6..6", "cut_off") in found(report)


def test_two_entries_that_changed_places_are_found(trail):
    for before, after in ((3, 100), (4, 3), (100, 4)):
        sql("UPDATE audit_entry SET seq = %s WHERE seq = %s", after, before)
    assert {("3", "changed"), ("4", "changed")} <= set(found(verify()))


def test_a_cut_off_end_is_found_by_the_head_outside(trail):
    sql("DELETE FROM audit_entry WHERE seq >= 5")
    assert found(verify()) == [("5..6", "cut_off")]


def test_new_entries_do_not_cover_a_cut_off_end(trail, write):
    sql("DELETE FROM audit_entry WHERE seq >= 5")
    write(4)
    assert ("6", "replaced") in found(verify())


def test_the_head_does_not_move_on_to_an_entry_of_somebody_else(trail, write, caplog):
    with transaction.atomic():
        forged = record(
            "a:b:c", actor=Actor(9, "伪造", 1, "x", Role.OPERATOR), subject_kind="x", subject_id=1
        )
    sql("UPDATE audit_entry SET signature = %s WHERE seq = %s", "00" * 64, forged.seq)
    seal.publish(forged)
    assert seal.read_head().seq == 6
    assert "somebody else" in caplog.text


def test_several_entries_of_one_transaction_move_the_head_once(
    trail, monkeypatch, django_capture_on_commit_callbacks
):
    written = []
    monkeypatch.setattr(seal, "_write", written.append)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for number in range(5):
            actor = Actor(9, "测试", 1, "x", Role.OPERATOR)
            record("a:b:c", actor=actor, subject_kind="x", subject_id=number)
    assert [head.seq for head in written] == [11]


def test_a_wholly_emptied_trail_is_found(trail):
    sql("DELETE FROM audit_entry")
    assert found(verify()) == [("1..6", "cut_off")]


def test_an_added_entry_is_found_even_with_fitting_hashes(trail):
    last = Entry.objects.first()
    with transaction.atomic():
        forged = record(
            "a:b:c", actor=Actor(9, "伪造", 1, "x", Role.OPERATOR), subject_kind="x", subject_id=1
        )
    sql("UPDATE audit_entry SET signature = %s WHERE seq = %s", last.signature, forged.seq)
    assert found(verify()) == [("7", "not_signed")]


def test_an_entry_before_the_first_is_found(trail):
    sql("UPDATE audit_entry SET seq = -1 WHERE seq = 6")
    assert "changed" in codes(verify())


def test_a_head_of_somebody_else_is_found(trail):
    seal.head_path().write_text(json.dumps({"seq": 2, "hash": "1" * 64, "signature": "00" * 64}))
    assert {("2", "bad_head"), ("2", "replaced")} == set(found(verify()))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"seq": "x", "hash": "", "signature": ""}'])
def test_an_unreadable_head_is_found(trail, content):
    seal.head_path().write_text(content)
    assert codes(verify()) == {"bad_head"}


def test_a_removed_head_is_found(trail):
    seal.head_path().unlink()
    assert codes(verify()) == {"no_head"}


def test_a_head_that_lags_behind_is_no_fault(trail, write):
    older = seal.head_path().read_bytes()
    write(2)
    seal.head_path().write_bytes(older)
    assert verify().intact


def test_a_missing_key_is_a_fault(trail, settings, tmp_path):
    settings.KEYS = str(tmp_path / "none")
    assert codes(verify()) == {"no_key"}


def test_verifying_holds_few_rows_and_asks_once(trail, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        verify()


NUMBERS = ["seq", "person_id", "post_id"]
TEXTS = [name for name in [*FIELDS, "hash", "signature"] if name not in {*NUMBERS, "at"}]
CHANGES = st.one_of(
    st.tuples(st.sampled_from(NUMBERS), st.integers(0, 10**6)),
    st.tuples(
        st.sampled_from(TEXTS),
        st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=10),
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seq=st.integers(1, 6), change=CHANGES)
def test_no_tampering_with_a_cell_goes_unseen(trail, seq, change):
    column, value = change
    assume(getattr(trail[seq - 1], column) != value)
    assume(column != "seq" or not 1 <= value <= 6)
    with transaction.atomic():
        sql(f"UPDATE audit_entry SET {column} = %s WHERE seq = %s", value, seq)
        assert not verify().intact
        transaction.set_rollback(True)
