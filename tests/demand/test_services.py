"""The way of a demand: stated, matched or routed, answered, confirmed, granted; never lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from shuyuan.casework.models import Task
from shuyuan.casework.selectors import inbox, open_completion
from shuyuan.casework.steps import Gap
from shuyuan.catalog.classes import ensure_classes
from shuyuan.catalog.models import Entry
from shuyuan.catalog.steps import write_version
from shuyuan.demand import services, steps
from shuyuan.demand.models import Demand, Match
from shuyuan.demand.rules import Answer
from shuyuan.demand.selectors import count_overdue, list_demands
from shuyuan.demand.states import TRANSITIONS, State, Step, after
from shuyuan.demand.wishes import read_items
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.notices.models import Notice


def open_tasks(demand):
    tasks = Task.objects.filter(subject_kind=steps.SUBJECT, subject_id=demand.number, done_at__isnull=True)
    return list(tasks.order_by("pk").values_list("kind", "addressee"))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"legal_basis": ""}, "demand_without_duty"),
        ({"items": ()}, "demand_not_clear"),
        ({"likely_provider": "civil-affairs"}, "demand_on_oneself"),
    ],
)
def test_an_incomplete_demand_is_refused_with_its_reason(state, changes, code):
    with pytest.raises(RuleRefused) as refused:
        state(**changes)
    assert [reason.code for reason in refused.value.verdict.reasons] == [code]
    assert not Demand.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "字" * 129}, "name"),
        ({"items": ("姓名", "姓名")}, "items"),
        ({"items": tuple(f"项{n}" for n in range(51))}, "items"),
        ({"items": ("字" * 101,)}, "items"),
        ({"scenario": "a\0b"}, "text"),
        ({"mode": "pigeon"}, "mode"),
        ({"cycle": "never"}, "cycle"),
    ],
)
def test_a_malformed_demand_names_the_field(state, changes, field):
    with pytest.raises(BadInput) as refused:
        state(**changes)
    assert field in refused.value.facts["fields"]


def test_an_unknown_provider_is_not_found(state):
    with pytest.raises(NotFound):
        state(likely_provider="nobody")


def test_an_operator_and_the_bureau_do_not_state_demands(organizations, bureau, wishes, legal):
    for actor in (bureau, organizations.make_actor(Role.OPERATOR, "civil-affairs")):
        with pytest.raises(NotPermitted):
            services.state_demand(wishes=wishes, actor=actor, legal=legal)


def test_typed_items_are_divided_and_each_stands_once():
    assert read_items("姓名，身份证号\n姓名、 残疾等级 ;\n\n") == ("姓名", "身份证号", "残疾等级")


def test_what_exists_is_proposed_with_a_score_and_reasons(state, provider, publish):
    entry = publish(provider, "残疾人证信息", ("公民身份证号", "残疾类别", "姓名"))
    demand = state()
    match = demand.matches.get()
    assert (demand.state, match.entry, match.coverage) == (State.MATCHED, entry, "part")
    assert [(row["wished"], row["item"]) for row in match.items] == [
        ("身份证号", "公民身份证号"),
        ("残疾类别", "残疾类别"),
        ("残疾等级", "" if match.items[2]["likeness"] == 0 else match.items[2]["item"]),
    ]
    assert 40 <= match.score < 100
    assert open_tasks(demand) == [(steps.LOOK, "civil-affairs/data_officer")]


def test_entries_of_the_own_department_are_not_proposed(state, officer, organizations, publish):
    publish(organizations.make_department("civil-affairs"), "残疾人证信息")
    assert state().state == State.WITH_BUREAU


def test_what_nobody_has_goes_to_the_bureau(state):
    demand = state()
    assert demand.state == State.WITH_BUREAU
    assert open_tasks(demand) == [(steps.ROUTE, "*/data_administration")]


def test_confirming_opens_the_way_to_the_request(state, officer, provider, publish, legal):
    entry = publish(provider, "残疾人证信息")
    demand = state()
    done = services.confirm_match(
        demand.number,
        demand.matches.get().pk,
        rest=False,
        revision=demand.revision,
        actor=officer,
        legal=legal,
    )
    assert (done.state, done.entry, done.provider) == (State.CATALOGED, entry, provider)
    assert open_tasks(done) == []


def test_what_a_confirmed_entry_lacks_becomes_a_demand_of_its_own(state, officer, provider, publish, legal):
    publish(provider, "残疾人证信息", ("身份证号", "残疾类别", "有效期"))
    demand = state(items=("身份证号", "残疾类别", "监护人电话"))
    services.confirm_match(
        demand.number,
        demand.matches.get().pk,
        rest=True,
        revision=demand.revision,
        actor=officer,
        legal=legal,
    )
    rest = demand.rest.get()
    assert [item.label for item in rest.items.all()] == ["监护人电话"]
    assert (rest.state, rest.number != demand.number) == (State.WITH_BUREAU, True)


def test_only_the_department_confirms_and_only_once(
    state, officer, keeper, stranger, provider, publish, legal
):
    publish(provider, "残疾人证信息")
    demand = state()
    how = {"rest": False, "revision": demand.revision, "legal": legal}
    match = demand.matches.get().pk
    with pytest.raises(NotFound):
        services.confirm_match(demand.number, match, actor=stranger, **how)
    with pytest.raises(NotFound):
        services.confirm_match(demand.number, match, actor=keeper, **how)
    with pytest.raises(NotFound):
        services.confirm_match(demand.number, match + 1, actor=officer, **how)
    services.confirm_match(demand.number, match, actor=officer, **how)
    with pytest.raises(Conflict):
        services.confirm_match(demand.number, match, actor=officer, **how)


def test_none_fits_needs_a_reason_and_goes_to_the_bureau(state, officer, provider, publish, legal):
    publish(provider, "残疾人证信息")
    demand = state()
    how = {"revision": demand.revision, "actor": officer, "legal": legal}
    with pytest.raises(BadInput):
        services.decline_matches(demand.number, reason=" ", **how)
    declined = services.decline_matches(demand.number, reason="没有历史数据", **how)
    assert declined.state == State.WITH_BUREAU
    assert demand.matches.get().verdict == Match.Verdict.DECLINED


def test_routing_gives_the_provider_a_task_with_a_day(routed, provider, officer):
    assert routed.state == State.ROUTED
    assert open_tasks(routed) == [(steps.ANSWER, f"{provider.code}/data_officer")]
    assert Notice.objects.filter(subject_kind=steps.SUBJECT, subject_id=routed.number).count() == 1


def test_a_demand_is_not_routed_to_itself_nor_into_the_past(state, bureau, provider, officer, legal):
    number = state().number
    with pytest.raises(BadInput):
        services.route_demand(number, provider=provider.code, due_on=legal.today, actor=bureau, legal=legal)
    with pytest.raises(BadInput):
        services.route_demand(
            number, provider="civil-affairs", due_on=legal.today + timedelta(9), actor=bureau, legal=legal
        )
    with pytest.raises(NotPermitted):
        services.route_demand(
            number, provider=provider.code, due_on=legal.today + timedelta(9), actor=officer, legal=legal
        )


def test_not_mine_goes_back_to_the_bureau_with_the_reason(routed, keeper, legal):
    with pytest.raises(RuleRefused):
        services.answer_demand(routed.number, answer=Answer.NOT_MINE, actor=keeper, legal=legal)
    back = services.answer_demand(
        routed.number, answer=Answer.NOT_MINE, text="属卫健部门", actor=keeper, legal=legal
    )
    assert (back.state, back.provider) == (State.WITH_BUREAU, None)
    assert open_tasks(back) == [(steps.ROUTE, "*/data_administration")]


def test_cannot_needs_the_law_and_can_be_routed_again(routed, keeper, bureau, legal):
    with pytest.raises(RuleRefused):
        services.answer_demand(routed.number, answer=Answer.CANNOT, text="不宜", actor=keeper, legal=legal)
    done = services.answer_demand(
        routed.number, answer=Answer.CANNOT, text="不宜", basis="某条例第三条", actor=keeper, legal=legal
    )
    assert done.state == State.REFUSED
    assert "某条例第三条" in done.reason
    assert after(done.state, Step.ROUTE) == State.ROUTED


def test_the_provider_names_its_own_published_entry(routed, keeper, organizations, provider, publish, legal):
    other = publish(organizations.make_department("health"), "卫健台账")
    own = publish(provider, "持证台账", ("证号",))
    for code, error in (("999/9", NotFound), (other.code, BadInput)):
        with pytest.raises(error):
            services.answer_demand(
                routed.number, answer=Answer.HAS_ENTRY, entry=code, actor=keeper, legal=legal
            )
    done = services.answer_demand(
        routed.number, answer=Answer.HAS_ENTRY, entry=own.code, actor=keeper, legal=legal
    )
    assert (done.state, done.matches.get().named_by_provider) == (State.MATCHED, True)


def test_a_promise_leads_to_a_draft_and_its_publication_to_the_department(routed, keeper, legal):
    ensure_classes()
    promised_on = legal.today + timedelta(30)
    services.answer_demand(
        routed.number, answer=Answer.WILL_CATALOG, promised_on=promised_on, actor=keeper, legal=legal
    )
    draft = services.propose_draft(routed.number, actor=keeper, legal=legal)
    assert list(draft.items.order_by("position").values_list("label", flat=True)) == [
        "身份证号",
        "残疾类别",
        "残疾等级",
    ]
    with pytest.raises(Conflict):
        services.propose_draft(routed.number, actor=keeper, legal=legal)
    published = Entry.objects.get(pk=draft.pk)
    write_version(published, at=legal.now, post_id=None)
    assert services.rematch_entry(published.pk, legal=legal) == 1
    routed.refresh_from_db()
    assert (routed.state, routed.matches.get().entry_id) == (State.MATCHED, published.pk)


def test_a_new_entry_is_offered_once(state, provider, publish, legal):
    demand = state()
    entry = publish(provider, "残疾人证信息")
    assert services.rematch_entry(entry.pk, legal=legal) == 1
    assert services.rematch_entry(entry.pk, legal=legal) == 0
    demand.refresh_from_db()
    assert demand.state == State.MATCHED
    assert Notice.objects.filter(subject_id=demand.number).count() == 1


def test_a_new_entry_that_does_not_fit_is_not_offered(state, provider, publish, legal):
    state()
    assert services.rematch_entry(publish(provider, "水质监测", ("站点", "浊度")).pk, legal=legal) == 0


def test_the_sharing_request_moves_the_demand_to_its_end(state, officer, provider, publish, legal):
    entry = publish(provider, "残疾人证信息")
    demand = state()
    services.confirm_match(
        demand.number,
        demand.matches.get().pk,
        rest=False,
        revision=demand.revision,
        actor=officer,
        legal=legal,
    )
    told = {"entry_id": entry.pk, "consumer_id": demand.department_id, "actor": officer, "legal": legal}
    with transaction.atomic():
        for outcome, expected in (
            ("requested", State.REQUESTED),
            ("withdrawn", State.CATALOGED),
            ("requested", State.REQUESTED),
            ("granted", State.GRANTED),
        ):
            assert steps.follow_request(number="SR-2026-00001", outcome=outcome, **told) == 1
            demand.refresh_from_db()
            assert demand.state == expected
        assert steps.follow_request(number="SR-2026-00001", outcome="refused", **told) == 0


def test_withdrawing_keeps_the_demand_with_its_reason(state, officer, legal):
    demand = state()
    with pytest.raises(BadInput):
        services.withdraw_demand(demand.number, reason="", revision=1, actor=officer, legal=legal)
    done = services.withdraw_demand(demand.number, reason="业务取消", revision=1, actor=officer, legal=legal)
    assert (done.state, done.reason) == (State.WITHDRAWN, "业务取消")
    assert open_tasks(done) == []


def test_who_sees_which_demands(routed, officer, keeper, stranger, bureau, organizations):
    actors = {"officer": officer, "keeper": keeper, "stranger": stranger, "bureau": bureau}
    seen = {name: list_demands(actor=actor).count() for name, actor in actors.items()}
    assert seen == {"officer": 1, "keeper": 1, "stranger": 0, "bureau": 1}
    security = organizations.make_actor(Role.SECURITY_ADMINISTRATOR, "data-administration")
    assert list_demands(actor=security).count() == 0


def test_overdue_answers_are_counted(routed, legal):
    demands = Demand.objects.all()
    assert count_overdue(demands, today=legal.today) == 0
    assert count_overdue(demands, today=routed.due_on + timedelta(1)) == 1


def test_every_step_starts_from_a_state_and_ends_in_one():
    assert set(TRANSITIONS) == set(Step)
    assert all(isinstance(end, State) for ends in TRANSITIONS.values() for end in ends.values())


def send_back(demand, actor, legal, *texts, **more):
    return services.return_demand(
        demand.number, gaps=[Gap(text) for text in texts], actor=actor, legal=legal, **more
    )


def test_only_bureau_and_provider_return_a_demand(routed, officer, stranger, legal):
    for actor in (officer, stranger):
        with pytest.raises(NotFound):
            send_back(routed, actor, legal, "写明条款")


def test_a_returned_demand_is_completed_and_comes_back_to_its_provider(
    routed, officer, keeper, bureau, wishes, legal
):
    with pytest.raises(BadInput):
        send_back(routed, keeper, legal, " ")
    send_back(routed, keeper, legal, "写明法律依据的条款", "说明使用频次")
    routed.refresh_from_db()
    assert routed.state == State.RETURNED
    assert [item.task.kind for item in inbox(officer, legal)] == ["demand:demand:complete"]
    assert inbox(keeper, legal) == []
    with pytest.raises(Conflict):
        send_back(routed, bureau, legal, "说明使用频次")

    better = replace(wishes, legal_basis="条例第九条第二款", items=(*wishes.items, "有效期"))
    with pytest.raises(Conflict):
        services.complete_demand(routed.number, wishes=better, revision=0, actor=officer, legal=legal)
    with pytest.raises(RuleRefused):
        services.complete_demand(
            routed.number,
            wishes=replace(better, legal_basis=""),
            revision=routed.revision,
            actor=officer,
            legal=legal,
        )
    services.complete_demand(
        routed.number, wishes=better, revision=routed.revision, actor=officer, legal=legal
    )
    routed.refresh_from_db()
    assert (routed.state, routed.legal_basis) == (State.ROUTED, "条例第九条第二款")
    assert routed.items.filter(label="有效期").exists()
    assert routed.due_on > legal.today
    with pytest.raises(BadInput) as refused:
        send_back(routed, keeper, legal, "缺联系人")
    assert refused.value.code == "gap_named_too_late"
    send_back(routed, keeper, legal, "缺联系人", new_facts="联系人已调离")


def test_a_demand_that_the_bureau_returned_is_matched_anew(
    state, officer, bureau, wishes, provider, publish, legal
):
    demand = state()
    send_back(demand, bureau, legal, "信息项名称不规范")
    publish(provider, "残疾人证持证信息")
    demand.refresh_from_db()
    services.complete_demand(
        demand.number, wishes=wishes, revision=demand.revision, actor=officer, legal=legal
    )
    demand.refresh_from_db()
    assert demand.state == State.MATCHED
    services.withdraw_demand(
        demand.number, reason="不再需要", revision=demand.revision, actor=officer, legal=legal
    )
    assert open_completion("demand.demand", demand.number) is None
