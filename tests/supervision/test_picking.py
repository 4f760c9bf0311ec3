"""Projects are chosen by looking for them: by number, name, unit; what is marked stays."""

from datetime import timedelta

import pytest
from django.urls import reverse

from browsers import browser_of
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.selectors import list_projects
from shuyuan.supervision.models import AuditCase, Inspection
from shuyuan.supervision.picking import MOST, find_projects, living

NEW = "supervision:new_inspection"


@pytest.fixture
def enter(time_machine, legal):
    time_machine.move_to(legal.now)
    return browser_of


@pytest.fixture
def city(factories, organizations, unit, legal):
    tax = organizations.make_department("tax", name="虚拟市税务局")
    make = factories.make_project
    return {
        "rescue": make(unit, legal=legal, stage=Stage.BUILDING, name="救助一体化平台"),
        "archive": make(unit, legal=legal, stage=Stage.OPERATING, name="档案数字化系统"),
        "invoice": make(tax, legal=legal, stage=Stage.BUILDING, name="发票查验平台", budgets={"2026": 1000}),
        "draft": make(tax, legal=legal, stage=Stage.DRAFT, name="平台草稿"),
        "gone": make(tax, legal=legal, stage=Stage.TERMINATED, name="已终止的平台"),
    }


def names(actor, text):
    found = find_projects(living(list_projects(actor)), text)
    return {project.name for project in found}


@pytest.mark.parametrize("text", ["", "  ", "、", "没有这样的项目", "%", "_", "' or 1=1 --", "\0"])
def test_words_that_nothing_has_find_nothing(city, bureau, text):
    assert names(bureau, text) == set()


def test_projects_are_found_by_name_number_and_unit(city, bureau):
    assert names(bureau, "平台") == {"救助一体化平台", "发票查验平台"}
    assert names(bureau, "平台 税务局") == {"发票查验平台"}
    assert names(bureau, city["archive"].number) == {"档案数字化系统"}


def test_several_numbers_are_found_at_once_however_they_were_copied(city, bureau):
    wanted = {"救助一体化平台", "档案数字化系统"}
    first, second = city["rescue"].number, city["archive"].number
    for between in (" ", "\n", "、", "，", "\r\n"):
        assert names(bureau, f"{first}{between}{second}") == wanted


def test_drafts_and_ended_projects_are_not_offered(city, bureau):
    assert names(bureau, "草稿") == names(bureau, "已终止") == set()


def test_looking_keeps_what_was_filled_in_and_marked_and_finds_no_fault(enter, city, bureau):
    browser = enter(bureau)
    sent = {"title": "专项检查", "projects": [city["rescue"].pk], "find": "发票", "look": "yes"}
    answer = browser.post(reverse(NEW), sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="专项检查"' in page
    assert f'value="{city["rescue"].pk}" checked' in page
    assert f'value="{city["invoice"].pk}"' in page
    assert f'value="{city["invoice"].pk}" checked' not in page
    assert not Inspection.objects.exists()


def test_an_inspection_takes_the_projects_that_are_marked(enter, city, bureau, legal):
    chosen = [city["rescue"].pk, city["invoice"].pk]
    sent = {"title": "专项检查", "held_on": legal.today.isoformat(), "projects": chosen, "find": "平台"}
    answer = enter(bureau).post(reverse(NEW), sent)
    assert answer.status_code == 302
    assert set(Inspection.objects.get().projects.values_list("pk", flat=True)) == set(chosen)


@pytest.mark.parametrize("which", ["draft", "gone", "none", "nonsense", "huge"])
def test_what_is_not_offered_cannot_be_taken(enter, city, bureau, legal, which):
    keys = {"none": [], "nonsense": ["x"], "huge": ["9" * 30]}
    chosen = keys[which] if which in keys else [city[which].pk]
    sent = {"title": "专项检查", "held_on": legal.today.isoformat(), "projects": chosen}
    assert enter(bureau).post(reverse(NEW), sent).status_code == 400
    assert not Inspection.objects.exists()


def test_only_some_of_many_are_shown_and_the_page_says_so(enter, factories, unit, bureau, legal):
    for number in range(MOST + 2):
        factories.make_project(unit, legal=legal, stage=Stage.BUILDING, name=f"虚拟系统{number}")
    page = enter(bureau).post(reverse(NEW), {"find": "虚拟系统", "look": "yes"}).content.decode()
    assert page.count('type="checkbox" name="projects"') == MOST


def test_an_audit_takes_one_project_chosen_in_advance_or_found(enter, city, auditor, legal):
    browser, address = enter(auditor), reverse("supervision:new_audit")
    page = browser.get(address, {"project": city["invoice"].number}).content.decode()
    assert f'type="radio" name="project" value="{city["invoice"].pk}" checked' in page
    assert browser.get(address, {"project": "没有"}).status_code == 200
    for wrong in ("", "x", str(city["draft"].pk)):
        assert browser.post(address, {"project": wrong, "year": legal.today.year}).status_code == 400
    answer = browser.post(address, {"project": city["invoice"].pk, "year": legal.today.year})
    assert answer.status_code == 302
    assert AuditCase.objects.get().project == city["invoice"]


def test_looking_costs_the_same_with_many_projects(
    enter, factories, unit, bureau, legal, django_assert_max_num_queries
):
    for number in range(12):
        factories.make_project(
            unit, legal=legal, stage=Stage.BUILDING, name=f"虚拟系统{number}",
            stage_since=legal.today - timedelta(days=number),
        )  # fmt: skip
    browser = enter(bureau)
    chosen = list(Project.objects.order_by("pk").values_list("pk", flat=True)[:5])
    sent = {"find": "虚拟系统", "look": "yes", "projects": chosen}
    browser.post(reverse(NEW), sent)
    with django_assert_max_num_queries(13):
        browser.post(reverse(NEW), sent)
