"""Pages of casework over HTTP: who gets in, what they show, and what a form does."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shuyuan.audit.models import Entry
from shuyuan.casework.models import CalendarRevision, Task
from shuyuan.casework.selectors import working_calendar
from shuyuan.casework.steps import close_tasks
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.calendar import YearStatus
from shuyuan.organizations.models import Person
from shuyuan.regulations.context import LEGAL_ZONE

BACKEND = "django.contrib.auth.backends.ModelBackend"
ADMINISTRATION_PAGES = ["/casework/calendar/2026-11-25/", "/casework/calendar/2027/announce/"]
PAGES = [
    "/casework/",
    "/casework/done/",
    "/casework/started/",
    "/casework/supervised/",
    "/casework/phrases/",
    "/casework/calendar/",
    "/casework/calendar/2027/",
    *ADMINISTRATION_PAGES,
]


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=LEGAL_ZONE), tick=False):
        yield


@pytest.fixture
def as_person(client, legal):
    """A client that is signed in as the actor's person."""

    def sign_in(actor: Actor):
        client.force_login(Person.objects.get(pk=actor.person_id), backend=BACKEND)
        return client

    return sign_in


@pytest.mark.parametrize("path", [*PAGES, "/casework/tasks/1/why/"])
def test_a_visitor_sees_nothing(client, legal, path):
    response = client.get(path)
    assert response.status_code in {302, 401}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("path", PAGES)
def test_who_may_see_which_page(as_person, make_actor, role, path):
    response = as_person(make_actor("bureau", role)).get(path)
    closed = path in ADMINISTRATION_PAGES and role is not Role.DATA_ADMINISTRATION
    assert response.status_code == (403 if closed else 200)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DATA_ADMINISTRATION])
def test_only_the_data_administration_changes_the_calendar_by_form(as_person, make_actor, role):
    client = as_person(make_actor("bureau", role))
    form = {"working": "no", "reason": "flood"}
    assert client.post("/casework/calendar/2026-11-25/", form).status_code == 403
    assert client.post("/casework/calendar/2027/announce/", form | {"document": "d"}).status_code == 403
    assert CalendarRevision.objects.count() == 1


@pytest.mark.parametrize(
    "path",
    [
        "/casework/calendar/2019/",
        "/casework/calendar/2031/announce/",
        "/casework/calendar/2026-02-30/",
        "/casework/calendar/soon/",
        "/casework/tasks/999/why/",
    ],
)
def test_what_does_not_exist_is_not_found(as_person, bureau, path):
    assert as_person(bureau).get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/casework/", "/casework/done/", "/casework/calendar/", "/casework/tasks/1/why/"]
)
def test_pages_that_only_show_take_no_form(as_person, bureau, path):
    assert as_person(bureau).post(path).status_code == 405


def test_the_inbox_shows_the_deadline_with_its_light_and_the_way_to_its_counting(
    as_person, make_task, bureau
):
    late = make_task(1, received_on=date(2026, 11, 9))
    make_task(2, title="<script>alert(1)</script>")

    page = as_person(bureau).get("/casework/").content.decode()

    assert page.index("虚拟目录 1") < page.index("&lt;script&gt;alert(1)")
    assert "<script>alert(1)" not in page
    assert reverse("casework:why", args=[late.pk]) in page
    assert "sy-light-overdue" in page


def test_a_long_inbox_goes_on_with_the_less_urgent(as_person, make_task, bureau):
    for number in range(33):
        make_task(number)
    client = as_person(bureau)

    first = client.get("/casework/").context["page"]
    second = client.get("/casework/", {"page": 2}).context["page"]

    assert (len(first.rows), first.has_next, first.count) == (30, True, 33)
    assert (len(second.rows), second.has_next) == (3, False)


def test_the_number_of_queries_of_the_inbox_page_does_not_grow(as_person, make_task, bureau):
    client = as_person(bureau)

    def queries(tasks: int) -> int:
        for number in range(tasks):
            make_task(number)
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/casework/").status_code == 200
        return len(captured)

    queries(0)
    assert queries(2) == queries(30)


def test_what_is_done_stands_on_the_other_page(as_person, make_task, bureau, legal):
    make_task(1, received_on=date(2026, 11, 9))
    close_tasks("catalog.entry", 1, outcome="published", actor=bureau, legal=legal)
    client = as_person(bureau)

    assert "虚拟目录 1" not in client.get("/casework/").content.decode()
    done = client.get("/casework/done/").content.decode()
    assert "虚拟目录 1" in done
    assert "逾期办结" in done


def test_the_explanation_numbers_the_days_and_names_provision_parameter_and_calendar(
    as_person, make_task, bureau
):
    task = make_task(1, received_on=date(2026, 9, 24))

    response = as_person(bureau).get(reverse("casework:why", args=[task.pk]))

    page = response.content.decode()
    explanation = response.context["explanation"]
    assert explanation.agrees
    assert explanation.days[-1].counted.day == task.due_on == date(2026, 10, 9)
    assert {line.name for line in explanation.days} >= {"中秋节", "国庆节"}
    assert "catalog.review_days" in page
    assert "第十条" in page
    assert "中秋节" in page


def test_the_explanation_of_months_shows_the_end_of_the_period(as_person, make_task, bureau):
    task = make_task(1, parameter="projects.acceptance_months", received_on=date(2026, 4, 1))

    explanation = as_person(bureau).get(reverse("casework:why", args=[task.pk])).context["explanation"]

    assert (explanation.is_whole, explanation.agrees) == (False, True)
    assert explanation.days[-1].counted.day == task.due_on == date(2026, 10, 8)
    assert len(explanation.days) == 7


