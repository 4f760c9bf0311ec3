"""Nothing of what was approved changes before it is allowed."""

from datetime import date

import pytest
from django.urls import reverse

from shuyuan.casework.models import Task
from shuyuan.delivery import services
from shuyuan.delivery.comparison import compare, compare_texts
from shuyuan.delivery.models import ChangeRequest, Contract
from shuyuan.delivery.selectors import current_terms
from shuyuan.delivery.services import Change
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotPermitted, RuleRefused
from shuyuan.projects.rules.filing import FundingMode
from shuyuan.projects.rules.stages import Kind, Stage

WAN = 1_000_000
State = ChangeRequest.State


@pytest.fixture
def ask(building, officer, legal):
    def call(**fields):
        change = {"goals": building.purpose, "content": "", "fen": 500 * WAN, **fields}
        return services.request_change(
            building.pk, change=Change(**change), reason="业务调整", actor=officer, legal=legal
        )

    return call


def test_a_change_of_nothing_is_refused(ask):
    with pytest.raises(BadInput) as refused:
        ask()
    assert refused.value.code == "change_without_difference"


@pytest.mark.parametrize("fen", [0, -5, 10**15])
def test_a_change_to_impossible_money_is_refused(ask, fen):
    with pytest.raises(BadInput):
        ask(fen=fen)


def test_purchased_services_get_no_larger_investment(factories, unit, officer, legal):
    project = factories.make_project(
        unit, legal=legal, stage=Stage.BUILDING, funding_mode=FundingMode.PURCHASE_OF_SERVICES,
        funds_reviewed_fen=100 * WAN,
    )  # fmt: skip
    with pytest.raises(RuleRefused) as refused:
        services.request_change(
            project.pk, change=Change(project.purpose, "", 101 * WAN), reason="甲", actor=officer, legal=legal
        )
    assert [reason.code for reason in refused.value.verdict.reasons] == ["not_an_investment"]


def test_a_minor_change_is_recorded_and_holds_at_once(ask, building):
    change = ask(content="界面改为蓝色。", content_before="界面为绿色。")
    assert (change.state, change.is_major) == (State.MINOR, False)
    assert current_terms(building).content == "界面改为蓝色。"
    assert not Task.objects.filter(kind__startswith="delivery:change").exists()


def test_other_goals_wait_for_the_bureau_and_change_nothing_before(ask, building, bureau, legal):
    change = ask(goals="支撑新业务")
    assert change.state == State.ASKED
    assert current_terms(building).goals == building.purpose
    with pytest.raises(Conflict) as refused:
        ask(goals="又一个目标")
    assert refused.value.code == "change_waits"

    services.decide_change(change.pk, consents=True, opinion="同意。", actor=bureau, legal=legal)
    assert current_terms(building).goals == "支撑新业务"
    with pytest.raises(Conflict) as refused:
        services.decide_change(change.pk, consents=False, opinion="不同意。", actor=bureau, legal=legal)
    assert refused.value.code == "change_moved_on"


def test_a_refused_change_leaves_all_as_it_was(ask, building, bureau, legal):
    change = ask(goals="支撑新业务")
    services.decide_change(change.pk, consents=False, opinion="理由不充分。", actor=bureau, legal=legal)
    building.refresh_from_db()
    assert current_terms(building).goals == building.purpose
    assert [entry.kind for entry in building.journal.order_by("-id")[:1]] == ["change_refused"]


def test_more_money_needs_consent_and_then_the_commission(
    ask, building, factories, bureau, commission, legal
):
    with pytest.raises(RuleRefused) as refused:
        factories.take_step(building, Kind.CHANGE_APPROVED, actor=commission, legal=legal, fen=600 * WAN)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["change_not_consented"]

    change = ask(fen=600 * WAN)
    with pytest.raises(Conflict):
        services.approve_change(change.pk, document="焦发改〔2026〕9号", actor=commission, legal=legal)
    services.decide_change(change.pk, consents=True, opinion="同意。", actor=bureau, legal=legal)
    building.refresh_from_db()
    assert building.approved_fen == 500 * WAN
    with pytest.raises(NotPermitted):
        services.approve_change(change.pk, document="焦发改〔2026〕9号", actor=bureau, legal=legal)
    change = services.approve_change(change.pk, document="焦发改〔2026〕9号", actor=commission, legal=legal)
    building.refresh_from_db()
    assert (change.state, building.approved_fen) == (State.EFFECTIVE, 600 * WAN)


