"""Two people of finance press at the same moment: the second one waits, looks again, and is refused."""

from datetime import date

import pytest
from django.db import transaction

from presses import at_once
from shuyuan.funds.models import PaymentRequest
from shuyuan.funds.services import budget_project, pay, request_payment
from shuyuan.kernel.actor import Role
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Kind, Stage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def both(organizations):
    return [organizations.make_actor(Role.FINANCE, "finance") for _ in range(2)]


@pytest.fixture
def building(factories, unit, legal):
    with transaction.atomic():
        return factories.make_project(
            unit, legal=legal, stage=Stage.BUILDING, budgets={"2026": 80_000_000},
            contracts={"HT-1": 50_000_000}, contracted_fen=50_000_000, started_on=date(2026, 5, 6),
        )  # fmt: skip


def ask(project, fen, officer, legal):
    asked = {"fen": fen, "contract": "HT-1", "grounds": "首付款"}
    return request_payment(project.pk, **asked, actor=officer, legal=legal).pk


def test_a_request_is_paid_once(building, officer, both, legal):
    payment = ask(building, 100, officer, legal)
    calls = [
        lambda actor=actor: pay(payment, document="焦财拨1号", actor=actor, legal=legal) for actor in both
    ]
    assert at_once(*calls) == ["done", "payment_decided"]
    assert JournalEntry.objects.filter(kind=Kind.PAID.value).count() == 1


def test_two_payments_together_stay_within_the_contract(building, officer, both, legal):
    payments = [ask(building, 30_000_000, officer, legal) for _ in range(2)]
    calls = [
        lambda payment=payment, actor=actor: pay(payment, document="焦财拨1号", actor=actor, legal=legal)
        for payment, actor in zip(payments, both, strict=True)
    ]
    assert at_once(*calls) == ["done", "payment_above_contract"]
    assert PaymentRequest.objects.filter(state="paid").count() == 1
    building.refresh_from_db()
    assert building.paid_fen == 30_000_000


def test_two_budgets_together_stay_within_the_approval(factories, unit, both, legal):
    with transaction.atomic():
        project = factories.make_project(
            unit, legal=legal, stage=Stage.APPROVED, reviewed_on=legal.today, approved_on=legal.today,
            approved_fen=100, opinion_answered_on=legal.today, meets_co_use=True, meets_connection=True,
        )  # fmt: skip
    calls = [
        lambda actor=actor: budget_project(
            project.pk, year=2026, fen=60, document="焦财预1号", actor=actor, legal=legal
        )
        for actor in both
    ]
    assert at_once(*calls) == ["budget_above_approval", "done"]
    project.refresh_from_db()
    assert project.budgeted_fen == 60
