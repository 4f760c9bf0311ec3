"""Payments: by contract, within the budget, never against a hold, never twice, never to oneself."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from shuyuan.casework.models import Task
from shuyuan.delivery.models import Contract
from shuyuan.funds.inbox import PAYMENT_SUBJECT
from shuyuan.funds.models import PaymentRequest
from shuyuan.funds.services import pay, refuse_payment, request_payment, withdraw_payment
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.kernel.identifiers.made_up import MadeUpNumbers
from shuyuan.notices.models import Message
from shuyuan.papers.registry import may_write
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.steps import keep

CONTRACT = "HT-2026-001"


@pytest.fixture
def building(factories, unit, legal):
    def make(**facts):
        values = {
            "budgets": {"2026": 80_000_000}, "contracts": {CONTRACT: 50_000_000},
            "contracted_fen": 50_000_000,
            "started_on": date(2026, 5, 6), "stage_since": date(2026, 5, 6),
        }  # fmt: skip
        return factories.make_project(unit, legal=legal, stage=Stage.BUILDING, **{**values, **facts})

    return make


@pytest.fixture
def ask(officer, legal):
    def ask(project, fen=10_000_000, contract=CONTRACT, **fields):
        asked = {"fen": fen, "contract": contract, "grounds": "首付款，见合同第五条", **fields}
        return request_payment(project.pk, **asked, actor=officer, legal=legal)

    return ask


def codes(refused):
    return {reason.code for reason in refused.value.verdict.reasons}


@pytest.mark.parametrize(
    ("fen", "contract", "code"),
    [
        (50_000_001, CONTRACT, "payment_above_contract"),
        (100, "HT-0", "payment_without_contract"),
        (80_000_001, CONTRACT, "payment_above_budget"),
    ],
)
def test_what_cannot_be_paid_is_not_asked_for(building, ask, fen, contract, code):
    with pytest.raises(RuleRefused) as refused:
        ask(building(), fen, contract)
    assert code in codes(refused)
    assert not PaymentRequest.objects.exists()


@pytest.mark.parametrize("fen", [0, -1, 10**15, True, "100"])
def test_impossible_amounts_are_refused(building, ask, fen):
    with pytest.raises(BadInput):
        ask(building(), fen)


def test_without_grounds_nothing_is_asked(building, ask):
    with pytest.raises(BadInput):
        ask(building(), grounds=" ")


def test_before_procurement_there_is_nothing_to_pay(building, ask):
    project = building()
    facts = {**project.facts, "stage": "budgeted"}
    type(project).objects.filter(pk=project.pk).update(stage=Stage.BUDGETED.value, facts=facts)
    with pytest.raises(Conflict) as refused:
        ask(project)
    assert refused.value.code == "step_not_open"


def test_strangers_see_no_project_and_others_ask_for_nothing(building, organizations, bureau, legal):
    project = building()
    stranger = organizations.make_actor(Role.DATA_OFFICER, "forestry")
    for actor, error in ((stranger, NotFound), (bureau, NotPermitted)):
        with pytest.raises(error):
            request_payment(project.pk, fen=1, contract=CONTRACT, grounds="x", actor=actor, legal=legal)


def test_two_requests_together_do_not_pass_the_contract(building, ask, finance, legal):
    project = building()
    first, second = ask(project, 30_000_000), ask(project, 30_000_000)
    pay(first.pk, document="拨款1", actor=finance, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        pay(second.pk, document="拨款2", actor=finance, legal=legal)
    assert codes(refused) == {"payment_above_contract"}
    second.refresh_from_db()
    assert second.state == "asked"


def test_against_a_suspension_nothing_is_paid_until_it_is_lifted(building, ask, bureau, finance, legal):
    project = building()
    payment = ask(project)
    with transaction.atomic():
        project.refresh_from_db()
        known = replace(project.known, payment_suspended_on=legal.today)
        keep(project, known, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        pay(payment.pk, document="拨款1", actor=finance, legal=legal)
    assert codes(refused) == {"payment_suspended"}
    with transaction.atomic():
        project.refresh_from_db()
        keep(project, replace(project.known, payment_suspended_on=None), legal=legal)
    assert pay(payment.pk, document="拨款1", actor=finance, legal=legal).state == "paid"


def test_after_acceptance_its_documents_are_needed(building, ask):
    project = building(accepted_on=date(2026, 8, 3))
    type(project).objects.filter(pk=project.pk).update(
        stage=Stage.ACCEPTED.value, facts={**project.facts, "stage": "accepted"}
    )
    with pytest.raises(RuleRefused) as refused:
        ask(project)
    assert {"acceptance_documents_missing", "project_data_not_in_catalog"} <= codes(refused)


def test_only_finance_pays_and_not_what_the_person_asked_for(building, ask, officer, bureau, finance, legal):
    payment = ask(building())
    for actor in (officer, bureau):
        with pytest.raises(NotPermitted):
            pay(payment.pk, document="拨款1", actor=actor, legal=legal)
    PaymentRequest.objects.update(asked_by_person=finance.person_id)
    with pytest.raises(RuleRefused) as refused:
        pay(payment.pk, document="拨款1", actor=finance, legal=legal)
    assert codes(refused) == {"decides_own_project"}


def test_a_request_is_decided_once(building, ask, finance, officer, legal):
    payment = ask(building())
    pay(payment.pk, document="拨款1", actor=finance, legal=legal)
    for decide in (
        lambda: pay(payment.pk, document="拨款1", actor=finance, legal=legal),
        lambda: refuse_payment(payment.pk, reason="重复", actor=finance, legal=legal),
        lambda: withdraw_payment(payment.pk, actor=officer, legal=legal),
    ):
        with pytest.raises(Conflict) as refused:
            decide()
        assert refused.value.code == "payment_decided"
    assert JournalEntry.objects.filter(kind="paid").count() == 1


def test_paying_writes_the_journal_and_closes_task_and_documents(building, ask, finance, officer, legal):
    project = building()
    payment = ask(project)
    task = Task.objects.get(kind="funds:payment:pay")
    assert may_write(PAYMENT_SUBJECT, str(payment.pk), officer)
    paid = pay(payment.pk, document="焦财拨〔2026〕7号", actor=finance, legal=legal)

    project.refresh_from_db()
    task.refresh_from_db()
    assert (project.paid_fen, project.known.paid_by_contract) == (10_000_000, {CONTRACT: 10_000_000})
    assert (paid.entry.data["payment"], paid.entry.data["document"]) == (payment.number, "焦财拨〔2026〕7号")
    assert task.done_at is not None
    assert not may_write(PAYMENT_SUBJECT, str(payment.pk), officer)
    assert Message.objects.filter(person_id=officer.person_id).exists()


def test_refusing_needs_its_reason(building, ask, finance, legal):
    payment = ask(building())
    with pytest.raises(BadInput):
        refuse_payment(payment.pk, reason="", actor=finance, legal=legal)
    assert refuse_payment(payment.pk, reason="缺发票", actor=finance, legal=legal).reason == "缺发票"


def test_upkeep_is_paid_from_its_own_budget(factories, unit, ask, finance, legal):
    system = factories.make_system(unit, registered_on=date(2025, 3, 3), connected_on=date(2025, 3, 3))
    project = factories.make_project(
        unit, legal=legal, stage=Stage.OPERATING, system=system, accepted_on=date(2025, 6, 2),
        operating_since=date(2025, 6, 2), upkeep_budgets={"2026": 1000},
        upkeep_plans=("quality_assurance", "operation", "security", "emergency"),
    )  # fmt: skip
    with pytest.raises(RuleRefused) as refused:
        ask(project, 1001, "", purpose="upkeep")
    assert codes(refused) == {"payment_above_budget"}
    payment = ask(project, 1000, "", purpose="upkeep")
    pay(payment.pk, document="拨款9", actor=finance, legal=legal)
    project.refresh_from_db()
    assert project.known.upkeep_payments == {"2026": 1000}


def test_the_form_names_each_contract_with_party_sum_paid_and_left(
    client_of, building, officer, finance, legal, present, ask
):
    project = building(paid_by_contract={CONTRACT: 20_000_000}, payments={"2026": 20_000_000})
    Contract.objects.create(
        project=project, number=CONTRACT, title="平台<开发>合同", kind="build", party="虚拟软件公司",
        uscc=MadeUpNumbers(1).uscc(), fen=50_000_000, signed_on=date(2026, 5, 1), recorded_at=legal.now,
    )  # fmt: skip
    payment = ask(project, 10_000_000)
    own = client_of(officer)
    page = own.get(f"/projects/funds/{project.pk}/request/").content.decode()
    for words in (CONTRACT, "虚拟软件公司", "平台&lt;开发&gt;合同", "50.00", "20.00", "30.00", "10.00"):
        assert words in page
    for browser in (own, client_of(finance)):
        assert "虚拟软件公司" in browser.get(payment.get_absolute_url()).content.decode()
        assert "虚拟软件公司" in browser.get(f"/projects/funds/{project.pk}/").content.decode()


def test_the_pages_of_unit_and_finance(client_of, factories, unit, officer, finance, present):
    year = str(present.today.year)
    project = factories.make_project(
        unit, legal=present, stage=Stage.BUILDING, budgets={year: 80_000_000},
        contracts={CONTRACT: 50_000_000}, contracted_fen=50_000_000, started_on=present.today,
    )  # fmt: skip
    own, desk = client_of(officer), client_of(finance)
    address = f"/projects/funds/{project.pk}/request/"
    assert own.get(address).status_code == 200
    asked = {"what": CONTRACT, "fen": "10", "grounds": "首付款"}
    assert own.post(address, {**asked, "fen": "-3"}).status_code == 400
    assert own.post(address, {**asked, "what": "other"}).status_code == 400
    refused = own.post(address, {**asked, "fen": "51"})
    assert refused.status_code == 409
    assert desk.post(address, asked).status_code == 403
    assert own.post(address, asked).status_code == 302
    payment = PaymentRequest.objects.get()
    page = f"/projects/funds/payments/{payment.pk}/"
    assert own.get(page).status_code == 200
    assert desk.get(page).status_code == 200
    assert desk.get("/projects/funds/payments/").status_code == 200
    sent = {"document": "焦财拨1号", "on": present.today.isoformat()}
    assert own.post(page + "pay/", sent).status_code == 403
    assert desk.post(page + "pay/", {"document": ""}).status_code == 400
    assert desk.post(page + "pay/", sent).status_code == 302
    assert desk.post(page + "pay/", sent).status_code == 409
    assert desk.post(page + "refuse/", {"reason": "x"}).status_code == 409
    assert own.get(f"/projects/funds/{project.pk}/").status_code == 200


def test_the_form_says_beforehand_what_stands_against_every_payment(
    client_of, factories, unit, officer, present
):
    known = {
        "stage": Stage.ACCEPTED, "accepted_on": date(2026, 10, 9), "budgets": {"2026": 80_000_000},
        "contracts": {CONTRACT: 50_000_000}, "contracted_fen": 50_000_000,
    }  # fmt: skip
    browser = client_of(officer)
    shut = factories.make_project(unit, legal=present, **known)
    page = browser.get(f"/projects/funds/{shut.pk}/request/").content.decode()
    assert "目前不能支付" in page
    assert "验收后应报送的材料缺少" in page
    papers = present.law.codes("projects.acceptance_documents", on=present.today)
    open_ = factories.make_project(unit, legal=present, handed_in=tuple(papers), entries=("1/1",), **known)
    assert "目前不能支付" not in browser.get(f"/projects/funds/{open_.pk}/request/").content.decode()
