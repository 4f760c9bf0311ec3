"""Tasks: how they get into an inbox, who sees them, in which order, and how they leave."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuyuan.casework.deadlines import Light
from shuyuan.casework.kinds import kind_label, register_kind
from shuyuan.casework.models import Task
from shuyuan.casework.selectors import access_task, counts, done_by, inbox, list_tasks_of, opened_by
from shuyuan.casework.steps import close_tasks
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import NotFound


@pytest.mark.parametrize(
    "address",
    [
        {"role": None},
        {"role": Role.OPERATOR, "post": 1},
        {"role": None, "department": "housing"},
    ],
)
def test_a_task_for_nobody_or_for_two_is_not_opened(make_task, address):
    with pytest.raises(ValueError, match="role or to a post"):
        make_task(**address)
    assert not Task.objects.exists()


@pytest.mark.parametrize("url", ["", "catalog/1/", "//elsewhere.example/", "https://elsewhere.example/"])
def test_a_task_never_leads_away_from_the_platform(make_task, url):
    with pytest.raises(ValueError, match="not a page"):
        make_task(url=url)


def test_a_task_for_an_unknown_department_is_not_opened(make_task):
    with pytest.raises(NotFound):
        make_task(role=Role.OPERATOR, department="atlantis")


def test_a_task_keeps_how_its_deadline_was_counted(make_task, legal):
    task = make_task(received_on=date(2026, 12, 28))

    assert (task.due_on, task.amount, task.unit) == (date(2027, 1, 5), 5, "working_day")
    assert task.parameter == "catalog.review_days"
    assert task.cites.startswith("jz-data-2020/10")
    assert task.calendar_revision == legal.calendar.revision
    assert task.provisional


def test_a_due_day_can_be_given_and_is_marked_when_its_year_is_not_announced(make_task):
    task = make_task(parameter="", due_on=date(2027, 3, 1), cites="jz-data-2020/25")
    assert (task.due_on, task.unit, task.provisional) == (date(2027, 3, 1), "", True)


def test_asking_twice_for_the_same_open_task_gives_the_first(make_task, bureau, legal):
    first = make_task(received_on=date(2026, 11, 16))
    again = make_task(received_on=date(2026, 11, 20), title="another")

    assert again.pk == first.pk
    assert again.title == first.title
    close_tasks("catalog.entry", 1, outcome="published", actor=bureau, legal=legal)
    assert make_task().pk != first.pk


def test_the_inbox_shows_the_most_urgent_first_and_what_has_no_deadline_last(make_task, bureau, legal):
    make_task(1, parameter="")
    make_task(2, received_on=date(2026, 11, 20))
    make_task(3, received_on=date(2026, 11, 9))
    make_task(4, parameter="", due_on=date(2026, 11, 23))

    items = inbox(bureau, legal)

    assert [(item.task.subject_id, item.light, item.remaining) for item in items] == [
        ("3", Light.OVERDUE, -5),
        ("4", Light.NEAR, 0),
        ("2", Light.NORMAL, 4),
        ("1", Light.NORMAL, None),
    ]
    found = counts(bureau, legal)
    assert (found.total, found.near, found.overdue, found.normal) == (4, 1, 1, 2)


def test_the_inbox_goes_on_after_the_last_one_shown(make_task, bureau, operator, legal):
    for number in range(7):
        make_task(number, received_on=date(2026, 11, 16 + number % 3))
        make_task(number, post=operator.post_id)

    shown, after = [], ""
    while page := inbox(bureau, legal, limit=3, after=after):
        shown += [item.task.subject_id for item in page]
        after = page[-1].after

    assert sorted(shown) == [str(number) for number in range(7)]
    assert [item.task.subject_id for item in inbox(bureau, legal)] == shown
    assert len(inbox(operator, legal, after="rubbish")) == 7


def test_a_task_lies_only_where_it_is_addressed(make_task, people, legal):
    make_task(1, role=Role.OPERATOR, department="housing")
    make_task(2, post=people["officer"].post_id)
    make_task(3)

    def numbers(who: str) -> list[str]:
        return [item.task.subject_id for item in inbox(people[who], legal)]

    assert numbers("operator") == ["1"]
    assert numbers("officer") == ["2"]
    assert numbers("bureau") == ["3"]
    assert numbers("stranger") == []
    assert counts(people["stranger"], legal).total == 0


def test_a_closed_task_leaves_the_inbox_and_stands_under_done(make_task, bureau, stranger, legal):
    make_task(1, received_on=date(2026, 11, 9))
    make_task(1, kind="catalog:entry:advise")
    make_task(2)

    closed = close_tasks(
        "catalog.entry", 1, kind="catalog:entry:review", outcome="published", actor=bureau, legal=legal
    )

    assert closed == 1
    assert [item.task.subject_id for item in inbox(bureau, legal)] == ["1", "2"]
    (done,) = done_by(bureau)
    assert (done.outcome, done.done_by, done.is_late) == ("published", bureau.name, True)
    assert not done_by(stranger)
    assert [task.kind for task in list_tasks_of("catalog.entry", 1)] == [
        "catalog:entry:review",
        "catalog:entry:advise",
    ]


def test_closing_what_is_closed_changes_nothing(make_task, bureau, stranger, legal):
    task = make_task()
    close_tasks("catalog.entry", 1, outcome="published", actor=bureau, legal=legal)

    assert close_tasks("catalog.entry", 1, outcome="withdrawn", actor=stranger, legal=legal) == 0
    task.refresh_from_db()
    assert (task.outcome, task.is_late) == ("published", False)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("operator", True),  # the addressee
        ("officer", True),
        ("principal", True),  # of the addressed department
        ("opener's colleague", True),  # of the department that waits for it
        ("bureau", True),
        ("stranger", False),
        ("auditor", False),
    ],
)
def test_who_may_see_a_task(make_task, people, who, sees):
    task = make_task(role=Role.OPERATOR, department="housing", actor=people["opener"])
    if sees:
        assert access_task(task.pk, actor=people[who]) == task
    else:
        with pytest.raises(NotFound):
            access_task(task.pk, actor=people[who])


def test_a_foreign_task_looks_like_a_missing_one(make_task, stranger):
    task = make_task()
    with pytest.raises(NotFound) as foreign:
        access_task(task.pk, actor=stranger)
    with pytest.raises(NotFound) as missing:
        access_task(task.pk + 1, actor=stranger)
    assert (foreign.value.code, foreign.value.facts) == (missing.value.code, missing.value.facts)


def test_who_has_done_a_task_may_still_see_it(make_task, stranger, legal):
    task = make_task()
    close_tasks("catalog.entry", 1, outcome="done", actor=stranger, legal=legal)
    assert access_task(task.pk, actor=stranger) == task


def test_a_kind_has_a_label_or_shows_its_code():
    assert kind_label("made:up:kind") == "made:up:kind"
    register_kind("made:up:labeled", "A label")
    assert kind_label("made:up:labeled") == "A label"


def test_an_inbox_is_three_walks_along_the_index_whatever_lies_in_it(
    make_task, bureau, legal, django_assert_num_queries
):
    for number in range(30):
        make_task(number)

    with django_assert_num_queries(6):  # substitutions, three walks, the rows of the page, senders
        assert len(inbox(bureau, legal, limit=20)) == 20
    with django_assert_num_queries(4):  # substitutions, three lights
        assert counts(bureau, legal).total == 30


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (inbox, "task_inbox"),
        (lambda actor, legal: inbox(actor, legal, after="2026-11-23/1"), "task_inbox"),
        (counts, "task_inbox"),
        (lambda actor, _legal: list(done_by(actor)[:20]), "task_done_post"),
        (lambda actor, _legal: list(opened_by(actor)[:20]), "task_opened_post"),
        (lambda _actor, _legal: list(list_tasks_of("catalog.entry", 1)), "task_subject"),
    ],
)
def test_no_question_about_tasks_reads_the_whole_table(bureau, legal, ask, index):
    if connection.vendor != "sqlite":
        pytest.skip("the plan of PostgreSQL depends on how much is in the table")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        ask(bureau, legal)
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            if 'FROM "casework_task"' not in query["sql"] or '"id" IN (' in query["sql"]:
                continue  # substitutions, and the rows of a page by their numbers
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " / ".join(row[3] for row in cursor.fetchall())
            assert index in plan, plan
            assert "SCAN casework_task" not in plan, plan
            assert "TEMP B-TREE" not in plan, plan
