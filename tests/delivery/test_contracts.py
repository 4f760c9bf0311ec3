"""Leader, tenders, contracts: what is out of order is refused with its provision."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shuyuan.delivery import services
from shuyuan.delivery.models import Contract, Tender
from shuyuan.delivery.selectors import list_contracts
from shuyuan.delivery.services import Offer
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.papers.services import remove_attachment
from shuyuan.projects.rules.stages import Kind, Stage

WAN = 1_000_000


def reasons(refused):
    return {(reason.code, reason.cites) for reason in refused.value.verdict.reasons}


@pytest.fixture
def conclude(bought, officer, codes, legal):
    def call(**fields):
        return services.conclude_contract(
            bought.pk,
            **{
                "number": "HT-9", "title": "虚拟合同", "kind": "service", "party": "虚拟软件公司",
                "uscc": codes["builder"], "fen": 100 * WAN, "signed_on": date(2026, 3, 20),
                "actor": officer, "legal": legal, **fields,
            },
        )  # fmt: skip

    return call


@pytest.fixture
def invite(bought, officer, codes, legal):
    def call(**fields):
        offers = [
            Offer("虚拟软件公司", codes["builder"], 300 * WAN),
            Offer("虚拟云公司", codes["other"], 320 * WAN),
        ]
        return services.record_tender(
            bought.pk,
            **{
                "title": "平台开发", "method": "public", "announcement": "JZ-2026-001",
                "opened_on": date(2026, 3, 10), "offers": offers, "winner": codes["builder"],
                "follows_approval": True, "actor": officer, "legal": legal, **fields,
            },
        )  # fmt: skip

    return call


@pytest.mark.parametrize("fen", [0, -1, 10**15])
def test_a_contract_of_impossible_money_is_refused(conclude, fen):
    with pytest.raises(BadInput) as refused:
        conclude(fen=fen)
    assert refused.value.code == "impossible_amount"
    assert not Contract.objects.exists()


def test_contracts_above_the_approval_are_refused(conclude):
    conclude(fen=400 * WAN)
    with pytest.raises(RuleRefused) as refused:
        conclude(number="HT-10", fen=100 * WAN + 1)
    assert ("contract_above_approval", "jz-project-2020/15.1") in reasons(refused)


def test_a_contract_signed_tomorrow_is_refused(conclude, legal):
    with pytest.raises(RuleRefused) as refused:
        conclude(signed_on=legal.today + timedelta(days=1))
    assert ("day_in_the_future", "jz-project-2020/30.1") in reasons(refused)


def test_a_wrong_credit_code_is_refused(conclude):
    with pytest.raises(BadInput) as refused:
        conclude(uscc="91411099MA0000001X")
    assert str(refused.value.code).startswith("uscc_")


def test_a_contract_number_is_given_once(conclude):
    conclude()
    with pytest.raises(Conflict) as refused:
        conclude()
    assert refused.value.code == "contract_exists"


def test_a_tender_of_another_project_is_not_found(conclude, factories, legal):
    other = factories.make_project("tax", legal=legal, stage=Stage.PROCURING)
    tender = Tender.objects.create(
        project=other, title="甲", method="public", announcement="乙", opened_on=legal.today,
        recorded_at=legal.now,
    )  # fmt: skip
    with pytest.raises(NotFound):
        conclude(tender_id=tender.pk)


def test_another_unit_and_another_role_conclude_nothing(conclude, organizations, finance):
    for actor in (organizations.make_actor(Role.DATA_OFFICER, "tax"), finance):
        with pytest.raises((NotFound, NotPermitted)):
            conclude(actor=actor)


def test_before_the_procurement_there_is_no_contract(factories, unit, conclude, officer, legal, codes):
    project = factories.make_project(unit, legal=legal, stage=Stage.CLEARED)
    with pytest.raises(Conflict) as refused:
        services.conclude_contract(
            project.pk, number="1", title="甲", kind="build", party="乙", uscc=codes["builder"], fen=1,
            signed_on=legal.today, actor=officer, legal=legal,
        )  # fmt: skip
    assert refused.value.code == "step_not_open"


def test_a_tender_that_differs_from_the_approval_is_refused(invite):
    with pytest.raises(RuleRefused) as refused:
        invite(follows_approval=False)
    assert reasons(refused) == {("tender_differs_from_approval", "jz-project-2020/16.1")}
    assert not Tender.objects.exists()


@pytest.mark.parametrize("what", ["twice", "no_winner", "no_code", "money"])
def test_impossible_bids_are_refused(invite, codes, what):
    offers = [Offer("虚拟软件公司", codes["builder"], 1), Offer("虚拟云公司", codes["other"], 2)]
    fields = {
        "twice": {"offers": [offers[0], offers[0]]},
        "no_winner": {"winner": codes["supervisor"], "offers": offers},
        "no_code": {"offers": [Offer("甲", "123", 1)]},
        "money": {"offers": [Offer("甲", codes["builder"], -1)]},
    }[what]
    with pytest.raises(BadInput):
        invite(**fields)
    assert not Tender.objects.exists()


def test_the_same_announcement_is_recorded_once(invite):
    invite()
    with pytest.raises(Conflict):
        invite()


def test_a_contract_follows_its_tender(invite, conclude, codes):
    tender = invite()
    with pytest.raises(RuleRefused) as refused:
        conclude(tender_id=tender.pk, uscc=codes["other"], fen=310 * WAN, signed_on=date(2026, 3, 9))
    assert {code for code, _ in reasons(refused)} == {
        "contract_party_not_winner", "contract_above_offer", "contract_before_tender",
    }  # fmt: skip
    contract = conclude(tender_id=tender.pk, fen=300 * WAN)
    assert contract.tender == tender
    assert tender.winner.name == "虚拟软件公司"


def test_payments_stand_beside_their_contract(building, factories, finance, legal):
    factories.take_step(building, Kind.PAID, actor=finance, legal=legal, fen=150 * WAN, contract="HT-1")
    (paid,) = list_contracts(building)
    assert (paid.paid_fen, paid.left_fen) == (150 * WAN, 250 * WAN)


def test_the_file_of_a_contract_stays_with_it(conclude, officer, legal):
    text = SimpleUploadedFile("合同.txt", "合同文本\n".encode())
    contract = conclude(document=text)
    with pytest.raises(RuleRefused) as refused:
        remove_attachment(contract.document_id, reason="拿错了", actor=officer, legal=legal)
    assert reasons(refused) == {("document_handed_in", "jz-project-2020/30.1")}


def test_the_named_leader_stands_in_the_facts(bought, officer, legal):
    services.name_leader(bought.pk, name=" 周衡 ", duty="副局长", actor=officer, legal=legal)
    bought.refresh_from_db()
    assert bought.known.leader == "周衡"
    with pytest.raises(BadInput):
        services.name_leader(bought.pk, name=" ", actor=officer, legal=legal)
