"""Pages of evaluations over HTTP: faults come back with the form, each side finds what is its own."""

from datetime import date

import pytest
import time_machine

from browsers import browser_of
from shuyuan.audit.models import Entry
from shuyuan.evaluation.models import Evaluation, Mark
from shuyuan.evaluation.seed import run_evaluation
from shuyuan.kernel.actor import Role

BODY = {"name": "虚拟评价机构", "contract": "HT-9", "qualification": "备案 2026-3"}


@pytest.fixture
def enter(legal):
    """`enter(actor)`: a signed-in browser on the day of the fixtures."""
    with time_machine.travel(legal.now):
        yield browser_of


@pytest.fixture
def page(opened):
    return f"/projects/evaluation/{opened.pk}/"


@pytest.mark.parametrize(
    "sent", [{}, {"text": ""}, {"text": "运行平稳", "uptime": "101"}, {"text": "x", "uptime": "a"}]
)
def test_a_report_that_cannot_be_comes_back(enter, officer, opened, page, sent):
    answer = enter(officer).post(f"{page}report/", sent)
    assert answer.status_code == 400
    assert "sy-field-error" in answer.content.decode()
    opened.refresh_from_db()
    assert opened.reported_on is None


def test_points_and_bodies_that_cannot_be_come_back(enter, bureau, officer, opened, page):
    enter(officer).post(f"{page}report/", {"text": "运行平稳", "uptime": "99.5"})
    desk = enter(bureau)
    assert desk.post(f"{page}body/", {"name": ""}).status_code == 400
    assert desk.post(f"{page}panel/", {"experts": "0"}).status_code == 400
    assert desk.post(f"{page}body/", BODY).status_code == 302
    judged = opened.scheme.indicators.filter(measure="judged").first()
    assert desk.post(f"{page}marks/", {f"points_{judged.pk}": "101"}).status_code == 400
    assert not Mark.objects.filter(indicator=judged).exists()


def test_a_result_without_marks_is_refused_with_its_provision_and_kept_in_the_trail(
    enter, bureau, page, opened
):
    answer = enter(bureau).post(f"{page}conclude/", {"opinion": "通过"})
    assert answer.status_code == 409
    assert "第二十三条" in answer.content.decode()
    assert Evaluation.objects.get(pk=opened.pk).state == "open"
    assert (
        Entry.objects.filter(event="audit:step:refused", cites__startswith="jz-project-2020/23").count() == 1
    )


def test_each_side_does_only_what_is_its_own(enter, bureau, officer, finance, organizations, page):
    unit, stranger = enter(officer), enter(organizations.make_actor(Role.DATA_OFFICER, "forestry"))
    assert stranger.get(page).status_code == 404
    assert stranger.post(f"{page}report/", {"text": "x"}).status_code == 404
    for step in ("body", "panel", "marks", "conclude", "accept", "return"):
        assert unit.post(f"{page}{step}/", {}).status_code == 403, step
    assert enter(bureau).post(f"{page}report/", {"text": "x"}).status_code == 403
    assert enter(finance).post(f"{page}accept/").status_code == 403
    for browser in (unit, enter(bureau), enter(finance)):
        assert browser.get(page).status_code == 200


def test_words_of_the_unit_are_escaped(enter, officer, bureau, page):
    enter(officer).post(f"{page}report/", {"text": "<script>alert(1)</script>", "uptime": "99"})
    shown = enter(bureau).get(page).content.decode()
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_a_refused_result_keeps_what_was_written(enter, officer, bureau, opened, page):
    enter(officer).post(f"{page}report/", {"text": "运行平稳", "uptime": "99.5"})
    desk = enter(bureau)
    desk.post(f"{page}body/", BODY)
    judged = opened.scheme.indicators.filter(measure="judged")
    desk.post(f"{page}marks/", {f"points_{one.pk}": "10" for one in judged})
    answer = desk.post(f"{page}conclude/", {"opinion": "共享不足，须整改。"})
    assert answer.status_code == 409
    assert "共享不足，须整改。" in answer.content.decode()
    assert "应当写明整改期限" in answer.content.decode()
    assert Evaluation.objects.get(pk=opened.pk).score is None


def test_while_it_is_open_everybody_sees_what_is_counted_today(enter, officer, bureau, opened, page):
    counted = "目前 0，满分值 1000"
    assert counted in enter(officer).get(page).content.decode()
    enter(officer).post(f"{page}report/", {"text": "运行平稳", "uptime": "99.5"})
    desk = enter(bureau)
    assert "目前 99.50" in desk.get(page).content.decode()
    desk.post(f"{page}body/", BODY)
    shown = desk.get(page).content.decode()
    assert counted not in shown
    assert "0 / 1000" in shown


def test_the_page_of_the_project_tells_the_whole_evaluation(enter, officer, bureau, opened, legal):
    run_evaluation(
        opened.project, points=20, rectify_by=date(2027, 1, 29), unit=officer, actor=bureau, legal=legal
    )
    shown = enter(officer).get(f"/projects/{opened.project_id}/?tab=evaluation").content.decode()
    for words in ("虚拟绩效评价中心", "2027-01-29", "共享调用次数", "0 / 1000", "可按申报额的0%考虑"):
        assert words in shown
