"""What cleaning makes of a cell, by type."""

import datetime as dt
from decimal import Decimal

import pytest

from engine.ingest.cells import cleaned, values
from shuyuan.engine.spec import Check, CheckKind, DataType

PATTERN = Check(CheckKind.PATTERN, {"regex": "[0-9A-Z-]*"})


def test_text_loses_outer_spaces_and_full_width_letters_but_keeps_its_signs():
    cells = [" 甲 ", "\u3000乙\u200b", "１２３ＡＢ", "（丙）", "a  b", "", "  ", "\ufeff丁"]

    assert values(cells, DataType.CHARACTER) == ["甲", "乙", "123AB", "（丙）", "a  b", None, None, "丁"]


def test_memos_keep_their_letters_and_line_breaks():
    assert values([" １\n２ "], DataType.MEMO) == ["１\n２"]


def test_codes_have_half_width_signs():
    assert values(["４１０８－０１"], DataType.CHARACTER, checks=(PATTERN,)) == ["4108-01"]


def test_numbers_that_a_spreadsheet_made_of_codes_become_codes_where_no_digit_is_lost():
    cells = ["410801.0", "4.10801E5", "4.10801e+05", "4.108010E5", "1E+05", "4.19901E+17", "4E5", "41.5"]

    assert values(cells, DataType.CHARACTER, checks=(Check(CheckKind.PATTERN, {"regex": ".*"}),)) == [
        "410801",
        "410801",
        "410801",
        "410801",
        "number_lost_digits",
        "number_lost_digits",
        "4E5",
        "41.5",
    ]


def test_prose_keeps_what_looks_like_a_number():
    assert values(["3.0", "4.1E5"], DataType.CHARACTER) == ["3.0", "4.1E5"]


def test_identity_numbers_are_upgraded_and_written_in_capitals():
    check = (Check(CheckKind.RESIDENT_ID),)
    cells = [
        "419901900101001",
        " 41990119900101001x",
        "419901 19900101 001X",
        "４１９９０１１９９００１０１００１Ｘ",
    ]
    found = values(cells, DataType.CHARACTER, checks=check)

    assert found[0].startswith("41990119900101001")
    assert len(found[0]) == 18
    assert set(found[1:]) <= {found[0], "resident_id_check"}


def test_credit_codes_lose_hyphens_and_spaces():
    found = cleaned(
        ["91419901-MA0000000-0", "91419901ma00000000"], DataType.CHARACTER, checks=(Check(CheckKind.USCC),)
    )

    assert found[0] == found[1]


@pytest.mark.parametrize(
    "cell",
    [
        "2024-01-05",
        "2024-1-5",
        "2024/01/05",
        "2024/1/5",
        "2024.01.05",
        "20240105",
        "2024年1月5日",
        "2024年01月05日",
        " ２０２４－０１－０５ ",
        "2024-01-05 00:00:00",
        "2024/1/5 0:00",
        "2024-01-05T00:00:00.000",
    ],
)
def test_spellings_of_a_day(cell):
    assert values([cell], DataType.DATE) == [dt.date(2024, 1, 5)]


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("2024-02-30", "not_a_date"),
        ("2024-13-01", "not_a_date"),
        ("45296", "not_a_date"),
        ("2024-01-05 08:30:00", "not_a_date"),
        ("昨天", "not_a_date"),
        ("infinity", "not_a_date"),
        ("epoch", "not_a_date"),
        ("24-1-5", "date_out_of_range"),
        ("0024-01-05", "date_out_of_range"),
        ("2999-01-05", "date_out_of_range"),
    ],
)
def test_what_is_no_day(cell, rule):
    assert values([cell], DataType.DATE) == [rule]


def test_day_numbers_are_days_in_workbooks_only():
    assert values(["45296", "45296.0"], DataType.DATE, workbook=True) == [dt.date(2024, 1, 5)] * 2


