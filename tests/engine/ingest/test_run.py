"""One batch from file to version: what is refused, what merges, and what a second run does."""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
import xlsxwriter

from engine.ingest.people import HEADER, PEOPLE, ROWS, csv_of
from shuyuan.engine import quarantine
from shuyuan.engine.ingest import Mapping, Outcome, propose
from shuyuan.engine.readers import open_file
from shuyuan.engine.spec import Check, CheckKind, DataType, EntrySpec, ItemSpec
from shuyuan.kernel.errors import BadInput, Conflict, Unavailable

GOOD = csv_of(*ROWS)
ONE_BAD = csv_of(*ROWS, "A004,测试丁,?,,,")
REAL = Path(__file__).parents[4] / "shared" / "data"

DIVISION = (
    ItemSpec(
        "code",
        "代码",
        DataType.CHARACTER,
        9,
        is_key=True,
        checks=(Check(CheckKind.PATTERN, {"regex": "[0-9]{6}([0-9]{3})?"}),),
    ),
    ItemSpec("name", "名称", DataType.CHARACTER, 50, required=True),
)
AREAS = EntrySpec("307002/1", "县级区划", 1, DIVISION)
STREETS = EntrySpec(
    "307002/2",
    "乡级区划",
    1,
    (
        *DIVISION,
        ItemSpec(
            "area_code",
            "县级代码",
            DataType.CHARACTER,
            6,
            required=True,
            checks=(Check(CheckKind.REFERENCE, {"entry": AREAS.code, "item": "code"}),),
        ),
    ),
)


class Stopped(Exception):
    pass


def test_an_incomplete_mapping_is_refused_before_the_file_is_read(sender):
    with pytest.raises(BadInput) as error:
        sender.run(GOOD, mapping=Mapping(tuple(HEADER.split(",")), ()))

    assert error.value.code == "mapping_incomplete"
    assert error.value.facts["problems"][0] == {"code": "item_unmapped", "item": "number", "column": None}


def test_a_mapping_made_for_another_file_is_refused(sender):
    mapping = Mapping.chosen(("编号", "姓名"), {"number": "编号", "name": "姓名"})
    with pytest.raises(BadInput) as error:
        sender.run(GOOD, mapping=mapping)

    assert error.value.code == "mapping_of_other_columns"


def test_above_the_threshold_nothing_merges_and_the_quarantine_says_why(sender):
    sender.run(csv_of(ROWS[0]), "before")
    outcome = sender.run(ONE_BAD, "2", threshold_percent=24.9)

    assert not outcome.merged
    assert (outcome.new, outcome.changed, outcome.version) == (0, 0, 1)
    assert (outcome.read, outcome.refused_rows) == (4, 1)
    assert len(quarantine.cells(outcome.quarantine_path)) == 1
    assert len(sender.pool()) == 1


def test_at_the_threshold_the_good_rows_merge(sender):
    assert sender.run(ONE_BAD, threshold_percent=25).new == 3


def test_the_caller_may_decide_with_the_counts(sender):
    asked = []

    def may_merge(read, refused):
        asked.append((read, refused))
        return False

    assert not sender.run(ONE_BAD, may_merge=may_merge).merged
    assert asked == [(4, 1)]
    assert sender.lake.current_version(PEOPLE) is None


def test_the_same_file_twice_changes_nothing(sender):
    first, second = sender.run(GOOD, "1"), sender.run(GOOD, "2")

    assert (first.new, first.version) == (3, 1)
    assert (second.new, second.unchanged, second.version, second.merged) == (0, 3, 1, True)


def test_a_repeated_batch_gives_an_equal_outcome_without_reading(sender):
    landed = sender.land(ONE_BAD)
    mapping = sender.mapping(landed)
    first = sender.run(landed, mapping=mapping)
    landed.path.unlink()

    assert sender.run(landed, mapping=mapping) == first
    assert Outcome.from_json(first.to_json()) == first


def test_a_batch_id_stands_for_one_input(sender):
    sender.run(GOOD, "1")
    with pytest.raises(Conflict) as error:
        sender.run(ONE_BAD, "1")

    assert error.value.code == "batch_id_reused"


def test_a_cancelled_batch_merges_nothing(sender):
    for stop_at in ("read", "compare", "merge"):
        stage = []

        def check_cancelled(stage=stage, stop_at=stop_at):
            if stage[-1] == stop_at:
                raise Stopped

        with pytest.raises(Stopped):
            sender.run(
                GOOD,
                progress=lambda _done, _total, name, stage=stage: stage.append(name),
                check_cancelled=check_cancelled,
            )
        assert sender.lake.versions(PEOPLE) == [] or sender.pool() == []
    assert sender.run(GOOD).new == 3


def test_a_batch_can_be_stopped_while_it_is_read(sender, monkeypatch):
    monkeypatch.setattr("shuyuan.engine.ingest.staging._SECONDS_BETWEEN_NEWS", 0.001)
    content = csv_of(*[f"B{n:06d},测试{n},男,1990-01-01,{n}," for n in range(150_000)])
    seen = []

    def stop(done, total, stage):
        seen.append(done)
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        sender.run(content, progress=stop)

    assert len(seen) == 2
    assert sender.pool() == []


def test_a_file_that_breaks_on_the_way_says_where(sender):
    rows = [f"B{n:06d},测试{n},男,1990-01-01,{n}," for n in range(100_000)]
    landed = sender.land(csv_of(*rows) + "B1,测")
    with pytest.raises(BadInput) as error:
        sender.run(landed)

    assert (error.value.code, error.value.facts["row"]) == ("file_truncated", 100_002)
    assert sender.pool() == []


