"""How text becomes keys, and how hits are marked."""

import pytest

from shuyuan.search import tokens
from shuyuan.search.packing import at_least, members, pack, unpack
from shuyuan.search.tokens import Term, likeness, marks, nearest_part, terms


@pytest.mark.parametrize("query", ["", "   ", "，。！", "%_'\";--"])
def test_what_is_no_word_gives_no_term(query):
    assert terms(query) == ()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("社保", ["社保"]),
        ("社保 社保", ["社保"]),
        ("民政局的ＩＤ号", ["民政局的", "id", "号"]),
        ("307001/12", ["307001/12"]),
        ("id_card_no", ["id", "card", "no"]),
    ],
)
def test_terms_are_runs_of_one_kind(query, found):
    assert [term.text for term in terms(query)] == found


def test_a_word_of_two_characters_is_one_pair():
    assert dict(Term("社保").families())[tokens.NAME] == ("N社保",)
    assert "N社保" in tokens.name_keys("城镇社保缴费")


def test_initials_and_pinyin_are_keys_of_a_name():
    keys = tokens.name_keys("社会保险")
    assert set(dict(Term("shbx").families())[tokens.NAME_INITIALS]) <= keys
    assert set(dict(Term("huibaoxian").families())[tokens.NAME_PINYIN]) <= keys


def test_a_column_is_found_by_its_words_and_by_stretches():
    keys = tokens.column_keys("idCard_no")
    assert {"cid", "cno", "ccar"} <= keys


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("307", True),
        ("307001", True),
        ("307001/", True),
        ("307001/1", True),
        ("307001/2", False),
        ("3071", False),
    ],
)
def test_a_code_is_found_by_its_beginning(query, matches):
    assert (set(tokens.code_query(query)) <= tokens.code_keys("307001/12")) is matches


def test_letters_mark_the_characters_that_they_spell():
    assert marks("城镇社会保险", [Term("shbx")]) == [("城镇", False), ("社会保险", True)]
    assert marks("婚姻登记", [Term("hunyin")]) == [("婚姻", True), ("登记", False)]
    assert marks("姓名", [Term("社保")]) == [("姓名", False)]


def test_marks_never_lose_text():
    text = "ﬁ<b>社保</b>社保"
    assert "".join(part for part, _is_hit in marks(text, [Term("社保"), Term("b")])) == text


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [("身份证号", "身份证号码", 0.8), ("公民身份证号", "身份证号", 0.7), ("企业名称", "企业名称", 1.0)],
)
def test_alike_names_are_alike(one, other, least):
    assert likeness(one, other) >= least


@pytest.mark.parametrize(
    ("one", "other"), [("", "姓名"), ("姓名", "金额"), ("号", "证号"), ("企业名称", "经纬度")]
)
def test_other_names_are_not(one, other):
    assert likeness(one, other) < 0.6


def test_the_intended_word_is_guessed():
    assert nearest_part(Term("养老保现"), ["参保人员养老保险明细"]) == "养老保险"
    assert nearest_part(Term("天文台"), ["参保人员养老保险明细"]) == ""


@pytest.mark.parametrize("step", [1, 3, 700])
def test_packed_sets_come_back(step):
    numbers = list(range(0, 9000, step))
    array = __import__("array").array("I", numbers)
    assert list(members(unpack(pack(array)))) == numbers


def test_at_least_counts_sets():
    assert list(members(at_least([0b111, 0b011, 0b001], 2))) == [0, 1]
    assert at_least([], 1) == 0
