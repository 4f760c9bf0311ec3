"""A contract gets another sum by a supplement only: within the money, with its reason, nothing lost."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from browsers import browser_of
from shuyuan.audit.models import Entry
from shuyuan.delivery import services
from shuyuan.delivery.models import Amendment, Contract
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.selectors import access_project

WAN = 1_000_000


def reasons(refused):
    return {(reason.code, reason.cites) for reason in refused.value.verdict.reasons}


@pytest.fixture
def contract(building):
    return Contract.objects.get(project=building)


@pytest.fixture
def amend(contract, officer, legal):
    def call(**fields):
        return services.amend_contract(
            contract.pk,
            **{
                "agreement": "HT-1-补1", "reason": "接口增加两个", "fen": 450 * WAN,
                "signed_on": date(2026, 6, 1), "actor": officer, "legal": legal, **fields,
            },
        )  # fmt: skip

    return call


@pytest.mark.parametrize("fen", [0, -1, 10**15])
def test_an_amendment_to_impossible_money_is_refused(amend, contract, fen):
    with pytest.raises(BadInput) as refused:
        amend(fen=fen)
    assert refused.value.code == "impossible_amount"
    contract.refresh_from_db()
    assert (contract.fen, Amendment.objects.count()) == (400 * WAN, 0)


@pytest.mark.parametrize("field", ["agreement", "reason"])
def test_an_amendment_needs_number_and_reason(amend, field):
    with pytest.raises(BadInput) as refused:
        amend(**{field: "  "})
    assert refused.value.code == "delivery_incomplete"


def test_the_same_sum_is_no_amendment(amend):
    with pytest.raises(BadInput) as refused:
        amend(fen=400 * WAN)
    assert refused.value.code == "amendment_without_difference"


def test_amended_contracts_stay_within_the_approval(amend, building):
    with pytest.raises(RuleRefused) as refused:
        amend(fen=500 * WAN + 1)
    assert reasons(refused) == {("contract_above_approval", "jz-project-2020/15.1")}
    building.refresh_from_db()
    assert building.known.contracts == {"HT-1": 400 * WAN}


def test_a_contract_does_not_fall_below_what_was_paid(amend, building, factories, finance, legal):
    factories.take_step(building, Kind.PAID, actor=finance, legal=legal, fen=100 * WAN, contract="HT-1")
    with pytest.raises(RuleRefused) as refused:
        amend(fen=100 * WAN - 1)
    assert reasons(refused) == {("contract_below_payments", "jz-project-2020/15.1")}


def test_the_days_of_supplements_follow_each_other(amend, legal):
    with pytest.raises(RuleRefused) as refused:
        amend(signed_on=date(2026, 3, 19))
    assert reasons(refused) == {("day_dated_back", "jz-project-2020/30.1")}
    with pytest.raises(RuleRefused) as refused:
        amend(signed_on=legal.today + timedelta(days=1))
    assert reasons(refused) == {("day_in_the_future", "jz-project-2020/30.1")}
    amend()
    with pytest.raises(RuleRefused) as refused:
        amend(agreement="HT-1-补2", fen=440 * WAN, signed_on=date(2026, 5, 31))
    assert reasons(refused) == {("day_dated_back", "jz-project-2020/30.1")}


def test_a_supplement_is_recorded_once(amend):
    amend()
    with pytest.raises(Conflict) as refused:
        amend(fen=420 * WAN)
    assert refused.value.code == "amendment_exists"


def test_who_saw_an_older_page_does_not_amend(amend, building):
    seen = building.revision
    amend()
    with pytest.raises(Conflict) as refused:
        amend(agreement="HT-1-补2", fen=420 * WAN, seen=seen)
    assert refused.value.code == "project_changed_meanwhile"


def test_other_units_and_other_roles_amend_nothing(amend, contract, organizations, finance):
    with pytest.raises(NotFound):
        amend(actor=organizations.make_actor(Role.DATA_OFFICER, "forestry"))
    with pytest.raises((NotFound, NotPermitted)):
        amend(actor=finance)
    assert not Amendment.objects.exists()


def test_after_the_end_of_a_project_nothing_is_amended(factories, unit, officer, legal, codes):
    project = factories.make_project(
        unit, legal=legal, stage=Stage.TERMINATED, contracts={"HT-5": 100}, contracted_fen=100
    )
    contract = Contract.objects.create(
        project=project, number="HT-5", title="虚拟合同", kind="build", party="虚拟软件公司",
        uscc=codes["builder"], fen=100, signed_on=date(2026, 3, 1), recorded_at=legal.now,
    )  # fmt: skip
    with pytest.raises(Conflict) as refused:
        services.amend_contract(
            contract.pk, agreement="补1", reason="结算", fen=90, signed_on=date(2026, 6, 1), actor=officer,
            legal=legal,
        )  # fmt: skip
    assert refused.value.code == "step_not_open"


def test_every_sum_of_a_contract_stays_on_file(amend, contract, building, officer, legal):
    amend()
    amend(agreement="HT-1-补2", fen=380 * WAN, reason="核减硬件", signed_on=date(2026, 7, 1))
    contract.refresh_from_db()
    assert contract.fen == 380 * WAN
    sums = [(one.number, one.fen_before, one.fen_after) for one in contract.amendments.all()]
    assert sums == [(1, 400 * WAN, 450 * WAN), (2, 450 * WAN, 380 * WAN)]
    known = access_project(building.pk, actor=officer).known
    assert (known.contracts, known.contracted_fen) == ({"HT-1": 380 * WAN}, 380 * WAN)
    told = Entry.objects.filter(event="projects:project:contract_amended").order_by("pk")
    assert [entry.facts["document"] for entry in told] == ["HT-1-补1", "HT-1-补2"]
    assert told[1].facts["fen_before"] == 450 * WAN


def test_no_payment_above_the_amended_contract(amend, building, factories, finance, legal):
    amend(fen=100 * WAN, reason="核减")
    with pytest.raises(RuleRefused) as refused:
        factories.take_step(
            building, Kind.PAID, actor=finance, legal=legal, fen=100 * WAN + 1, contract="HT-1"
        )
    assert ("payment_above_contract", "jz-project-2020/15.1") in reasons(refused)
    factories.take_step(building, Kind.PAID, actor=finance, legal=legal, fen=100 * WAN, contract="HT-1")
    building.refresh_from_db()
    assert building.known.paid_by_contract == {"HT-1": 100 * WAN}


def test_the_page_amends_and_shows_every_sum(contract, building, officer, legal):
    with time_machine.travel(legal.now):
        browser = browser_of(officer)
        page = reverse("delivery:construction", args=[building.pk])
        address = reverse("delivery:amend_contract", args=[contract.pk])
        assert address in browser.get(page).content.decode()
        assert "虚拟软件公司" in browser.get(address).content.decode()
        form = {"agreement": "HT-1-补1", "fen": "600", "signed_on": "2026-06-01", "reason": "<b>接口</b>增加"}
        assert browser.post(address, {**form, "fen": "-1"}).status_code == 400
        refused = browser.post(address, form)
        assert (refused.status_code, "第十五条" in refused.content.decode()) == (409, True)
        assert browser.post(address, {**form, "fen": "450.5"}).status_code == 302
        shown = browser.get(page).content.decode()
        assert "HT-1-补1" in shown
        assert "&lt;b&gt;接口" in shown
        assert "400.00" in shown
        assert "450.50" in shown
