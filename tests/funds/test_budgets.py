"""Money follows the gates and the holds: never above what was approved, never against a hold, one by one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from shuyuan.approvals.services import approve_project
from shuyuan.casework.models import Task
from shuyuan.evaluation.models import Evaluation, Scheme
from shuyuan.funds.services import (
    BudgetLine,
    budget_many,
    budget_project,
    budget_upkeep,
    review_funds,
)
from shuyuan.kernel.errors import BadInput, Conflict, NotPermitted, RuleRefused
from shuyuan.projects.models import JournalEntry, UnitStanding
from shuyuan.projects.rules.filing import FundingMode
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.steps import note_unit

PLANS = ("quality_assurance", "operation", "security", "emergency")
MONEY = {"year": 2027, "fen": 40_000_000, "document": "焦财预〔2026〕31号"}


@pytest.fixture
def approved(factories, unit, legal):
    def make(**facts):
        day = legal.today
        values = {
            "reviewed_on": day, "meets_co_use": True, "meets_connection": True, "approved_on": day,
            "approved_fen": 90_000_000,
        }  # fmt: skip
        return factories.make_project(unit, legal=legal, stage=Stage.APPROVED, **{**values, **facts})

    return make


@pytest.fixture
def operating(factories, unit, legal):
    def make(**facts):
        system = factories.make_system(unit, registered_on=date(2025, 3, 3), connected_on=date(2025, 3, 3))
        values = {"upkeep_plans": PLANS, "accepted_on": date(2025, 6, 2), "operating_since": date(2025, 6, 2)}
        return factories.make_project(
            unit, legal=legal, stage=Stage.OPERATING, system=system, **{**values, **facts}
        )

    return make


@pytest.fixture
def poor_unit(unit, bureau, legal, db):
    with transaction.atomic():
        data = {"year": 2025, "passed": False, "score": 40}
        note_unit(unit, Kind.UNIT_SCORED, data=data, actor=bureau, legal=legal)
    return UnitStanding.objects.get(unit=unit)


def codes(refused):
    return {reason.code for reason in refused.value.verdict.reasons}


def test_more_than_approved_is_not_budgeted(approved, finance, legal):
    project = approved()
    with pytest.raises(RuleRefused) as refused:
        budget_project(project.pk, **{**MONEY, "fen": 90_000_001}, actor=finance, legal=legal)
    assert codes(refused) == {"budget_above_approval"}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"fen": 0}, "impossible_amount"),
        ({"fen": -1}, "impossible_amount"),
        ({"fen": 10**14 + 1}, "impossible_amount"),
        ({"document": " "}, "money_document_missing"),
        ({"year": None}, None),
    ],
)
def test_impossible_money_is_refused_and_nothing_is_written(approved, finance, legal, fields, code):
    project = approved()
    with pytest.raises(BadInput) as refused:
        budget_project(project.pk, **{**MONEY, **fields}, actor=finance, legal=legal)
    if code:
        assert refused.value.code == code
    assert not JournalEntry.objects.filter(kind="budgeted").exists()


@pytest.mark.parametrize("year", [2025, 2028])
def test_money_is_not_budgeted_for_a_year_out_of_reach(approved, finance, legal, year):
    with pytest.raises(RuleRefused) as refused:
        budget_project(approved().pk, **{**MONEY, "year": year}, actor=finance, legal=legal)
    assert codes(refused) == {"budget_year_out_of_reach"}


def test_against_a_hold_no_money_is_budgeted(approved, finance, legal):
    project = approved(meets_co_use=False)
    with pytest.raises(RuleRefused) as refused:
        budget_project(project.pk, **MONEY, actor=finance, legal=legal)
    assert "co_use_not_met" in codes(refused)


def test_what_weighs_needs_a_written_reason(approved, finance, poor_unit, legal):
    project = approved()
    with pytest.raises(RuleRefused) as refused:
        budget_project(project.pk, **MONEY, actor=finance, legal=legal)
    assert codes(refused) == {"unit_assessment_failed"}
    entry = budget_project(project.pk, **MONEY, reason="民生急需。", actor=finance, legal=legal)
    assert entry.data["reason"] == "民生急需。"


def test_upkeep_weighs_too(operating, finance, poor_unit, legal):
    project = operating()
    with pytest.raises(RuleRefused) as refused:
        budget_upkeep(project.pk, **MONEY, actor=finance, legal=legal)
    assert codes(refused) == {"unit_assessment_failed"}
    budget_upkeep(project.pk, **MONEY, reason="保运行。", actor=finance, legal=legal)
    project.refresh_from_db()
    assert project.upkeep_fen == MONEY["fen"]


def test_a_mended_evaluation_and_a_breach_of_sharing_weigh_in_upkeep(operating, finance, bureau, unit, legal):
    mended = {"evaluated_on": date(2026, 7, 1), "evaluation_passed": False}
    project = operating(**mended, evaluation_rectified_on=date(2026, 9, 1))
    with transaction.atomic():
        note_unit(unit, Kind.SHARING_BREACHED, data={"reason": "逾期未共享"}, actor=bureau, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        budget_upkeep(project.pk, **MONEY, actor=finance, legal=legal)
    (reason,) = refused.value.verdict.reasons
    assert (reason.code, reason.facts["weighs"]) == (
        "weighing_without_reason",
        ["failed_evaluation", "broken_sharing_rules"],
    )
    budget_upkeep(project.pk, **MONEY, reason="已整改，压减一成。", actor=finance, legal=legal)


def test_an_evaluation_that_only_just_passed_weighs_in_the_money_of_the_next_year(operating, finance, legal):
    project = operating(evaluated_on=date(2026, 7, 1), evaluation_passed=True)
    scheme = Scheme.objects.create(year=2026, levels={"80": 100, "60": 90}, set_at=legal.now)
    evaluation = Evaluation.objects.create(
        project=project, scheme=scheme, year=2026, state="passed", score=Decimal(61),
        opened_on=date(2026, 6, 1), due_on=date(2026, 8, 1), concluded_on=date(2026, 7, 1),
    )  # fmt: skip
    with pytest.raises(RuleRefused) as refused:
        budget_upkeep(project.pk, **MONEY, actor=finance, legal=legal)
    (reason,) = refused.value.verdict.reasons
    assert (reason.code, reason.cites) == ("weighing_without_reason", "jz-project-2020/24.1")
    assert reason.facts["weighs"] == ["weak_evaluation"]
    budget_upkeep(project.pk, **MONEY, reason="按九成安排。", actor=finance, legal=legal)
    evaluation.score = Decimal(85)
    evaluation.save(update_fields=["score"])
    budget_upkeep(project.pk, **MONEY, actor=finance, legal=legal)


def test_upkeep_against_a_hold_is_refused(operating, finance, legal):
    project = operating(upkeep_plans=())
    with pytest.raises(RuleRefused) as refused:
        budget_upkeep(project.pk, **MONEY, actor=finance, legal=legal)
    assert codes(refused) == {"upkeep_plans_missing"}


def test_only_finance_budgets(approved, officer, bureau, legal):
    project = approved()
    for actor in (officer, bureau):
        with pytest.raises(NotPermitted):
            budget_project(project.pk, **MONEY, actor=actor, legal=legal)
        with pytest.raises(NotPermitted):
            budget_many([BudgetLine(project.pk, 100)], year=2027, document="x", actor=actor, legal=legal)


def test_two_people_cannot_budget_from_the_same_page(approved, finance, legal):
    project = approved()
    budget_project(project.pk, **MONEY, revision=project.revision, actor=finance, legal=legal)
    with pytest.raises(Conflict) as refused:
        budget_project(project.pk, **MONEY, revision=project.revision, actor=finance, legal=legal)
    assert refused.value.code == "money_changed"


def test_services_need_the_review_of_the_funds_first(approved, finance, legal):
    project = approved(funding_mode=FundingMode.PURCHASE_OF_SERVICES, approved_on=None, approved_fen=0)
    with pytest.raises(RuleRefused) as refused:
        budget_project(project.pk, **MONEY, actor=finance, legal=legal)
    assert codes(refused) == {"funds_not_reviewed"}
    review_funds(project.pk, fen=40_000_000, opinion="核减运维部分。", actor=finance, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        budget_project(project.pk, **{**MONEY, "fen": 40_000_001}, actor=finance, legal=legal)
    assert codes(refused) == {"budget_above_approval"}
    budget_project(project.pk, **MONEY, actor=finance, legal=legal)


def test_a_review_does_not_raise_what_was_asked(approved, finance, legal):
    project = approved(funding_mode=FundingMode.PURCHASE_OF_SERVICES, planned_fen=100)
    with pytest.raises(RuleRefused) as refused:
        review_funds(project.pk, fen=101, opinion="偏低。", actor=finance, legal=legal)
    assert codes(refused) == {"funds_above_asked"}
    with pytest.raises(BadInput):
        review_funds(project.pk, fen=100, opinion="", actor=finance, legal=legal)


def test_many_are_judged_one_by_one(approved, factories, unit, finance, legal):
    good, held = approved(), approved(meets_connection=False)
    early = factories.make_project(unit, legal=legal, stage=Stage.PLANNED)
    stale = approved()
    lines = [
        BudgetLine(good.pk, 100), BudgetLine(held.pk, 100), BudgetLine(early.pk, 100),
        BudgetLine(stale.pk, 100, revision=stale.revision + 1), BudgetLine(10**9, 100),
    ]  # fmt: skip
    results = budget_many(lines, year=2027, document="焦财预1号", actor=finance, legal=legal)

    assert [one.is_done for one in results] == [True, False, False, False, False]
    assert {reason.code for reason in results[1].verdict.reasons} == {"connection_not_met"}
    errors = [one.error.code for one in results[2:]]
    assert errors == ["step_not_open", "money_changed", "unknown_project"]
    good.refresh_from_db()
    assert good.stage == Stage.BUDGETED


def test_the_next_year_waits_when_nothing_was_begun(approved, finance, officer, bureau, legal):
    project = approved()
    budget_project(project.pk, **{**MONEY, "year": 2026}, actor=finance, legal=legal)
    later = replace(legal, today=date(2027, 3, 1))
    with pytest.raises(RuleRefused) as refused:
        budget_project(project.pk, **MONEY, actor=finance, legal=later)
    assert codes(refused) == {"funded_but_not_started"}


def test_approval_asks_finance_and_the_budget_closes_it(factories, approved, commission, finance, legal):
    day = legal.today
    project = factories.make_project(
        "civil-affairs", legal=legal, stage=Stage.REVIEWED, reviewed_on=day, meets_co_use=True,
        meets_connection=True, opinion_asked_on=day, opinion_answered_on=day, opinion_consents=True,
    )  # fmt: skip
    approve_project(project.pk, fen=50_000_000, document="焦发改1号", actor=commission, legal=legal)
    task = Task.objects.get(kind="funds:project:budget")
    assert (task.role, task.done_at) == ("finance", None)
    budget_project(project.pk, **MONEY, actor=finance, legal=legal)
    task.refresh_from_db()
    assert task.done_at is not None


def test_the_pages_of_finance(client_of, factories, unit, finance, present):
    day = present.today
    project = factories.make_project(
        unit, legal=present, stage=Stage.APPROVED, reviewed_on=day, meets_co_use=True, meets_connection=True,
        approved_on=day, approved_fen=90_000_000,
    )  # fmt: skip
    held = factories.make_project(
        unit, legal=present, stage=Stage.APPROVED, reviewed_on=day, meets_co_use=False,
        meets_connection=True, approved_on=day, approved_fen=90_000_000,
    )  # fmt: skip
    browser = client_of(finance)
    desk = browser.get("/projects/funds/")
    assert desk.status_code == 200
    assert project.name in desk.content.decode()
    for address in ("/projects/funds/?export=csv", "/projects/funds/holds/?standing=open&export=xlsx"):
        exported = browser.get(address)
        assert exported.status_code == 200
        b"".join(exported.streaming_content)
    assert browser.get("/projects/funds/holds/?standing=x").status_code == 400
    assert browser.get(f"/projects/funds/{held.pk}/").status_code == 200

    form = {"year": day.year + 1, "document": "焦财预1号", "revision": held.revision, "fen": "10"}
    assert browser.post(f"/projects/funds/{held.pk}/budget/", form).status_code == 409
    assert browser.post(f"/projects/funds/{held.pk}/budget/", {**form, "fen": "-1"}).status_code == 400

    lines = {
        "year": day.year + 1, "document": "焦财预1号", "line": [project.pk, held.pk],
        f"fen_{project.pk}": "45", f"revision_{project.pk}": project.revision,
        f"fen_{held.pk}": "45", f"revision_{held.pk}": held.revision,
    }  # fmt: skip
    assert browser.get("/projects/funds/budgets/").status_code == 200
    assert browser.post("/projects/funds/budgets/", {**lines, f"fen_{project.pk}": "abc"}).status_code == 400
    assert browser.post("/projects/funds/budgets/", {**lines, "line": ["x"]}).status_code == 400
    assert browser.post("/projects/funds/budgets/", lines).status_code == 200
    project.refresh_from_db()
    held.refresh_from_db()
    assert (project.budgeted_fen, held.budgeted_fen) == (45_000_000, 0)


def test_a_tile_counts_what_its_list_shows(client_of, factories, unit, finance, present):
    day = present.today
    known = {"stage": Stage.REVIEWED, "reviewed_on": day, "meets_co_use": True, "meets_connection": True}
    for name, mode in (("采购的服务", FundingMode.PURCHASE_OF_SERVICES), ("合建的项目", FundingMode.JOINT)):
        factories.make_project(unit, legal=present, name=name, funding_mode=mode, **known)
    browser = client_of(finance)
    desk = browser.get("/projects/funds/")
    assert (desk.context["counts"]["to_review"], desk.context["counts"]["to_budget"]) == (1, 1)
    for waits, shown, hidden in (
        ("review", "采购的服务", "合建的项目"),
        ("budget", "合建的项目", "采购的服务"),
    ):
        page = browser.get(f"/projects/funds/?waits={waits}").content.decode()
        assert shown in page
        assert hidden not in page
    assert browser.get("/projects/funds/?waits=luck").status_code == 400


def test_the_list_of_a_year_asks_as_much_of_the_database_for_ten_projects_as_for_two(
    client_of, factories, unit, organizations, finance, present, django_assert_max_num_queries
):
    day, units = present.today, [unit, *(organizations.make_department(f"unit-{n}") for n in range(4))]
    facts = {
        "stage": Stage.APPROVED, "reviewed_on": day, "meets_co_use": False, "meets_connection": True,
        "approved_on": day, "approved_fen": 90_000_000,
    }  # fmt: skip

    def make(count):
        for number in range(count):
            of_unit = units[number % len(units)]
            factories.make_project(
                of_unit, legal=present, system=factories.make_system(of_unit, registered_on=day), **facts
            )

    make(2)
    browser = client_of(finance)
    browser.get("/projects/funds/budgets/")
    with django_assert_max_num_queries(30) as few:
        assert browser.get("/projects/funds/budgets/").content.count(b'name="line"') == 2
    make(8)
    with django_assert_max_num_queries(len(few)):
        page = browser.get("/projects/funds/budgets/").content.decode()
    assert page.count('name="line"') == 10
