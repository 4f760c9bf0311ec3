"""The pages of upkeep."""

from datetime import date

import pytest
from django.test import Client

from catalog.factories import make_published_entry
from city import legal_on
from shuyuan.kernel.actor import PLATFORM
from shuyuan.organizations.models import Person
from shuyuan.upkeep.models import Occasion, Standing
from shuyuan.upkeep.services import look_over, record_occasion

pytestmark = pytest.mark.django_db
GIVEN = {"kind": "law", "title": "住房保障条例修改", "basis": "虚拟条例", "happened_on": "2026-11-16"}


@pytest.fixture
def enter(legal):
    """A browser in which this actor is signed in."""

    def sign_in(actor):
        browser = Client()
        browser.force_login(
            Person.objects.get(pk=actor.person_id), backend="django.contrib.auth.backends.ModelBackend"
        )
        return browser

    return sign_in


@pytest.fixture
def occasion(officer, legal):
    given = {**GIVEN, "happened_on": date(2026, 11, 16)}
    return record_occasion(department="housing", **given, actor=officer, legal=legal)


def test_an_officer_records_a_change_and_names_its_entries(enter, officer, entry):
    browser = enter(officer)
    assert browser.get("/upkeep/occasions/new/").status_code == 200
    answer = browser.post("/upkeep/occasions/new/", {**GIVEN, "happened_on": "2026-11-02"})
    made = Occasion.objects.get()
    assert answer["Location"] == f"/upkeep/occasions/{made.pk}/"
    page = browser.get(f"/upkeep/occasions/{made.pk}/").content.decode()
    assert "保障房项目信息" in page
    browser.post(f"/upkeep/occasions/{made.pk}/entries/", {"entries": [entry.pk]})
    assert made.entries.get().entry_id == entry.pk
    page = browser.get(f"/upkeep/occasions/{made.pk}/").content.decode()
    assert f"/catalog/entries/{entry.pk}/revise/" in page
    assert "住房保障条例修改" in browser.get("/upkeep/").content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "weather"},
        {"title": ""},
        {"happened_on": "yesterday"},
        {"happened_on": "2999-01-01"},
        {"happened_on": "2019-05-06"},
        {"happened_on": "0001-01-01"},
        {"basis": ""},
    ],
)
def test_a_malformed_change_is_answered_at_its_field(enter, officer, change):
    answer = enter(officer).post("/upkeep/occasions/new/", {**GIVEN, **change})
    assert answer.status_code == 400
    assert "sy-field-error" in answer.content.decode()
    assert not Occasion.objects.exists()


def test_the_bureau_says_whose_change_it_is(enter, bureau, officer, housing):
    browser = enter(bureau)
    assert browser.post("/upkeep/occasions/new/", GIVEN).status_code == 400
    browser.post("/upkeep/occasions/new/", {**GIVEN, "happened_on": "2026-11-02", "department": "housing"})
    assert Occasion.objects.get().department == housing


def test_who_may_not_look_or_record(enter, stranger, operator, security, occasion):
    assert enter(stranger).get(f"/upkeep/occasions/{occasion.pk}/").status_code == 404
    assert (
        enter(stranger).post(f"/upkeep/occasions/{occasion.pk}/settle/", {"reason": "x"}).status_code == 404
    )
    assert enter(operator).get(f"/upkeep/occasions/{occasion.pk}/").status_code == 200
    assert (
        enter(operator).post(f"/upkeep/occasions/{occasion.pk}/settle/", {"reason": "x"}).status_code == 403
    )
    assert enter(operator).get("/upkeep/occasions/new/").status_code == 403
    assert enter(security).get("/upkeep/").status_code == 403
    assert occasion.title not in enter(stranger).get("/upkeep/").content.decode()


@pytest.mark.parametrize("entries", [["x"], ["9" * 30], ["999999"]])
def test_naming_nonsense_is_bad_input(enter, officer, occasion, entries):
    answer = enter(officer).post(f"/upkeep/occasions/{occasion.pk}/entries/", {"entries": entries})
    assert answer.status_code == 400


@pytest.mark.parametrize("year", ["x", "1999", "9" * 30])
def test_a_year_without_changes_is_bad_input(enter, bureau, occasion, year):
    assert enter(bureau).get("/upkeep/", {"year": year}).status_code == 400


def test_dead_entries_say_why_and_what_helps_to_their_department(
    enter, officer, stranger, bureau, entry, legal
):
    look_over(everything=True, actor=PLATFORM, legal=legal_on(date(2027, 2, 1)))
    for actor in (officer, bureau):
        page = enter(actor).get("/upkeep/findings/", {"state": "open"}).content.decode()
        assert "从未汇聚数据" in page
        assert "更新周期为“每月”" in page
        assert "请报送首批数据" in page
    assert (
        "保障房项目信息" not in enter(stranger).get("/upkeep/findings/", {"state": "open"}).content.decode()
    )
    assert "保障房项目信息" not in enter(bureau).get("/upkeep/findings/", {"state": "gone"}).content.decode()
    assert enter(bureau).get("/upkeep/findings/", {"state": "nonsense"}).status_code == 400


def test_the_tab_of_an_entry_shows_signs_score_and_what_to_fix(enter, officer, entry):
    address = f"/catalog/entries/{entry.pk}/?tab=upkeep"
    assert "尚未检查" in enter(officer).get(address).content.decode()
    look_over(everything=True, actor=PLATFORM, legal=legal_on(date(2027, 2, 1)))
    page = enter(officer).get(address).content.decode()
    assert "从未汇聚数据" in page
    assert f"<strong>{Standing.objects.get().score}</strong>" in page
    assert "请补充：" in page
    assert "关注" in page


def test_scores_are_listed_by_entry_and_by_department_for_everybody(enter, stranger, entry, legal):
    make_published_entry(entry.provider, name="<b>房屋</b>")
    look_over(everything=True, actor=PLATFORM, legal=legal)
    page = enter(stranger).get("/upkeep/scores/").content.decode()
    assert "保障房项目信息" in page
    assert "<b>房屋" not in page
    assert "虚拟住房局" in enter(stranger).get("/upkeep/departments/").content.decode()
    assert enter(stranger).get("/upkeep/scores/", {"export": "csv"}).status_code == 200


def test_empty_pages_say_what_will_stand_there(enter, bureau):
    browser = enter(bureau)
    assert "期限自动计算" in browser.get("/upkeep/").content.decode()
    assert "没有僵尸目录" in browser.get("/upkeep/findings/").content.decode()
    for place in ("scores", "departments"):
        assert "平台尚未检查" in browser.get(f"/upkeep/{place}/").content.decode()
