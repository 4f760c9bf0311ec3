"""What becomes of a file, from receiving it to the version that is served."""

from importlib import import_module
from pathlib import Path

import pytest

from collection.conftest import COUNTIES, TOWNS, Run
from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.collection import services
from shuyuan.collection.models import Batch, Pool
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, TooLarge


def test_a_foreign_department_cannot_send(send, organizations, counties):
    stranger = organizations.make_actor(Role.OPERATOR, "tax")
    with pytest.raises(NotPermitted) as refused:
        send(counties, COUNTIES, actor=stranger)
    assert refused.value.code == "not_the_provider"
    assert not Batch.objects.exists()


def test_a_file_without_bytes_is_refused_before_anything_is_kept(send, counties, places):
    with pytest.raises(BadInput) as refused:
        send(counties, b"")
    assert refused.value.code == "file_empty"
    assert not list((places / "landing").rglob("*.csv"))


def test_a_file_above_the_limit_is_refused_and_leaves_nothing(send, counties, settings, places):
    settings.UPLOAD_LIMIT_BYTES = 10
    with pytest.raises(TooLarge):
        send(counties, COUNTIES)
    assert not [path for path in (places / "landing").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("rows.xlsx", b"PK\x03\x04 truncated"),
        ("rows.csv", b"\xff\xfe\x00\x81\x00"),
        ("rows.csv", "只有表头,没有数据\n".encode()),
        ("rows.exe", b"MZ\x90\x00"),
        ("rows.csv", "区划代码,区划代码\n1,2\n".encode()),
    ],
)
def test_an_unreadable_file_is_kept_with_its_problem(send, counties, filename, content):
    batch = send(counties, content, filename)
    assert batch.state == "unreadable"
    assert batch.problem["code"]
    assert Path(batch.landed_path).read_bytes() == content
    assert AuditEntry.objects.filter(event="collection:batch:unreadable").count() == 1


def test_rows_merge_and_are_served(send, counties):
    batch = send(counties, COUNTIES)
    assert batch.state == "merged"
    assert (batch.rows_read, batch.rows_accepted, batch.rows_new) == (2, 2, 2)
    pool = Pool.objects.get(entry=counties)
    assert pool.row_count == 2
    assert pool.served_version == pool.lake_version == batch.lake_version


def test_the_same_file_twice_changes_nothing(send, counties):
    first = send(counties, COUNTIES)
    second = send(counties, COUNTIES)
    assert second.state == "unchanged"
    assert (second.rows_new, second.rows_changed, second.rows_unchanged) == (0, 0, 2)
    assert second.lake_version == first.lake_version
    assert Pool.objects.get(entry=counties).row_count == 2


def test_a_changed_row_makes_one_version(send, counties):
    send(counties, COUNTIES)
    batch = send(counties, COUNTIES.replace("示范西区", "示范新区"))
    assert (batch.state, batch.rows_changed, batch.rows_unchanged) == ("merged", 1, 1)


def test_full_data_deletes_what_it_lacks(send, counties):
    send(counties, COUNTIES)
    batch = send(counties, "区划代码,名称\n419901,示范东区\n", full_load=True)
    assert (batch.state, batch.rows_deleted) == ("merged", 1)
    assert Pool.objects.get(entry=counties).row_count == 1


def test_a_township_without_its_county_is_refused_with_row_and_reason(send, counties, towns):
    send(counties, COUNTIES)
    rows = "".join(f"4199020{number:02d},镇{number},419902\n" for number in range(10, 40))
    batch = send(towns, TOWNS + rows + "419909001,孤镇,419909\n")
    assert (batch.state, batch.rows_refused) == ("merged", 1)
    assert batch.refused_by_rule == {"reference_unknown": 1}
    [cell] = import_module("shuyuan.engine.quarantine").cells(Path(batch.quarantine_path))
    assert (cell.row, cell.item, cell.value) == (35, "county", "419909")


def test_a_batch_above_its_threshold_merges_nothing(send, counties, towns):
    send(counties, COUNTIES)
    batch = send(towns, TOWNS.replace("419902", "419909"))
    assert batch.state == "refused"
    assert [reason["code"] for reason in batch.problem["reasons"]] == ["too_many_rows_refused"]
    assert not Pool.objects.filter(entry=towns).exists()


def test_a_count_that_differs_from_the_provider_s_own_merges_nothing(send, counties):
    batch = send(counties, COUNTIES, declared_rows=3)
    assert batch.state == "refused"
    assert [reason["code"] for reason in batch.problem["reasons"]] == ["count_differs_from_original"]


def test_running_a_batch_again_after_its_end_changes_nothing(send, counties, operator, legal):
    batch = send(counties, COUNTIES)
    services.run_batch(batch.pk, run=Run({}, operator), legal=legal)
    assert Pool.objects.get(entry=counties).row_count == 2
    assert AuditEntry.objects.filter(event="collection:batch:merged").count() == 1


def test_a_kill_between_the_lake_and_the_bookkeeping_loses_and_doubles_nothing(
    send, counties, operator, legal, monkeypatch
):
    running = import_module("shuyuan.collection.services.running")
    end = running._end

    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "_end", die)
    with pytest.raises(KeyboardInterrupt):
        send(counties, COUNTIES)
    batch = Batch.objects.get()
    assert batch.state == "running"

    monkeypatch.setattr(running, "_end", end)
    services.run_batch(batch.pk, run=Run({}, operator), legal=legal)
    batch.refresh_from_db()
    assert (batch.state, batch.rows_new) == ("merged", 2)
    assert Pool.objects.get(entry=counties).row_count == 2


def test_a_mapping_without_a_required_item_names_it(send, counties, operator, legal):
    batch = send(counties, COUNTIES, run=False)
    with pytest.raises(BadInput) as refused:
        services.map_batch(
            batch.pk,
            pairs={"code": "区划代码"},
            full_load=False,
            declared_rows=None,
            actor=operator,
            legal=legal,
        )
    assert {problem["item"] for problem in refused.value.facts["problems"]} == {"name"}


def test_the_mapping_of_a_header_is_remembered(send, counties, operator, legal):
    batch = send(counties, "甲,乙\n419901,东区\n", run=False)
    services.map_batch(
        batch.pk,
        pairs={"code": "甲", "name": "乙"},
        full_load=False,
        declared_rows=None,
        actor=operator,
        legal=legal,
    )
    again = send(counties, "甲,乙\n419902,西区\n", run=False)
    assert {(match["item"], match["column"]) for match in again.mapping["matches"]} == {
        ("code", "甲"),
        ("name", "乙"),
    }


def test_a_withdrawn_batch_never_merges(send, counties, operator, legal):
    batch = send(counties, COUNTIES, run=False)
    services.cancel_batch(batch.pk, reason="发错文件", actor=operator, legal=legal)
    services.run_batch(batch.pk, run=Run({}, operator), legal=legal)
    batch.refresh_from_db()
    assert batch.state == "cancelled"
    assert not Pool.objects.exists()


def test_a_batch_that_has_ended_cannot_be_withdrawn(send, counties, operator, legal):
    batch = send(counties, COUNTIES)
    with pytest.raises(Conflict):
        services.cancel_batch(batch.pk, reason="晚了", actor=operator, legal=legal)


def test_a_foreign_batch_looks_like_a_missing_one(send, organizations, counties, legal):
    batch = send(counties, COUNTIES, run=False)
    stranger = organizations.make_actor(Role.DATA_OFFICER, "tax")
    with pytest.raises(NotFound):
        services.cancel_batch(batch.pk, reason="", actor=stranger, legal=legal)
