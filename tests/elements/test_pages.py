"""Pages of the data elements as people use them; bad input first."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from city import legal_on
from elements.conftest import items
from shuyuan.catalog.findings import Draft
from shuyuan.catalog.registry import find_in
from shuyuan.elements.models import DataElement, FormCheck, Proposal, SourceConflict
from shuyuan.elements.steps import propose_for
from shuyuan.organizations.models import Person

pytestmark = pytest.mark.django_db

AS_PROGRAM = {"Accept": "application/json"}
ELEMENT = {
    "name": "车辆号牌号码",
    "definition": "机动车号牌上的号码。",
    "about": "other",
    "data_type": "C",
    "length": "10",
    "scale": "0",
    "aliases": "车牌号，车牌号码",
    "columns": "cphm",
}


@pytest.fixture
def enter(client, legal):
    """A browser in which an actor is signed in."""

    def sign_in(actor):
        person = Person.objects.get(pk=actor.person_id)
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def sheet(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("表单.xlsx", stream.getvalue())


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (SimpleUploadedFile("fields.pdf", b"%PDF-1.7"), "extension_unknown"),
        (SimpleUploadedFile("fields.txt", b"\x00\x01\x02"), "unreadable_list"),
        (SimpleUploadedFile("fields.csv", b"\xff\xff\xff\xff\x80"), "unreadable_list"),
        (SimpleUploadedFile("fields.xlsx", b"not a workbook"), "extension_and_content_differ"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_remedy(enter, officer, starting_set, file, code):
    data = {"name": "申请表", "text": "", "file": file}
    response = enter(officer).post(reverse("elements:new_form"), data, headers=AS_PROGRAM)

    assert response.status_code == 400
    assert response.json()["code"] == code
    assert not FormCheck.objects.exists()


def test_a_form_without_fields_stays_on_its_page(enter, officer, starting_set):
    response = enter(officer).post(reverse("elements:new_form"), {"name": "申请表", "text": " \n"})

    assert response.status_code == 400
    assert "每行一个" in response.text


def test_an_element_of_a_taken_name_is_a_conflict(enter, bureau, starting_set):
    response = enter(bureau).post(reverse("elements:new"), {**ELEMENT, "name": "姓名"})

    assert response.status_code == 409
    assert "已有" in response.text


def test_the_type_of_a_bound_element_stays(enter, bureau, bound, population, starting_set):
    bound(population, "xm", "姓名")
    element = starting_set("姓名")
    data = {**ELEMENT, "name": "姓名", "about": "person", "data_type": "N", "revision": element.revision}

    response = enter(bureau).post(reverse("elements:edit", args=[element.code]), data)

    assert response.status_code == 400
    element.refresh_from_db()
    assert element.data_type == "C"


def test_deciding_on_no_line_says_so(enter, bureau, starting_set):
    address = reverse("elements:decide_lines")
    response = enter(bureau).post(address, {"decision": "accept"}, headers=AS_PROGRAM)

    assert response.status_code == 400
    assert response.json()["code"] == "no_lines_chosen"


def test_a_department_proposes_and_the_bureau_takes_it_into_force(enter, officer, bureau, starting_set):
    enter(officer).post(reverse("elements:new"), ELEMENT)
    element = DataElement.objects.get(name="车辆号牌号码")
    assert element.state == "proposed"
    assert element.aliases == ["车牌号", "车牌号码"]

    page = enter(bureau).get(element.get_absolute_url())
    assert "审定生效" in page.text
    enter(bureau).post(reverse("elements:decide", args=[element.code]), {"decision": "accept"})

    element.refresh_from_db()
    assert element.is_in_force


def test_a_proposal_is_seen_by_its_department_and_the_bureau_only(enter, officer, policeman, starting_set):
    enter(officer).post(reverse("elements:new"), ELEMENT)
    element = DataElement.objects.get(name="车辆号牌号码")

    assert enter(policeman).get(element.get_absolute_url()).status_code == 404


def test_the_worklist_says_why_and_binds_what_is_ticked(enter, bureau, relief, legal):
    propose_for(relief, relief.items.all(), legal=legal)
    page = enter(bureau).get(reverse("elements:worklist"))
    assert "除附加字样外与“姓名”相同" in page.text
    assert "公民身份号码" in page.text

    line = Proposal.objects.get(item_name="person_name")
    done = enter(bureau).post(
        reverse("elements:decide_lines"), {"decision": "accept", "line": [line.pk]}, follow=True
    )

    assert "已处理 1 个信息项" in done.text
    assert "取自权威来源" in enter(bureau).get(line.element.get_absolute_url()).text


def test_another_element_is_chosen_on_a_page_of_its_own(enter, officer, relief, starting_set):
    address = reverse("elements:bind", args=[relief.pk, "hyzk"])
    assert "婚姻状况" in enter(officer).get(address).text

    response = enter(officer).post(address, {"element": starting_set("婚姻状况").code, "use": "uses"})

    assert response.status_code == 302


def test_both_sides_speak_and_the_bureau_settles_on_one_page(
    enter, bound, population, relief, officer, policeman, bureau, starting_set
):
    bound(population, "hyzk", "婚姻状况", use="collects")
    bound(relief, "hyzk", "婚姻状况", use="collects")
    case = SourceConflict.objects.get()
    legal_on(case.hear_until)
    for actor, stance in ((officer, "claims"), (policeman, "yields")):
        side = case.sides.get(department__code=actor.department)
        told = enter(actor).post(
            reverse("elements:hear", args=[case.pk, side.pk]),
            {"stance": stance, "statement": "依三定方案", "basis": ""},
        )
        assert told.status_code == 302

    winner = case.sides.get(department__code="civil-affairs")
    data = {"winner": winner.pk, "reason": "婚姻登记由民政办理", "cites": "jz-data-2020/12.1"}
    enter(bureau).post(reverse("elements:settle", args=[case.pk]), data)

    page = enter(policeman).get(case.get_absolute_url()).text
    assert "权威来源是虚拟市民政局" in page
    assert reverse("sharing:new", args=[relief.path]) in page, "the way to the data"
    assert "jz-data-2020" in page


def test_a_form_is_answered_field_by_field(
    enter, officer, bound, population, services, bureau, legal, starting_set
):
    source = bound(population, "xm", "姓名", use="collects")
    services.name_source(source.pk, actor=bureau, legal=legal)
    text = "申请人姓名\n家庭成员人数\n民族 | 统计法第七条\n身份证号码"

    response = enter(officer).post(
        reverse("elements:new_form"), {"name": "救助申请表", "text": text}, follow=True
    )

    had, asked = response.context["had"], response.context["asked"]
    assert [row["answer"].label for row in had] == ["申请人姓名"]
    assert [row["answer"].label for row in asked] == ["家庭成员人数", "民族", "身份证号码"]
    assert reverse("sharing:new", args=[population.path]) in response.text
    assert "虚拟市公安局" in response.text


def test_the_workbook_says_the_same_and_calculates_nothing(enter, officer, bound, population, starting_set):
    bound(population, "xm", "姓名", use="collects")
    fields = SimpleUploadedFile("f.csv", "字段,依据\n姓名,\n=1+1,\n".encode("gb18030"))
    page = enter(officer).post(reverse("elements:new_form"), {"name": "表", "file": fields}, follow=True)
    check = FormCheck.objects.get()
    assert page.context["count"] == 2

    response = enter(officer).get(reverse("elements:form_workbook", args=[check.pk]))

    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert any(cell.value == "=1+1" for cell in cells)
    assert any("/sharing/requests/new/" in str(cell.value) for cell in cells)


def test_a_workbook_of_a_form_is_read_by_its_heads_or_its_column(enter, officer, starting_set):
    for file in (
        sheet(["姓名", "家庭住址", "联系电话"], ["张三", "某路", "1"]),
        sheet(["字段名称", "依据"], ["姓名", ""], ["家庭住址", ""], ["联系电话", "某法"]),
    ):
        enter(officer).post(reverse("elements:new_form"), {"name": "表", "file": file})

    kept = [[row["label"] for row in check.fields] for check in FormCheck.objects.all()]
    assert kept == [["姓名", "家庭住址", "联系电话"]] * 2


def test_typing_an_item_that_another_department_supplies_warns_with_its_entry(
    bound, population, relief, services, bureau, legal, starting_set
):
    source = bound(population, "xm", "姓名", use="collects")
    services.name_source(source.pk, actor=bureau, legal=legal)

    found = [one for one in find_in(Draft.of(relief)) if one.reason.code == "already_supplied"]

    assert [one.items for one in found] == [("person_name",)]
    assert population.code in found[0].reason.facts["entry"]
    assert not found[0].refuses
    bound(relief, "person_name", "姓名")
    assert not [one for one in find_in(Draft.of(relief)) if one.reason.code == "already_supplied"]


def test_the_entry_page_tells_source_and_user(
    enter, bound, population, relief, services, bureau, officer, legal, starting_set
):
    source = bound(population, "xm", "姓名", use="collects")
    services.name_source(source.pk, actor=bureau, legal=legal)
    bound(relief, "person_name", "姓名")

    text = enter(officer).get(f"/catalog/entries/{relief.pk}/?tab=elements").text

    assert "取自权威来源" in text
    assert "户籍人口基本信息" in text


def test_a_code_table_shows_its_values(enter, officer, starting_set):
    text = enter(officer).get(reverse("elements:codes", args=["sex"])).text

    assert "GB/T 2261.1" in text
    assert enter(officer).get(reverse("elements:codes", args=["none"])).status_code == 404


def test_the_items_table_and_the_lineage_of_an_entry_tell_its_sources(
    enter, bound, population, relief, services, bureau, officer, legal, starting_set
):
    source = bound(population, "xm", "姓名", use="collects")
    services.name_source(source.pk, actor=bureau, legal=legal)
    bound(relief, "person_name", "姓名")

    user = enter(officer).get(f"/catalog/entries/{relief.pk}/").text
    supplier = enter(officer).get(f"/catalog/entries/{population.pk}/").text

    assert "取自权威来源：虚拟市公安局" in user
    assert "户籍人口基本信息" in user
    assert "从本条目取用" in supplier


def test_what_is_not_shared_has_to_be_asked(enter, officer, bound, population, starting_set):
    bound(population, "xm", "姓名", use="collects")
    population.items.filter(name="xm").update(sharing_type="not_shared")

    page = enter(officer).post(reverse("elements:new_form"), {"name": "表", "text": "姓名"}, follow=True)

    assert page.context["had_count"] == 0


@pytest.mark.parametrize("count", [1, 6])
def test_pages_ask_as_many_questions_for_many_items_as_for_one(
    enter, catalog, civil, bureau, legal, starting_set, bound, django_assert_max_num_queries, count
):
    for number in range(count):
        entry = catalog.make_published_entry(
            civil, items(("xm", "姓名"), ("hyzk", "婚姻状况")), name=f"名册{number}", subject_kind="person"
        )
        bound(entry, "xm", "姓名")
        propose_for(entry, entry.items.all(), legal=legal)
    browser = enter(bureau)
    for address in (
        reverse("elements:list"),
        reverse("elements:worklist"),
        starting_set("姓名").get_absolute_url(),
    ):
        with django_assert_max_num_queries(25):
            assert browser.get(address).status_code == 200
