"""What is handed in after the consent: complete, adding up, and unchanged from then on."""

from decimal import Decimal

import pytest
from django.db import transaction

from planning.steps_of_a_year import FILES, GOOD, into_the_plan, prepare, upload
from shuyuan.casework.models import Task
from shuyuan.casework.steps import Gap
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, RuleRefused
from shuyuan.papers.services import remove_attachment
from shuyuan.planning import services
from shuyuan.planning.places import source_of
from shuyuan.planning.services import Goal, Line
from shuyuan.projects import registry
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.filing import ProjectKind
from shuyuan.projects.rules.stages import Kind
from shuyuan.studies.services import StudyContent, save_study


@pytest.fixture(autouse=True)
def only_this_room(monkeypatch):
    """Studies above this room judge the sharing parts; here they are out of the picture."""
    judges = {name: judge for name, judge in registry._JUDGES[Kind.SUBMITTED].items() if name == "planning"}
    monkeypatch.setitem(registry._JUDGES, Kind.SUBMITTED, judges)


@pytest.fixture
def planned(plan, draft, officer, bureau, legal):
    """`planned(kind=…)`: a project with the city government's consent."""
    numbers = iter(range(1, 100))

    def make(**fields):
        project = draft(**fields)
        document = f"虚政〔2026〕{next(numbers)}号"
        into_the_plan(project, officer=officer, bureau=bureau, legal=legal, document=document)
        project.refresh_from_db()
        return project

    return make


def codes(refused):
    return [reason.code for reason in refused.value.verdict.reasons]


def test_handing_in_nothing_names_everything_that_is_missing_at_once(
    planned, factories, officer, unit, legal
):
    system = factories.make_system(unit)
    project = planned(kind=ProjectKind.EXPAND, system_id=system.pk)
    with pytest.raises(RuleRefused) as refused:
        services.hand_in(project.pk, actor=officer, legal=legal)

    assert codes(refused) == [
        "filing_documents_missing",
        "system_assessment_missing",
        "outside_shared_infrastructure",
        "no_connection_planned",
    ]
    missing = refused.value.verdict.reasons[0].facts["missing"]
    assert missing == [
        "proposal", "feasibility_study", "preliminary_design", "budget", "performance_targets",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [ProjectKind.REBUILD, ProjectKind.EXPAND, ProjectKind.RETIRE])
