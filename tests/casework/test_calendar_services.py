"""The calendar as data: who may change it, what a change leaves behind, and which deadlines move."""

from dataclasses import replace
from datetime import date

import pytest

from shuyuan.audit.models import Entry
from shuyuan.casework import holiday_source
from shuyuan.casework.calendars import find_state, latest_state
from shuyuan.casework.holiday_source import ExceptionalDay, calendar_from_holidays, exceptional_days
from shuyuan.casework.models import CalendarDay, CalendarRevision, CalendarYear, Task
from shuyuan.casework.selectors import working_calendar
from shuyuan.casework.services.calendar import announce_year, change_day, keep_calendar, seed_calendar
from shuyuan.casework.steps import close_tasks
from shuyuan.jobs.registry import HANDLERS, TIMINGS
from shuyuan.kernel.actor import PLATFORM, Role
from shuyuan.kernel.calendar import CalendarYearMissing, YearStatus
from shuyuan.kernel.errors import BadInput, NotPermitted, Unavailable

WEDNESDAY = date(2026, 11, 25)
SATURDAY = date(2026, 11, 28)
PLAN_2027 = [
    *exceptional_days(2027),
    ExceptionalDay(date(2027, 2, 20), True, ""),
]


def announce(actor, legal, days=PLAN_2027, **changes):
    return announce_year(
        2027,
        days,
        **{"document": "虚拟办〔2026〕1号", "reason": "plan is out", "actor": actor, "legal": legal}
        | changes,
    )


def nothing_changed() -> bool:
    return (
        CalendarRevision.objects.count() == 1
        and not Entry.objects.exclude(event="casework:calendar:seeded").exists()
    )


def test_an_empty_calendar_says_how_to_fill_it(db):
    with pytest.raises(Unavailable, match="run setup") as empty:
        working_calendar()
    assert empty.value.code == "calendar_empty"


def test_the_first_contents_are_those_of_the_package_and_come_once(db):
    assert seed_calendar() == list(range(2020, 2028))
    assert seed_calendar() == []

    expected = calendar_from_holidays(2020, 2027, announced_through=2026)
    calendar = working_calendar()
    assert replace(calendar, revision=expected.revision) == expected
    assert Entry.objects.filter(event="casework:calendar:seeded").count() == 1


def test_a_year_that_is_there_is_never_seeded_over(legal, bureau):
    change_day(WEDNESDAY, working=False, reason="flood", actor=bureau, legal=legal)
    assert seed_calendar(through=2028) == [2028]
    assert not working_calendar().is_working_day(WEDNESDAY)
    assert working_calendar().years[2028] is YearStatus.PROVISIONAL


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DATA_ADMINISTRATION])
def test_only_the_data_administration_changes_the_calendar(make_actor, legal, role):
    actor = make_actor("housing", role)
    with pytest.raises(NotPermitted):
        change_day(WEDNESDAY, working=False, reason="flood", actor=actor, legal=legal)
    with pytest.raises(NotPermitted):
        announce(actor, legal)
    assert nothing_changed()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": " "}, "calendar_reason_missing"),
        ({"reason": "x" * 301}, "calendar_reason_missing"),
        ({"working": True}, "calendar_day_unchanged"),
        ({"day": SATURDAY}, "calendar_day_unchanged"),
    ],
)
def test_a_change_that_changes_nothing_or_gives_no_reason_is_refused(bureau, legal, change, code):
    wanted = {"day": WEDNESDAY, "working": False, "reason": "flood"} | change
    with pytest.raises(BadInput) as refused:
        change_day(wanted.pop("day"), **wanted, actor=bureau, legal=legal)
    assert refused.value.code == code
    assert nothing_changed()


def test_a_day_of_an_unknown_year_cannot_be_changed(bureau, legal):
    with pytest.raises(CalendarYearMissing):
        change_day(date(2031, 1, 8), working=False, reason="flood", actor=bureau, legal=legal)
    with pytest.raises(CalendarYearMissing):
        announce_year(2031, [], document="d", reason="r", actor=bureau, legal=legal)
    assert nothing_changed()


