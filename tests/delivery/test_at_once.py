"""Two people press at the same moment while a project is built: sums stay true, and one decision holds."""

from datetime import date

import pytest

from presses import at_once
from shuyuan.delivery import services
from shuyuan.delivery.models import Amendment, ChangeRequest, Contract
from shuyuan.delivery.services import Change
from shuyuan.kernel.actor import Role

pytestmark = pytest.mark.django_db(transaction=True)

WAN = 1_000_000


@pytest.fixture
def colleague(organizations, unit):
    return organizations.make_actor(Role.DATA_OFFICER, unit)


def test_two_contracts_together_stay_within_the_approval(bought, officer, colleague, codes, legal):
    def conclude(number, actor):
        return services.conclude_contract(
            bought.pk, number=number, title="虚拟合同", kind="build", party="虚拟软件公司",
            uscc=codes["builder"], fen=300 * WAN, signed_on=date(2026, 3, 20), actor=actor, legal=legal,
        )  # fmt: skip

    found = at_once(lambda: conclude("HT-1", officer), lambda: conclude("HT-2", colleague))
    assert found == ["contract_above_approval", "done"]
    bought.refresh_from_db()
    assert (bought.contracted_fen, Contract.objects.count()) == (300 * WAN, 1)


def test_a_supplement_that_two_record_is_on_file_once(building, officer, colleague, legal):
    contract = building.delivery_contracts.get()

    def amend(actor):
        return services.amend_contract(
            contract.pk, agreement="HT-1-补1", reason="接口增加", fen=450 * WAN, signed_on=date(2026, 6, 1),
            actor=actor, legal=legal,
        )  # fmt: skip

    assert at_once(lambda: amend(officer), lambda: amend(colleague)) == ["amendment_exists", "done"]
    assert Amendment.objects.count() == 1
    building.refresh_from_db()
    assert building.contracted_fen == 450 * WAN


def test_a_change_is_decided_or_withdrawn(building, officer, bureau, legal):
    wanted = Change(building.purpose, "增加移动端", 500 * WAN, concerns_main_content=True)
    asked = services.request_change(building.pk, change=wanted, reason="群众需要", actor=officer, legal=legal)
    found = at_once(
        lambda: services.decide_change(asked.pk, consents=True, opinion="同意", actor=bureau, legal=legal),
        lambda: services.withdraw_change(asked.pk, actor=officer, legal=legal),
    )
    assert found == ["change_moved_on", "done"]
    asked.refresh_from_db()
    consented = building.journal.filter(kind="change_consented").exists()
    assert (asked.state == ChangeRequest.State.EFFECTIVE) is consented


def test_a_project_is_completed_once(building, officer, colleague, legal):
    calls = [
        lambda actor=actor: services.complete_construction(
            building.pk, on=date(2026, 8, 31), actor=actor, legal=legal
        )
        for actor in (officer, colleague)
    ]
    assert at_once(*calls) == ["done", "step_not_open"]
    assert building.journal.filter(kind="completed").count() == 1
