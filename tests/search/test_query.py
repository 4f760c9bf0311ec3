"""What is found, for whom and in which order, with the index in the database and with changes in memory."""

import pytest

from shuyuan.catalog.models import EntryCode
from shuyuan.catalog.states import State
from shuyuan.kernel.errors import BadInput
from shuyuan.search.building import build_segment, needs_building, rewrite_documents
from shuyuan.search.documents import write_documents
from shuyuan.search.index import refresh
from shuyuan.search.many import find_nearest
from shuyuan.search.models import Document, Segment
from shuyuan.search.query import LONGEST_QUERY, find, found_among


def say_nothing(*_said):
    """A progress that nobody looks at."""


@pytest.fixture(params=["in memory", "in a segment"])
def indexed(request, catalog, legal):
    """The catalog, once as pending documents and once as a built segment."""
    if request.param == "in a segment":
        build_segment(at=legal.now, progress=say_nothing)
        assert not Document.objects.filter(pending=True).exists()
    return catalog


def names(text, actor, **options):
    return [hit.title for hit in find(text, actor=actor, **options).hits]


@pytest.mark.parametrize("text", ["a\0b", "字" * (LONGEST_QUERY + 1)])
def test_a_malformed_text_is_refused(indexed, officer, text):
    with pytest.raises(BadInput) as refused:
        find(text, actor=officer)
    assert refused.value.code == "bad_search"


def test_signs_alone_are_refused(indexed, officer):
    with pytest.raises(BadInput) as refused:
        find("？？", actor=officer)
    assert refused.value.code == "empty_search"


@pytest.mark.parametrize("filters", [{"color": "red"}, {"provider": "x\0"}, {"provider": ["a"] * 30}])
def test_a_filter_that_is_none_is_refused(indexed, officer, filters):
    with pytest.raises(BadInput) as refused:
        find("", actor=officer, filters=filters)
    assert refused.value.code == "bad_filter"


@pytest.mark.parametrize(("page", "size"), [(0, 20), (1, 0), (1, 1000), (600, 20)])
def test_a_page_that_is_none_is_refused(indexed, officer, page, size):
    with pytest.raises(BadInput) as refused:
        find("", actor=officer, page=page, size=size)
    assert refused.value.code == "unknown_page"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("低保", "低保对象救助发放信息"),
        ("婚", "婚姻登记信息"),
        ("登记信息 企业", "企业登记信息"),
        ("缴费年月", "社会保险参保信息"),
        ("hydj", "婚姻登记信息"),
        ("shehuibaoxian", "社会保险参保信息"),
        ("USCC", "企业登记信息"),
        ("insurance_kind", "社会保险参保信息"),
        ("民政局 婚姻", "婚姻登记信息"),
        ("女方身份证号", "婚姻登记信息"),
    ],
)
def test_the_wanted_entry_comes_first(indexed, officer, text, first):
    assert names(text, officer)[0] == first


def test_a_code_leads_to_its_entry(indexed, officer):
    entry = indexed["企业登记信息"]
    assert names(entry.code, officer) == ["企业登记信息"]
    assert "企业登记信息" in names(entry.code[:3], officer)


def test_a_code_in_a_further_class_leads_to_its_entry(catalog, officer, legal):
    entry = catalog["企业登记信息"]
    EntryCode.objects.create(entry=entry, node=entry.node, code="102001/77")
    refresh(entry, actor=officer, legal=legal)
    assert names("102001/77", officer) == ["企业登记信息"]


def test_a_name_weighs_more_than_an_item(publish, officer):
    publish("车辆年检", "market", "企业名称 org_name")
    publish("关于企业的信息汇总台账", "market")
    assert names("企业", officer) == ["关于企业的信息汇总台账", "车辆年检"]


@pytest.mark.parametrize(
    ("text", "corrected"),
    [("婚因登记", "婚姻登记"), ("统一社会信用代马", "统一社会信用代码"), ("社会保现", "社会保险")],
)
def test_a_mistyped_word_is_corrected(indexed, officer, text, corrected):
    result = find(text, actor=officer)
    assert result.hits
    assert result.approximate
    assert result.corrected == corrected


def test_nothing_is_found_for_what_nobody_has(indexed, officer):
    result = find("量子望远镜", actor=officer)
    assert (result.total, result.hits, result.corrected) == (0, [], "")


