"""A study is data: missing parts are computed, needs matched, overlaps found, entries cataloged."""

from datetime import timedelta
from random import Random

import pytest
from django.db import transaction

from catalog.factories import make_published_entry
from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import access_draft_as_provider, list_own_entries
from shuyuan.engine.spec import DataType, ItemSpec
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.search.documents import write_documents
from shuyuan.studies import selectors, services
from shuyuan.studies.facts import judge_place, judge_study, planned_of, sharing_parts
from shuyuan.studies.models import Overlap, PlannedEntry
from shuyuan.studies.seed import fill_study, publish_entries
from shuyuan.studies.services import StudyContent
from shuyuan.studies.steps import enter_catalog, follow_submission

PLACE = {"network": "egov_extranet", "hosting": "government_cloud", "connection": "接口交换"}


def codes(verdict):
    return [reason.code for reason in verdict.reasons]


@pytest.fixture
def people(officer, legal):
    return {"actor": officer, "legal": legal}


@pytest.fixture
def plan(project, people):
    """Plans an entry with these items."""

    def make(*labels, name="养老机构备案信息", **fields):
        content = EntryContent(
            name=name, formats=[{"class": "database", "type": "mysql"}], method_types=["service"], **fields
        )
        items = [ItemContent(name=f"c{at}", label=label, length=20) for at, label in enumerate(labels)]
        return services.add_draft_entry(project.pk, content=content, items=items, **people)

    return make


@pytest.mark.parametrize(
    "wrong",
    [
        {"network": "x"},
        {"hosting": "x"},
        {"cpu_cores": 0},
        {"memory_gb": -1},
        {"storage_gb": 10**12},
        {"bandwidth_mbps": "1"},
        {"network": "", "hosting": ""},
        {"connection": "长" * 1001},
        {"connection": "\0"},
    ],
)
def test_malformed_resources_are_refused(project, people, wrong):
    with pytest.raises(BadInput) as refused:
        services.save_study(project.pk, content=StudyContent(**{**PLACE, **wrong}), **people)
    assert refused.value.facts["fields"].keys() == wrong.keys()


def test_a_stranger_neither_sees_nor_writes_the_study(project, organizations, legal):
    stranger = organizations.make_actor(Role.DATA_OFFICER, "forestry")
    with pytest.raises(NotFound):
        services.save_study(project.pk, content=StudyContent(**PLACE), actor=stranger, legal=legal)


def test_the_bureau_does_not_write_the_study_of_a_unit(project, bureau, legal):
    with pytest.raises(NotPermitted):
        services.save_study(project.pk, content=StudyContent(**PLACE), actor=bureau, legal=legal)


def test_a_study_that_somebody_else_saved_is_not_overwritten(project, people):
    services.save_study(project.pk, content=StudyContent(**PLACE), revision=0, **people)
    with pytest.raises(Conflict):
        services.save_study(project.pk, content=StudyContent(**PLACE), revision=0, **people)


def test_a_planned_entry_with_a_secrecy_mark_is_not_kept(plan):
    with pytest.raises(RuleRefused):
        plan("名称", name="秘密★台账")
    assert not PlannedEntry.objects.exists()


def test_after_the_hand_in_neither_study_nor_entries_are_written(filled, officer, people):
    filled.facts["stage"] = filled.stage = Stage.SUBMITTED.value
    filled.save()
    with pytest.raises(Conflict) as refused:
        services.save_study(filled.pk, content=StudyContent(**PLACE), **people)
    assert refused.value.code == "study_closed"
    entry = PlannedEntry.objects.first().entry
    with pytest.raises(Conflict):
        access_draft_as_provider(entry.pk, actor=officer)


def test_own_rooms_and_private_networks_are_refused():
    assert codes(judge_place("private", "own_room", connects=True)) == [
        "outside_shared_infrastructure",
        "builds_own_infrastructure",
    ]
    assert judge_place("egov_extranet", "government_cloud", connects=True).allowed
    assert len(judge_place("", "", connects=False).reasons) == 2


def test_the_sharing_parts_are_computed_from_the_data(project, people, plan, legal):
    assert codes(judge_study(project, None, legal))[0] == "sharing_parts_missing"
    planned = plan("机构名称", "床位数")
    study = selectors.find_study(project)
    assert sharing_parts(planned_of(study)) == ("resource_catalog",)
    services.add_sharing_line(project.pk, planned.pk, items=["c0"], actor=people["actor"])
    services.set_exchange(project.pk, planned.pk, mode="service", cycle="daily", actor=people["actor"])
    assert len(judge_study(project, study, legal).reasons) == 2
    study = services.save_study(project.pk, content=StudyContent(**PLACE), **people)
    assert judge_study(project, study, legal).allowed


def test_an_entry_without_items_is_no_catalog(project, plan):
    plan()
    assert sharing_parts(planned_of(selectors.find_study(project))) == ()


def test_what_is_not_shared_needs_its_basis_and_no_exchange(project, plan):
    plan("机构名称", sharing_type="not_shared")
    parts = sharing_parts(planned_of(selectors.find_study(project)))
    assert parts == ("resource_catalog", "exchange_mechanism")


