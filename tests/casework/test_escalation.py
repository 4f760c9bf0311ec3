"""Escalation: who is told when, once; the bureau's days; nothing for what is far or done."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shuyuan.casework.models import Task
from shuyuan.casework.rules import escalation_bounds
from shuyuan.casework.services import change_day, escalate_some, set_escalation_days
from shuyuan.kernel.actor import PLATFORM, Role
from shuyuan.kernel.errors import BadInput, NotPermitted
from shuyuan.notices.models import Message


@pytest.fixture
def task(make_task, people):
    """Due on Monday, 30 November, by the operators of housing."""
    return make_task(role=Role.OPERATOR, department="housing", actor=people["opener"])


def on(legal, day):
    return replace(legal, today=day, now=legal.now + timedelta(days=(day - legal.today).days))


def told(people):
    names = {actor.person_id: name for name, actor in people.items()}
    return sorted(names[number] for number in Message.objects.values_list("person_id", flat=True))


def test_the_bounds_count_working_days(legal):
    bounds = escalation_bounds(date(2026, 11, 23), near_days=3, bureau_days=5, calendar=legal.calendar)
    assert (bounds.addressee, bounds.leader, bounds.bureau) == (
        date(2026, 11, 26),
        date(2026, 11, 22),
        date(2026, 11, 16),
    )


def test_a_deadline_is_told_step_by_step_and_each_step_once(task, people, legal):
    steps = [
        (date(2026, 11, 24), 0, []),
        (date(2026, 11, 25), 1, ["operator"]),
        (date(2026, 11, 30), 1, ["operator"]),
        (date(2026, 12, 1), 2, ["operator", "operator", "principal"]),
        (date(2026, 12, 4), 2, ["operator", "operator", "principal"]),
        (date(2026, 12, 7), 3, ["bureau", "operator", "operator", "operator", "principal"]),
        (date(2026, 12, 20), 3, ["bureau", "operator", "operator", "operator", "principal"]),
    ]
    for day, stage, people_told in steps:
        escalate_some(actor=PLATFORM, legal=on(legal, day))
        assert Task.objects.get(pk=task.pk).stage == stage, day
        assert told(people) == people_told, day
        assert escalate_some(actor=PLATFORM, legal=on(legal, day)) == 0


def test_what_is_found_late_is_told_to_all_at_once(task, people, legal):
    assert escalate_some(actor=PLATFORM, legal=on(legal, date(2026, 12, 18))) == 1
    assert told(people) == ["bureau", "operator", "principal"]


def test_a_deadline_that_moves_escalates_anew(task, people, legal):
    escalate_some(actor=PLATFORM, legal=on(legal, date(2026, 11, 25)))
    change_day(date(2026, 11, 26), working=False, reason="洪水", actor=people["bureau"], legal=legal)
    moved = Task.objects.get(pk=task.pk)
    assert (moved.due_on, moved.stage) == (date(2026, 12, 1), 0)


def test_the_bureau_alone_sets_other_days_from_today_on(task, people, legal):
    days = {"near_days": 5, "bureau_days": 1, "reason": "年底", "legal": legal}
    with pytest.raises(NotPermitted):
        set_escalation_days(since=legal.today, **days, actor=people["principal"])
    for wrong in ({"since": legal.today - timedelta(1)}, {"near_days": 0}, {"reason": " "}):
        with pytest.raises(BadInput):
            set_escalation_days(**({"since": legal.today} | days | wrong), actor=people["bureau"])

    set_escalation_days(since=legal.today, **days, actor=people["bureau"])
    assert escalate_some(actor=PLATFORM, legal=legal) == 1
    assert told(people) == ["operator"]
