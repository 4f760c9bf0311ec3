"""The class tree: who extends it, which numbers it gives, and the national template that follows it."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from catalog.factories import AT
from shuyuan.audit.models import Entry as Trail
from shuyuan.catalog import services
from shuyuan.catalog.models import ClassNode
from shuyuan.catalog.registry import judge_draft
from shuyuan.catalog.selectors import access_entry_by_code, access_published_entry
from shuyuan.catalog.steps import next_segment, write_version
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, NotPermitted
from shuyuan.organizations.models import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def tree(factories):
    return factories.ensure_classes()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DATA_ADMINISTRATION])
def test_only_the_bureau_extends_the_tree(tree, organizations, civil_affairs, legal, role):
    actor = organizations.make_actor(role, civil_affairs)
    with pytest.raises(NotPermitted):
        services.add_class("203", name="养老服务", actor=actor, legal=legal)
    assert not ClassNode.objects.filter(name="养老服务").exists()


@pytest.mark.parametrize(
    ("parent", "name", "fields"),
    [
        ("999", "甲", {"parent": "unknown_class"}),
        ("307", "甲", {"parent": "unknown_class"}),
        ("203", " ", {"name": "required"}),
    ],
)
def test_a_class_needs_a_name_and_a_parent_that_is_no_departments(tree, bureau, legal, parent, name, fields):
    with pytest.raises(BadInput) as refused:
        services.add_class(parent, name=name, actor=bureau, legal=legal)
    assert refused.value.facts["fields"] == fields


@pytest.mark.parametrize(("parent", "code"), [("2", "213"), ("203", "203002"), ("203001", "20300101")])
def test_a_class_gets_the_next_number_of_its_level(tree, bureau, legal, parent, code):
    node = services.add_class(parent, name="新分类", national_code="X1", actor=bureau, legal=legal)
    assert (node.code, node.level, node.national_code) == (code, node.parent.level + 1, "X1")
    assert Trail.objects.get(event="catalog:class:added").subject_id == code


def test_a_full_class_says_so(tree):
    parent = ClassNode.objects.get(code="2")
    ClassNode.objects.create(parent=parent, level=2, segment="99", code="299", name="最后")
    with pytest.raises(BadInput) as refused:
        next_segment(parent, 2)
    assert refused.value.code == "class_full"


def test_the_bureau_adds_a_class_through_the_page(client, tree, bureau, officer, legal):
    client.force_login(Person.objects.get(pk=officer.person_id), backend=BACKEND)
    assert client.get("/catalog/classes/new/").status_code == 403
    client.force_login(Person.objects.get(pk=bureau.person_id), backend=BACKEND)
    assert client.get("/catalog/classes/new/").status_code == 200
    assert client.post("/catalog/classes/new/", {"parent": "307", "name": "甲"}).status_code == 400
    client.post("/catalog/classes/new/", {"parent": "203", "name": "养老服务"})
    assert "养老服务" in client.get("/catalog/classes/").text


def test_the_national_template_lists_every_item_with_its_classes(
    client, officer, civil_affairs, factories, legal
):
    entry = factories.make_published_entry(civil_affairs, name="养老机构名录")
    client.force_login(Person.objects.get(pk=officer.person_id), backend=BACKEND)
    page = client.get("/catalog/template/")
    assert page.status_code == 200
    export = client.get(f"/catalog/template/{page.context['whole_workbook']}")
    content = b"".join(export.streaming_content) if export.streaming else export.content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 1 + entry.items.count()
    assert len(rows[0]) == 26
    first = [str(cell) for cell in rows[1]]
    for words in ("部门信息资源", "省（自治区、直辖市）及其下各级政务部门", civil_affairs.name, "区划代码"):
        assert words in first


def test_the_same_data_has_a_code_of_its_own_in_each_class_and_keeps_it(
    tree, civil_affairs, factories, bureau
):
    entry = factories.make_published_entry(civil_affairs, further_classes=["101001", "202001"])
    main, codes = entry.code, dict(entry.codes.values_list("node__code", "code"))
    assert codes == {"101001": "101001/1", "202001": "202001/1"}
    assert entry.all_related_codes == ["101001/1", "202001/1"]
    assert access_published_entry("101001-1") == entry
    assert access_entry_by_code("202001/1", actor=bureau) == entry

    entry.further_classes = ["202001"]
    write_version(entry, at=AT, post_id=None)
    assert entry.all_related_codes == ["202001/1"]
    entry.further_classes = ["101001", "202001"]
    version = write_version(entry, at=AT, post_id=None)
    assert (entry.code, entry.all_related_codes) == (main, ["101001/1", "202001/1"])
    assert version.snapshot["related_codes"] == ["101001/1", "202001/1"]

    other = factories.make_published_entry(civil_affairs, name="另一目录", further_classes=["101001"])
    assert other.all_related_codes == ["101001/2"]


def test_related_codes_are_codes_that_exist(tree, civil_affairs, factories):
    known = factories.make_published_entry(civil_affairs, further_classes=["101001"])
    draft = factories.make_entry(
        civil_affairs, name="又一目录", related_codes=[known.code, "101001/1", "307009/9"]
    )
    refused = [reason for reason in judge_draft(draft).reasons if reason.code == "related_code_unknown"]
    assert refused[0].facts == {"codes": ["307009/9"]}
