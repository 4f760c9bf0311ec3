"""Each rule refuses what it is for, with the cell; identifiers in SQL agree with their Python form."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ingest.cells import values
from engine.ingest.people import ROWS, csv_of
from shuyuan.engine import quarantine
from shuyuan.engine.ingest import Mapping
from shuyuan.engine.rule_texts import LANGUAGES, RULES, describe
from shuyuan.engine.spec import Check, CheckKind, DataType, EntrySpec, ItemSpec
from shuyuan.engine.sql import check_digits
from shuyuan.engine.sql.fragments import column, first_of, literal, named, render
from shuyuan.kernel.errors import BadInput, NotFound
from shuyuan.kernel.identifiers import resident_identity, uscc
from shuyuan.kernel.identifiers.made_up import MadeUpNumbers

TEXT = DataType.CHARACTER


def one_item(*checks, kind=TEXT, **options):
    item = ItemSpec("item", "项", kind, checks=checks, **options)
    return EntrySpec("307001/4", "试", 1, (ItemSpec("key", "键", TEXT, is_key=True), item))


def refused(outcome):
    return [
        (cell.row, cell.item, cell.value, cell.rule) for cell in quarantine.cells(outcome.quarantine_path)
    ]


@pytest.mark.parametrize(
    "cell", ["=1+1", "@SUM(A1)", "＝1+1", "+SUM(A1)", "-cmd|' /C calc'!A0", "-2+3|x!y", "+a.b(c"]
)
def test_texts_that_a_spreadsheet_would_run_are_refused(cell):
    assert values([cell], TEXT) == ["looks_like_formula"]


@pytest.mark.parametrize("cell", ["-12", "+8613900000000", "- 见附件(2)", "-", "--", "a=b", "甲@乙"])
def test_texts_that_only_begin_with_a_sign_are_accepted(cell):
    assert values([cell], TEXT) == [cell]


def test_control_characters_are_refused_and_line_breaks_where_no_memo_is():
    assert values(["甲\x07乙", "甲\n乙", "甲\t乙"], TEXT) == ["control_character"] * 3
    assert values(["甲\x07乙", "甲\n乙"], DataType.MEMO) == ["control_character", "甲\n乙"]


def test_lengths_count_characters():
    assert values(["甲乙丙", "甲乙丙丁", "𠮷𠮷𠮷"], TEXT, length=3) == ["甲乙丙", "too_long", "𠮷𠮷𠮷"]


def test_an_empty_cell_breaks_only_the_rule_that_requires_it():
    checks = (Check(CheckKind.PATTERN, {"regex": "[0-9]+"}),)

    assert values(["", None, "  "], TEXT, checks=checks) == [None] * 3
    assert values(["", None, "  "], TEXT, checks=checks, required=True) == ["required"] * 3


def test_patterns_match_the_whole_text():
    checks = (Check(CheckKind.PATTERN, {"regex": "[0-9]{6}"}),)

    assert values(["410801", "4108011", "x410801"], TEXT, checks=checks) == ["410801", "pattern", "pattern"]


def test_code_lists_escape_their_values():
    checks = (Check(CheckKind.CODE_LIST, {"values": ["男", "it's", "a\\b"]}),)

    assert values(["男", "it's", "a\\b", "其他"], TEXT, checks=checks) == [
        "男",
        "it's",
        "a\\b",
        "not_in_code_list",
    ]


@pytest.mark.parametrize(
    ("kind", "bounds", "good", "bad"),
    [
        (DataType.INTEGER, {"min": "0", "max": "150"}, ["0", "150"], ["-1", "151"]),
        (DataType.CURRENCY, {"min": "0.01"}, ["0.01", "9"], ["0"]),
        (DataType.DATE, {"max": "2024-12-31"}, ["2024-12-31"], ["2025-01-01"]),
        (DataType.DOUBLE, {"min": "-1.5", "max": None}, ["-1.5"], ["-1.6"]),
    ],
)
def test_ranges_include_their_bounds(kind, bounds, good, bad):
    found = values([*good, *bad], kind, checks=(Check(CheckKind.RANGE, bounds),))

    assert "out_of_range" not in found[: len(good)]
    assert found[len(good) :] == ["out_of_range"] * len(bad)


@pytest.mark.parametrize(
    ("check", "kind"),
    [
        (Check(CheckKind.PATTERN, {}), TEXT),
        (Check(CheckKind.PATTERN, {"regex": "(["}), TEXT),
        (Check(CheckKind.CODE_LIST, {"values": []}), TEXT),
        (Check(CheckKind.RANGE, {}), DataType.INTEGER),
        (Check(CheckKind.RANGE, {"min": "viel"}), DataType.INTEGER),
        (Check(CheckKind.RANGE, {"min": "2024-13-01"}), DataType.DATE),
    ],
)
def test_a_check_that_cannot_be_used_is_the_fault_of_the_entry(sender, check, kind):
    with pytest.raises(BadInput) as error:
        sender.run("键,项\n1,2\n", spec=one_item(check, kind=kind))

    assert (error.value.code, error.value.facts["remedy"]) == ("bad_check", "correct_entry")


def test_references_are_given_or_read_from_the_pool(sender):
    spec = one_item(Check(CheckKind.REFERENCE, {"entry": "307001/2", "item": "number"}))
    content = "键,项\n1,A001\n2,A009\n3,\n"
    with pytest.raises(NotFound) as error:
        sender.run(content, spec=spec)
    assert error.value.code == "pool_missing"

    given_values = sender.run(content, "given", spec=spec, references={("307001/2", "number"): ["A009"]})
    assert refused(given_values) == [(2, "item", "A001", "reference_unknown")]
    sender.run(csv_of(*ROWS), "people")
    assert refused(sender.run(content, "pool", spec=spec)) == [(3, "item", "A009", "reference_unknown")]


def test_every_refused_cell_is_named_and_spoils_its_row(sender):
    outcome = sender.run(
        csv_of(ROWS[0], "A002,,?,昨天,x,", "A003,测试丙,女,1990-01-01,1,", ",测试丁,男,,,", "A5,只有两格")
    )

    assert refused(outcome) == [
        (3, "name", None, "required"),
        (3, "sex", "?", "not_in_code_list"),
        (3, "born_on", "昨天", "not_a_date"),
        (3, "amount", "x", "not_a_number"),
        (5, "number", None, "required"),
        (6, "", "A5,只有两格", "column_count"),
    ]
    assert (outcome.read, outcome.accepted, outcome.refused_rows, outcome.refused_cells) == (5, 2, 3, 6)
    assert outcome.cell_counts_by_rule == {
        "column_count": 1,
        "required": 2,
        "not_a_number": 1,
        "not_a_date": 1,
        "not_in_code_list": 1,
    }
    assert [row["number"] for row in sender.pool()] == ["A001", "A003"]


def test_identical_repeats_are_kept_once_and_differing_ones_refused(sender):
    outcome = sender.run(
        csv_of(*ROWS, ROWS[0], " A001,测试甲,男,1990/1/5,12.5,", ROWS[1].replace("100", "101"))
    )

    assert (outcome.read, outcome.accepted, outcome.duplicates, outcome.refused_rows) == (6, 2, 2, 2)
    assert refused(outcome) == [(3, "number", "A002", "key_repeated"), (7, "number", "A002", "key_repeated")]
    assert [row["number"] for row in sender.pool()] == ["A001", "A003"]


def test_a_key_of_several_items_is_one_key(sender):
    spec = EntrySpec(
        "307001/4",
        "试",
        1,
        (
            ItemSpec("a", "甲", TEXT, is_key=True),
            ItemSpec("b", "乙", TEXT, is_key=True),
            ItemSpec("c", "丙", TEXT),
        ),
    )
    outcome = sender.run("甲,乙,丙\n1,23,x\n12,3,y\n1,2,z\n1,2,w\n", spec=spec)

    assert refused(outcome) == [
        (4, "a", "1", "key_repeated"),
        (4, "b", "2", "key_repeated"),
        (5, "a", "1", "key_repeated"),
        (5, "b", "2", "key_repeated"),
    ]
    assert sorted((row["a"], row["b"]) for row in sender.pool(spec)) == [("1", "23"), ("12", "3")]


def test_columns_that_feed_nothing_and_items_without_column_do_no_harm(sender):
    landed = sender.land("多余,编号,姓名\n=1+1,A1,甲\n")
    mapping = Mapping.chosen(("多余", "编号", "姓名"), {"number": "编号", "name": "姓名"})
    outcome = sender.run(landed, mapping=mapping)

    assert outcome.refused_rows == 0
    assert sender.pool()[0]["sex"] is None


def test_every_rule_has_a_text_in_both_languages_with_its_limits():
    item = ItemSpec(
        "item",
        "项",
        DataType.NUMERIC,
        5,
        2,
        checks=(
            Check(CheckKind.PATTERN, {"regex": "[0-9]{6}"}),
            Check(CheckKind.CODE_LIST, {"values": [str(n) for n in range(20)]}),
            Check(CheckKind.RANGE, {"min": "1"}),
        ),
    )
    for rule in RULES:
        for language in LANGUAGES:
            assert "{" not in describe(rule, item, language=language).replace("[0-9]{6}", "")
    assert "[0-9]{6}" in describe("pattern", item)
    assert describe("not_in_code_list", item).endswith("11…")
    assert "不限" in describe("out_of_range", item)


def sql_faults(numbers, faults, remainder):
    """The fault of each number by the SQL form, None for none."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE numbers (place INTEGER, number VARCHAR)")
    connection.executemany("INSERT INTO numbers VALUES (?, ?)", list(enumerate(numbers)))
    number = column("number")
    inner = render(named(remainder(number), "remainder"))
    branches = [(condition, literal(str(code))) for code, condition in faults(number, column("remainder"))]
    query = f"SELECT {render(first_of(branches))} FROM (SELECT *, {inner} FROM numbers) ORDER BY place"
    return [row[0] for row in connection.execute(query).fetchall()]


