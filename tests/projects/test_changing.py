"""A unit changes and withdraws its own projects; what came too late or from elsewhere changes nothing."""

from dataclasses import replace

import pytest

from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.services import amend_project, draft_of, withdraw_project


@pytest.fixture
def project(factories, unit, officer, legal):
    return factories.make_project(unit, actor=officer, legal=legal)


def test_nobody_else_changes_or_withdraws_a_project(project, organizations, bureau, legal):
    stranger = organizations.make_actor(Role.DATA_OFFICER, "tax")
    with pytest.raises(NotFound):
        amend_project(project.pk, draft_of(project), actor=stranger, legal=legal)
    with pytest.raises(NotFound):
        withdraw_project(project.pk, reason="不再需要", actor=bureau, legal=legal)


def test_overseers_see_a_filed_project_but_do_not_withdraw_it(factories, unit, officer, bureau, legal):
    filed = factories.make_project(unit, actor=officer, legal=legal, stage=Stage.FILED)
    with pytest.raises(NotPermitted):
        withdraw_project(filed.pk, reason="不再需要", actor=bureau, legal=legal)


@pytest.mark.parametrize(
    ("change", "error", "code"),
    [
        ({"name": "  "}, BadInput, "project_incomplete"),
        ({"planned_fen": -1}, BadInput, "impossible_amount"),
        ({"planned_fen": 10**15}, BadInput, "impossible_amount"),
        ({"plan_year": 1999}, BadInput, "impossible_plan_year"),
        ({"system_id": 10**9}, NotFound, "unknown_system"),
    ],
)
def test_an_impossible_change_is_refused_and_nothing_is_written(project, officer, legal, change, error, code):
    with pytest.raises(error) as refused:
        amend_project(project.pk, replace(draft_of(project), **change), actor=officer, legal=legal)
    assert refused.value.code == code
    assert JournalEntry.objects.filter(project=project).count() == 1


def test_a_project_does_not_become_secret_by_a_change(project, officer, legal):
    with pytest.raises(RuleRefused) as refused:
        amend_project(
            project.pk, replace(draft_of(project), declared_secret=True), actor=officer, legal=legal
        )
    assert [reason.code for reason in refused.value.verdict.reasons] == ["secret_project"]


def test_who_saw_an_older_state_is_told_so(project, officer, legal):
    seen = project.revision
    amend_project(
        project.pk, replace(draft_of(project), name="虚拟新名称"), revision=seen, actor=officer, legal=legal
    )
    with pytest.raises(Conflict) as refused:
        amend_project(
            project.pk, replace(draft_of(project), name="另一名称"), revision=seen, actor=officer, legal=legal
        )
    assert refused.value.code == "project_changed_meanwhile"


@pytest.mark.parametrize("stage", [Stage.FILED, Stage.SUBMITTED, Stage.BUILDING])
def test_what_lies_with_others_is_not_changed(factories, unit, officer, legal, stage):
    project = factories.make_project(unit, actor=officer, legal=legal, stage=stage)
    with pytest.raises(Conflict) as refused:
        amend_project(project.pk, replace(draft_of(project), name="改后名称"), actor=officer, legal=legal)
    assert refused.value.code == "step_not_open"
    project.refresh_from_db()
    assert project.name != "改后名称"


def test_a_change_reaches_columns_facts_and_journal(project, officer, legal):
    draft = replace(draft_of(project), name=" 虚拟救助平台 ", planned_fen=7_000_001, purpose="新的用途")
    changed = amend_project(project.pk, draft, actor=officer, legal=legal)
    assert (changed.name, changed.planned_fen, changed.purpose) == ("虚拟救助平台", 7_000_001, "新的用途")
    assert changed.known.planned_fen == 7_000_001
    entry = changed.journal.order_by("id").last()
    assert entry.data["changed"] == ["name", "planned_fen", "purpose"]


def test_without_a_difference_nothing_is_written(project, officer, legal):
    amend_project(project.pk, draft_of(project), actor=officer, legal=legal)
    assert project.journal.count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "字" * 1001])
def test_a_withdrawal_says_why(project, officer, legal, reason):
    with pytest.raises(BadInput) as refused:
        withdraw_project(project.pk, reason=reason, actor=officer, legal=legal)
    assert refused.value.code == "reason_missing"


def test_a_withdrawn_project_has_ended(project, officer, legal):
    withdraw_project(project.pk, reason="与他局项目合并", actor=officer, legal=legal)
    project.refresh_from_db()
    assert project.stage == "withdrawn"
    assert not project.holds.filter(released_at__isnull=True).exists()
    with pytest.raises(Conflict):
        withdraw_project(project.pk, reason="再一次", actor=officer, legal=legal)


def test_a_project_with_money_is_not_withdrawn(factories, unit, officer, legal):
    project = factories.make_project(unit, actor=officer, legal=legal, stage=Stage.BUDGETED)
    with pytest.raises(Conflict):
        withdraw_project(project.pk, reason="不再需要", actor=officer, legal=legal)
