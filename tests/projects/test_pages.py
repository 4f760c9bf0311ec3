"""The pages of projects: who sees what, bad input at its field, files that stay."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from browsers import browser_of
from shuyuan.kernel.errors import RuleRefused
from shuyuan.papers.services import add_attachment, remove_attachment
from shuyuan.projects.figures import days_behind
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Kind, Stage

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def enter(time_machine, legal):
    time_machine.move_to(legal.now)
    return browser_of


def given(**changed):
    return {
        "name": "虚拟救助平台", "kind": "new", "funding_mode": "government_investment", "plan_year": "2027",
        "planned_fen": "120.5", "purpose": "办理虚拟业务", "is_open": "on", **changed,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "字" * 121),
        ("kind", "castle"),
        ("kind", "rebuild"),
        ("planned_fen", "-1"),
        ("planned_fen", "NaN"),
        ("planned_fen", "1e9"),
        ("plan_year", "二零二七"),
        ("plan_year", "0"),
        ("is_open", ""),
        ("system", "999999"),
        ("planned_end_on", "2026-13-40"),
    ],
)
def test_bad_input_is_told_at_its_field(enter, officer, field, value):
    answer = enter(officer).post(reverse("projects:new"), given(**{field: value}))
    assert answer.status_code == 400
    named = {"kind": {"kind", "system"}}.get(field, {field})
    assert named & set(answer.context["form"].errors)
    assert not Project.objects.exists()


def test_days_backward_are_told_at_the_end(enter, officer):
    days = {"planned_start_on": "2027-05-01", "planned_end_on": "2027-04-01"}
    answer = enter(officer).post(reverse("projects:new"), given(**days))
    assert "planned_end_on" in answer.context["form"].errors


def test_a_secret_name_is_refused_with_its_provision(enter, officer):
    answer = enter(officer).post(reverse("projects:new"), given(name="机密★10年 平台"))
    assert answer.status_code == 409
    assert not Project.objects.exists()


def test_a_unit_drafts_changes_and_withdraws(enter, officer):
    browser = enter(officer)
    answer = browser.post(reverse("projects:new"), given())
    project = Project.objects.get()
    assert answer.headers["Location"] == project.get_absolute_url()
    assert (project.planned_fen, project.stage) == (120_500_000, "draft")
    page = browser.get(reverse("projects:edit", args=[project.pk]))
    assert 'value="120.5"' in page.content.decode()
    browser.post(
        reverse("projects:edit", args=[project.pk]),
        given(planned_fen="98", revision=str(project.revision)),
    )
    project.refresh_from_db()
    assert project.planned_fen == 98_000_000
    browser.post(reverse("projects:withdraw", args=[project.pk]), {"reason": "合并"})
    project.refresh_from_db()
    assert project.stage == "withdrawn"


def test_a_draft_is_no_business_of_others(enter, factories, unit, officer, bureau, legal):
    project = factories.make_project(unit, actor=officer, legal=legal)
    address = project.get_absolute_url()
    assert enter(officer).get(address).status_code == 200
    assert enter(bureau).get(address).status_code == 404


@pytest.mark.parametrize("tab", ["overview", "documents", "journal"])
@pytest.mark.parametrize(
    "stage", [Stage.DRAFT, Stage.SUBMITTED, Stage.BUILDING, Stage.OPERATING, Stage.REMOVED]
)
def test_every_tab_opens_in_every_stage(enter, factories, unit, officer, legal, stage, tab):
    project = factories.make_project(unit, actor=officer, legal=legal, stage=stage)
    answer = enter(officer).get(project.get_absolute_url(), {"tab": tab})
    assert answer.status_code == 200


def test_a_tab_that_does_not_exist_is_not_found(enter, factories, unit, officer, legal):
    project = factories.make_project(unit, actor=officer, legal=legal)
    assert enter(officer).get(project.get_absolute_url(), {"tab": "x'"}).status_code == 404


def test_words_of_people_are_escaped(enter, factories, unit, officer, legal):
    name = "<script>alert(1)</script>"
    project = factories.make_project(unit, actor=officer, legal=legal, name=name)
    html = enter(officer).get(project.get_absolute_url()).content.decode()
    assert name not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("stage=castle", 400), ("held=castle", 400), ("late=castle", 400), ("year=x", 400),
        ("sort=paid", 400),
        ("stage=building&year=2027&held=any&late=acceptance&kind=new&mode=joint", 200),
        ("held=upkeep&late=filed&sort=-planned", 200), ("export=csv", 200),
    ],
)  # fmt: skip
def test_the_list_takes_known_filters_only(enter, factories, officer, unit, legal, query, status):
    factories.make_project(unit, actor=officer, legal=legal)
    assert enter(officer).get(f"{reverse('projects:projects')}?{query}").status_code == status


def test_the_list_asks_the_database_a_fixed_number_of_times(
    enter, factories, unit, officer, legal, django_assert_max_num_queries
):
    for _ in range(12):
        factories.make_project(unit, actor=officer, legal=legal)
    browser = enter(officer)
    browser.get(reverse("projects:projects"))
    with django_assert_max_num_queries(12):
        browser.get(reverse("projects:projects"))


def test_a_document_that_was_handed_in_stays(factories, unit, officer, legal):
    project = factories.make_project(unit, actor=officer, legal=legal, stage=Stage.PLANNED)
    added = add_attachment(
        SimpleUploadedFile("建议书.pdf", PDF), subject_kind="projects.project", subject_id=str(project.pk),
        label="项目建议书", actor=officer, legal=legal,
    )  # fmt: skip
    project.journal.create(kind=Kind.SUBMITTED.value, on=legal.today, at=legal.now, data={})
    with pytest.raises(RuleRefused) as refused:
        remove_attachment(added.pk, reason="写错了", actor=officer, legal=legal)
    assert [(r.code, r.cites) for r in refused.value.verdict.reasons] == [
        ("document_handed_in", "jz-project-2020/30.1")
    ]
    added.refresh_from_db()
    assert added.removed_at is None


def test_a_document_that_nobody_was_given_may_be_removed(factories, unit, officer, legal):
    project = factories.make_project(unit, actor=officer, legal=legal, stage=Stage.PLANNED)
    added = add_attachment(
        SimpleUploadedFile("草稿.pdf", PDF), subject_kind="projects.project", subject_id=str(project.pk),
        label="草稿", actor=officer, legal=legal,
    )  # fmt: skip
    remove_attachment(added.pk, reason="不需要", actor=officer, legal=legal)
    added.refresh_from_db()
    assert added.removed_at is not None


@pytest.mark.parametrize(
    ("stage", "late", "days"),
    [
        (Stage.BUILDING, 0, 0), (Stage.BUILDING, -5, 0), (Stage.BUILDING, 5, 5), (Stage.PROCURING, 5, 5),
        (Stage.FILED, 5, 0), (Stage.COMPLETED, 5, 0), (Stage.TERMINATED, 5, 0),
    ],
)  # fmt: skip
def test_a_funded_project_is_behind_from_the_day_after_its_planned_end(
    factories, unit, legal, stage, late, days
):
    project = factories.make_project(unit, legal=legal, stage=stage)
    project.planned_end_on = legal.today - timedelta(days=late)
    assert days_behind(project, today=legal.today) == days
    project.planned_end_on = None
    assert days_behind(project, today=legal.today) == 0
