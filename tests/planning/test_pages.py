"""The pages: what units, the bureau and the offices see, and what happens with bad forms."""

from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from planning.steps_of_a_year import prepare
from shuyuan.kernel.actor import Role
from shuyuan.planning import services
from shuyuan.planning.models import Consent, UnitPlan
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Stage

PLANS = "/projects/plans/"


@pytest.fixture
def filed(plan, draft, officer, legal):
    project = draft(name="虚拟救助平台")
    return services.file_project(project.pk, actor=officer, legal=legal)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "这个字段是必填项"),
        ({"opinion": "decline", "text": ""}, "请说明不予列入的理由"),
        ({"opinion": "include", "rank": "-1"}, "大于"),
        ({"opinion": "burn"}, "选择一个有效"),
    ],
)
def test_a_study_that_is_not_complete_comes_back_with_its_fault(filed, bureau, client_of, data, words):
    answer = client_of(bureau).post(f"{PLANS}project/{filed.pk}/study/", data)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    filed.refresh_from_db()
    assert filed.stage == "filed"


def test_a_consent_needs_number_day_scan_and_projects(filed, bureau, legal, client_of):
    services.study_project(filed.pk, opinion="include", rank=1, actor=bureau, legal=legal)
    browser = client_of(bureau)
    whole = {"document": "虚政〔2026〕8号", "day": legal.today.isoformat(), "project": [filed.pk]}

    def send(**changes):
        scan = SimpleUploadedFile("同意.txt", "同意".encode())
        data = {**whole, "scan": scan, **changes}
        return browser.post(f"{PLANS}2027/consent/", {k: v for k, v in data.items() if v is not None})

    for changes in ({"document": ""}, {"scan": None}, {"project": []}, {"day": "2026-12-24"}):
        assert send(**changes).status_code == 400, changes
    fake = send(scan=SimpleUploadedFile("同意.pdf", b"MZ\x90\x00" * 200))
    assert fake.status_code == 400
    kept = fake.content.decode()
    assert "虚政〔2026〕8号" in kept
    assert "pdf、png" in kept
    assert "[&#x27;pdf" not in kept
    assert not Consent.objects.exists()
    assert send().status_code == 302
    assert Project.objects.get(pk=filed.pk).stage == "planned"


def test_the_bureau_sees_who_filed_and_who_did_not(filed, bureau, unit, client_of):
    page = client_of(bureau).get(f"{PLANS}2027/").content.decode()
    assert "虚拟市民政局" in page
    assert "已申报" in page
    page = client_of(bureau).get(f"{PLANS}2027/?export=csv")
    assert "虚拟市民政局" in b"".join(page.streaming_content).decode()


def test_a_unit_sees_its_own_projects_only(filed, factories, organizations, legal, officer, client_of):
    factories.make_project("tax", legal=legal, stage=Stage.FILED, name="别家项目", plan_year=2027)
    page = client_of(officer).get(f"{PLANS}2027/").content.decode()
    assert "虚拟救助平台" in page
    assert "别家项目" not in page


def test_a_unit_says_that_it_has_nothing_to_file(plan, officer, unit, client_of):
    answer = client_of(officer).post(f"{PLANS}2027/nothing/", {"reason": "无需求"}, follow=True)
    assert "没有项目申报" in answer.content.decode()
    assert UnitPlan.objects.get(plan=plan, unit=unit).state == "nothing"


def test_lines_typed_into_the_tables_are_kept_or_come_back_with_their_faults(plan, draft, officer, client_of):
    project = draft()
    browser = client_of(officer)
    page = f"{PLANS}project/{project.pk}/"
    bad = {"item-0": "开发", "quantity-0": "两", "price-0": "1e9", "year-0": "1999", "item-1": ""}
    answer = browser.post(f"{page}budget/", bad)
    assert answer.status_code == 400
    assert answer.content.decode().count("invalid-feedback") == 3
    good = {
        "item-0": "开发", "quantity-0": "２", "measure-0": "项", "price-0": "250,000.00",
        "year-0": "2027", "year-1": "2027",
    }  # fmt: skip
    assert browser.post(f"{page}budget/", good).status_code == 302
    assert project.budget_lines.get().total_fen == 50_000_000
    assert browser.post(f"{page}targets/", {"indicator-0": "时限", "value-0": "NaN"}).status_code == 400
    targets = {"indicator-0": "时限", "value-0": "50.5", "scale-0": "%"}
    assert browser.post(f"{page}targets/", targets).status_code == 302
    assert str(project.targets.get().value) == "50.50"


@pytest.mark.parametrize("year", ["1999", "20x7", "99999999999999999999"])
def test_an_impossible_year_is_a_page_that_explains(bureau, client_of, year):
    browser = client_of(bureau)
    assert browser.get(f"{PLANS}{year}/").status_code == 404
    assert browser.get(f"{PLANS}library/?year={year}").status_code in {200, 400}


def test_the_tab_of_the_project_shows_study_documents_and_money(filed, officer, bureau, legal, rf):
    block = import_module("shuyuan.planning.project_page")._block
    request = rf.get("/")
    request.actor, request.legal = bureau, legal
    context = block(request, filed)
    assert [one.code for one in context["needed"]][:2] == ["proposal", "feasibility_study"]
    actions = import_module("shuyuan.projects.registry").actions_of(filed, bureau, legal)
    assert "研究" in [str(action.label) for action in actions] or len(actions) > 0


def test_every_page_opens_for_who_may_see_it(
    filed, draft, factories, officer, bureau, finance, legal, client_of, unit
):
    reviewed = factories.make_project(unit, legal=legal, stage=Stage.REVIEWED, plan_year=2027)
    prepare(draft(name="草稿"), actor=officer, legal=legal)
    edition = services.compile_plan(year=2027, actor=bureau, legal=legal)
    services.send_plan(edition.name, actor=bureau, legal=legal)
    job = services.begin_run(year=2027, is_dry=True, actor=bureau, legal=legal)
    everyone = ["", "2027/", "library/", "library/?year=2027", f"project/{filed.pk}/documents/"]
    offices = ["compiled/", "compiled/2027-1/", "compiled/2027-1/changes/", "compiled/2027-1/workbook/"]
    own = ["open/", "2027/filings/", "2027/consent/", "2027/compile/", "2027/late/",
           f"project/{filed.pk}/study/", f"project/{reviewed.pk}/remove/",
           f"library/runs/{job.params['run']}/"]  # fmt: skip
    for actor, pages in (
        (officer, everyone),
        (finance, [*everyone, *offices]),
        (bureau, [*everyone, *offices, *own]),
    ):
        browser = client_of(actor)
        for page in pages:
            answer = browser.get(PLANS + page)
            assert answer.status_code == 200, (actor.role, page)
            answer.getvalue()  # to the end, which closes the file
    browser = client_of(officer)
    assert browser.get(f"{PLANS}project/{filed.pk}/file/").status_code == 200
    for page in [*offices, *own]:
        assert browser.get(PLANS + page).status_code in {403, 404}, page


def test_an_operator_prepares_and_the_expert_sees_no_plan(plan, draft, organizations, unit, client_of):
    project = draft()
    operator = organizations.make_actor(Role.OPERATOR, unit)
    expert = organizations.make_actor(Role.EXPERT, "education")
    assert client_of(operator).get(f"{PLANS}project/{project.pk}/documents/").status_code == 200
    assert client_of(expert).get(f"{PLANS}project/{project.pk}/documents/").status_code == 403