def test_a_free_day_moves_the_deadlines_around_it_and_leaves_a_trace(make_task, bureau, legal):
    over_it = make_task(1)  # received on Monday 23rd, five days: due on the 30th
    before_it = make_task(2, received_on=date(2026, 11, 17))  # due on the 24th
    after_it = make_task(3, received_on=WEDNESDAY)  # due on 2 December
    given = make_task(4, parameter="", due_on=date(2026, 11, 30))
    done = make_task(5)
    close_tasks("catalog.entry", 5, outcome="done", actor=bureau, legal=legal)

    change = change_day(WEDNESDAY, working=False, name="洪水", reason="flood", actor=bureau, legal=legal)

    for task in (over_it, before_it, after_it, given, done):
        task.refresh_from_db()
    assert (over_it.due_on, over_it.sort_on) == (date(2026, 12, 1), date(2026, 12, 1))
    assert over_it.calendar_revision == change.revision != legal.calendar.revision
    assert before_it.due_on == date(2026, 11, 24)
    assert after_it.due_on == date(2026, 12, 2)
    assert (given.due_on, done.due_on) == (date(2026, 11, 30), date(2026, 11, 30))
    assert before_it.calendar_revision == done.calendar_revision == legal.calendar.revision
    entry = Entry.objects.get(event="casework:calendar:day_changed")
    assert (entry.person_name, entry.subject_id) == (bureau.name, "2026-11-25")
    assert entry.facts == {
        "working": False,
        "name": "洪水",
        "reason": "flood",
        "revision": change.revision,
        "moved": 1,
    }


def test_a_worked_saturday_brings_deadlines_forward_and_back(make_task, bureau, legal):
    task = make_task(1)
    change_day(SATURDAY, working=True, reason="made up", actor=bureau, legal=legal)
    task.refresh_from_db()
    assert task.due_on == SATURDAY

    change_day(SATURDAY, working=False, reason="taken back", actor=bureau, legal=legal)
    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 30)


def test_an_old_revision_still_counts_as_it_did(bureau, legal):
    before = legal.calendar.revision
    change_day(WEDNESDAY, working=False, reason="flood", actor=bureau, legal=legal)

    old, new = find_state(before), latest_state()
    assert old is not None
    assert old.calendar.is_working_day(WEDNESDAY)
    assert not new.calendar.is_working_day(WEDNESDAY)
    assert find_state("999") is None
    assert find_state("holidays 0.1") is None


@pytest.mark.parametrize(
    ("days", "document", "code"),
    [
        ([], " ", "calendar_document_missing"),
        ([ExceptionalDay(date(2026, 10, 1), False, "国庆节")], "d", "calendar_day_of_other_year"),
        ([ExceptionalDay(date(2027, 10, 1), False, "国庆节")] * 2, "d", "calendar_day_twice"),
        ([ExceptionalDay(date(2027, 10, 4), True, "")], "d", "calendar_day_follows_week"),
        ([ExceptionalDay(date(2027, 10, 3), False, "")], "d", "calendar_day_follows_week"),
    ],
)
def test_a_plan_that_cannot_be_right_is_refused(bureau, legal, days, document, code):
    with pytest.raises(BadInput) as refused:
        announce(bureau, legal, days=days, document=document)
    assert refused.value.code == code
    assert nothing_changed()


