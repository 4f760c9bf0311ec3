"""An acceptance needs expert, clearance and rectification; days and papers follow from it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shuyuan.casework.models import Task
from shuyuan.delivery import inbox, services
from shuyuan.delivery.models import Acceptance
from shuyuan.delivery.reminding import remind_of_acceptance
from shuyuan.delivery.selectors import (
    list_acceptances,
    list_delays,
    list_independent_experts,
    list_overdue,
)
from shuyuan.delivery.services import Panelist
from shuyuan.experts.services import ExpertDraft, add_expert
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.notices.models import Notice
from shuyuan.projects.rules.stages import Kind, Stage


def codes_of(refused):
    return {reason.code for reason in refused.value.verdict.reasons}


@pytest.fixture
def failed(cleared, decide):
    decide(cleared, passed=False)
    cleared.refresh_from_db()
    return cleared


def test_without_expert_and_clearance_nothing_passes(completed, officer, legal, decide):
    services.apply_for_acceptance(completed.pk, statement="已建成。", actor=officer, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        decide(completed, passed=True)
    assert codes_of(refused) == {"no_expert_of_administration", "acceptance_not_cleared"}
    with pytest.raises(RuleRefused) as refused:
        decide(completed, passed=False)
    assert codes_of(refused) == {"no_expert_of_administration"}


def test_a_project_that_is_not_cleared_does_not_pass(completed, officer, bureau, legal, decide):
    services.apply_for_acceptance(completed.pk, statement="已建成。", actor=officer, legal=legal)
    services.name_expert(completed.pk, name="韩予", employer="虚拟大学", actor=bureau, legal=legal)
    services.decide_clearance(completed.pk, cleared=False, opinion="目录未编制。", actor=bureau, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        decide(completed, passed=True)
    assert codes_of(refused) == {"acceptance_not_cleared"}


@pytest.mark.parametrize("employer", ["虚拟软件公司", "虚拟市民政局", "虚拟监理公司"])
def test_an_involved_expert_is_refused(completed, officer, bureau, legal, employer):
    services.apply_for_acceptance(completed.pk, statement="已建成。", actor=officer, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        services.name_expert(completed.pk, name="韩予", employer=employer, actor=bureau, legal=legal)
    assert codes_of(refused) == {"expert_is_involved"}


def test_an_expert_of_the_pool_is_sent_unless_tied_to_the_project(completed, officer, bureau, legal):
    by = {"actor": bureau, "legal": legal}
    free = add_expert(ExpertDraft("韩予", "虚拟大学", ("软件工程",)), **by)
    tied = add_expert(
        ExpertDraft("卫清", "虚拟研究院", ("软件工程",), related_companies=("虚拟软件公司",)), **by
    )
    services.apply_for_acceptance(completed.pk, statement="已建成。", actor=officer, legal=legal)
    assert list_independent_experts(completed, actor=bureau) == [free]
    with pytest.raises(RuleRefused) as refused:
        services.name_expert(completed.pk, expert_id=tied.pk, **by)
    assert codes_of(refused) == {"expert_declared_relation"}
    acceptance = services.name_expert(completed.pk, expert_id=free.pk, **by)
    assert (acceptance.expert, acceptance.expert_employer) == ("韩予", "虚拟大学")


def test_the_named_expert_sits_on_the_panel(cleared, decide):
    with pytest.raises(RuleRefused) as refused:
        decide(cleared, passed=True, panel=[Panelist("严望", "虚拟研究院")])
    assert codes_of(refused) == {"expert_not_on_panel"}
    with pytest.raises(BadInput):
        decide(cleared, passed=True, panel=[])


def test_a_failed_acceptance_says_what_to_mend_and_until_when(cleared, decide):
    with pytest.raises(BadInput):
        decide(cleared, passed=False, defects="  ")
    with pytest.raises(RuleRefused) as refused:
        decide(cleared, passed=False, rectify_by=None)
    assert codes_of(refused) == {"rectification_without_day"}


@pytest.mark.parametrize(
    ("on", "code"), [(date(2026, 11, 24), "day_in_the_future"), (date(2026, 9, 9), "day_dated_back")]
)
def test_an_acceptance_carries_its_true_day(cleared, decide, on, code):
    with pytest.raises(RuleRefused) as refused:
        decide(cleared, passed=True, held_on=on)
    assert codes_of(refused) == {code}


def test_units_name_no_expert_and_strangers_do_nothing(cleared, officer, organizations, legal, decide):
    with pytest.raises(NotPermitted):
        services.decide_clearance(cleared.pk, cleared=True, opinion="好", actor=officer, legal=legal)
    stranger = organizations.make_actor(Role.DATA_OFFICER, "tax")
    with pytest.raises(NotFound):
        decide(cleared, passed=True, actor=stranger)
    with pytest.raises(NotPermitted):
        decide(cleared, passed=True, actor=organizations.make_actor(Role.FINANCE, "finance"))


def test_two_who_decide_at_once_are_told(cleared, bureau, legal, decide):
    with pytest.raises(Conflict) as refused:
        services.decide_clearance(cleared.pk, cleared=False, opinion="不", actor=bureau, legal=legal)
    assert refused.value.code == "acceptance_cleared_already"
    decide(cleared, passed=True)
    with pytest.raises(Conflict) as refused:
        decide(cleared, passed=False)
    assert refused.value.code == "step_not_open"


def test_no_second_acceptance_without_rectification(failed, officer, legal):
    with pytest.raises(RuleRefused) as refused:
        services.apply_for_acceptance(failed.pk, statement="再次申请。", actor=officer, legal=legal)
    assert codes_of(refused) == {"defects_not_rectified"}


def test_after_the_rectification_a_second_acceptance_passes(failed, officer, bureau, legal, decide):
    by = {"actor": officer, "legal": legal}
    assert Task.objects.get(kind=inbox.RECTIFY, done_at=None).due_on == date(2027, 1, 15)
    services.rectify(failed.pk, text="已补齐日志。", **by)
    with pytest.raises(Conflict):
        services.rectify(failed.pk, text="再报一次。", **by)
    second = services.apply_for_acceptance(failed.pk, statement="再次申请。", **by)
    assert second.number == 2
    failed.refresh_from_db()
    assert (failed.known.acceptance_expert, failed.known.acceptance_cleared) == ("", False)
    services.name_expert(failed.pk, name="韩予", employer="虚拟大学", actor=bureau, legal=legal)
    services.decide_clearance(failed.pk, cleared=True, opinion="同意。", actor=bureau, legal=legal)
    decide(failed, passed=True)
    failed.refresh_from_db()
    assert (failed.stage, failed.accepted_on) == (Stage.ACCEPTED, legal.today)
    outcomes = failed.acceptances.order_by("number").values_list("outcome", flat=True)
    assert list(outcomes) == [Acceptance.Outcome.FAILED, Acceptance.Outcome.PASSED]
    assert [task.kind for task in Task.objects.filter(done_at=None)] == [inbox.RESULTS]


def test_the_opinion_is_issued_as_a_paper(cleared, decide):
    acceptance = decide(cleared, passed=True, issue=True)
    assert acceptance.paper.number.startswith("焦信验〔2026〕")
    content = str(acceptance.paper.content)
    assert "韩予" in content
    assert "同意该项目通过验收" in content


def test_a_delay_names_its_reason_and_a_later_day(completed, officer, legal):
    by = {"actor": officer, "legal": legal}
    with pytest.raises(RuleRefused) as refused:
        services.report_delay(completed.pk, reason=" ", until=None, **by)
    assert codes_of(refused) == {"delay_report_incomplete"}
    with pytest.raises(RuleRefused) as refused:
        services.report_delay(completed.pk, reason="等待等保测评", until=date(2027, 3, 1), **by)
    assert codes_of(refused) == {"new_day_not_later"}
    services.report_delay(completed.pk, reason="等待等保测评", until=date(2027, 4, 30), **by)
    completed.refresh_from_db()
    assert completed.acceptance_due_on == date(2027, 4, 30)
    task = Task.objects.get(kind=inbox.HOLD, done_at=None)
    assert (task.due_on, task.cites) == (date(2027, 4, 30), "jz-project-2020/21.1")
    assert [delay.reason for delay in list_delays(completed)] == ["等待等保测评"]


def test_people_hear_at_sixty_thirty_and_no_days_and_when_it_is_over(completed, bureau, finance, legal):
    heard = []
    for left in (90, 60, 59, 30, 29, 1, 0, -1, -2):
        then = replace(legal, today=completed.acceptance_due_on - timedelta(days=left))
        if remind_of_acceptance(completed, legal=then):
            heard.append(left)
    assert heard == [60, 30, 0, -1]
    assert Notice.objects.filter(kind=inbox.DUE).count() == 6


def test_overdue_acceptances_are_listed_for_who_may_see_them(completed, bureau, organizations, legal):
    stranger = organizations.make_actor(Role.DATA_OFFICER, "tax")
    later = replace(legal, today=date(2027, 3, 2))
    assert list(list_overdue(bureau, legal=later)) == [completed]
    assert not list_overdue(bureau, legal=legal)
    assert not list_acceptances(stranger)


def test_after_the_acceptance_come_documents_and_operation(cleared, decide, factories, officer, unit, legal):
    by = {"actor": officer, "legal": legal}
    with pytest.raises(Conflict):
        services.hand_in_results(cleared.pk, documents={"acceptance_report": "档-1"}, **by)
    decide(cleared, passed=True)
    for documents in ({}, {"photo": "档-1"}, {"acceptance_report": " "}):
        with pytest.raises(BadInput):
            services.hand_in_results(cleared.pk, documents=documents, **by)
    services.hand_in_results(cleared.pk, documents={"acceptance_report": "档-1"}, **by)
    assert Task.objects.filter(kind=inbox.RESULTS, done_at=None).exists()
    rest = dict.fromkeys(("project_summary", "resource_catalog", "sharing_status"), "档-2")
    services.hand_in_results(cleared.pk, documents=rest, **by)
    assert not Task.objects.filter(kind=inbox.RESULTS, done_at=None).exists()

    with pytest.raises(BadInput):
        services.enter_catalog(cleared.pk, confirmed_not_secret=False, **by)
    assert services.enter_catalog(cleared.pk, confirmed_not_secret=True, **by) == []

    foreign = factories.make_system(factories.make_department("tax"))
    with pytest.raises(NotFound):
        services.put_into_operation(cleared.pk, system_id=foreign.pk, **by)
    own = factories.make_system(unit, registered_on=date(2026, 11, 2))
    services.put_into_operation(cleared.pk, system_id=own.pk, **by)
    cleared.refresh_from_db()
    assert (cleared.stage, cleared.system_id) == (Stage.OPERATING, own.pk)
    assert cleared.journal.last().kind == Kind.OPERATED