def test_progress_tells_the_stages_in_their_order(sender):
    told = []
    sender.run(GOOD, progress=lambda *step: told.append(step))

    assert told == [(0, 0, "read"), (3, 0, "read"), (3, 3, "compare"), (3, 3, "merge"), (3, 3, "finish")]


def test_a_full_load_deletes_what_is_missing_but_not_what_was_refused(sender):
    sender.run(csv_of(*ROWS), "1")
    outcome = sender.run(csv_of(ROWS[0], "A002,,女,,,"), "2", full_load=True)

    assert (outcome.deleted, outcome.refused_rows) == (1, 1)
    assert [row["number"] for row in sender.pool()] == ["A001", "A002"]


def test_a_full_load_with_an_unreadable_key_deletes_nothing_and_says_so(sender):
    sender.run(csv_of(*ROWS), "1")
    outcome = sender.run(csv_of(ROWS[0], ",测试,女,,,"), "2", full_load=True)

    assert outcome.deleted == 0
    assert outcome.notes[-1].code == "deletion_withheld"
    assert len(sender.pool()) == 3


def test_a_disk_that_fills_up_is_a_clear_error_and_the_next_run_goes_through(sender, monkeypatch):
    from shuyuan.engine.lake import merging  # noqa: PLC0415 - patched here only

    def refuse(*arguments):
        import duckdb  # noqa: PLC0415

        raise duckdb.IOException("Could not write file: No space left on device")

    monkeypatch.setattr(merging, "write_buckets", refuse)
    with pytest.raises(Unavailable) as error:
        sender.run(GOOD)
    assert error.value.code == "disk_full"

    monkeypatch.undo()
    assert sender.run(GOOD).new == 3


def test_csv_workbook_and_parquet_give_the_same_pool(sender):
    rows = [row.split(",") for row in ROWS]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER.split(","), *rows]):
            sheet.write_row(number, 0, row)
            if number:
                sheet.write_number(number, 4, float(row[4]))
    table = io.BytesIO()
    columns = dict(zip(HEADER.split(","), [list(cells) for cells in zip(*rows, strict=True)], strict=True))
    pa.parquet.write_table(pa.table(columns), table)

    assert sender.run(GOOD, "csv").new == 3
    assert sender.run(buffer.getvalue(), "xlsx", name="people.xlsx").unchanged == 3
    assert sender.run(table.getvalue(), "parquet", name="people.parquet").unchanged == 3
    assert sender.run(GOOD.encode("gb18030"), "gb18030").unchanged == 3


def test_a_formula_in_a_workbook_is_a_refused_cell(sender):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER.split(","))
        sheet.write_row(1, 0, ROWS[0].split(","))
        sheet.write_row(2, 0, ["A002", "测试乙", "女"])
        sheet.write_formula(2, 4, "=1+1", None, 2)
    outcome = sender.run(buffer.getvalue(), name="people.xlsx")

    (cell,) = quarantine.cells(outcome.quarantine_path)
    assert (cell.row, cell.column, cell.value, cell.rule) == (3, "金额", "=1+1", "cell_is_formula")
    assert outcome.new == 1


def test_a_workbook_sheet_can_be_chosen(sender):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name in ("一", "二"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADER.split(","))
            sheet.write_row(1, 0, [name, *ROWS[0].split(",")[1:]])
    sender.run(buffer.getvalue(), name="people.xlsx", sheet="二")

    assert [row["number"] for row in sender.pool()] == ["二"]


def test_many_rows_are_all_there_once(sender):
    rows = [f"B{n:05d},测试{n},男,1990-01-01,{n}," for n in range(30_000)]
    rows[7] = "B00007,,男,,,"
    rows[20_000] = rows[0]
    outcome = sender.run(csv_of(*rows))

    assert (outcome.read, outcome.accepted, outcome.refused_rows, outcome.duplicates) == (
        30_000,
        29_998,
        1,
        1,
    )
    assert sum(row["amount"] for row in sender.pool()) == sum(range(30_000)) - 7 - 20_000


def test_an_entry_with_a_hostile_code_stays_in_its_folder(sender):
    outcome = sender.run(ONE_BAD, "../../x/y")

    assert outcome.quarantine_path.resolve().is_relative_to(sender.lake.root.resolve())


@pytest.mark.skipif(not REAL.exists(), reason="the real divisions are not here")
def test_the_real_divisions_are_taken_and_checked_against_each_other(sender):
    def send(name, spec, batch_id, **options):
        content = (REAL / name).read_bytes()
        landed = sender.land(content, name)
        mapping = propose(open_file(landed).columns, spec)
        return sender.run(landed, batch_id, spec, mapping=mapping, **options)

    areas, streets = send("areas.csv", AREAS, "areas"), send("streets.csv", STREETS, "streets")

    assert (areas.new, areas.refused_rows) == (2_978, 0)
    assert (streets.new, streets.refused_rows) == (41_352, 0)
    assert sender.lake.count(STREETS) == 41_352
    some = {(AREAS.code, "code"): ["110101"]}
    doubtful = send("streets.csv", STREETS, "again", references=some, threshold_percent=5)
    assert not doubtful.merged
    assert doubtful.cell_counts_by_rule == {"reference_unknown": 41_352 - doubtful.accepted}