def nearly(valid, alphabet):
    """Valid numbers, numbers with one character changed, and rubbish."""
    changed = st.builds(
        lambda number, place, character: number[:place] + character + number[place + 1 :],
        st.sampled_from(valid),
        st.integers(0, 17),
        st.sampled_from(alphabet),
    )
    return st.lists(
        st.one_of(
            st.sampled_from(valid), changed, st.text(st.sampled_from(alphabet), min_size=1, max_size=20)
        ),
        min_size=1,
        max_size=40,
    )


MADE_UP = MadeUpNumbers(7)
IDENTITIES = [MADE_UP.resident_identity() for _ in range(50)]
CREDIT_CODES = [MADE_UP.uscc(kind) for kind in ("91", "11", "N2", "Y1", "A1") for _ in range(10)]


@settings(max_examples=40, deadline=None)
@given(nearly(IDENTITIES, "0123456789Xx甲"))
def test_identity_numbers_in_sql_agree_with_python(numbers):
    found = sql_faults(numbers, check_digits.resident_id_faults, check_digits.resident_id_remainder)

    assert found == [resident_identity.fault(number) for number in numbers]


@settings(max_examples=40, deadline=None)
@given(nearly(CREDIT_CODES, uscc.ALPHABET + "IOZSVa甲"))
def test_credit_codes_in_sql_agree_with_python(codes):
    found = sql_faults(codes, check_digits.uscc_faults, check_digits.uscc_remainder)

    assert found == [uscc.fault(code) for code in codes]


def test_old_identity_numbers_in_sql_are_upgraded_as_in_python():
    old = [MADE_UP.old_resident_identity() for _ in range(50)]
    found = values(old, TEXT, checks=(Check(CheckKind.RESIDENT_ID),))

    assert found == [resident_identity.normalize(number) for number in old]
