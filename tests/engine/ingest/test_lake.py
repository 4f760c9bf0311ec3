"""The lake: what merges, what makes a version and what does not, what changed between two versions."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from shuyuan.engine.lake import Lake, Merged
from shuyuan.engine.lake import lake as lake_module
from shuyuan.engine.lake.layout import MOST_BUCKETS, bucket_count
from shuyuan.engine.lake.tables import open_snapshot
from shuyuan.engine.spec import DataType, EntrySpec, ItemSpec
from shuyuan.kernel.errors import Conflict, NotFound

SPEC = EntrySpec(
    "307001/5",
    "证照",
    1,
    (
        ItemSpec("number", "编号", DataType.CHARACTER, is_key=True),
        ItemSpec("holder", "持有人", DataType.CHARACTER),
        ItemSpec("fee", "费用", DataType.CURRENCY),
        ItemSpec("issued_at", "签发时间", DataType.DATETIME),
    ),
)


@pytest.fixture
def lake(tmp_path):
    return Lake(tmp_path / "lake")


def rows(first, last, *, holder="甲", changed=()):
    numbers = range(first, last)
    return {
        "number": [f"N{n:07d}" for n in numbers],
        "holder": [f"{holder}{n}" if n not in changed else f"改{n}" for n in numbers],
        "fee": [Decimal(n % 100) for n in numbers],
        "issued_at": [None for _ in numbers],
    }


def merge(lake, content, batch_id, spec=SPEC, **options):
    schema = pa.schema(
        [
            ("number", pa.string()),
            ("holder", pa.string()),
            ("fee", pa.decimal128(20, 2)),
            ("issued_at", pa.timestamp("us", "UTC")),
            *((name, pa.string()) for name in content if name not in {item.name for item in SPEC.items}),
        ]
    )
    lake.root.mkdir(parents=True, exist_ok=True)
    with lake.session() as connection:
        connection.register("incoming", pa.table(content, schema))
        return lake.merge(connection, spec, "incoming", batch_id=batch_id, **options)


def content(lake, spec=SPEC, version=None):
    with lake.session() as connection:
        table = lake.relation(connection, spec, version).to_arrow_table()
    return sorted(table.to_pylist(), key=lambda row: row["number"])


def changes(lake, since, spec=SPEC):
    found = lake.changes(spec, since)
    return found.version, [row for batch in found.batches for row in batch.to_pylist()]


def kinds(lake, since, spec=SPEC):
    return Counter(row["_change_type"] for row in changes(lake, since, spec)[1])


def test_a_table_that_is_not_there_is_empty_and_has_no_version(lake):
    lake.root.mkdir()

    assert content(lake) == []
    assert lake.current_version(SPEC) is None
    assert lake.versions(SPEC) == []
    assert lake.compact(SPEC) is None
    assert lake.vacuum(SPEC) == 0
    with pytest.raises(NotFound) as error:
        lake.changes(SPEC, None)
    assert error.value.code == "pool_missing"


def test_no_rows_make_no_table(lake):
    assert merge(lake, rows(0, 0), "1") == Merged(None, 0, 0, 0, 0)
    assert lake.current_version(SPEC) is None


def test_new_changed_and_unchanged_rows_are_told_apart(lake):
    assert merge(lake, rows(0, 100), "1") == Merged(1, 100, 0, 0, 0)
    assert merge(lake, rows(50, 120, changed={60, 61}), "2") == Merged(2, 20, 2, 48, 0)
    assert len(content(lake)) == 120
    assert content(lake)[60]["holder"] == "改60"
    assert len(content(lake, version=1)) == 100


def test_the_same_rows_make_no_version(lake):
    merge(lake, rows(0, 100), "1")

    assert merge(lake, rows(0, 100), "2") == Merged(1, 0, 0, 100, 0)
    assert lake.current_version(SPEC) == 1


def test_a_repeated_batch_gives_the_counts_of_then_whatever_came_after(lake):
    merge(lake, rows(0, 100), "1")
    merge(lake, rows(0, 100, changed={5}), "2")

    assert merge(lake, rows(0, 100), "1") == Merged(1, 100, 0, 0, 0, repeated=True)
    assert content(lake)[5]["holder"] == "改5"


def test_missing_rows_stay_unless_the_load_is_full(lake):
    merge(lake, rows(0, 100), "1")

    assert merge(lake, rows(0, 10), "2").deleted == 0
    assert merge(lake, rows(10, 20), "3", full_load=True) == Merged(2, 0, 0, 10, 90)
    assert [row["number"] for row in content(lake)] == [f"N{n:07d}" for n in range(10, 20)]


def test_kept_keys_survive_a_full_load(lake):
    merge(lake, rows(0, 10), "1")
    with lake.session() as connection:
        connection.register("incoming", pa.table(rows(0, 5)))
        connection.execute("CREATE VIEW typed AS SELECT * REPLACE (CAST(fee AS DECIMAL(20, 2)) AS fee,"
                           " CAST(issued_at AS TIMESTAMPTZ) AS issued_at) FROM incoming")  # fmt: skip
        connection.execute("CREATE TABLE kept AS SELECT 'N0000007' AS number")
        merged = lake.merge(connection, SPEC, "typed", batch_id="2", full_load=True, kept="kept")

    assert merged.deleted == 4
    assert content(lake)[-1]["number"] == "N0000007"


def test_changes_are_net_and_know_each_kind(lake):
    merge(lake, rows(0, 100), "1")
    merge(lake, rows(0, 101, changed={1, 2}), "2")
    merge(lake, rows(2, 101), "3", full_load=True)

    assert kinds(lake, None) == {"insert": 99}
    version, found = changes(lake, 1)
    assert version == 3
    assert sorted((row["_change_type"], row["number"]) for row in found) == [
        ("delete", "N0000000"),
        ("delete", "N0000001"),
        ("insert", "N0000100"),
    ]
    assert {row["holder"] for row in found if row["_change_type"] == "delete"} == {None}
    assert kinds(lake, 2) == {"delete": 2, "update_postimage": 1}
    assert kinds(lake, 3) == {}


def test_the_schema_of_changes_is_that_of_the_items(lake):
    merge(lake, rows(0, 3), "1")
    found = lake.changes(SPEC, None)

    assert next(found.batches).schema == found.schema
    assert found.schema.field("fee").type == pa.decimal128(20, 2)
    assert found.schema.field("issued_at").type == pa.timestamp("us", "UTC")


def test_a_version_that_does_not_exist_is_not_found(lake):
    merge(lake, rows(0, 3), "1")
    with pytest.raises(NotFound) as error:
        content(lake, version=9)

    assert error.value.code == "version_unknown"


def test_versions_name_their_batches_newest_first(lake):
    merge(lake, rows(0, 3), "first", note={"a": 1})
    merge(lake, rows(0, 4), "second")
    versions = lake.versions(SPEC)

    assert [(version.number, version.batch_id, version.new) for version in versions] == [
        (2, "second", 1),
        (1, "first", 3),
        (0, None, 0),
    ]
    assert lake.find_batch(SPEC, "first").note == {"a": 1}
    assert lake.find_batch(SPEC, "third") is None
    assert lake.count(SPEC) == 4
    assert lake.count(SPEC, 1) == 3


def test_an_optional_item_is_added_and_old_rows_do_not_change(lake):
    merge(lake, rows(0, 10), "1")
    wider = replace(SPEC, version=2, items=(*SPEC.items, ItemSpec("more", "更多", DataType.CHARACTER)))
    same = {**rows(0, 10), "more": [None] * 10}
    assert merge(lake, same, "2", wider).unchanged == 10
    assert lake.current_version(SPEC) == 1

    filled = {**rows(0, 11), "more": [None] * 10 + ["新"]}
    assert merge(lake, filled, "3", wider).new == 1
    assert content(lake, wider)[-1]["more"] == "新"
    assert content(lake, wider)[0]["more"] is None
    assert content(lake)[-1]["number"] == "N0000010"
    assert kinds(lake, 1, wider) == {"insert": 1}


def test_an_item_that_is_gone_leaves_the_table_readable(lake):
    merge(lake, rows(0, 10), "1")
    narrower = replace(SPEC, items=tuple(item for item in SPEC.items if item.name != "fee"))

    assert "fee" not in content(lake, narrower)[0]


@pytest.mark.parametrize(
    ("items", "change"),
    [
        (
            lambda items: (*items, ItemSpec("more", "更多", DataType.CHARACTER, required=True)),
            "required_item_added",
        ),
        (
            lambda items: (replace(items[0], is_key=False), replace(items[1], is_key=True), *items[2:]),
            "key_changed",
        ),
        (lambda items: (*items[:2], replace(items[2], type=DataType.INTEGER), items[3]), "type_changed"),
    ],
)
def test_a_change_that_the_table_cannot_follow_is_refused_by_name(lake, items, change):
    merge(lake, rows(0, 10), "1")
    changed = replace(SPEC, version=2, items=items(SPEC.items))
    with pytest.raises(Conflict) as error:
        merge(lake, {**rows(0, 10), "more": ["x"] * 10}, "2", changed)

    assert error.value.code == "incompatible_schema"
    assert change in {problem["change"] for problem in error.value.facts["changes"]}
    assert lake.current_version(SPEC) == 1


def test_buckets_grow_with_the_table_and_rows_stay(lake):
    merge(lake, rows(0, 10), "1")
    assert open_snapshot(lake.folder(SPEC)).buckets == 1
    merge(lake, rows(5, 40_000), "2")
    snapshot = open_snapshot(lake.folder(SPEC))

    assert snapshot.buckets == bucket_count(40_000) == 16
    assert len({file.bucket for file in snapshot.files}) == 16
    assert snapshot.rows == 40_000
    assert kinds(lake, 1) == {"insert": 39_990}


def test_a_small_correction_rewrites_only_its_bucket(lake):
    merge(lake, rows(0, 40_000), "1")
    before = {file.path for file in open_snapshot(lake.folder(SPEC)).files}
    merge(lake, rows(77, 78, changed={77}), "2")
    after = {file.path for file in open_snapshot(lake.folder(SPEC)).files}

    assert len(before - after) == len(after - before) == 1
    assert content(lake)[77]["holder"] == "改77"
    assert kinds(lake, 1) == {"update_postimage": 1}


def test_many_small_batches_do_not_make_many_files(lake):
    for batch in range(12):
        merge(lake, rows(batch * 5, batch * 5 + 5), f"{batch}")

    assert len(open_snapshot(lake.folder(SPEC)).files) <= 5
    assert len(content(lake)) == 60


def test_compaction_joins_files_and_changes_no_row(lake):
    for batch in range(3):
        merge(lake, rows(batch * 5, batch * 5 + 5), f"{batch}")
    before = content(lake)

    assert lake.compact(SPEC) == 4
    assert len(open_snapshot(lake.folder(SPEC)).files) == 1
    assert content(lake) == before
    assert kinds(lake, 3) == {}
    assert kinds(lake, 1) == {"insert": 10}
    assert lake.compact(SPEC) is None
    assert merge(lake, rows(0, 5), "0").repeated


def test_vacuum_deletes_what_no_version_needs_and_changes_then_say_so(lake):
    merge(lake, rows(0, 10), "1")
    merge(lake, rows(0, 10, changed={3}), "2")

    assert lake.vacuum(SPEC) == 0
    assert lake.vacuum(SPEC, retention=timedelta(0)) == 1
    assert len(content(lake)) == 10
    with pytest.raises(NotFound) as error:
        lake.changes(SPEC, 1)
    assert error.value.code == "version_vacuumed"
    assert kinds(lake, None) == {"insert": 10}


def test_a_lost_race_is_run_again_on_the_new_version(lake, monkeypatch):
    merge(lake, rows(0, 10), "1")
    commits = []

    def commit(*arguments, **options):
        commits.append(options["batch_id"])
        if len(commits) == 1:
            merge(lake, rows(5, 15), "rival")
        return original(*arguments, **options)

    original = lake_module.commit
    monkeypatch.setattr(lake_module, "commit", commit)

    assert merge(lake, rows(5, 20), "mine") == Merged(3, 5, 0, 10, 0)
    assert len(content(lake)) == 20
    assert commits == ["mine", "rival", "mine"]


def test_two_workers_with_the_same_batch_commit_it_once(lake, monkeypatch):
    commits = []

    def commit(*arguments, **options):
        commits.append(options["batch_id"])
        if len(commits) == 1:
            merge(lake, rows(0, 10), "same")
        return original(*arguments, **options)

    original = lake_module.commit
    monkeypatch.setattr(lake_module, "commit", commit)

    assert merge(lake, rows(0, 10), "same") == Merged(1, 10, 0, 0, 0, repeated=True)
    assert lake.count(SPEC) == 10


def test_a_table_that_others_write_all_the_time_is_given_up(lake, monkeypatch):
    merge(lake, rows(0, 10), "1")

    def lose(*arguments, **options):
        raise lake_module.LostRace

    monkeypatch.setattr(lake_module, "commit", lose)
    with pytest.raises(Conflict) as error:
        merge(lake, rows(0, 11), "2")

    assert (error.value.code, error.value.retryable) == ("lake_busy", True)


def test_values_of_an_item_serve_references(lake):
    merge(lake, rows(0, 3), "1")
    with lake.session() as connection:
        assert sorted(lake.values(connection, "307001/5", "number").fetchall()) == [
            ("N0000000",),
            ("N0000001",),
            ("N0000002",),
        ]
        for entry, item, code in (("307001/9", "x", "pool_missing"), ("307001/5", "x", "unknown_item")):
            with pytest.raises(NotFound) as error:
                lake.values(connection, entry, item)
            assert error.value.code == code


@pytest.mark.parametrize(
    ("count", "buckets"), [(0, 1), (4_096, 1), (10_000, 2), (1_000_000, 256), (10**9, MOST_BUCKETS)]
)
def test_buckets_are_a_power_of_two_that_fits_the_size(count, buckets):
    assert bucket_count(count) == buckets


def test_the_log_holds_no_values(lake):
    merge(lake, rows(0, 10), "1")

    log = "".join(path.read_text() for path in (lake.folder(SPEC) / "_delta_log").glob("*.json"))
    assert "N000000" not in log
    assert '"delta.enableChangeDataFeed":"true"' in log
