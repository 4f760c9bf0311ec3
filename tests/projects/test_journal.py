"""The journal is the only way: roles, stages, days, amounts, gates and holds are asked at one place."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotPermitted, RuleRefused
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.services import ProjectDraft, draft_project
from shuyuan.projects.steps import note


def draft(**fields):
    return ProjectDraft(
        **{
            "name": "虚拟救助平台",
            "kind": ProjectKind.NEW,
            "funding_mode": FundingMode.GOVERNMENT_INVESTMENT,
            "plan_year": 2027,
            "planned_fen": 500_000_00,
            **fields,
        }
    )


@pytest.mark.parametrize("fen", [0, -1, 10**15, 1.5, True, "100", None])
def test_an_impossible_amount_is_refused_and_nothing_is_written(factories, finance, legal, fen):
    project = factories.make_project(legal=legal, stage=Stage.APPROVED)
    with pytest.raises(BadInput) as refused:
        factories.take_step(project, Kind.BUDGETED, actor=finance, legal=legal, fen=fen, year=2027)
    assert refused.value.code == "impossible_amount"
    assert not JournalEntry.objects.filter(kind="budgeted").exists()


def test_outside_of_a_transaction_nothing_is_noted(factories, officer, legal):
    project = factories.make_project(legal=legal)
    if not transaction.get_connection().in_atomic_block:
        with pytest.raises(transaction.TransactionManagementError):
            note(project, Kind.WITHDRAWN, actor=officer, legal=legal)


@pytest.mark.parametrize("role", [Role.FINANCE, Role.CITY_LEADER, Role.SYSTEM_ADMINISTRATOR])
def test_the_wrong_role_takes_no_step(factories, organizations, legal, role):
    project = factories.make_project(legal=legal, stage=Stage.SUBMITTED)
    with pytest.raises(NotPermitted):
        factories.take_step(
            project, Kind.REVIEWED, actor=organizations.make_actor(role, "finance"), legal=legal,
            meets_co_use=True, meets_connection=True,
        )  # fmt: skip


def test_another_unit_takes_no_step(factories, organizations, legal):
    project = factories.make_project("civil-affairs", legal=legal)
    stranger = organizations.make_actor(Role.DATA_OFFICER, "tax")
    with pytest.raises(NotPermitted) as refused:
        factories.take_step(project, Kind.WITHDRAWN, actor=stranger, legal=legal)
    assert refused.value.code == "not_your_project"


def test_a_stage_cannot_be_skipped(factories, finance, legal):
    project = factories.make_project(legal=legal, stage=Stage.PLANNED)
    with pytest.raises(Conflict) as refused:
        factories.take_step(project, Kind.BUDGETED, actor=finance, legal=legal, fen=100, year=2027)
    assert refused.value.code == "step_not_open"


def test_money_without_review_and_approval_names_every_reason(factories, finance, legal):
    project = factories.make_project(legal=legal, stage=Stage.REVIEWED)
    with pytest.raises(RuleRefused) as refused:
        factories.take_step(project, Kind.BUDGETED, actor=finance, legal=legal, fen=100, year=2027)
    codes = {reason.code for reason in refused.value.verdict.reasons}
    assert codes == {"not_reviewed_by_administration", "not_approved_as_project"}


def test_nobody_decides_on_a_project_that_he_handed_in(factories, bureau, legal):
    project = factories.make_project(legal=legal, stage=Stage.FILED, handed_in_by=bureau.person_id)
    with pytest.raises(RuleRefused) as refused:
        factories.take_step(project, Kind.CONSENTED, actor=bureau, legal=legal)
    assert "decides_own_project" in {reason.code for reason in refused.value.verdict.reasons}


@pytest.mark.parametrize(("days", "code"), [(1, "day_in_the_future"), (-40, "day_dated_back")])
def test_a_completion_is_neither_dated_back_nor_ahead(factories, officer, unit, legal, days, code):
    since = legal.today - timedelta(days=30)
    project = factories.make_project(unit, legal=legal, stage=Stage.BUILDING, stage_since=since)
    on = legal.today + timedelta(days=days)
    with pytest.raises(RuleRefused) as refused:
        factories.take_step(project, Kind.COMPLETED, actor=officer, legal=legal, on=on)
    assert [reason.code for reason in refused.value.verdict.reasons] == [code]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "  "}, "project_incomplete"),
        ({"planned_fen": -5}, "impossible_amount"),
        ({"plan_year": 1999}, "impossible_plan_year"),
        ({"kind": ProjectKind.EXPAND}, "project_without_system"),
        ({"planned_start_on": date(2027, 5, 1), "planned_end_on": date(2027, 4, 1)}, "project_days_backward"),
    ],
)
def test_an_impossible_draft_is_refused(officer, legal, fields, code):
    with pytest.raises(BadInput) as refused:
        draft_project(draft(**fields), actor=officer, legal=legal)
    assert refused.value.code == code


def test_a_draft_gets_its_number_and_its_first_entry(officer, legal):
    project = draft_project(draft(), actor=officer, legal=legal)

    assert project.number.startswith("焦信项〔2026〕")
    assert [entry.kind for entry in project.journal.all()] == ["drafted"]
    assert project.known.stage is Stage.DRAFT
    assert project.planned_fen == 500_000_00


def test_a_hold_comes_with_the_fact_and_goes_with_it(factories, bureau, unit, legal):
    system = factories.make_system(unit, registered_on=date(2025, 3, 3), connected_on=date(2025, 3, 3))
    plans = ("quality_assurance", "operation", "security", "emergency")
    project = factories.make_project(
        unit, legal=legal, stage=Stage.OPERATING, system=system, upkeep_plans=plans,
        accepted_on=date(2025, 6, 2), operating_since=date(2025, 6, 2),
    )  # fmt: skip
    assert project.hold_count == 0

    factories.take_step(project, Kind.EVALUATED, actor=bureau, legal=legal, passed=False, score=50)
    hold = project.holds.get()
    assert (hold.code, hold.cites, hold.fund_list) == (
        "evaluation_failed", "jz-project-2020/23.1", ["upkeep", "filing"],
    )  # fmt: skip

    entry = factories.take_step(project, Kind.EVALUATION_RECTIFIED, actor=bureau, legal=legal)
    hold.refresh_from_db()
    assert (project.hold_count, hold.released_by_id) == (0, entry.pk)
