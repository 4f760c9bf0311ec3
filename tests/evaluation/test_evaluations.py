"""Plans on file, schemes, evaluations and their effect, bad input first."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.factories import make_published_entry
from shuyuan.audit.models import ReadBatch, ReadRecord
from shuyuan.audit.steps import record
from shuyuan.casework.models import Task
from shuyuan.evaluation.models import Evaluation, Mark, Scheme
from shuyuan.evaluation.rules import Area, Measure, points_for, total_of
from shuyuan.evaluation.seed import INDICATORS, run_evaluation, run_rectification
from shuyuan.evaluation.selectors import list_evaluations, weight_for_budget
from shuyuan.evaluation.services.opening import open_due_evaluations
from shuyuan.experts.services import ExpertDraft, add_expert
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.papers.models import Attachment
from shuyuan.projects.models import Hold, JournalEntry
from shuyuan.projects.rules.stages import Kind, Stage

PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


def codes(refused):
    return {reason.code for reason in refused.value.verdict.reasons}


@pytest.mark.parametrize("plan", ["", "budget", "operation ", "../operation"])
def test_a_plan_that_the_law_does_not_name_is_refused(services, running, officer, legal, plan):
    with pytest.raises(BadInput) as refused:
        services.file_upkeep_plan(running().pk, plan=plan, actor=officer, legal=legal)
    assert refused.value.code == "unknown_upkeep_plan"


def test_only_the_unit_files_its_plans(services, running, organizations, bureau, legal):
    project = running()
    with pytest.raises(NotPermitted):
        services.file_upkeep_plan(project.pk, plan="operation", actor=bureau, legal=legal)
    stranger = organizations.make_actor(Role.DATA_OFFICER, "forestry")
    with pytest.raises(NotFound):
        services.file_upkeep_plan(project.pk, plan="operation", actor=stranger, legal=legal)
    assert not Attachment.objects.exists()


def test_a_plan_of_a_project_that_is_not_accepted_leaves_no_document(services, running, officer, legal):
    project = running(stage=Stage.BUILDING)
    with pytest.raises(Conflict):
        services.file_upkeep_plan(
            project.pk,
            plan="operation",
            upload=SimpleUploadedFile("运维方案.pdf", PDF),
            actor=officer,
            legal=legal,
        )
    assert not Attachment.objects.exists()


def test_four_plans_with_their_documents_release_the_hold(services, running, officer, legal):
    project = running()
    for plan in legal.law.codes("projects.upkeep_plans", on=legal.today):
        entry = services.file_upkeep_plan(
            project.pk, plan=plan, upload=SimpleUploadedFile(f"{plan}.pdf", PDF), actor=officer, legal=legal
        )
    assert entry.data["attachment"] == Attachment.objects.latest("pk").pk
    assert Attachment.objects.filter(subject_kind="projects.project").count() == 4
    assert not Hold.objects.filter(code="upkeep_plans_missing", released_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({0: {"weight": 14}}, {"weights_not_hundred"}),
        ({6: {"area": Area.SHARING}, 7: {"area": Area.SHARING}}, {"evaluation_areas_missing"}),
    ],
)
def test_a_scheme_that_does_not_serve_is_refused(services, bureau, legal, changes, expected):
    lines = [replace(one, **changes.get(place, {})) for place, one in enumerate(INDICATORS)]
    with pytest.raises(RuleRefused) as refused:
        services.set_scheme(2026, indicators=lines, actor=bureau, legal=legal)
    assert codes(refused) == expected
    assert not Scheme.objects.exists()


@pytest.mark.parametrize(
    "line", [{"weight": 0}, {"weight": 101}, {"label": " "}, {"full_at": 0}, {"full_at": -1}]
)
def test_a_line_that_cannot_be_is_refused_with_its_number(services, bureau, legal, line):
    lines = [replace(INDICATORS[0], **line), *INDICATORS[1:]]
    with pytest.raises(BadInput) as refused:
        services.set_scheme(2026, indicators=lines, actor=bureau, legal=legal)
    assert (refused.value.code, refused.value.facts["line"]) == ("bad_scheme", 1)


def test_a_scheme_stays_once_projects_are_evaluated_by_it(services, opened, bureau, legal):
    with pytest.raises(Conflict) as refused:
        services.set_scheme(2026, indicators=INDICATORS, actor=bureau, legal=legal)
    assert refused.value.code == "scheme_in_use"


def test_nothing_is_evaluated_a_day_before_its_year_is_over(services, running, scheme, bureau, legal):
    project = running(operating_since=legal.today.replace(year=2025) + timedelta(1))
    with pytest.raises(RuleRefused) as refused:
        services.open_evaluation(project.pk, actor=bureau, legal=legal)
    assert codes(refused) == {"evaluation_too_early"}


def test_without_a_scheme_the_bureau_is_asked_for_one(services, running, bureau, legal):
    project = running()
    with pytest.raises(Conflict) as refused:
        services.open_evaluation(project.pk, actor=bureau, legal=legal)
    assert refused.value.code == "scheme_missing"
    assert open_due_evaluations(legal=legal) == {"opened": 0, "waiting": 1}
    open_due_evaluations(legal=legal)
    assert Task.objects.filter(kind="evaluation:evaluation_scheme:set").count() == 1


def test_the_night_opens_what_is_due_once(running, scheme, legal):
    due, early = running(), running(operating_since=legal.today - timedelta(100))
    assert open_due_evaluations(legal=legal) == {"opened": 1, "waiting": 0}
    assert open_due_evaluations(legal=legal) == {"opened": 0, "waiting": 0}
    assert list(Evaluation.objects.values_list("project", flat=True)) == [due.pk]
    assert early.evaluations.count() == 0
    kinds = set(Task.objects.values_list("kind", flat=True))
    assert kinds == {"evaluation:evaluation:report", "evaluation:evaluation:conduct"}


def test_one_project_has_one_open_evaluation(services, opened, bureau, legal):
    with pytest.raises(Conflict) as refused:
        services.open_evaluation(opened.project_id, actor=bureau, legal=legal)
    assert refused.value.code == "evaluation_open"


def test_strangers_and_units_do_not_evaluate(services, opened, organizations, officer, legal):
    body = services.BodyDraft("虚拟机构", "合同1", "备案")
    with pytest.raises(NotPermitted):
        services.appoint_body(opened.pk, body, actor=officer, legal=legal)
    stranger = organizations.make_actor(Role.DATA_OFFICER, "forestry")
    with pytest.raises(NotFound):
        services.report_on_project(opened.pk, text="报告", actor=stranger, legal=legal)
    assert not list_evaluations(stranger).exists()


@pytest.mark.parametrize("uptime", [Decimal("-0.1"), Decimal("100.01")])
def test_an_availability_beyond_per_cent_is_refused(services, opened, officer, legal, uptime):
    with pytest.raises(BadInput):
        services.report_on_project(opened.pk, text="报告", uptime=uptime, actor=officer, legal=legal)


def test_whoever_built_the_system_does_not_evaluate_it(
    services, running, scheme, bureau, legal, factories, officer
):
    project = running()
    factories.take_step(
        project, Kind.CONTRACTED, actor=officer, legal=legal, contract="C1", fen=100, company="虚拟软件公司"
    )
    evaluation = services.open_evaluation(project.pk, actor=bureau, legal=legal)
    body = services.BodyDraft("虚拟 软件公司", "合同1", "备案")
    with pytest.raises(RuleRefused) as refused:
        services.appoint_body(evaluation.pk, body, actor=bureau, legal=legal)
    assert codes(refused) == {"evaluator_of_project"}
    with pytest.raises(RuleRefused) as refused:
        services.appoint_body(
            evaluation.pk, services.BodyDraft("虚拟机构", " ", ""), actor=bureau, legal=legal
        )
    assert codes(refused) == {"evaluator_incomplete"}


def test_a_panel_is_drawn_by_its_seed_without_people_of_the_unit(services, opened, bureau, legal, unit):
    for number in range(4):
        draft = ExpertDraft(
            f"专家{number}", "虚拟大学", ("软件工程",), department=unit.code if not number else ""
        )
        add_expert(draft, actor=bureau, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        services.appoint_panel(opened.pk, experts=2, actor=bureau, legal=legal)
    assert codes(refused) == {"evaluation_panel_even"}
    with pytest.raises(Conflict) as small:
        services.appoint_panel(opened.pk, experts=5, actor=bureau, legal=legal)
    assert small.value.facts["available"] == 3
    evaluation = services.appoint_panel(opened.pk, experts=3, seed="lot", actor=bureau, legal=legal)
    assert {one.name for one in evaluation.panel.all()} == {"专家1", "专家2", "专家3"}


@pytest.mark.parametrize("points", [-1, 101, True, Decimal("NaN"), Decimal("1e9")])
def test_impossible_points_are_refused(services, opened, bureau, legal, points):
    body = services.BodyDraft("虚拟机构", "合同1", "备案")
    services.appoint_body(opened.pk, body, actor=bureau, legal=legal)
    judged = opened.scheme.indicators.filter(measure=Measure.JUDGED.value).first()
    with pytest.raises(BadInput):
        services.mark_indicators(opened.pk, points={judged.pk: points}, actor=bureau, legal=legal)


def test_what_the_platform_counts_is_not_typed_in(services, opened, bureau, legal):
    body = services.BodyDraft("虚拟机构", "合同1", "备案")
    services.appoint_body(opened.pk, body, actor=bureau, legal=legal)
    counted = opened.scheme.indicators.get(measure=Measure.CALLS.value)
    with pytest.raises(BadInput):
        services.mark_indicators(opened.pk, points={counted.pk: 100}, actor=bureau, legal=legal)


def test_a_result_without_anything_names_every_reason(services, opened, bureau, legal):
    with pytest.raises(RuleRefused) as refused:
        services.conclude_evaluation(opened.pk, actor=bureau, legal=legal)
    assert codes(refused) == {
        "self_report_missing",
        "evaluator_missing",
        "indicators_without_score",
        "evaluation_failed_without_day",
    }


def test_reads_through_the_gateway_and_published_entries_count(
    services, running, scheme, bureau, legal, unit
):
    project = running()
    entry = make_published_entry(unit)
    entry.system_code = project.system.code
    entry.save(update_fields=["system_code"])
    anchor = record(
        "audit:read_batches:taken", actor=bureau, subject_kind="audit.read_batch", subject_id=1, facts={}
    )
    batch = ReadBatch.objects.create(
        chain="w1", seq=0, at=legal.now, count=3, root="", previous="", suite="", signature="", key_id="",
        anchor=anchor,
    )  # fmt: skip
    for position, (department, outcome) in enumerate(
        [("tax", "answered"), ("education", "answered"), ("tax", "refused")]
    ):
        ReadRecord.objects.create(
            batch=batch, position=position, at=legal.now, request_id=f"r{position}", client="c",
            department=department, mode="api", grant="g", entry=entry.code, purpose="核验",
            business_number="b", asked=5, found=4, outcome=outcome, record_json="{}",
        )  # fmt: skip
    evaluation = services.open_evaluation(project.pk, actor=bureau, legal=legal)
    services.appoint_body(
        evaluation.pk, services.BodyDraft("虚拟机构", "合同1", "备案"), actor=bureau, legal=legal
    )
    found = {mark.indicator.measure: mark.value for mark in evaluation.marks.select_related("indicator")}
    assert found == {"entries": 1, "calls": 2, "consumers": 2, "quality": 0}


def test_a_good_evaluation_passes_and_supports_the_whole_upkeep(opened, bureau, officer, legal):
    assert weight_for_budget(opened.project).score is None
    Mark.objects.all().delete()
    done = run_evaluation(opened.project, points=100, unit=officer, actor=bureau, legal=legal)
    assert (done.state, done.score) == ("passed", Decimal("60.00"))
    entry = JournalEntry.objects.get(kind=Kind.EVALUATED.value)
    assert (entry.data["passed"], entry.data["score"], entry.data["evaluation"]) == (True, 60.0, done.pk)
    assert weight_for_budget(done.project).percent == 90
    assert not Task.objects.filter(subject_kind="evaluation.evaluation", done_at__isnull=True).exists()


def test_a_failure_holds_upkeep_until_the_bureau_accepts_the_rectification(
    services, opened, bureau, finance, officer, legal
):
    project, until = opened.project, legal.today + timedelta(60)
    with pytest.raises(RuleRefused) as refused:
        run_evaluation(project, points=30, unit=officer, actor=bureau, legal=legal)
    assert codes(refused) == {"evaluation_failed_without_day"}
    failed = run_evaluation(project, points=30, rectify_by=until, unit=officer, actor=bureau, legal=legal)
    assert failed.state == "failed"
    assert failed.paper.recipients.get() == project.unit
    assert Hold.objects.filter(project=project, code="evaluation_failed", released_at__isnull=True).exists()
    assert weight_for_budget(project).percent == 0
    with pytest.raises(Conflict) as early:
        services.accept_rectification(failed.pk, actor=bureau, legal=legal)
    assert early.value.code == "rectification_not_reported"
    services.report_rectification(failed.pk, text="已补充编目", actor=officer, legal=legal)
    with pytest.raises(NotPermitted):
        services.accept_rectification(failed.pk, actor=finance, legal=legal)
    services.return_rectification(
        failed.pk, reason="仍未接入", rectify_by=until + timedelta(30), actor=bureau, legal=legal
    )
    assert Task.objects.get(
        kind="evaluation:rectification:report", done_at__isnull=True
    ).due_on == until + timedelta(30)
    done = run_rectification(failed, unit=officer, actor=bureau, legal=legal)
    assert done.state == "rectified"
    assert not Hold.objects.filter(
        project=project, code="evaluation_failed", released_at__isnull=True
    ).exists()
    assert weight_for_budget(project).percent == 90


def test_points_follow_the_value_up_to_a_hundred():
    assert [points_for(value, 4) for value in (-1, 0, 1, 4, 9)] == [0, 0, 25, 100, 100]
    assert points_for(3, 0) == 0
    assert total_of([(60, 50), (40, 100)]) == 70
