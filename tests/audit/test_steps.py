"""Recording: in the caller's transaction, chained, signed, for ever; refusals apart."""

import logging
from itertools import pairwise

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from shuyuan.audit import seal
from shuyuan.audit.chain import FIELDS, GENESIS, canonical_json, entry_hash
from shuyuan.audit.models import Entry
from shuyuan.audit.steps import record, record_refusal
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, NotSignedIn, RuleRefused
from shuyuan.kernel.verdict import Reason, Verdict

pytestmark = pytest.mark.django_db
ACTOR = Actor(7, "测试经办", 70, "education", Role.OPERATOR)


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_an_error():
    with pytest.raises(transaction.TransactionManagementError):
        record("a:b:c", actor=ACTOR, subject_kind="x", subject_id=1)


def test_an_entry_of_a_rolled_back_act_never_was(write):
    write(1)
    with transaction.atomic():
        record("a:b:c", actor=ACTOR, subject_kind="x", subject_id=1)
        transaction.set_rollback(True)
    assert Entry.objects.count() == 1
    assert write(1)[0].seq == 2


def test_an_entry_says_who_did_what_to_what(write):
    (entry,) = write(1, cites="jz-data-2020/25.1")
    entry.refresh_from_db()
    assert (entry.person_name, entry.post_id, entry.department, entry.role) == (
        "测试经办",
        70,
        "education",
        "operator",
    )
    assert (entry.event, entry.subject_kind, entry.subject_id, entry.outcome) == (
        "test:thing:done",
        "batch",
        "0",
        "done",
    )
    assert entry.facts == {"n": 0, "名": "甲"}


def test_each_entry_continues_the_one_before_it(trail, key_folder):
    entries = list(Entry.objects.order_by("seq"))
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert entries[0].previous_hash == GENESIS
    for before, after in pairwise(entries):
        assert after.previous_hash == before.hash
    for entry in entries:
        assert entry_hash({name: getattr(entry, name) for name in FIELDS}) == entry.hash
        assert seal.Head(entry.seq, entry.hash, entry.signature).is_signed_by(key_folder.public("audit"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": "中"}, '{"a":"中","b":1}'),
        ({"x": "\x00\n"}, '{"x":"\\u0000\\n"}'),
        ({"x": "\ud800"}, '{"x":"?"}'),
        ({"x": Role.OPERATOR}, '{"x":"operator"}'),
    ],
)
def test_facts_have_one_text_that_every_database_takes(value, text):
    assert canonical_json(value) == text


def test_facts_that_are_no_json_are_an_error():
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"x": float("nan")})


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET event = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_changes_and_removals(write, append_only, statement):
    write(1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Entry.objects.get().event == "test:thing:done"


def test_an_entry_cannot_be_written_twice(write):
    (entry,) = write(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_without_a_key_the_entry_stays_unsigned_and_the_log_says_so(db, settings, tmp_path, caplog):
    settings.KEYS = str(tmp_path / "none")
    with transaction.atomic(), caplog.at_level(logging.ERROR):
        entry = record("a:b:c", actor=ACTOR, subject_kind="x", subject_id=1)
    assert entry.signature == ""
    assert "unsigned" in caplog.text


# --- refusals


@pytest.mark.parametrize("error", [BadInput(), Conflict(), NotSignedIn()])
def test_malformed_input_is_not_an_act(error):
    assert record_refusal(error, actor=ACTOR, path="/x/") is None
    assert not Entry.objects.exists()


def test_visitors_cannot_fill_the_trail():
    assert record_refusal(NotPermitted(), actor=None, path="/x/") is None
    assert not Entry.objects.exists()


@pytest.mark.parametrize("error", [NotPermitted(code="wrong_role"), NotFound(code="unknown_entry")])
def test_denied_access_is_recorded_with_its_code(error):
    entry = record_refusal(error, actor=ACTOR, path="/catalog/1/")
    assert (entry.outcome, entry.subject_id, entry.facts["code"]) == ("refused", "/catalog/1/", error.code)


def test_a_refusal_by_law_is_recorded_with_every_reason():
    verdict = Verdict((Reason("late", "jz-data-2020/14.2", {"days": 3}), Reason("lost", "jz-data-2020/15")))
    entry = record_refusal(RuleRefused(verdict), actor=ACTOR, path="/x/" + "y" * 500)
    assert entry.cites == "jz-data-2020/14.2"
    assert [reason["code"] for reason in entry.facts["reasons"]] == ["late", "lost"]
    assert len(entry.subject_id) == 200


def test_a_refusal_does_not_keep_all_that_somebody_sent():
    entry = record_refusal(NotFound(code="unknown_entry", entry="x" * 10_000), actor=ACTOR, path="/x/")
    assert entry.facts == {"code": "unknown_entry", "shortened": True}


def test_a_trail_that_cannot_be_written_does_not_hide_the_refusal(monkeypatch, caplog):
    def broken(*_args, **_fields):
        raise DatabaseError("disk full")

    monkeypatch.setattr("shuyuan.audit.steps.record", broken)
    assert record_refusal(NotPermitted(), actor=ACTOR, path="/x/") is None
    assert "could not be recorded" in caplog.text