def test_a_closed_task_is_explained_with_the_calendar_that_counted_it(as_person, make_task, bureau, legal):
    task = make_task(1)
    close_tasks("catalog.entry", 1, outcome="published", actor=bureau, legal=legal)
    client = as_person(bureau)
    client.post("/casework/calendar/2026-11-25/", {"working": "no", "reason": "flood"})
    assert not working_calendar().is_working_day(date(2026, 11, 25))

    explanation = client.get(reverse("casework:why", args=[task.pk])).context["explanation"]

    assert explanation.agrees
    assert explanation.revision == legal.calendar.revision
    assert explanation.days[-1].counted.day == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"parameter": ""}, "该事项没有期限"),
        ({"parameter": "", "due_on": date(2027, 3, 1)}, "最后日期随事项给定"),
        ({"received_on": date(2026, 12, 30)}, "尚未公布放假安排"),
    ],
)
def test_the_explanation_says_what_is_special(as_person, make_task, bureau, changes, sentence):
    task = make_task(1, **changes)
    assert sentence in as_person(bureau).get(reverse("casework:why", args=[task.pk])).content.decode()


def test_a_task_counted_with_a_foreign_calendar_says_when_ours_differs(as_person, make_task, bureau):
    task = make_task(1)
    Task.objects.filter(pk=task.pk).update(calendar_revision="holidays 0.1", due_on=date(2026, 12, 1))
    page = as_person(bureau).get(reverse("casework:why", args=[task.pk])).content.decode()
    assert "以已存日期为准" in page

    Task.objects.filter(pk=task.pk).update(received_on=date(2019, 12, 1))
    page = as_person(bureau).get(reverse("casework:why", args=[task.pk])).content.decode()
    assert "以已存日期为准" in page


def test_a_stranger_gets_no_explanation(as_person, make_task, stranger):
    task = make_task(1)
    assert as_person(stranger).get(reverse("casework:why", args=[task.pk])).status_code == 404


def test_the_calendar_shows_what_each_day_is(as_person, operator):
    page = as_person(operator).get("/casework/calendar/").content.decode()

    assert 'title="国庆节"' in page
    assert "cw-made_up" in page
    assert "cw-today" in page
    assert "/casework/calendar/2026-10-01/" not in page  # nothing to change for an operator


def test_the_year_zero_is_not_this_year(as_person, operator):
    assert as_person(operator).get("/casework/calendar/0/").status_code == 404


def test_a_provisional_year_says_so(as_person, operator):
    client = as_person(operator)
    assert "尚未公布" in client.get("/casework/calendar/2027/").content.decode()
    assert "尚未公布" not in client.get("/casework/calendar/2026/").content.decode()


def test_a_day_changes_by_form_and_the_change_is_told(as_person, make_task, bureau):
    task = make_task(1)
    client = as_person(bureau)

    response = client.post(
        "/casework/calendar/2026-11-25/", {"working": "no", "name": "洪水", "reason": "flood"}, follow=True
    )

    task.refresh_from_db()
    assert task.due_on == date(2026, 12, 1)
    assert "重新计算了1个未办结期限" in response.content.decode()
    assert Entry.objects.get(event="casework:calendar:day_changed").person_name == bureau.name


def test_a_form_without_a_reason_changes_nothing(as_person, bureau):
    response = as_person(bureau).post("/casework/calendar/2026-11-25/", {"working": "no", "reason": " "})
    assert response.status_code == 400
    assert CalendarRevision.objects.count() == 1


def test_the_slower_of_two_people_is_told(as_person, bureau):
    client = as_person(bureau)
    form = {"working": "no", "reason": "flood"}
    assert client.post("/casework/calendar/2026-11-25/", form).status_code == 302
    assert client.post("/casework/calendar/2026-11-25/", form).status_code == 400
    assert CalendarRevision.objects.count() == 2


def test_a_year_is_announced_by_form_which_starts_with_what_is_there(as_person, make_task, bureau):
    task = make_task(1, received_on=date(2026, 12, 30))
    client = as_person(bureau)
    started = client.get("/casework/calendar/2027/announce/").context["form"].initial
    assert "2027-02-05 农历除夕" in started["free"]

    form = started | {"document": "虚拟办〔2026〕1号", "reason": "plan", "worked": "2027-02-20\n2027-01-09"}
    seen = client.post("/casework/calendar/2027/announce/", form)
    assert seen.context["forecast"].unmarked == 1
    assert working_calendar().years[2027] is YearStatus.PROVISIONAL
    form["step"] = "apply"
    assert client.post("/casework/calendar/2027/announce/", form).status_code == 302

    assert working_calendar().years[2027] is YearStatus.ANNOUNCED
    task.refresh_from_db()
    assert (task.due_on, task.provisional) == (date(2027, 1, 7), False)


def test_a_wrong_line_of_a_plan_is_named_on_the_page(as_person, bureau):
    form = {"document": "d", "reason": "r", "free": "2027-10-01\n明天", "worked": ""}
    response = as_person(bureau).post("/casework/calendar/2027/announce/", form)
    assert response.status_code == 400
    assert "第2行不是日期或日期区间：“明天”" in response.content.decode()
    assert CalendarRevision.objects.count() == 1


def test_the_pages_speak_english_too(as_person, make_task, bureau):
    make_task(1)
    client = as_person(bureau)
    client.cookies["shuyuan_language"] = "en"
    assert "Inbox" in client.get("/casework/").content.decode()
    assert "Made-up working day" in client.get("/casework/calendar/").content.decode()
