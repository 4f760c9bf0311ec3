"""Money is typed in 万元, kept in fen, and shown exact; what is no amount is refused at the field."""

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from shuyuan.projects.forms import MoneyField
from shuyuan.projects.money import entered, in_wan, in_yuan, money_words
from shuyuan.projects.steps import MOST_FEN


class Budget(forms.Form):
    fen = MoneyField()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        ("   ", "required"),
        ("-1", "negative_money"),
        ("−3", "negative_money"),
        ("NaN", "not_money"),
        ("Infinity", "not_money"),
        ("1e5", "not_money"),
        ("0x10", "not_money"),
        ("12.3.4", "not_money"),
        ("=1+1", "not_money"),
        ("一百", "not_money"),
        ("0", "too_little"),
        ("0.0000001", "too_exact"),
        ("1.1234567", "too_exact"),
        ("100000000.000001", "too_much"),
        ("9" * 30, "too_much"),
        ("9" * 60, "too_much"),
        ("1\0", "not_money"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_reason(typed, code):
    form = Budget({"fen": typed})
    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()["fen"]] == [code]


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1", 1_000_000),
        ("0.000001", 1),
        ("85.5", 85_500_000),
        ("1,234.56", 1_234_560_000),
        ("１２０．５", 120_500_000),
        ("1，000", 1_000_000_000),
        (" 12 ", 12_000_000),
        ("+3", 3_000_000),
        ("2.500000000", 2_500_000),
        ("100000000", MOST_FEN),
    ],
)
def test_an_amount_is_whole_fen(typed, fen):
    form = Budget({"fen": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["fen"] == fen


def test_nothing_can_be_an_amount_where_that_is_an_answer():
    assert MoneyField(least_fen=0).clean("0") == 0
    assert MoneyField(required=False).clean("") is None


@pytest.mark.parametrize(
    ("fen", "typed"), [(1_000_000, "1"), (85_500_000, "85.5"), (1, "0.000001"), (0, "0")]
)
def test_a_stored_amount_comes_back_as_it_was_typed(fen, typed):
    assert entered(fen) == typed
    assert f'value="{typed}"' in str(Budget(initial={"fen": fen})["fen"])


@pytest.mark.parametrize(
    ("fen", "wan", "yuan"),
    [
        (0, "0.00", "0.00"),
        (1, "0.00", "0.01"),
        (5_000, "0.01", "50.00"),
        (123_456_789_012, "123,456.79", "1,234,567,890.12"),
        (-5_000_000, "-5.00", "-50,000.00"),
    ],
)
def test_money_reads_in_wan_and_exact_in_yuan(fen, wan, yuan):
    assert (in_wan(fen), in_yuan(fen)) == (wan, yuan)


def test_the_tag_shows_wan_and_keeps_the_fen():
    html = Template("{% load projects %}{% money fen %}").render(Context({"fen": 123_456_789}))
    assert 'value="123456789"' in html
    assert "123.46" in html
    assert "1,234,567.89" in html
    assert Template("{% load projects %}{% money fen %}").render(Context({"fen": None})) == "–"


@pytest.mark.parametrize(
    ("fen", "chinese", "english"),
    [
        (0, "0.00 万元", "¥0"),
        (4_796_000_000, "4,796.00 万元", "¥47,960,000"),
        (12_340, "0.01 万元", "¥100"),
        (-57_040_000, "-57.04 万元", "-¥570,400"),
        (10**14, "100,000,000.00 万元", "¥1,000,000,000,000"),
    ],
)
def test_money_is_said_as_its_readers_count(fen, chinese, english):
    with translation.override("zh-hans"):
        assert money_words(fen) == chinese
    with translation.override("en"):
        assert money_words(fen) == english
