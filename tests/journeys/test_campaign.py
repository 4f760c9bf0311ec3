"""A clerk of the bureau runs a yearly catalog campaign from the pages alone, from opening to lists."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from shuyuan.casework.selectors import working_calendar
from shuyuan.engine.spec import Check, CheckKind, DataType, ItemSpec
from shuyuan.kernel.actor import Role
from shuyuan.regulations.context import legal_now

NAMES = ("养老机构名录", "婚姻登记信息", "残疾人托养机构")
ON_PERSONS = (
    ItemSpec(
        "id_number",
        "身份证件号码",
        DataType.CHARACTER,
        length=18,
        is_key=True,
        sensitive=True,
        checks=(Check(CheckKind.RESIDENT_ID, {}),),
    ),
    ItemSpec("hyzk", "婚姻状况", DataType.CHARACTER, length=20),
)


class Worker:
    """The worker's part of a job, in this process."""

    params, job_id = {}, 0

    def __init__(self, actor):
        self.actor = actor

    def progress(self, done, total=0, note=""):
        pass

    def check_cancelled(self):
        pass


@pytest.fixture
def city_of_lists(city, settings, tmp_path):
    """The bureau, two departments and a county with one; two departments claim the same datum."""
    settings.ATTACHMENTS = str(tmp_path / "attachments")
    import_module("shuyuan.catalog.classes").ensure_classes()
    legal = legal_now(working_calendar())
    region = city.make_region("419921", "虚拟县")
    departments = {
        code: city.make_department(code, name=name, **fields)
        for code, name, fields in (
            ("data-administration", "虚拟市政务服务和大数据管理局", {"data_office": "数据科"}),
            ("civil-affairs", "虚拟市民政局", {}),
            ("public-security", "虚拟市公安局", {}),
            ("county-419921", "虚拟县政务服务和大数据管理局", {"kind": "county", "region": region}),
            ("county-water", "虚拟县水利局", {"kind": "county_department", "region": region}),
        )
    }
    clerk = city.make_post(
        Role.DATA_ADMINISTRATION,
        departments["data-administration"],
        person=city.make_person("chen", full_name="陈思远"),
    )
    actors = {
        code: city.actor(
            city.make_post(
                Role.PRINCIPAL_OFFICER, one, person=city.make_person(code, full_name=f"负责人{number}")
            )
        )
        for number, (code, one) in enumerate(departments.items())
        if code != "data-administration"
    }
    make_dispute(departments, actors, city.actor(clerk), legal)
    return {"departments": departments, "actors": actors, "clerk": city.actor(clerk), "legal": legal}


def make_dispute(departments, actors, clerk, legal):
    """Civil affairs and police both say that they collect the marital status, and both were heard."""
    factories = import_module("catalog.factories")
    elements = import_module("shuyuan.elements.services")
    models = import_module("shuyuan.elements.models")
    import_module("shuyuan.elements.seed").seed_elements()
    code = models.DataElement.objects.get(name="婚姻状况").code
    for department, name in (("civil-affairs", "社会救助对象"), ("public-security", "户籍人口基本信息")):
        with transaction.atomic():
            entry = factories.make_published_entry(
                departments[department],
                ON_PERSONS,
                name=name,
                subject_kind="person",
                sharing_type="conditional",
                sharing_condition="办理民生事项时核验",
                sharing_scope="全市政务部门",
                sharing_purposes=["administrative_basis"],
            )
        elements.bind_item(entry.pk, "hyzk", element=code, use="collects", actor=clerk, legal=legal)
    case = models.SourceConflict.objects.get()
    for side in case.sides.select_related("department"):
        elements.hear_side(
            case.pk,
            side.pk,
            stance="claims",
            statement="属于本局法定职责",
            basis="三定方案",
            actor=actors[side.department.code],
            legal=legal,
        )


def submit_from_the_page(visitor, campaign, words, **fills):
    """Open the own list from the campaign and hand it in."""
    visitor.goto(f"/campaigns/{campaign}/")
    for name, text in fills.items():
        visitor.page.fill(f"[name={name}]", text)
    visitor.page.check("[name=confirmed_not_secret]")
    visitor.follow(f"main form button:has-text('{words}')")