@pytest.mark.parametrize(
    "cell",
    [
        "2024-01-05 08:30:00",
        "2024-01-05T08:30:00",
        "2024-01-05 08:30",
        "2024/1/5 8:30",
        "20240105083000",
        "2024年1月5日 8时30分",
        "2024年1月5日8时30分0秒",
        "2024-01-05T00:30:00Z",
        "2024-01-05 10:30:00+10:00",
        "2024-01-05T08:30+0800",
    ],
)
def test_spellings_of_a_moment_are_wall_clock_unless_they_say_otherwise(cell):
    expected = dt.datetime(2024, 1, 5, 0, 30, tzinfo=dt.UTC)

    assert values([cell], DataType.DATETIME) == [int(expected.timestamp() * 1_000_000)]


def test_a_day_is_the_moment_at_its_beginning_and_rubbish_is_none():
    midnight = int(dt.datetime(2024, 1, 4, 16, tzinfo=dt.UTC).timestamp() * 1_000_000)

    assert values(["2024-01-05", "20240105", "2024-01-05 25:00:00", "早上"], DataType.DATETIME) == [
        midnight,
        midnight,
        "not_a_time",
        "not_a_time",
    ]


def test_moments_of_workbooks_may_be_numbers():
    expected = dt.datetime(2024, 1, 5, 0, 30, tzinfo=dt.UTC)

    assert values(["45296.3541666667"], DataType.DATETIME, workbook=True) == [
        int(expected.timestamp() * 1_000_000)
    ]


def test_booleans_of_both_languages():
    cells = ["是", "否", "TRUE", "False", "1", "0", "Y", "n", "有", "√", "也许"]
    expected = [True, False, True, False, True, False, True, False, True, True, "not_a_boolean"]

    assert values(cells, DataType.BOOLEAN) == expected


def test_whole_numbers():
    cells = [
        "12",
        "-12",
        "+12",
        "12.0",
        "1,234",
        "１２",
        "12.5",
        "1_000",
        "0x1F",
        "1e3",
        "9223372036854775808",
        "十",
    ]
    expected = [12, -12, 12, 12, 1234, 12] + ["not_an_integer"] * 6

    assert values(cells, DataType.INTEGER) == expected


def test_amounts_lose_their_decoration_and_never_a_digit():
    cells = [
        "1,234.50",
        "¥12",
        "￥ 12.5元",
        "0.10",
        "1.239",
        "1.2300",
        "1.5E3",
        "12345678901234567.89",
        "1,23",
        "元",
    ]
    expected = [
        "1234.50",
        "12.00",
        "12.50",
        "0.10",
        None,
        "1.23",
        "1500.00",
        "12345678901234567.89",
        None,
        None,
    ]
    rules = ["too_many_decimals", "not_a_number", "not_a_number"]
    found = values(cells, DataType.CURRENCY)

    assert [value for value in found if isinstance(value, Decimal)] == [Decimal(e) for e in expected if e]
    assert [value for value in found if isinstance(value, str)] == rules


def test_numbers_respect_digits_and_decimals():
    cells = ["123.45", "999.99", "1000", "1.234", "12345678901234567890123456789012345.67"]
    assert values(cells, DataType.NUMERIC, length=5, scale=2) == [
        Decimal("123.45"),
        Decimal("999.99"),
        "too_many_digits",
        "too_many_decimals",
        "too_many_digits",
    ]


def test_long_numbers_keep_all_their_digits():
    cell = "1234567890123456789012345678901234.5678"

    assert values([cell], DataType.NUMERIC, scale=4) == [Decimal(cell)]


def test_doubles_and_floats_keep_64_bits_and_refuse_what_is_no_number():
    for kind in (DataType.DOUBLE, DataType.FLOAT):
        assert values(["0.1", "1e-7", "nan", "inf", "1e999", "."], kind) == [
            0.1,
            1e-7,
            "not_a_number",
            "not_a_number",
            "not_a_number",
            "not_a_number",
        ]


def test_workbook_integers_that_lost_digits_are_refused():
    assert values(["1.23456789012346E+15"], DataType.INTEGER, workbook=True) == ["number_lost_digits"]