def test_announcing_a_year_replaces_its_days_and_takes_the_mark_off(make_task, bureau, legal):
    crossing = make_task(1, received_on=date(2026, 12, 28))  # due on 5 January 2027
    far = make_task(2, parameter="", due_on=date(2027, 3, 1))
    assert crossing.provisional
    assert far.provisional
    plan = [
        ExceptionalDay(date(2027, 1, 1), False, "元旦"),
        ExceptionalDay(date(2027, 1, 4), False, "元旦"),
        ExceptionalDay(date(2027, 1, 10), True, ""),
    ]

    change = announce(bureau, legal, days=plan)

    calendar = working_calendar()
    assert calendar.years[2027] is YearStatus.ANNOUNCED
    assert {day for day in calendar.non_working if day.year == 2027} == {date(2027, 1, 1), date(2027, 1, 4)}
    assert {day for day in calendar.working if day.year == 2027} == {date(2027, 1, 10)}
    assert {day for day in calendar.non_working if day.year == 2026} == {
        day for day in legal.calendar.non_working if day.year == 2026
    }
    crossing.refresh_from_db()
    far.refresh_from_db()
    assert (crossing.due_on, crossing.provisional) == (date(2027, 1, 6), False)
    assert (far.due_on, far.provisional) == (date(2027, 3, 1), False)
    entry = Entry.objects.get(event="casework:calendar:year_announced")
    assert entry.facts["document"] == "虚拟办〔2026〕1号"
    assert (entry.facts["worked"], entry.facts["moved"]) == (["2027-01-10"], 2)
    assert change.moved == 2
    assert latest_state().sources[2027] == "虚拟办〔2026〕1号"


def test_the_plan_of_the_package_can_be_announced_as_it_stands(bureau, legal):
    announce(bureau, legal)
    assert working_calendar().non_working == legal.calendar.non_working
    assert working_calendar().working == legal.calendar.working | {date(2027, 2, 20)}


def test_every_morning_the_next_year_is_there_and_late_comers_are_counted_again(make_task, bureau, legal):
    change_day(WEDNESDAY, working=False, reason="flood", actor=bureau, legal=legal)
    late_comer = make_task(1)  # still with the calendar of before
    assert late_comer.due_on == date(2026, 11, 30)
    new_year = replace(legal, today=date(2027, 1, 4))

    assert keep_calendar(actor=PLATFORM, legal=new_year) == 1
    assert keep_calendar(actor=PLATFORM, legal=new_year) == 0

    late_comer.refresh_from_db()
    assert late_comer.due_on == date(2026, 12, 1)
    assert late_comer.calendar_revision == working_calendar().revision
    assert CalendarYear.objects.filter(year=2028, status="provisional").exists()
    assert Entry.objects.filter(event="casework:task:recounted").count() == 1


def test_the_morning_job_is_registered_and_tells_what_it_did(legal):
    class Run:
        actor = PLATFORM

    assert TIMINGS["casework.keep_calendar"].daily_at is not None
    assert HANDLERS["casework.keep_calendar"].run(Run()) == {"moved": 0}


def test_many_tasks_of_the_same_day_move_with_a_handful_of_statements(
    make_task, bureau, legal, django_assert_max_num_queries
):
    for number in range(40):
        make_task(number)

    with django_assert_max_num_queries(30):  # with the message to the one inbox
        assert change_day(WEDNESDAY, working=False, reason="flood", actor=bureau, legal=legal).moved == 40
    assert set(Task.objects.values_list("due_on", flat=True)) == {date(2026, 12, 1)}


def test_a_change_that_fails_leaves_no_revision(bureau, legal, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr("shuyuan.casework.services.calendar.record", broken)
    with pytest.raises(RuntimeError):
        change_day(WEDNESDAY, working=False, reason="flood", actor=bureau, legal=legal)

    assert nothing_changed()
    assert working_calendar().is_working_day(WEDNESDAY)


def test_the_rows_say_where_each_day_comes_from(bureau, legal):
    change_day(WEDNESDAY, working=False, name="洪水", reason="flood", actor=bureau, legal=legal)
    assert CalendarDay.objects.get(day=WEDNESDAY).source == "flood"
    assert CalendarDay.objects.get(day=date(2026, 10, 1)).source == holiday_source.SOURCE
    assert latest_state().days[WEDNESDAY].name == "洪水"
    assert str(CalendarDay.objects.get(day=WEDNESDAY)) == "2026-11-25 -"
    assert str(CalendarYear.objects.get(year=2027)) == "2027 provisional"
    assert str(CalendarRevision.objects.last()) == working_calendar().revision