def test_less_money_lowers_the_approval_with_the_consent(ask, building, bureau, legal):
    change = ask(fen=450 * WAN, goals="缩小范围")
    services.decide_change(change.pk, consents=True, opinion="同意。", actor=bureau, legal=legal)
    building.refresh_from_db()
    assert building.approved_fen == 450 * WAN


def test_a_change_takes_no_money_away_that_contracts_promised(ask, building, officer, bureau, legal):
    with pytest.raises(RuleRefused) as refused:
        ask(fen=400 * WAN - 1, goals="缩小范围")
    (reason,) = refused.value.verdict.reasons
    assert (reason.code, reason.cites) == ("change_below_contracts", "jz-project-2020/17.2")
    change = ask(fen=400 * WAN, goals="缩小范围")
    services.amend_contract(
        Contract.objects.get(project=building).pk, agreement="补1", reason="增加接口", fen=401 * WAN,
        signed_on=date(2026, 6, 1), actor=officer, legal=legal,
    )  # fmt: skip
    with pytest.raises(RuleRefused):
        services.decide_change(change.pk, consents=True, opinion="同意。", actor=bureau, legal=legal)
    change.refresh_from_db()
    assert change.state == State.ASKED


def test_who_saw_an_older_page_does_not_decide(ask, building, officer, bureau, legal):
    change = ask(goals="支撑新业务")
    seen = building.revision
    services.name_leader(building.pk, name="吴楷", actor=officer, legal=legal)
    with pytest.raises(Conflict) as refused:
        services.decide_change(change.pk, consents=True, opinion="好", seen=seen, actor=bureau, legal=legal)
    assert refused.value.code == "project_changed_meanwhile"


def test_the_unit_withdraws_what_nobody_decided(ask, officer, legal):
    change = ask(goals="支撑新业务")
    services.withdraw_change(change.pk, actor=officer, legal=legal)
    with pytest.raises(Conflict):
        services.withdraw_change(change.pk, actor=officer, legal=legal)


def test_before_and_after_differ_by_sentences(ask):
    left, right = compare_texts("一网通办。统一受理。", "一网通办。分类受理。")
    assert [(part.text, part.differs) for part in left] == [("一网通办。", False), ("统一受理。", True)]
    assert [(part.text, part.differs) for part in right] == [("一网通办。", False), ("分类受理。", True)]
    goals, content, money = compare(ask(fen=520 * WAN))
    assert (goals.differs, content.differs, money.differs) == (False, False, True)
    assert [str(row.more) for row in (goals, content, money)] == ["", "", "增加 20.00 万元（4.0%）"]


def test_the_list_of_changes_shows_whose_turn_it_is(ask, building, officer, bureau, commission, legal, enter):
    changes = reverse("delivery:changes")
    assert "还没有项目申请变更" in enter(commission).get(changes).content.decode()
    change = ask(fen=520 * WAN)
    page = enter(bureau).get(changes).content.decode()
    assert "有1项变更等待您决定" in page
    assert "+20.00" in page
    assert "等待您决定" not in enter(commission).get(changes).content.decode()
    services.decide_change(change.pk, consents=True, opinion="同意。", actor=bureau, legal=legal)
    page = enter(commission).get(changes, {"state": "consented"}).content.decode()
    assert "有1项变更等待您决定" in page
    assert reverse("delivery:change", args=[change.pk]) in page
    assert enter(bureau).get(changes, {"state": "castle"}).status_code == 400
    listed = b"".join(enter(officer).get(changes, {"export": "csv"}).streaming_content).decode()
    assert building.name in listed


def test_a_unit_lists_its_own_changes_only(ask, organizations, enter, django_assert_max_num_queries):
    ask(goals="新目标")
    stranger = enter(organizations.make_actor(Role.DATA_OFFICER, "tax"))
    changes = reverse("delivery:changes")
    assert "还没有项目申请变更" in stranger.get(changes).content.decode()
    with django_assert_max_num_queries(12):
        stranger.get(changes)
