"""The pages of imports and exports."""

from io import BytesIO

import openpyxl
import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shuyuan.kernel.actor import Role
from shuyuan.organizations.models import Person
from shuyuan.workbooks import imports
from shuyuan.workbooks.models import CatalogImport
from workbooks.conftest import Run
from workbooks.sheets import make_workbook, rows_of


@pytest.fixture
def as_actor(client, legal):
    """Sign the test client in as that actor."""

    def sign_in(actor):
        client.force_login(
            Person.objects.get(pk=actor.person_id), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    return sign_in


def body(response):
    return b"".join(response.streaming_content)


def test_a_file_goes_through_the_three_steps(as_actor, officer, places, factories, legal):
    client = as_actor(officer)
    assert "三步导入" in client.get(reverse("workbooks:home")).content.decode()
    sent = SimpleUploadedFile("目录.xlsx", make_workbook(rows_of({}, {"item": "地址", "sharing": "部分"})))
    answer = client.post(reverse("workbooks:receive"), {"file": sent})
    made = CatalogImport.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert "hx-get" in client.get(made.get_absolute_url()).content.decode()
    imports.check_import(made.pk, run=Run({}, officer), legal=legal)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "没有可以写入的目录" in page
    found = client.get(reverse("workbooks:remarks", args=[made.pk])).content.decode()
    assert "第 3 行，列“共享类型”" in found
    assert "“部分”不在值域内，可填：无条件共享、有条件共享、不予共享。" in found
    annotated = client.get(reverse("workbooks:annotated", args=[made.pk]))
    assert openpyxl.load_workbook(BytesIO(body(annotated))).worksheets[0]["A1"].value == "检查结果"


def test_the_drafts_are_written_after_the_button(as_actor, officer, bring, legal):
    made = bring(make_workbook(rows_of({})))
    client = as_actor(officer)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "写入 1 条草稿" in page
    answer = client.post(reverse("workbooks:apply", args=[made.pk]), {"mode": "all"})
    assert answer.status_code == 302
    imports.run_import(made.pk, run=Run({}, officer), legal=legal)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "已写入 1 条草稿。" in page
    assert reverse("catalog:entry", args=[made.lines.get().entry_id]) in page


def test_a_change_without_its_reason_comes_back_with_the_field(
    as_actor, officer, bring, factories, civil_affairs
):
    entry = factories.make_published_entry(civil_affairs)
    made = bring(make_workbook(rows_of({}, name=entry.name, code=entry.code)))
    client = as_actor(officer)
    answer = client.post(reverse("workbooks:apply", args=[made.pk]), {"mode": "all", "change_kind": "duty"})
    assert answer.status_code == 400
    assert "此项必填" in answer.content.decode()


def test_an_unreadable_file_says_what_to_do(as_actor, officer, bring):
    made = bring(b"a,b\n1,2\n", "a.csv")
    page = as_actor(officer).get(made.get_absolute_url()).content.decode()
    assert "没有找到模板的表头" in page
    assert "信息资源名称、信息资源摘要、信息项名称、数据类型" in page


def test_a_list_is_exported_exactly_as_it_is_filtered(as_actor, officer, factories, civil_affairs, tax):
    factories.make_published_entry(civil_affairs, name="养老机构名录", update_cycle="yearly")
    factories.make_published_entry(tax, name="纳税信用")
    client = as_actor(officer)
    href = reverse("workbooks:export", args=["master"])
    rows = list(
        openpyxl.load_workbook(BytesIO(body(client.get(f"{href}?cycle=yearly")))).worksheets[0].values
    )
    assert {row[7] for row in rows[1:]} == {"养老机构名录"}
    document = orjson.loads(body(client.get(f"{href}?sort=-name&format=json")))
    assert [entry["name"] for entry in document["entries"]] == ["纳税信用", "养老机构名录"]
    assert client.get(f"{href}?cycle=x").status_code == 400
    assert client.get(f"{href}?format=doc").status_code == 400
    assert client.get(reverse("workbooks:export", args=["secret"])).status_code == 404


def test_a_draft_is_exported_to_its_department_alone(as_actor, officer, stranger, factories, civil_affairs):
    factories.make_entry(civil_affairs, name="还没有发布的名录")
    href = reverse("workbooks:export", args=["own"]) + "?format=json"
    assert "还没有发布的名录" in body(as_actor(officer).get(href)).decode()
    assert "还没有发布的名录" not in body(as_actor(stranger).get(href)).decode()
    assert "还没有发布的名录" not in body(as_actor(stranger).get(href.replace("own", "master"))).decode()


def test_who_cannot_draft_exports_and_sends_nothing(as_actor, organizations):
    client = as_actor(organizations.make_actor(Role.DATA_ADMINISTRATION, "bureau"))
    page = client.get(reverse("workbooks:home")).content.decode()
    assert "三步导入" not in page
    assert client.get(reverse("workbooks:export", args=["own"])).status_code == 403
    assert client.post(reverse("workbooks:receive"), {}).status_code == 403


def test_the_schema_is_served(as_actor, officer):
    found = as_actor(officer).get(reverse("workbooks:schema")).json()
    assert found["properties"]["format"] == {"const": "shuyuan-catalog"}


def test_a_file_is_given_up_and_stopped_through_the_pages(as_actor, officer, bring):
    first, second = (bring(make_workbook(rows_of({}))) for _ in range(2))
    client = as_actor(officer)
    client.post(reverse("workbooks:withdraw", args=[first.pk]))
    client.post(reverse("workbooks:apply", args=[second.pk]), {"mode": "valid"})
    client.post(reverse("workbooks:stop", args=[second.pk]))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "checked")
    assert second.job.state == "cancelled"


def test_lists_of_a_file_take_as_many_queries_as_its_frame(
    as_actor, officer, bring, django_assert_max_num_queries
):
    made = bring(
        make_workbook([row for n in "甲乙丙丁" for row in rows_of({"sharing": "x"}, name=f"名录{n}")])
    )
    client = as_actor(officer)
    for name in ("import", "remarks"):
        client.get(reverse(f"workbooks:{name}", args=[made.pk]))
        with django_assert_max_num_queries(16):
            client.get(reverse(f"workbooks:{name}", args=[made.pk]))


def test_the_page_of_a_list_offers_it_as_it_is_filtered(as_actor, officer, factories, civil_affairs):
    factories.make_published_entry(civil_affairs, update_cycle="yearly")
    page = as_actor(officer).get(reverse("catalog:list") + "?cycle=yearly&page=1").content.decode()
    assert reverse("workbooks:export", args=["master"]) + "?cycle=yearly" in page