def test_hits_are_marked(indexed, officer):
    hit = find("身份证号", actor=officer).hits[0]
    assert ("身份证号", True) in [part for parts in hit.items for part in parts]


def test_facets_count_and_narrow(indexed, officer):
    result = find("信息", actor=officer, filters={"provider": "civil-affairs"})
    providers = {
        v.value: (v.count, v.chosen) for f in result.facets if f.name == "provider" for v in f.values
    }
    assert result.total == 2
    assert providers == {"civil-affairs": (2, True), "human-resources": (1, False), "market": (1, False)}


def test_pages_do_not_overlap(publish, officer):
    for number in range(7):
        publish(f"水质监测{number}")
    pages = [names("水质", officer, page=page, size=3) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({name for page in pages for name in page}) == 7


def test_a_visitor_finds_only_what_is_open(publish, officer):
    publish("公共厕所分布", is_open=True)
    publish("公共厕所保洁人员")
    assert names("公共厕所", None) == ["公共厕所分布"]
    assert len(names("公共厕所", officer)) == 2


def test_a_draft_is_not_found(officer, legal):
    factories = __import__("catalog.factories", fromlist=["make_entry"])
    departments = __import__("organizations.factories", fromlist=["make_department"])
    draft = factories.make_entry(departments.make_department("civil-affairs"), name="尚未公布的目录")
    refresh(draft, actor=officer, legal=legal)
    assert find("尚未公布", actor=officer).total == 0


def test_a_change_is_found_at_once_and_its_old_text_no_longer(indexed, officer, legal):
    entry = indexed["婚姻登记信息"]
    entry.name = "结婚登记台账"
    entry.save()
    refresh(entry, actor=officer, legal=legal)
    assert names("结婚登记台账", officer) == ["结婚登记台账"]
    assert "婚姻登记信息" not in names("婚姻登记信息", officer)
    build_segment(at=legal.now, progress=say_nothing)
    assert names("结婚登记台账", officer) == ["结婚登记台账"]


def test_what_leaves_the_master_catalog_is_found_no_longer(indexed, officer, legal):
    entry = indexed["婚姻登记信息"]
    entry.state = State.DRAFT.value
    refresh(entry, actor=officer, legal=legal)
    assert find("婚姻", actor=officer).total == 0
    build_segment(at=legal.now, progress=say_nothing)
    assert not Document.objects.filter(entry=entry).exists()


def test_a_document_that_changes_while_the_index_is_built_stays_pending(catalog, officer, legal):
    entry = catalog["婚姻登记信息"]

    def change(done, total, note):
        if note == "index":
            entry.name = "离婚登记信息"
            list(write_documents([entry], at=legal.now))

    build_segment(at=legal.now, progress=change)
    assert list(Document.objects.filter(pending=True).values_list("name", flat=True)) == ["离婚登记信息"]
    assert names("离婚", officer) == ["离婚登记信息"]


def test_entries_without_a_document_ask_for_a_build(catalog, officer, legal):
    assert not needs_building()
    Document.objects.all().delete()
    assert needs_building()
    assert rewrite_documents(at=legal.now, everything=False, progress=say_nothing) == len(catalog)
    assert find("低保", actor=officer).total == 1


def test_two_segments_are_kept_at_most(catalog, legal):
    for _build in range(3):
        build_segment(at=legal.now, progress=say_nothing)
    assert Segment.objects.count() == 2


def test_found_among_looks_for_the_exact_words(indexed, officer):
    every = {entry.pk for entry in indexed.values()}
    assert found_among("婚姻", every, actor=officer) == ["婚姻登记信息"]
    assert found_among("婚姻", set(), actor=officer) == []
    assert found_among("婚因登记", every, actor=officer) == []


def test_many_texts_find_what_each_finds_alone_and_ask_the_database_once(
    indexed, officer, django_assert_max_num_queries
):
    texts = ["婚姻登记", "hunyin", "参宝险种", "企业 名称", "？？", "a\0b", "查无此事", "民政局"]
    each = [names(text, officer, size=3) if "\0" not in text and "？" not in text else [] for text in texts]
    with django_assert_max_num_queries(6):
        found = find_nearest(texts, actor=officer, size=3)
    assert [[document.name for document in row] for row in found] == each
    assert each[0] == ["婚姻登记信息"]
    assert find_nearest(["婚姻登记"], actor=None, size=3) == [[]]
