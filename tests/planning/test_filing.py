"""Filing for the plan of a year: days, units, the study, the consent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from planning.steps_of_a_year import into_the_plan
from shuyuan.audit.models import Entry
from shuyuan.casework.models import Completion, Task
from shuyuan.casework.steps import Gap
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.papers.selectors import attachments_of
from shuyuan.planning import services
from shuyuan.planning.models import Consent, ProjectPlan, UnitPlan
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Kind, Stage


def codes(refused):
    return [reason.code for reason in refused.value.verdict.reasons]


def open_tasks(kind):
    return Task.objects.filter(kind=kind, done_at__isnull=True)


def test_a_filing_in_december_is_refused_with_its_provision(plan, draft, officer, on):
    project = draft()
    with pytest.raises(RuleRefused) as refused:
        services.file_project(project.pk, actor=officer, legal=on(2026, 12, 1))

    reason = refused.value.verdict.reasons[0]
    assert (reason.code, reason.cites) == ("filing_after_last_day", "jz-project-2020/9.1")
    assert not JournalEntry.objects.filter(kind="filed").exists()


def test_nobody_writes_a_late_filing_into_the_journal_without_its_mark(
    plan, draft, officer, bureau, factories, on, unit
):
    project, day = draft(), on(2026, 12, 1)
    services.grant_late(
        year=2027, unit=unit.code, until=day.today, reason="机构改革", actor=bureau, legal=day
    )
    with pytest.raises(RuleRefused) as refused:
        factories.take_step(project, Kind.FILED, actor=officer, legal=day, plan_year=2027, late=False)
    assert codes(refused) == ["late_mark_differs"]


def test_with_leave_a_unit_files_late_and_the_project_says_so(plan, draft, officer, bureau, on, unit):
    day = on(2026, 12, 3)
    services.grant_late(
        year=2027, unit=unit.code, until=day.today, reason="机构改革", actor=bureau, legal=on(2026, 12, 1)
    )
    project = services.file_project(draft().pk, actor=officer, legal=day)

    assert (project.stage, project.is_late) == ("filed", True)
    with pytest.raises(RuleRefused):
        services.file_project(draft(name="另一项目").pk, actor=officer, legal=on(2026, 12, 4))


def test_a_foreign_project_cannot_be_filed(plan, draft, organizations, legal):
    stranger = organizations.make_actor(Role.DATA_OFFICER, "tax")
    with pytest.raises(NotFound):
        services.file_project(draft().pk, actor=stranger, legal=legal)


def test_a_project_is_not_filed_twice(plan, draft, officer, legal):
    project = draft()
    services.file_project(project.pk, actor=officer, legal=legal)
    with pytest.raises(Conflict) as refused:
        services.file_project(project.pk, actor=officer, legal=legal)
    assert refused.value.code == "step_not_open"


def test_nothing_is_filed_for_a_year_whose_plan_is_not_open(plan, draft, officer, legal):
    with pytest.raises(NotFound) as refused:
        services.file_project(draft(plan_year=2028).pk, actor=officer, legal=legal)
    assert refused.value.code == "unknown_plan"


@pytest.mark.parametrize("year", [2025, 2028])
def test_plans_of_far_years_are_not_opened(bureau, legal, year):
    with pytest.raises(BadInput) as refused:
        services.open_plan(year=year, actor=bureau, legal=legal)
    assert refused.value.code == "impossible_plan_year"


def test_a_plan_is_opened_once_and_by_the_bureau(plan, bureau, officer, legal):
    with pytest.raises(Conflict):
        services.open_plan(year=2027, actor=bureau, legal=legal)
    with pytest.raises(NotPermitted):
        services.open_plan(year=2026, actor=officer, legal=legal)


def test_opening_asks_every_unit_of_the_city_and_says_until_when(plan, unit):
    assert plan.last_day.isoformat() == "2026-11-30"
    assert UnitPlan.objects.filter(plan=plan, unit=unit, state="asked").exists()
    task = open_tasks("planning:unit:file").filter(department=unit, role="data_officer").get()
    assert task.due_on == plan.last_day


def test_the_first_filing_answers_for_the_unit_and_goes_before_the_bureau(plan, draft, officer, unit, legal):
    project = services.file_project(draft().pk, actor=officer, legal=legal)

    assert UnitPlan.objects.get(plan=plan, unit=unit).state == "filed"
    assert not open_tasks("planning:unit:file").filter(department=unit).exists()
    assert open_tasks("planning:project:study").get().subject_id == str(project.pk)


def test_nothing_to_file_is_an_answer_unless_something_was_filed(plan, draft, officer, unit, legal):
    one = services.answer_nothing(year=2027, reason="无建设需求", actor=officer, legal=legal)
    assert (one.state, one.answer) == ("nothing", "无建设需求")
    services.file_project(draft().pk, actor=officer, legal=legal)
    with pytest.raises(Conflict) as refused:
        services.answer_nothing(year=2027, actor=officer, legal=legal)
    assert refused.value.code == "unit_filed_already"


def test_units_are_reminded_once_a_day(plan, bureau, unit, legal):
    assert services.remind_units(year=2027, units=[unit.code], actor=bureau, legal=legal) == 1
    with pytest.raises(Conflict):
        services.remind_units(year=2027, units=[unit.code], actor=bureau, legal=legal)
    assert UnitPlan.objects.get(plan=plan, unit=unit).reminders == 1


@pytest.mark.parametrize(
    ("day", "reason", "field"), [((2026, 11, 30), "机构改革", "until"), ((2026, 12, 9), " ", "reason")]
)
def test_a_late_filing_needs_a_later_day_and_a_reason(plan, bureau, unit, legal, on, day, reason, field):
    with pytest.raises(BadInput) as refused:
        services.grant_late(
            year=2027, unit=unit.code, until=on(*day).today, reason=reason, actor=bureau, legal=legal
        )
    assert field in refused.value.facts["fields"]


def test_a_return_names_everything_once_and_completing_is_not_late(plan, draft, officer, bureau, legal, on):
    project = services.file_project(draft().pk, actor=officer, legal=legal)
    gaps = [Gap("缺少建设依据"), Gap("金额未分年度")]
    services.study_project(project.pk, opinion="return", gaps=gaps, actor=bureau, legal=legal)
    assert open_tasks("planning:project:amend").exists()

    december = on(2026, 12, 2)
    project = services.file_project(project.pk, actor=officer, legal=december)
    assert (project.stage, project.is_late) == ("filed", False)
    assert not Completion.objects.filter(settled_at__isnull=True).exists()

    with pytest.raises(BadInput) as refused:
        services.study_project(
            project.pk, opinion="return", gaps=[Gap("还缺效益分析")], actor=bureau, legal=december
        )
    assert refused.value.code == "gap_named_too_late"
    project.refresh_from_db()
    assert project.stage == "filed"


def test_a_project_is_declined_only_with_a_reason(plan, draft, officer, bureau, legal):
    project = services.file_project(draft().pk, actor=officer, legal=legal)
    with pytest.raises(BadInput):
        services.study_project(project.pk, opinion="decline", text=" ", actor=bureau, legal=legal)
    services.study_project(project.pk, opinion="decline", text="与已有平台重复", actor=bureau, legal=legal)
    project.refresh_from_db()
    assert (project.stage, project.plan.opinion_text) == ("rejected", "与已有平台重复")


def test_the_city_government_consents_to_many_projects_in_one_document(plan, draft, officer, bureau, legal):
    projects = [draft(name=f"虚拟项目{number}") for number in range(3)]
    for rank, project in enumerate(projects, 1):
        services.file_project(project.pk, actor=officer, legal=legal)
        services.study_project(project.pk, opinion="include", rank=rank, actor=bureau, legal=legal)
    consent = services.record_consent(
        year=2027,
        projects=[project.pk for project in projects],
        document="虚政〔2026〕8号",
        day=legal.today,
        scan=SimpleUploadedFile("同意.txt", "同意".encode()),
        actor=bureau,
        legal=legal,
    )
    assert ProjectPlan.objects.filter(consent=consent, project__stage="planned").count() == 3
    assert attachments_of("planning.consent", consent.pk).count() == 1
    assert open_tasks("planning:project:hand_in").filter(role="data_officer").count() == 3
    assert Entry.objects.filter(event="planning:annual_plan:consent_recorded").count() == 1
    with pytest.raises(Conflict):
        services.record_consent(
            year=2027, projects=[projects[0].pk], document="虚政〔2026〕8号", day=legal.today,
            actor=bureau, legal=legal,
        )  # fmt: skip


def test_one_project_that_was_not_studied_stops_the_whole_consent(plan, draft, officer, bureau, legal):
    studied, waiting = draft(name="已研究"), draft(name="未研究")
    for project in (studied, waiting):
        services.file_project(project.pk, actor=officer, legal=legal)
    services.study_project(studied.pk, opinion="include", actor=bureau, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        services.record_consent(
            year=2027, projects=[studied.pk, waiting.pk], document="虚政〔2026〕8号", day=legal.today,
            actor=bureau, legal=legal,
        )  # fmt: skip
    assert codes(refused) == ["not_studied"]
    studied.refresh_from_db()
    assert studied.stage == Stage.FILED
    assert not Consent.objects.exists()


def test_a_consent_without_its_number_is_not_written_past_the_page(
    plan, draft, officer, bureau, factories, legal
):
    project = services.file_project(draft().pk, actor=officer, legal=legal)
    services.study_project(project.pk, opinion="include", actor=bureau, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        factories.take_step(project, Kind.CONSENTED, actor=bureau, legal=legal)
    assert codes(refused) == ["consent_without_document"]


def test_priorities_change_until_the_consent(plan, draft, officer, bureau, legal):
    project = services.file_project(draft().pk, actor=officer, legal=legal)
    services.study_project(project.pk, opinion="include", rank=3, actor=bureau, legal=legal)
    assert services.order_projects(year=2027, ranks={project.pk: 1}, actor=bureau, legal=legal) == 1
    assert ProjectPlan.objects.get(project=project).rank == 1
    with pytest.raises(BadInput):
        services.order_projects(year=2027, ranks={project.pk: -4}, actor=bureau, legal=legal)


def test_a_filing_that_came_again_is_studied_again(plan, draft, officer, bureau, legal):
    project = draft()
    into_the_plan(project, officer=officer, bureau=bureau, legal=legal)
    other = draft(name="第二个")
    services.file_project(other.pk, actor=officer, legal=legal)
    services.study_project(other.pk, opinion="include", actor=bureau, legal=legal)
    services.study_project(other.pk, opinion="return", gaps=[Gap("缺少依据")], actor=bureau, legal=legal)
    services.file_project(other.pk, actor=officer, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        services.record_consent(
            year=2027,
            projects=[other.pk],
            document="虚政〔2026〕9号",
            day=legal.today,
            actor=bureau,
            legal=legal,
        )
    assert codes(refused) == ["not_studied"]
