"""Supervised matters: who opens, answers and judges them; numbers, tasks, words, notices."""

from datetime import timedelta

import pytest

from shuyuan.audit.models import Entry
from shuyuan.casework.models import Opinion, Supervision, Task
from shuyuan.casework.selectors import access_supervision, inbox, list_opinions, list_supervised
from shuyuan.casework.services import (
    answer_supervision,
    close_supervision,
    demand_again,
    supervise_department,
    supervise_task,
)
from shuyuan.casework.services.supervision import SUBJECT
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted
from shuyuan.notices.models import Message


@pytest.fixture
def task(make_task, people):
    return make_task(role=Role.OPERATOR, department="housing", actor=people["opener"])


@pytest.fixture
def due_on(legal):
    return legal.today + timedelta(days=4)


@pytest.fixture
def supervision(task, people, due_on, legal):
    return supervise_task(task.pk, demand="说明原因", due_on=due_on, actor=people["bureau"], legal=legal)


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("operator", NotPermitted),
        ("officer", NotPermitted),
        ("opener", NotPermitted),
        ("stranger", NotFound),
    ],
)
def test_only_leaders_and_the_bureau_supervise(task, people, due_on, legal, who, error):
    with pytest.raises(error):
        supervise_task(task.pk, demand="x", due_on=due_on, actor=people[who], legal=legal)
    assert not Supervision.objects.exists()


def test_a_demand_needs_words_and_a_day_to_come(task, people, due_on, legal):
    bureau = people["bureau"]
    for given in ({"demand": " ", "due_on": due_on}, {"demand": "x", "due_on": legal.today - timedelta(1)}):
        with pytest.raises(BadInput):
            supervise_task(task.pk, **given, actor=bureau, legal=legal)


def test_a_supervised_task_asks_its_addressee_and_tells_the_leader(supervision, task, people, legal):
    assert supervision.number == "焦数督〔2026〕1号"
    asked = [item.task for item in inbox(people["operator"], legal)]
    assert [one.subject_kind for one in asked] == [SUBJECT, "catalog.entry"]
    assert asked[0].due_on == supervision.due_on
    assert Task.objects.get(pk=task.pk).is_supervised
    told = set(Message.objects.values_list("person_id", flat=True))
    assert told == {people["operator"].person_id, people["principal"].person_id}
    assert Entry.objects.get(event="casework:supervision:begun").facts["number"] == supervision.number


def test_a_task_is_not_supervised_twice_and_a_refusal_takes_no_number(
    supervision, task, people, due_on, legal
):
    with pytest.raises(Conflict):
        supervise_task(task.pk, demand="x", due_on=due_on, actor=people["principal"], legal=legal)
    other = supervise_department(
        "housing", title="编制进度", demand="请报送", due_on=due_on, actor=people["principal"], legal=legal
    )
    assert other.number == "焦数督〔2026〕2号"


def test_a_leader_supervises_nothing_of_another_department(people, due_on, legal):
    for who in ("principal", "officer"):
        with pytest.raises(NotPermitted):
            supervise_department(
                "transport", title="x", demand="x", due_on=due_on, actor=people[who], legal=legal
            )


def test_an_answer_goes_to_who_asked_and_may_be_sent_back(supervision, people, due_on, legal):
    number, bureau = supervision.pk, people["bureau"]
    with pytest.raises(NotPermitted):
        answer_supervision(number, text="x", actor=people["officer"], legal=legal)
    with pytest.raises(Conflict):
        demand_again(number, text="x", due_on=due_on, actor=bureau, legal=legal)

    answer_supervision(number, text="已补正", actor=people["operator"], legal=legal)
    assert [item.kind for item in inbox(bureau, legal)] != []
    demand_again(number, text="缺附件", due_on=due_on, actor=bureau, legal=legal)
    answer_supervision(number, text="附件已交", actor=people["principal"], legal=legal)
    with pytest.raises(NotPermitted):
        close_supervision(number, text="x", actor=people["operator"], legal=legal)
    closed = close_supervision(number, text="办结", actor=bureau, legal=legal)

    assert (closed.state, closed.round) == ("closed", 2)
    assert [opinion.outcome for opinion in list_opinions(SUBJECT, number)] == [
        Opinion.Outcome.ANSWERED,
        Opinion.Outcome.RETURNED,
        Opinion.Outcome.ANSWERED,
        Opinion.Outcome.CLOSED,
    ]
    assert not Task.objects.filter(subject_kind=SUBJECT, done_at__isnull=True).exists()
    assert not Task.objects.filter(is_supervised=True).exists()
    assert not list_supervised(actor=bureau).exists()
    with pytest.raises(NotPermitted):
        answer_supervision(number, text="x", actor=people["operator"], legal=legal)


def test_a_foreign_supervision_looks_like_a_missing_one(supervision, people):
    for who in ("stranger", "auditor"):
        with pytest.raises(NotFound):
            access_supervision(supervision.pk, actor=people[who])
    assert access_supervision(supervision.pk, actor=people["officer"]) == supervision
