"""What a project plans to collect is compared with the catalog, systems and other studies item by item."""

import pytest
from django.db import transaction

from catalog.factories import make_published_entry
from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.elements.models import Binding, DataElement
from shuyuan.engine.spec import DataType, ItemSpec
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.search.documents import write_documents
from shuyuan.studies import selectors, services
from shuyuan.studies.likeness import coverage, plain, telling
from shuyuan.studies.models import Datum
from shuyuan.studies.needs import find_available
from shuyuan.studies.steps import follow_submission, note_published


@pytest.fixture
def beds(legal):
    """The data element of beds; binds the first column of an entry to it."""
    element = DataElement.objects.create(
        code="BED", name="核定床位数", aliases=["床位总数"], definition="核定的", data_type="C", length=30,
        state="in_force", proposed_at=legal.now,
    )  # fmt: skip

    def bind(entry, label, use="collects"):
        Binding.objects.create(
            element=element, entry=entry, item_name="c0", item_label=label, use=use, since=legal.now
        )

    return bind


@pytest.fixture
def publish(legal):
    """Publishes an entry with these items, and has the search know it."""

    def make(provider, *labels, name="机构登记", **fields):
        items = [ItemSpec(f"c{at}", label, DataType.CHARACTER, length=30) for at, label in enumerate(labels)]
        entry = make_published_entry(provider, items, name=name)
        for field, value in fields.items():
            setattr(entry, field, value)
        entry.save()
        list(write_documents([entry], at=legal.now))
        return entry

    return make


@pytest.fixture
def plan(officer, legal):
    """Plans an entry with these items in a project."""

    def make(project, *labels, name="养老机构备案信息"):
        content = EntryContent(
            name=name, formats=[{"class": "database", "type": "mysql"}], method_types=["service"]
        )
        items = [ItemContent(name=f"c{at}", label=label, length=30) for at, label in enumerate(labels)]
        return services.add_draft_entry(project.pk, content=content, items=items, actor=officer, legal=legal)

    return make


@pytest.fixture
def look(officer, legal):
    """Hands documents in past the judges; gives the overlaps by what they are with."""

    def submit(project):
        entry = JournalEntry(project=project, kind=Kind.SUBMITTED.value, on=legal.today)
        with transaction.atomic():
            follow_submission(entry, actor=officer, legal=legal)
        return {row.target: row for row in selectors.list_overlaps(project)}

    return submit


def test_items_of_very_many_entries_hardly_count():
    assert telling(5, 100_000) > 10 * telling(50_000, 100_000)
    assert telling(0, 9) == telling(1, 9) > 0
    assert (coverage([], []), coverage([1.0], [1.0, 3.0])) == (0.0, 0.25)
    assert plain(" 床位数（张）") == plain("床位数(张)")


def test_items_with_other_names_are_the_same_by_their_data_element(
    project, publish, plan, look, organizations, beds
):
    entry = publish(organizations.make_department("health"), "铺位", "机构名称", "护理等级")
    beds(entry, "铺位")
    plan(project, "床位总数", "机构名称")
    found = look(project)[entry]
    assert (found.text_score, found.data_score, found.score) == (0, 100, 100)
    rows = {row["label"]: (row["theirs"], row["element"], row["code"]) for row in found.items}
    assert rows == {"床位总数": ("铺位", "BED", entry.code), "机构名称": ("机构名称", "", entry.code)}


def test_one_planned_entry_that_is_there_already_counts_although_others_are_new(
    project, publish, plan, look, organizations
):
    entry = publish(organizations.make_department("health"), "机构名称", "床位数")
    plan(project, "机构名称", "床位数")
    plan(project, "水表读数", "电表读数", "气表读数", "巡检人", "巡检时间", name="能耗")
    found = look(project)[entry]
    assert found.data_score == 100
    assert {row["planned"] for row in found.items} == {"养老机构备案信息"}


def test_a_single_common_item_is_no_overlap(project, publish, plan, look, organizations):
    publish(organizations.make_department("health"), "机构名称", "水质")
    plan(project, "机构名称", "床位数")
    assert look(project) == {}


def test_the_system_that_keeps_the_data_is_named_too(
    project, publish, plan, look, factories, organizations, legal
):
    health = organizations.make_department("health")
    system = factories.make_system(health, registered_on=legal.today, name="虚拟机构库")
    entry = publish(health, "机构名称", "床位数", system_code=system.code)
    plan(project, "机构名称", "床位数")
    found = look(project)
    assert set(found) == {entry, system}
    assert found[system].data_score == 100


def test_other_studies_with_the_same_data_are_found_until_they_are_published(
    project, plan, look, factories, unit, officer, bureau, legal
):
    other = factories.make_project(unit, actor=officer, legal=legal, stage=Stage.PLANNED, name="虚拟水务巡检")
    twin = plan(other, "机构名称", "床位数", name="别处的机构")
    look(other)
    plan(project, "机构名称", "床位数")
    assert look(project)[other].data_score == 100
    note_published(twin.entry, actor=bureau, legal=legal)
    assert not Datum.objects.filter(project=other).exists()
    assert other not in look(project)


def test_a_reviewer_reads_which_items_and_elements_are_the_same(
    project, publish, plan, look, organizations, bureau, client_of, beds
):
    entry = publish(organizations.make_department("health"), "铺位", "机构名称")
    beds(entry, "铺位")
    plan(project, "床位总数", "机构名称")
    look(project)
    project.facts["stage"] = project.stage = Stage.SUBMITTED.value
    project.save()
    shown = client_of(bureau).get(f"/projects/studies/{project.pk}/").content.decode()
    for words in ("床位总数", "铺位", "核定床位数", "同一数据元", "名称相同", entry.code):
        assert words in shown


def test_a_need_is_met_by_the_element_whatever_the_item_is_called(
    project, publish, organizations, officer, legal, beds
):
    entry = publish(organizations.make_department("health"), "铺位", "护理等级", name="照护机构")
    beds(entry, "铺位", use="source")
    need = services.add_need(project.pk, name="床位", items=["床位总数"], actor=officer, legal=legal)
    [found] = need.found
    assert (found["entry"], found["coverage"]) == (entry.pk, "full")
    assert found["items"][0]["item"] == "铺位"


def test_many_wished_items_are_looked_for_in_a_handful_of_queries(
    project, publish, organizations, officer, django_assert_max_num_queries
):
    health = organizations.make_department("health")
    wishes = [f"核定床位第{at}项" for at in range(30)]
    for at in range(6):
        publish(health, *wishes[at * 5 : at * 5 + 5], name=f"照护机构登记{at}")
    with django_assert_max_num_queries(12):
        found = find_available("照护机构登记", [*wishes, "查无此项", "？！"], actor=officer)
    assert found
    assert found[0]["items"][0] == {
        "wished": wishes[0], "item": wishes[0], "column": "c0", "likeness": 1.0
    }  # fmt: skip
