"""Reminders and hand-over: who may, what is refused, who is told, what stays behind."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shuyuan.audit.models import Entry
from shuyuan.casework.models import Task, TaskEvent
from shuyuan.casework.selectors import history_of, inbox
from shuyuan.casework.services import hand_over, remind
from shuyuan.casework.steps import close_tasks, move_due_day, remind_waiting
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted
from shuyuan.notices.models import Message
from shuyuan.organizations.models import Post


@pytest.fixture
def colleague(make_actor):
    return make_actor("housing", Role.OPERATOR, "second-operator")


@pytest.fixture
def task(make_task, people):
    """Lies with the operators of housing; transport's officer opened it."""
    return make_task(role=Role.OPERATOR, department="housing", actor=people["opener"])


@pytest.mark.parametrize(("who", "error"), [("operator", NotPermitted), ("stranger", NotFound)])
def test_its_addressee_and_strangers_do_not_remind(task, people, legal, who, error):
    with pytest.raises(error):
        remind(task.pk, actor=people[who], legal=legal)
    assert not TaskEvent.objects.exists()


@pytest.mark.parametrize("who", ["opener", "opener's colleague", "bureau"])
def test_who_opened_it_reminds_and_the_bureau(task, people, legal, who):
    remind(task.pk, text="请尽快", actor=people[who], legal=legal)

    (event,) = task.events.all()
    assert (event.kind, event.text, event.by) == ("reminded", "请尽快", people[who].name)
    assert Task.objects.get(pk=task.pk).reminder_count == 1
    assert {message.person_id for message in Message.objects.all()} == {people["operator"].person_id}
    assert Entry.objects.get(event="casework:task:reminded").person_name == people[who].name


def test_one_reminder_a_day_from_the_same_post(task, people, legal):
    remind(task.pk, actor=people["bureau"], legal=legal)
    with pytest.raises(Conflict) as second:
        remind(task.pk, actor=people["bureau"], legal=legal)
    assert second.value.code == "reminded_today"

    remind(task.pk, actor=people["opener"], legal=legal)
    tomorrow = replace(legal, today=legal.today + timedelta(days=1), now=legal.now + timedelta(days=1))
    remind(task.pk, actor=people["bureau"], legal=tomorrow)
    assert Task.objects.get(pk=task.pk).reminder_count == 3


def test_nobody_reminds_of_what_is_done(task, people, legal):
    close_tasks("catalog.entry", 1, outcome="done", actor=people["operator"], legal=legal)
    with pytest.raises(Conflict):
        remind(task.pk, actor=people["bureau"], legal=legal)
    with pytest.raises(Conflict):
        hand_over(task.pk, to_post=1, reason="x", actor=people["operator"], legal=legal)


@pytest.mark.parametrize(
    ("receiver", "code"),
    [
        ("officer", "hand_over_other_role"),
        ("stranger", "hand_over_leaves_department"),
        ("gone", "post_not_held"),
    ],
)
def test_a_task_goes_only_to_a_post_that_may_act_on_it(task, people, colleague, legal, receiver, code):
    Post.objects.filter(pk=colleague.post_id).update(ended_on=legal.today)
    post = colleague if receiver == "gone" else people[receiver]
    with pytest.raises(BadInput) as refused:
        hand_over(task.pk, to_post=post.post_id, reason="休假", actor=people["operator"], legal=legal)
    assert refused.value.code == code
    assert Task.objects.get(pk=task.pk).addressee == "housing/operator"


def test_a_hand_over_needs_a_reason_and_a_right(task, people, colleague, legal):
    with pytest.raises(BadInput):
        hand_over(task.pk, to_post=colleague.post_id, reason=" ", actor=people["operator"], legal=legal)
    for who in ("officer", "bureau", "opener"):
        with pytest.raises(NotPermitted):
            hand_over(task.pk, to_post=colleague.post_id, reason="x", actor=people[who], legal=legal)


@pytest.mark.parametrize("who", ["operator", "principal"])
def test_a_handed_over_task_lies_with_the_colleague_alone(task, people, colleague, legal, who):
    hand_over(task.pk, to_post=colleague.post_id, reason="休假", actor=people[who], legal=legal)

    assert [item.task.pk for item in inbox(colleague, legal)] == [task.pk]
    assert inbox(people["operator"], legal) == []
    assert Message.objects.get().person_id == colleague.person_id
    moved = Task.objects.get(pk=task.pk)
    assert (moved.due_on, moved.role) == (task.due_on, "operator")
    assert "休假" in [moment.text for moment in history_of("catalog.entry", 1)]
    with pytest.raises(BadInput) as again:
        hand_over(task.pk, to_post=colleague.post_id, reason="x", actor=colleague, legal=legal)
    assert again.value.code == "hand_over_to_itself"


def test_the_same_task_does_not_lie_twice_with_one_post(task, make_task, people, colleague, legal):
    make_task(post=colleague.post_id)
    with pytest.raises(Conflict):
        hand_over(task.pk, to_post=colleague.post_id, reason="x", actor=people["operator"], legal=legal)


def test_a_room_reminds_everybody_with_whom_its_thing_waits_once_a_day(task, make_task, people, legal):
    other = make_task(kind="catalog:entry:amend", role=Role.DATA_OFFICER, department="housing")
    remind(task.pk, actor=people["bureau"], legal=legal)
    thing = (task.subject_kind, task.subject_id)
    events = remind_waiting(*thing, text="请尽快", actor=people["bureau"], legal=legal)
    assert [event.task_id for event in events] == [other.pk]
    assert not remind_waiting(*thing, actor=people["bureau"], legal=legal)


def test_a_due_day_that_a_room_set_can_be_moved_and_one_of_the_law_cannot(make_task, people, legal):
    day = legal.today + timedelta(days=9)
    given = make_task(number=7, parameter="", due_on=legal.today - timedelta(days=1))
    Task.objects.filter(pk=given.pk).update(stage=Task.Stage.BUREAU)
    lawful = make_task(number=8, parameter="catalog.review_days")
    for task in (given, lawful):
        move_due_day(
            task.subject_kind, task.subject_id, kinds=(task.kind,), due_on=day, reason="延期",
            actor=people["bureau"], legal=legal,
        )  # fmt: skip
    given.refresh_from_db()
    assert (given.due_on, given.sort_on, given.stage) == (day, day, Task.Stage.QUIET)
    assert given.events.get().text.endswith(f"→ {day.isoformat()} 延期")
    assert Task.objects.get(pk=lawful.pk).due_on == lawful.due_on


def test_the_platform_is_named_in_the_language_of_the_reader():
    assert str(Task(opened_by="platform").opener) == "平台"
    assert Task(opened_by="李明轩").opener == "李明轩"