def test_sharing_with_oneself_or_of_unknown_items_is_refused(project, plan, officer):
    planned = plan("机构名称")
    for wrong in ({"department": officer.department}, {"items": ["c9"]}, {"department": "nobody"}):
        with pytest.raises(BadInput):
            services.add_sharing_line(project.pk, planned.pk, **wrong, actor=officer)


def test_planned_entries_stand_in_no_list(plan, officer):
    entry = plan("机构名称").entry
    assert not list_own_entries(officer).filter(pk=entry.pk).exists()


def test_a_need_finds_what_the_catalog_has(project, people, organizations, legal):
    publish(organizations.make_department("disabled-federation", name="虚拟市残联"), legal)
    need = services.add_need(project.pk, name="残疾人证信息", items=["残疾类别", "残疾等级"], **people)
    assert need.found[0]["score"] > 60
    with pytest.raises(BadInput):
        services.decide_need(project.pk, need.pk, actor=people["actor"])
    with pytest.raises(BadInput):
        services.decide_need(project.pk, need.pk, entry_id=10**6, actor=people["actor"])
    taken = services.decide_need(project.pk, need.pk, entry_id=need.found[0]["entry"], actor=people["actor"])
    assert taken.entry.name == "残疾人证信息"


def publish(provider, legal, labels=("残疾类别", "残疾等级", "证件编号"), name="残疾人证信息"):
    items = [ItemSpec(f"c{at}", label, DataType.CHARACTER, length=30) for at, label in enumerate(labels)]
    entry = make_published_entry(provider, items, name=name)
    list(write_documents([entry], at=legal.now))
    return entry


def submit(project, factories, officer, legal):
    """Hand in past the judges of planning: the effects alone are of interest."""
    entry = JournalEntry(project=project, kind=Kind.SUBMITTED.value, on=legal.today)
    with transaction.atomic():
        follow_submission(entry, actor=officer, legal=legal)


def test_overlaps_name_words_items_and_who_collects_already(
    factories, project, plan, officer, organizations, legal
):
    health = organizations.make_department("health", name="虚拟市卫健委")
    twin = factories.make_project(health, legal=legal, stage=Stage.REVIEWED, name="虚拟养老服务监管平台")
    system = factories.make_system(health, registered_on=legal.today, name="虚拟养老服务监管系统")
    other = factories.make_project(health, legal=legal, stage=Stage.REVIEWED, name="虚拟血库调度系统")
    for one in (twin, other):
        submit(one, factories, officer, legal)
    entry = publish(organizations.make_department("market"), legal, ("机构名称", "床位数"), "机构登记")
    plan("机构名称", "床位数", "护理人数")
    submit(project, factories, officer, legal)
    found = {row.target: row for row in selectors.list_overlaps(project)}
    assert set(found) == {twin, system, entry}
    assert "养老服务监管" in "".join(found[twin].words)
    assert {item["label"] for item in found[entry].items} == {"机构名称", "床位数"}


def test_a_judgement_stays_when_overlaps_are_looked_for_again(
    factories, project, officer, bureau, organizations, legal
):
    health = organizations.make_department("health")
    factories.make_system(health, registered_on=legal.today, name="虚拟养老服务监管系统")
    submit(project, factories, officer, legal)
    overlap = Overlap.objects.get(project=project)
    with pytest.raises(NotPermitted):
        services.judge_overlap(
            project.pk, overlap.pk, verdict="justified", opinion="x", actor=officer, legal=legal
        )
    with pytest.raises(BadInput):
        services.judge_overlap(
            project.pk, overlap.pk, verdict="justified", opinion=" ", actor=bureau, legal=legal
        )
    services.judge_overlap(
        project.pk, overlap.pk, verdict="justified", opinion="范围不同", actor=bureau, legal=legal
    )
    assert services.look_again(project.pk, actor=bureau, legal=legal) == 1
    assert Overlap.objects.get(project=project).verdict == "justified"


def test_planned_entries_enter_the_catalog_after_the_acceptance_only(filled, officer, bureau, legal):
    with pytest.raises(Conflict), transaction.atomic():
        enter_catalog(filled, actor=officer, legal=legal)
    filled.facts["stage"] = filled.stage = Stage.ACCEPTED.value
    filled.save()
    with transaction.atomic():
        assert enter_catalog(filled, actor=officer, legal=legal) == []
    states = set(Entry.objects.filter(planned_by__study__project=filled).values_list("state", flat=True))
    assert states == {"submitted"}
    later = legal.__class__(**{**vars(legal), "now": legal.now + timedelta(hours=1)})
    with transaction.atomic():
        published = publish_entries(filled, actor=bureau, legal=later)
    filled.refresh_from_db()
    assert sorted(filled.known.entries) == sorted(published) != []


def test_filling_a_study_twice_changes_nothing(filled, officer, legal):
    count = PlannedEntry.objects.count()
    fill_study(filled, Random(8), actor=officer, legal=legal)
    assert PlannedEntry.objects.count() == count
    assert judge_study(filled, selectors.find_study(filled), legal).allowed
