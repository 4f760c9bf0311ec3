"""Pages of the study: the unit fills it, the bureau reads and judges it."""

import pytest
from django.urls import reverse

from shuyuan.projects.rules.stages import Stage
from shuyuan.studies.models import Need, Overlap, PlannedEntry, Study


@pytest.fixture
def browser(client_of, officer):
    return client_of(officer)


def text(answer):
    return answer.content.decode()


def test_while_the_place_is_chosen_the_page_says_that_an_own_room_is_refused(browser, project):
    answer = browser.post(
        reverse("studies:check", args=[project.pk]), {"hosting": "own_room", "network": "private"}
    )
    assert "机房" in text(answer)
    assert not Study.objects.exists()


def test_malformed_resources_come_back_with_their_errors(browser, project):
    answer = browser.post(reverse("studies:edit", args=[project.pk]), {"hosting": "x", "revision": "0"})
    assert answer.status_code == 400


def test_the_study_names_what_is_missing_and_what_is_there(browser, filled):
    shown = text(browser.get(reverse("studies:study", args=[filled.pk])))
    assert "可以报送" in shown
    planned = PlannedEntry.objects.first()
    page = browser.get(reverse("studies:entry", args=[filled.pk, planned.pk]))
    assert planned.entry.name in text(page)
    assert "返回可行性研究" in text(browser.get(reverse("catalog:edit", args=[planned.entry_id])))
    assert browser.get(planned.entry.get_absolute_url()).status_code == 200


def test_each_part_of_the_study_is_written_on_its_page(browser, filled):
    done = browser.post(
        reverse("studies:edit", args=[filled.pk]),
        {"hosting": "government_cloud", "network": "internet", "cpu_cores": "8", "revision": "1"},
    )
    assert done.status_code == 302
    for form in ("edit", "add_need", "add_system", "new_entry"):
        assert browser.get(reverse(f"studies:{form}", args=[filled.pk])).status_code == 200
    browser.post(reverse("studies:add_need", args=[filled.pk]), {"name": "虚拟数据", "items": "甲，乙"})
    assert Need.objects.get().items == ["甲", "乙"]
    assert "目录中没有" in text(browser.get(reverse("studies:study", args=[filled.pk])))
    planned = PlannedEntry.objects.first()
    done = browser.post(
        reverse("studies:share", args=[filled.pk, planned.pk]), {"sharing-items": ["record_number"]}
    )
    assert done.status_code == 302


def test_the_project_page_shows_the_study(browser, filled):
    page = browser.get(filled.get_absolute_url(), {"tab": "study"})
    assert PlannedEntry.objects.first().entry.name in text(page)


def test_the_bureau_sees_overlaps_and_judges_them(client_of, factories, filled, bureau, organizations, legal):
    system = factories.make_system(organizations.make_department("health"), registered_on=legal.today)
    overlap = Overlap.objects.create(
        project=filled, system=system, score=61, words=["养老服务"], found_at=legal.now
    )
    filled.facts["stage"] = filled.stage = Stage.SUBMITTED.value
    filled.save()
    browser = client_of(bureau)
    shown = text(browser.get(reverse("studies:study", args=[filled.pk])))
    assert "养老服务" in shown
    assert system.name in shown
    address = reverse("studies:judge", args=[filled.pk, overlap.pk])
    assert browser.post(address, {"verdict": "justified"}).status_code == 400
    assert browser.post(address, {"verdict": "unjustified", "opinion": "重复建设"}).status_code == 302
    assert "重复建设" in text(browser.get(reverse("studies:study", args=[filled.pk])))
