"""Audits with their hold, liabilities, breaches of sharing rules that are heard first, scores."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Stage
from shuyuan.regulations.context import LEGAL_ZONE
from shuyuan.supervision import services
from shuyuan.supervision.models import Breach
from shuyuan.supervision.selectors import list_breaches, list_scores


def later(legal, days):
    day = legal.today + timedelta(days=days)
    return replace(legal, today=day, now=datetime(day.year, day.month, day.day, 9, tzinfo=LEGAL_ZONE))


@pytest.fixture
def project(factories, unit, legal):
    return factories.make_project(unit, legal=legal, stage=Stage.OPERATING, accepted_on=date(2025, 3, 3))


@pytest.fixture
def audit(project, auditor, legal):
    return services.plan_audit(project.pk, year=2026, scope="资金使用", actor=auditor, legal=legal)


@pytest.fixture
def breach(unit, bureau, legal):
    until = legal.today + timedelta(days=10)
    return services.raise_breach(
        unit.code, grounds="责任清单数据长期未更新", heard_until=until, actor=bureau, legal=legal
    )


def held(project):
    return set(project.holds.filter(released_at__isnull=True).values_list("code", flat=True))


@pytest.mark.parametrize("year", [2025, 2028])
def test_the_plan_is_of_this_year_or_the_next(project, auditor, legal, year):
    with pytest.raises(BadInput) as refused:
        services.plan_audit(project.pk, year=year, actor=auditor, legal=legal)
    assert refused.value.code == "impossible_audit_year"


def test_a_project_is_audited_once_a_year(audit, project, auditor, legal):
    with pytest.raises(Conflict) as refused:
        services.plan_audit(project.pk, year=2026, actor=auditor, legal=legal)
    assert refused.value.code == "audit_planned"


def test_only_the_audit_office_audits(project, audit, bureau, legal):
    with pytest.raises(NotPermitted):
        services.plan_audit(project.pk, year=2027, actor=bureau, legal=legal)
    with pytest.raises(NotPermitted):
        services.conclude_audit(audit.pk, passed=True, findings="无", actor=bureau, legal=legal)


def test_a_failed_audit_sets_a_day(audit, auditor, legal):
    with pytest.raises(BadInput):
        services.conclude_audit(audit.pk, passed=False, findings="问题", actor=auditor, legal=legal)


def test_a_failed_audit_holds_upkeep_until_it_is_rectified(audit, project, officer, auditor, legal):
    due = legal.today + timedelta(days=60)
    services.conclude_audit(
        audit.pk, passed=False, findings="资产未登记", rectify_by=due, actor=auditor, legal=legal
    )
    assert "audit_failed" in held(project)
    with pytest.raises(Conflict):
        services.accept_audit_rectification(audit.pk, opinion="通过", actor=auditor, legal=legal)
    services.report_audit_rectification(audit.pk, text="已登记", actor=officer, legal=legal)
    services.accept_audit_rectification(audit.pk, opinion="已整改", actor=auditor, legal=legal)
    assert "audit_failed" not in held(project)


def test_the_journal_keeps_no_name_of_who_is_answerable(project, auditor, legal):
    services.record_liability(
        project.pk, person="虚拟负责人", finding="超预算采购", actor=auditor, legal=legal
    )
    entry = JournalEntry.objects.get(kind="liability_recorded")
    assert "虚拟负责人" not in str(entry.data)
    project.refresh_from_db()
    assert project.known.liabilities == 1


def test_nothing_is_found_before_the_unit_was_heard(breach, bureau, legal):
    with pytest.raises(Conflict) as refused:
        services.decide_breach(breach.pk, found=True, opinion="属实", actor=bureau, legal=later(legal, 10))
    assert refused.value.code == "unit_not_heard"
    decided = services.decide_breach(
        breach.pk, found=True, opinion="逾期未陈述", actor=bureau, legal=later(legal, 11)
    )
    assert decided.state == Breach.State.FOUND


def test_a_breach_holds_new_projects_until_it_is_mended(breach, factories, unit, officer, bureau, legal):
    draft = factories.make_project(unit, legal=legal)
    services.state_on_breach(breach.pk, statement="正在更新", actor=officer, legal=legal)
    services.decide_breach(breach.pk, found=True, opinion="属实", actor=bureau, legal=legal)
    assert held(draft) == {"sharing_rules_not_met"}
    with pytest.raises(Conflict):
        services.raise_breach(
            unit.code, grounds="另一事项", heard_until=later(legal, 9).today, actor=bureau, legal=legal
        )
    services.mend_breach(breach.pk, opinion="已恢复更新", actor=bureau, legal=legal)
    assert held(draft) == set()


def test_a_breach_that_is_dropped_holds_nothing(breach, factories, unit, officer, bureau, legal):
    draft = factories.make_project(unit, legal=legal)
    services.state_on_breach(breach.pk, statement="数据已按期更新", actor=officer, legal=legal)
    services.decide_breach(breach.pk, found=False, opinion="情况不属实", actor=bureau, legal=legal)
    assert held(draft) == set()


def test_units_see_their_own_only(breach, organizations, legal):
    stranger = organizations.make_actor(Role.DATA_OFFICER, "tax")
    assert not list_breaches(stranger).exists()
    with pytest.raises(NotFound):
        services.state_on_breach(breach.pk, statement="与我无关", actor=stranger, legal=legal)
    expert = organizations.make_actor(Role.EXPERT, breach.unit)
    assert not list_breaches(expert).exists()
    assert not list_scores(expert).exists()


@pytest.mark.parametrize("score", [Decimal(-1), Decimal("100.01"), Decimal("NaN")])
def test_an_impossible_score_is_refused(unit, bureau, legal, score):
    with pytest.raises(BadInput):
        services.score_unit(unit.code, year=2025, score=score, passed=False, actor=bureau, legal=legal)


def test_a_poor_score_weighs_and_is_entered_once(factories, unit, bureau, legal):
    project = factories.make_project(unit, legal=legal)
    score = {"year": 2025, "score": Decimal("41.5"), "passed": False, "actor": bureau, "legal": legal}
    services.score_unit(unit.code, **score)
    assert held(project) == {"unit_assessment_failed"}
    project.refresh_from_db()
    assert project.hold_count == 0
    with pytest.raises(Conflict):
        services.score_unit(unit.code, **score)