def test_a_yearly_campaign_from_the_pages_alone(browser_page, city_of_lists):
    services = import_module("shuyuan.campaigns.services")
    models = import_module("shuyuan.campaigns.models")
    factories = import_module("catalog.factories")
    departments, legal = city_of_lists["departments"], city_of_lists["legal"]

    # The clerk opens the campaign for the year 2027.
    clerk = browser_page(1440)
    clerk.allow("409")
    clerk.sign_in("chen")
    clerk.goto("/campaigns/")
    clerk.look("campaigns-none")
    clerk.follow("main a:has-text('启动年度编制')")
    clerk.page.fill("[name=year]", str(legal.today.year + 1))
    clerk.look("campaigns-new")
    clerk.page.fill("[data-grouped-find]", "民政")
    expect(clerk.page.get_by_label("虚拟市民政局")).to_be_visible()
    expect(clerk.page.get_by_label("虚拟市公安局")).to_be_hidden()
    clerk.shot("campaigns-new-find")
    clerk.page.fill("[data-grouped-find]", "")
    clerk.press("main button[data-grouped-all=no]")
    expect(clerk.page.locator("[data-grouped-sum]")).to_have_text("0")
    clerk.press("main button[data-grouped-all=yes]")
    expect(clerk.page.locator("[data-grouped-sum]")).to_have_text("5")
    clerk.follow("main button:has-text('启动')", "**/campaigns/*/")
    campaign = models.Campaign.objects.get()
    number = f"{campaign.year}-1"
    for code, name in zip(("civil-affairs", "public-security", "county-water"), NAMES, strict=True):
        with transaction.atomic():
            factories.make_entry(departments[code], name=name, saved_at=timezone.now())

    # Departments hand in: one by hand on a phone, the county's department and its office by hand as well.
    civil = browser_page(390)
    civil.sign_in("civil-affairs")
    civil.goto(f"/campaigns/{campaign.pk}/")
    civil.look("campaigns-own-list")
    submit_from_the_page(civil, campaign.pk, "报送清单")
    civil.look("campaigns-own-list-sent")
    water = browser_page(1440)
    water.sign_in("county-water")
    submit_from_the_page(water, campaign.pk, "报送清单")
    county = browser_page(1440)
    county.sign_in("county-419921")
    county.goto(f"/campaigns/lists/{campaign.lists.get(is_summary=True).pk}/")
    county.look("campaigns-summary")
    county.page.check("[name=confirmed_not_secret]")
    county.follow("main form button:has-text('报送汇总')")

    # The clerk moves the last days, watches, and reminds who is late.
    clerk.goto(f"/campaigns/{campaign.pk}/days/")
    clerk.page.fill("[name=review_due_on]", (campaign.review_due_on + timedelta(days=7)).isoformat())
    clerk.page.fill("[name=reason]", "系统升级")
    clerk.look("campaigns-days")
    clerk.follow("main form button:has-text('调整时间')", f"**/campaigns/{campaign.pk}/")
    clerk.follow("main button:has-text('催办全部2个部门')")
    assert "已催办2个部门" in clerk.page.locator("main").inner_text()
    police = campaign.lists.get(department__code="public-security")
    services.submit_list(
        police.pk, confirmed_not_secret=True, actor=city_of_lists["actors"]["public-security"], legal=legal
    )
    clerk.goto(f"/campaigns/{campaign.pk}/")
    clerk.look("campaigns-watch")

    # Review: one entry by its own page, the rest of the lists in one press, one list is left out.
    clerk.follow("main a:has-text('虚拟市民政局')")
    clerk.look("campaigns-list-review")
    clerk.follow("main td a.btn:has-text('审核')")
    clerk.press("main button[data-dialog=publish]")
    clerk.follow("dialog[open] .btn-primary", "**/entries/*/")
    for one in campaign.lists.filter(state="at_bureau").order_by("department__code"):
        clerk.goto(one.get_absolute_url())
        clerk.press("main button[data-dialog=approve]")
        clerk.follow("dialog[open] .btn-primary")
        assert "已审定" in clerk.page.locator("main").inner_text()
    bureau_list = campaign.lists.get(state="asked")
    clerk.goto(bureau_list.get_absolute_url())
    clerk.press("main button[data-dialog='leave-out']")
    clerk.page.fill("dialog[open] [name=reason]", "本局目录下期一并编制")
    clerk.follow("dialog[open] .btn-primary")

    # The disputed source stands in the way until it is settled.
    clerk.goto(f"/campaigns/editions/publish/?year={campaign.year}")
    assert "婚姻状况" in clerk.page.locator("main").inner_text()
    clerk.look("campaigns-obstacles")
    clerk.follow("main a:has-text('婚姻状况')")
    clerk.page.check("[name=winner] >> nth=0")
    clerk.page.fill("[name=reason]", "婚姻登记由民政部门办理")
    clerk.follow("main button:has-text('裁定') >> nth=-1")

    # The edition is published, and each department gets its list.
    clerk.goto(f"/campaigns/editions/publish/?year={campaign.year}")
    clerk.look("campaigns-publish")
    clerk.follow("main form button:has-text('发布')", f"**/editions/{number}/")
    clerk.look("campaigns-edition")
    clerk.goto(f"/campaigns/editions/{number}/responsibilities/")
    clerk.follow("main button:has-text('下发3份清单')", "**/jobs/*/")
    services.hand_over(number, run=Worker(city_of_lists["clerk"]), legal=legal)
    clerk.goto(f"/campaigns/editions/{number}/responsibilities/")
    clerk.look("campaigns-responsibilities")

    # The department takes note, and takes both files with it.
    civil.goto(f"/campaigns/editions/{number}/responsibilities/")
    civil.look("campaigns-responsibility")
    files = {}
    for words in ("PDF", "工作簿", "26列目录表"):
        download = civil.download(f"main a:has-text('{words}')")
        files[words] = download.path()
    assert files["PDF"].read_bytes().startswith(b"%PDF")
    rows = CalamineWorkbook.from_path(str(files["工作簿"])).get_sheet_by_index(0).to_python()
    sheet = CalamineWorkbook.from_path(str(files["26列目录表"])).get_sheet_by_index(0).to_python()
    assert "养老机构名录" in {cell for row in sheet for cell in row}
    assert {"养老机构名录", "社会救助对象"} <= {cell for row in rows for cell in row}
    civil.follow("main button:has-text('签收')")
    assert models.ResponsibilityList.objects.filter(acknowledged_at__isnull=False).count() == 1
    assert models.Edition.objects.get().name == number
