"""Catalog lists: who hands in, what stands against it, what a county and the bureau do with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.campaigns import services
from shuyuan.campaigns.content import lines_of, outcome_of
from shuyuan.campaigns.demands import count_by_department, demands_of, demands_of_campaign
from shuyuan.campaigns.models import DepartmentList
from shuyuan.campaigns.states import State
from shuyuan.casework.models import Task
from shuyuan.casework.selectors import named_gaps, open_completion
from shuyuan.casework.steps import read_gaps
from shuyuan.catalog.models import Entry
from shuyuan.catalog.services import begin_revision, discard_draft, make_remark, return_entry
from shuyuan.demand.selectors import access_demand
from shuyuan.demand.services import state_demand
from shuyuan.demand.wishes import Wishes
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.organizations.models import Department

pytestmark = pytest.mark.django_db


def list_of(campaign, department):
    return campaign.lists.get(department__code=getattr(department, "code", department))


def submit(one, actor, legal, **fields):
    return services.submit_list(one.pk, confirmed_not_secret=True, **fields, actor=actor, legal=legal)


def codes(refused):
    return [reason.code for reason in refused.value.verdict.reasons]


def test_a_list_with_faulty_entries_is_refused_with_every_reason_and_nothing_is_handed_in(
    start, civil, catalog, principal, legal
):
    catalog.make_entry(civil, name="救助对象名录", abstract="")
    good = catalog.make_entry(civil)
    one = list_of(start(civil, opens_on=legal.today + timedelta(1)), civil)
    with pytest.raises(RuleRefused) as refused:
        submit(one, principal(civil), legal)
    assert codes(refused) == ["campaign_not_begun", "entries_with_faults"]
    assert refused.value.verdict.reasons[1].facts == {"entries": ["救助对象名录"]}
    good.refresh_from_db()
    assert good.state == "draft"


def test_an_empty_list_needs_the_word_that_there_is_nothing(start, civil, principal, legal):
    one = list_of(start(civil), civil)
    with pytest.raises(RuleRefused) as refused:
        submit(one, principal(civil), legal)
    assert codes(refused) == ["list_is_empty"]
    assert submit(one, principal(civil), legal, nothing_to_catalog=True).state == State.AT_BUREAU


def test_without_the_word_on_secrecy_nothing_goes_in(start, civil, catalog, principal, legal):
    catalog.make_entry(civil)
    one = list_of(start(civil), civil)
    with pytest.raises(BadInput):
        services.submit_list(one.pk, confirmed_not_secret=False, actor=principal(civil), legal=legal)


@pytest.mark.parametrize("role", [Role.DATA_OFFICER, Role.OPERATOR])
def test_only_the_principal_officer_hands_the_list_in(start, civil, organizations, legal, role):
    one = list_of(start(civil), civil)
    with pytest.raises(NotPermitted):
        submit(one, organizations.make_actor(role, civil), legal)


def test_a_department_that_is_not_asked_and_a_foreign_one_find_no_list(start, civil, tax, principal, legal):
    one = list_of(start(civil), civil)
    with pytest.raises(NotFound):
        submit(one, principal(tax), legal)


def test_a_list_holds_drafts_changes_and_confirmed_entries(start, civil, catalog, principal, legal, bureau):
    draft = catalog.make_entry(civil, name="养老机构名录")
    published = catalog.make_published_entry(civil)
    one = submit(list_of(start(civil), civil), principal(civil), legal)
    kinds = {line.entry_id: line.kind for line in lines_of(one)}
    assert kinds == {draft.pk: "new", published.pk: "confirmed"}
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert not Task.objects.filter(kind="campaigns:list:submit", done_at__isnull=True).exists()
    assert Task.objects.get(kind="campaigns:list:review").due_on == one.campaign.review_due_on
    with pytest.raises(Conflict):
        submit(one, principal(civil), legal)


def test_approving_publishes_the_entries_and_settles_the_list(
    start, civil, catalog, principal, legal, bureau
):
    catalog.make_entry(civil, name="养老机构名录")
    catalog.make_entry(civil, name="婚姻登记信息")
    one = submit(list_of(start(civil), civil), principal(civil), legal)
    approval = services.approve_list(one.pk, opinion="同意", actor=bureau, legal=legal)
    assert (len(approval.published), approval.refused, approval.accepted) == (2, [], True)
    one.refresh_from_db()
    assert one.state == State.REVIEWED
    assert set(Entry.objects.values_list("state", flat=True)) == {"published"}
    assert {outcome_of(line) for line in lines_of(one)} == {"published"}
    assert AuditEntry.objects.filter(event="campaigns:list:approved").count() == 1


def test_an_entry_that_stands_in_the_way_stays_and_says_why(start, civil, catalog, principal, legal, bureau):
    catalog.make_entry(civil)
    broken = catalog.make_entry(civil, name="会坏的目录")
    one = submit(list_of(start(civil), civil), principal(civil), legal)
    broken.items.all().delete()
    approval = services.approve_list(one.pk, actor=bureau, legal=legal)
    assert len(approval.published) == 1
    assert [name for name, _ in approval.refused] == ["会坏的目录"]
    assert approval.refused[0][1].reasons
    assert not approval.accepted


def test_a_returned_list_comes_back_with_its_entries_and_goes_in_again(
    start, civil, catalog, principal, legal, bureau
):
    draft = catalog.make_entry(civil)
    one = submit(list_of(start(civil), civil), principal(civil), legal)
    with pytest.raises(BadInput):
        services.return_list(one.pk, gaps=[], actor=bureau, legal=legal)
    services.return_list(one.pk, gaps=read_gaps("摘要过于简略"), actor=bureau, legal=legal)
    draft.refresh_from_db()
    assert (draft.state, draft.opinion) == ("returned", "摘要过于简略")
    assert Task.objects.filter(kind="campaigns:list:amend", done_at__isnull=True).count() == 2
    again = submit(one, principal(civil), legal)
    assert (again.state, again.round, again.opinion) == (State.AT_BUREAU, 2, "")


def test_a_second_return_of_a_list_names_nothing_new_unless_facts_are_new(
    start, civil, catalog, principal, legal, bureau
):
    catalog.make_entry(civil)
    one = submit(list_of(start(civil), civil), principal(civil), legal)
    services.return_list(one.pk, gaps=read_gaps("缺救助对象目录"), actor=bureau, legal=legal)
    assert [gap.text for gap in named_gaps("campaigns.list", one.pk)] == ["缺救助对象目录"]
    one = submit(one, principal(civil), legal)
    assert open_completion("campaigns.list", one.pk) is None
    with pytest.raises(BadInput) as refused:
        services.return_list(one.pk, gaps=read_gaps("格式不对"), actor=bureau, legal=legal)
    assert refused.value.code == "gap_named_too_late"
    services.return_list(
        one.pk, gaps=read_gaps("格式不对"), new_facts="新标准12月1日施行", actor=bureau, legal=legal
    )
    assert open_completion("campaigns.list", one.pk).round == 2


def test_remarks_on_entries_are_named_with_the_list_and_bind_later_rounds(
    start, civil, catalog, principal, legal, bureau
):
    entry = catalog.make_entry(civil, name="养老机构名录")
    one = submit(list_of(start(civil), civil), principal(civil), legal)
    make_remark(entry.pk, item="", field="abstract", text="写明统计口径", actor=bureau, legal=legal)
    services.return_list(one.pk, gaps=[], actor=bureau, legal=legal)
    (gap,) = named_gaps("campaigns.list", one.pk)
    assert gap.text.startswith("养老机构名录")
    assert gap.text.endswith("写明统计口径")
    (of_entry,) = named_gaps("catalog.entry", entry.pk)
    assert of_entry.key == "/abstract"
    one = submit(one, principal(civil), legal)
    make_remark(entry.pk, item="", field="name", text="名称过长", actor=bureau, legal=legal)
    with pytest.raises(BadInput) as refused:
        services.return_list(one.pk, gaps=[], actor=bureau, legal=legal)
    assert refused.value.code == "gap_named_too_late"


def test_what_the_county_named_does_not_bind_the_bureau(start, county, catalog, principal, legal, bureau):
    campaign = start("county-water")
    own, summary = list_of(campaign, "county-water"), list_of(campaign, county)
    water = principal("county-water")
    submit(own, water, legal, nothing_to_catalog=True)
    services.return_list(own.pk, gaps=read_gaps("请补河道目录"), actor=principal(county), legal=legal)
    submit(own, water, legal, nothing_to_catalog=True)
    services.submit_summary(summary.pk, confirmed_not_secret=True, actor=principal(county), legal=legal)
    services.return_list(own.pk, gaps=read_gaps("请补水库目录"), actor=bureau, legal=legal)
    assert [gap.text for gap in named_gaps("campaigns.list", own.pk)] == ["请补水库目录"]


def test_a_list_can_be_left_out_with_a_reason_until_it_has_come(start, civil, tax, principal, legal, bureau):
    campaign = start(civil, tax)
    with pytest.raises(NotPermitted):
        services.leave_out(list_of(campaign, tax).pk, reason="撤并", actor=principal(tax), legal=legal)
    assert (
        services.leave_out(list_of(campaign, tax).pk, reason="机构撤并", actor=bureau, legal=legal).state
        == State.LEFT_OUT
    )
    with pytest.raises(Conflict):
        submit(list_of(campaign, tax), principal(tax), legal, nothing_to_catalog=True)


def test_departments_of_a_county_go_through_its_office(start, county, catalog, principal, legal, bureau):
    water = catalog.make_entry(_department("county-water"))
    campaign = start("county-water", "county-school")
    summary = list_of(campaign, county)
    assert summary.is_summary
    member = submit(list_of(campaign, "county-water"), principal("county-water"), legal)
    assert member.state == State.AT_COUNTY
    water.refresh_from_db()
    assert water.state == "draft"
    with pytest.raises(RuleRefused) as refused:
        services.submit_summary(summary.pk, confirmed_not_secret=True, actor=principal(county), legal=legal)
    assert codes(refused) == ["members_missing"]
    services.submit_summary(
        summary.pk,
        confirmed_not_secret=True,
        explanation="教育局正在机构改革，下月补报",
        actor=principal(county),
        legal=legal,
    )
    water.refresh_from_db()
    assert water.state == "submitted"
    assert water.submitted_by_id == principal("county-water").post_id
    states = dict(campaign.lists.values_list("department__code", "state"))
    assert states == {"county-419921": "at_bureau", "county-water": "at_bureau", "county-school": "asked"}
    late = submit(
        list_of(campaign, "county-school"), principal("county-school"), legal, nothing_to_catalog=True
    )
    assert late.state == State.AT_BUREAU


def test_a_county_hands_in_only_what_the_principal_officers_signed(start, county, catalog, principal, legal):
    water = catalog.make_entry(_department("county-water"))
    campaign = start("county-water")
    submit(list_of(campaign, "county-water"), principal("county-water"), legal)
    Entry.objects.filter(pk=water.pk).update(revision=water.revision + 1, name="改过的名称")
    with pytest.raises(RuleRefused) as refused:
        services.submit_summary(
            list_of(campaign, county).pk, confirmed_not_secret=True, actor=principal(county), legal=legal
        )
    assert codes(refused) == ["changed_after_submission"]


def test_a_county_returns_a_list_but_not_that_of_another_one(start, county, civil, principal, legal, catalog):
    campaign = start("county-water", civil)
    member = submit(
        list_of(campaign, "county-water"), principal("county-water"), legal, nothing_to_catalog=True
    )
    catalog.make_entry(civil)
    foreign = submit(list_of(campaign, civil), principal(civil), legal)
    services.return_list(member.pk, gaps=read_gaps("请补充河道目录"), actor=principal(county), legal=legal)
    assert DepartmentList.objects.get(pk=member.pk).state == State.RETURNED
    with pytest.raises(NotFound):
        services.return_list(foreign.pk, gaps=read_gaps("退"), actor=principal(county), legal=legal)


def test_without_a_summary_the_lists_of_a_county_go_to_the_bureau(
    start, county, catalog, principal, legal, bureau
):
    water = catalog.make_entry(_department("county-water"))
    campaign = start("county-water", "county-school")
    submit(list_of(campaign, "county-water"), principal("county-water"), legal)
    school = submit(
        list_of(campaign, "county-school"), principal("county-school"), legal, nothing_to_catalog=True
    )
    services.return_list(school.pk, gaps=read_gaps("请补报学校名录"), actor=bureau, legal=legal)
    services.leave_out(list_of(campaign, county).pk, reason="县局人员借调", actor=bureau, legal=legal)
    water.refresh_from_db()
    assert water.state == "submitted"
    states = dict(campaign.lists.values_list("department__code", "state"))
    assert states == {
        "county-419921": "left_out",
        "county-water": "at_bureau",
        "county-school": "returned",
    }


def test_a_change_given_up_is_no_obstacle(start, civil, catalog, principal, legal, bureau):
    entry = catalog.make_published_entry(civil)
    begin_revision(entry.pk, change_kind="other", change_basis="", actor=principal(civil), legal=legal)
    one = submit(list_of(start(civil), civil), principal(civil), legal)
    return_entry(entry.pk, opinion="不必修改", actor=bureau, legal=legal)
    assert not services.approve_list(one.pk, actor=bureau, legal=legal).accepted
    discard_draft(entry.pk, actor=principal(civil), legal=legal)
    assert services.approve_list(one.pk, actor=bureau, legal=replace(legal)).accepted


def _department(code):
    return Department.objects.get(code=code)


def demand_of(actor, legal, name):
    wishes = Wishes(
        name=name,
        scenario="办理取水许可时核对",
        legal_basis="水法",
        duty_basis="部门三定方案",
        items=("统一社会信用代码",),
    )
    return state_demand(wishes=wishes, actor=actor, legal=legal)


def test_a_county_compiles_the_demands_of_its_departments_and_the_bureau_sees_them(
    start, county, civil, principal, legal, bureau, organizations
):
    water = Department.objects.get(code="county-water")
    officer = organizations.make_actor(Role.DATA_OFFICER, water)
    mine = demand_of(officer, legal, "企业登记信息")
    demand_of(principal(civil), legal, "残疾人证信息")
    campaign = start(county, water, civil)
    own, summary = (campaign.lists.get(department=one) for one in (water, county))
    services.submit_list(
        own.pk, confirmed_not_secret=True, nothing_to_catalog=True, actor=principal(water), legal=legal
    )
    clerk = principal(county)
    assert [one.number for one in demands_of(summary)] == [mine.number]
    assert access_demand(mine.number, actor=clerk).pk == mine.pk
    assert not demands_of_campaign(campaign).exclude(pk=mine.pk)
    services.submit_summary(summary.pk, confirmed_not_secret=True, actor=clerk, legal=legal)
    later = demand_of(officer, legal, "不动产登记信息")
    summary.refresh_from_db()
    assert count_by_department(demands_of(summary)) == [("虚拟县水利局", 1)]
    assert later not in demands_of_campaign(campaign)
    with pytest.raises(NotFound):
        access_demand(mine.number, actor=organizations.make_actor(Role.DATA_OFFICER, "tax"))
