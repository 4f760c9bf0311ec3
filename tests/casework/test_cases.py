"""Opinions, phrases, returns for completion, and the history of a case."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from shuyuan.casework.models import Completion, Phrase
from shuyuan.casework.returning import read_return
from shuyuan.casework.rules import gaps_named_too_late
from shuyuan.casework.selectors import (
    history_of,
    list_completions,
    list_opinions,
    list_phrases,
    named_gaps,
    open_completion,
)
from shuyuan.casework.services import add_phrase, remove_phrase
from shuyuan.casework.steps import Gap, give_opinion, read_gaps, return_for_completion, settle_completion
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted


@pytest.fixture
def send_back(bureau, legal):
    def send_back(*texts, new_facts=""):
        gaps = [Gap(text) for text in texts]
        return return_for_completion("x.y", 1, gaps=gaps, new_facts=new_facts, actor=bureau, legal=legal)

    return send_back


def test_a_return_names_something(send_back):
    for texts in ((), (" ",)):
        with pytest.raises(BadInput) as refused:
            send_back(*texts)
        assert refused.value.code == "no_gap_named"


def test_a_case_is_not_returned_while_it_is_away(send_back):
    send_back("缺依据")
    with pytest.raises(Conflict):
        send_back("缺依据")


def test_a_second_return_names_nothing_new_unless_the_facts_are_new(send_back, legal):
    send_back("缺法律依据", "缺更新周期")
    settle_completion("x.y", 1, legal=legal)
    with pytest.raises(BadInput) as refused:
        send_back("缺更新周期", "缺负责人")
    assert refused.value.code == "gap_named_too_late"
    assert refused.value.facts["gaps"] == "缺负责人"

    again = send_back("缺更新周期。", "缺负责人", new_facts="负责人已调离")
    assert (again.round, open_completion("x.y", 1)) == (2, again)
    settle_completion("x.y", 1, legal=legal)
    assert send_back("缺负责人").round == 3
    assert Completion.objects.count() == 3


def test_gaps_are_compared_without_blanks_and_full_stops():
    assert gaps_named_too_late(["缺 依据"], ["缺依据。"], has_new_facts=False) == ()
    assert [gap.text for gap in read_gaps("- 缺依据\n\n• 缺周期\n缺依据")] == ["缺依据", "缺周期"]


def test_who_disagrees_says_why(bureau, legal):
    with pytest.raises(BadInput):
        give_opinion("x.y", 1, text=" ", outcome="disagreed", actor=bureau, legal=legal)
    with pytest.raises(ValueError, match="outcome"):
        give_opinion("x.y", 1, text="x", outcome="maybe", actor=bureau, legal=legal)
    give_opinion("x.y", 1, text="", outcome="agreed", actor=bureau, legal=legal)
    assert [opinion.by for opinion in list_opinions("x.y", 1)] == [bureau.name]


def test_a_history_puts_everything_in_one_line_newest_first(make_task, send_back, bureau, legal):
    make_task(1, subject_kind="x.y")
    give_opinion("x.y", 1, text="同意", outcome="agreed", actor=bureau, legal=legal)
    send_back("缺依据")
    Completion.objects.update(at=legal.now + timedelta(hours=1))

    lines = history_of("x.y", 1)

    assert len(lines) == 3
    assert lines[0].text == "1. 缺依据"
    assert {line.text for line in lines[1:]} == {"同意", "期限：2026-11-30"}


def test_phrases_are_own_or_common(bureau, operator, stranger, db):
    own = add_phrase("情况 属实", is_common=False, actor=operator)
    common = add_phrase("同意。", is_common=True, actor=bureau)

    assert list(list_phrases(actor=operator)) == [own, common]
    assert list(list_phrases(actor=stranger)) == [common]
    with pytest.raises(Conflict):
        add_phrase("同意。", is_common=True, actor=bureau)
    with pytest.raises(NotPermitted):
        add_phrase("x", is_common=True, actor=operator)
    with pytest.raises(NotPermitted):
        remove_phrase(common.pk, actor=operator)
    with pytest.raises(NotFound):
        remove_phrase(own.pk, actor=stranger)
    with pytest.raises(BadInput):
        add_phrase(" ", is_common=False, actor=operator)
    remove_phrase(own.pk, actor=operator)
    assert Phrase.objects.count() == 1


def test_a_case_that_is_over_binds_no_later_one(send_back, legal):
    send_back("缺法律依据")
    settle_completion("x.y", 1, is_over=True, legal=legal)
    again = send_back("缺负责人")
    assert (again.round, [gap["text"] for gap in again.gaps]) == (1, ["缺负责人"])
    assert [gap.text for gap in named_gaps("x.y", 1)] == ["缺负责人"]
    assert list_completions("x.y", 1).count() == 2


def test_the_dialog_keeps_what_is_still_missing_and_adds_lines(send_back, legal):
    send_back("缺法律依据", "缺更新周期")
    settle_completion("x.y", 1, legal=legal)
    data = QueryDict(mutable=True)
    data.setlist("gap", ["缺更新周期", "从未提出"])
    data["reason"], data["new_facts"] = "1. 缺负责人\n", " 已调离 "
    sent = read_return(data, "x.y", 1)
    assert [gap.text for gap in sent.gaps] == ["缺更新周期", "缺负责人"]
    assert sent.new_facts == "已调离"