def test_these_kinds_need_the_report_of_a_specialist_body(planned, factories, officer, unit, legal, kind):
    project = planned(kind=kind, system_id=factories.make_system(unit).pk)
    prepare(project, actor=officer, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        services.hand_in(project.pk, actor=officer, legal=legal)
    assert codes(refused) == ["system_assessment_missing"]

    upload(project, "system_assessment", actor=officer, legal=legal)
    assert services.hand_in(project.pk, actor=officer, legal=legal).stage == "submitted"


def test_a_machine_room_of_its_own_is_refused(planned, officer, legal):
    project = planned()
    prepare(project, actor=officer, legal=legal)
    content = StudyContent(network="egov_extranet", hosting="own_room", connection="接口交换")
    save_study(project.pk, content=content, actor=officer, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        services.hand_in(project.pk, actor=officer, legal=legal)
    assert codes(refused) == ["outside_shared_infrastructure", "builds_own_infrastructure"]
    assert {reason.cites for reason in refused.value.verdict.reasons} == {"jz-project-2020/4.1"}


def test_a_project_that_builds_states_its_place_in_the_study_alone(planned, officer, legal):
    project = planned()
    with pytest.raises(Conflict) as refused:
        services.state_infrastructure(project.pk, statement=GOOD, actor=officer, legal=legal)
    assert refused.value.code == "place_in_study"
    prepare(project, actor=officer, legal=legal)
    content = StudyContent(network="private", hosting="government_cloud")
    save_study(project.pk, content=content, actor=officer, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        services.hand_in(project.pk, actor=officer, legal=legal)
    assert codes(refused) == [
        "outside_shared_infrastructure", "builds_own_infrastructure", "no_connection_planned",
    ]  # fmt: skip


def test_a_project_that_only_operates_states_its_place_here(planned, factories, unit, officer, legal):
    project = planned(kind=ProjectKind.OPERATE, system_id=factories.make_system(unit).pk)
    assert source_of(project) is None
    private = services.Infrastructure(on_government_cloud=True, builds_private_network=True)
    prepare(project, actor=officer, legal=legal)
    services.state_infrastructure(project.pk, statement=private, actor=officer, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        services.hand_in(project.pk, actor=officer, legal=legal)
    assert "builds_own_infrastructure" in codes(refused)


def test_a_budget_that_does_not_add_up_is_refused_to_the_fen(planned, officer, legal):
    project = planned()
    prepare(project, actor=officer, legal=legal)
    lines = [Line("开发", 2, 20_000_000, 2027), Line("测试", 1, 10_000_001, 2027)]
    services.save_budget(project.pk, lines=lines, actor=officer, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        services.hand_in(project.pk, actor=officer, legal=legal)
    assert codes(refused) == ["budget_does_not_add_up"]
    assert refused.value.verdict.reasons[0].facts["difference"] == "0.01"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (Line("", 1, 100, 2027), "item"),
        (Line("开发", 0, 100, 2027), "quantity"),
        (Line("开发", 1, -5, 2027), "price"),
        (Line("开发", 1, 10**15, 2027), "price"),
        (Line("开发", 1, 1.5, 2027), "price"),
        (Line("开发", 1, 100, 2026), "year"),
        (Line("开发", 1, 100, 2999), "year"),
    ],
)
def test_an_impossible_budget_line_is_named(planned, officer, legal, line, field):
    project = planned()
    with pytest.raises(BadInput) as refused:
        services.save_budget(project.pk, lines=[Line("好", 1, 5, 2027), line], actor=officer, legal=legal)
    assert (refused.value.code, refused.value.facts["line"], refused.value.facts["field"]) == (
        "bad_budget", 2, field,
    )  # fmt: skip


def test_lines_that_overflow_together_are_refused(planned, officer, legal):
    project = planned()
    with pytest.raises(BadInput) as refused:
        services.save_budget(
            project.pk, lines=[Line("开发", 10_000_000, 10**14, 2027)], actor=officer, legal=legal
        )
    assert refused.value.code == "impossible_amount"


@pytest.mark.parametrize("value", ["NaN", "-1", "Infinity", "1e30"])
def test_a_target_that_cannot_be_measured_is_refused(planned, officer, legal, value):
    project = planned()
    with pytest.raises(BadInput):
        services.save_targets(
            project.pk, targets=[Goal("时限", Decimal(value), "天")], actor=officer, legal=legal
        )


def test_a_foreign_unit_prepares_nothing(planned, organizations, legal):
    project = planned()
    stranger = organizations.make_actor(Role.DATA_OFFICER, "tax")
    with pytest.raises(NotFound):
        services.state_infrastructure(project.pk, statement=GOOD, actor=stranger, legal=legal)


def test_what_was_handed_in_is_not_removed_or_changed(planned, officer, legal):
    project = planned()
    prepare(project, actor=officer, legal=legal)
    attachment = upload(project, "proposal", actor=officer, legal=legal, content="第二版")
    services.hand_in(project.pk, actor=officer, legal=legal)

    with pytest.raises(RuleRefused) as refused:
        remove_attachment(attachment.pk, reason="想换掉", actor=officer, legal=legal)
    assert codes(refused) == ["document_handed_in"]
    with pytest.raises(Conflict) as refused:
        services.save_budget(project.pk, lines=[], actor=officer, legal=legal)
    assert refused.value.code == "documents_closed"
    kept = JournalEntry.objects.get(kind="submitted").data["files"]
    assert {"document": "proposal", "version": 2, "digest": attachment.digest} in kept


def test_documents_are_returned_with_everything_named_once(planned, officer, bureau, legal):
    project = planned()
    prepare(project, actor=officer, legal=legal)
    services.hand_in(project.pk, actor=officer, legal=legal)
    services.return_documents(
        project.pk, gaps=[Gap("可研报告缺少比选方案"), Gap("预算缺少依据")], actor=bureau, legal=legal
    )
    project.refresh_from_db()
    assert project.stage == "planned"
    assert Task.objects.filter(kind="planning:project:complete", done_at__isnull=True).count() == 2

    services.hand_in(project.pk, actor=officer, legal=legal)
    with pytest.raises(BadInput) as refused:
        services.return_documents(project.pk, gaps=[Gap("还缺设计图")], actor=bureau, legal=legal)
    assert refused.value.code == "gap_named_too_late"
    services.return_documents(project.pk, gaps=[Gap("预算缺少依据")], actor=bureau, legal=legal)


def test_the_bureau_returns_only_what_was_handed_in(planned, bureau, legal):
    with pytest.raises(Conflict):
        services.return_documents(planned().pk, gaps=[Gap("缺少依据")], actor=bureau, legal=legal)


def test_every_kind_of_document_is_there_before_the_button_is(planned, officer, legal, client_of):
    project = planned()
    browser = client_of(officer)
    page = browser.get(f"/projects/plans/project/{project.pk}/documents/").content.decode()
    assert "申报材料不全" in page
    assert "hand-in" not in page
    prepare(project, actor=officer, legal=legal, files=FILES)
    with transaction.atomic():
        page = browser.get(f"/projects/plans/project/{project.pk}/documents/").content.decode()
    assert "hand-in" in page
