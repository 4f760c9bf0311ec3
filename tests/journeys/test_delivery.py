"""A project is built, changed and accepted at the second attempt: unit, bureau and commission."""

from datetime import timedelta
from importlib import import_module

import pytest

from shuyuan.casework.selectors import working_calendar
from shuyuan.delivery import services
from shuyuan.kernel.actor import Role
from shuyuan.kernel.identifiers.made_up import MadeUpNumbers
from shuyuan.projects.rules.stages import Stage
from shuyuan.regulations.context import legal_now

WAN = 1_000_000
SUBMIT = "main form.sy-form button[type=submit]"


@pytest.fixture
def site(city):
    """A project in procurement, the officer of its unit, the bureau, the commission."""
    legal = legal_now(working_calendar())
    civil = city.make_department("civil-affairs", name="虚拟市民政局")
    bureau = city.make_department("data-administration", name="虚拟市政务服务和大数据管理局")
    reform = city.make_department("development-reform", name="虚拟市发展改革委")
    officer = city.make_post(Role.DATA_OFFICER, civil, person=city.make_person("li", full_name="李明轩"))
    decider = city.make_post(
        Role.DATA_ADMINISTRATION, bureau, person=city.make_person("chen", full_name="陈思远")
    )
    city.make_post(Role.INVESTMENT_APPROVAL, reform, person=city.make_person("fang", full_name="方岚"))
    since = legal.today - timedelta(days=200)
    project = import_module("projects.factories").make_project(
        civil, legal=legal, stage=Stage.PROCURING, stage_since=since, name="虚拟救助一体化平台",
        planned_fen=500 * WAN, approved_fen=500 * WAN, approved_on=since,
        budgets={str(since.year): 500 * WAN},
    )  # fmt: skip
    people = {"officer": city.actor(officer), "bureau": city.actor(decider)}
    return project, legal, people


def test_a_project_is_built_and_changed(browser_page, site, width):
    project, legal, _people = site
    numbers = MadeUpNumbers(7)
    day = {name: (legal.today - timedelta(days=left)).isoformat() for name, left in DAYS.items()}
    unit = browser_page(width)
    unit.allow("409")  # a supervisor without qualification is refused first
    unit.sign_in("li")
    page = unit.page
    unit.goto(f"/projects/delivery/{project.pk}/")
    unit.look("delivery-empty")
    unit.follow("main a:has-text('确定项目负责人')")
    page.fill("[name=name]", "周衡")
    unit.follow(SUBMIT)
    unit.goto(f"/projects/delivery/{project.pk}/supervisor/")
    page.fill("[name=company]", "虚拟工程监理公司")
    page.fill("[name=uscc]", numbers.uscc())
    page.fill("[name=on]", day["appointed"])
    unit.follow(SUBMIT)
    unit.look("delivery-refused")
    assert page.locator("main .sy-reasons").count() == 1
    page.fill("[name=certificate]", "JL-2026-0031")
    page.fill("[name=valid_until]", (legal.today + timedelta(days=700)).isoformat())
    unit.follow(SUBMIT)

    builder = numbers.uscc()
    unit.follow("main a:has-text('登记采购')")
    page.fill("[name=title]", "平台开发与集成")
    page.fill("[name=announcement]", "JZ-2026-031")
    page.fill("[name=opened_on]", day["opened"])
    page.check("[name=follows_approval][value=yes]")
    for row, (name, code, offer) in enumerate(
        (("虚拟软件公司", builder, "398"), ("虚拟云计算公司", numbers.uscc(), "412.5"))
    ):
        page.fill(f"[name=bids-{row}-name]", name)
        page.fill(f"[name=bids-{row}-uscc]", code)
        page.fill(f"[name=bids-{row}-fen]", offer)
    page.check("[name=bids-0-won]")
    unit.look("delivery-tender")
    unit.follow(SUBMIT)
    unit.goto(f"/projects/delivery/{project.pk}/contract/")
    page.fill("[name=number]", "HT-2026-11")
    page.fill("[name=title]", "平台开发与集成合同")
    page.select_option("[name=tender_id]", label="平台开发与集成")
    page.fill("[name=party]", "虚拟软件公司")
    page.fill("[name=uscc]", builder)
    page.fill("[name=fen]", "398")
    page.fill("[name=signed_on]", day["signed"])
    unit.follow(SUBMIT)
    for name, start, end in (("需求调研", "signed", "started"), ("系统开发", "started", "planned")):
        unit.goto(f"/projects/delivery/{project.pk}/milestone/")
        page.fill("[name=name]", name)
        page.fill("[name=planned_start_on]", day[start])
        page.fill("[name=planned_end_on]", day[end])
        unit.follow(SUBMIT)
    unit.follow("main .cw-actions a:has-text('开工')")
    page.fill("[name=on]", day["started"])
    unit.follow(SUBMIT)
    unit.follow("main tr:has-text('系统开发') a:has-text('填报进度')")
    page.fill("[name=started_on]", day["started"])
    unit.follow(SUBMIT)
    unit.look("delivery-construction")

    unit.follow("main a:has-text('申请变更')")
    page.fill("[name=goals]", "支撑虚拟业务。增加临时救助。")
    page.fill("[name=fen]", "520")
    page.fill("[name=reason]", "救助范围扩大")
    unit.follow(SUBMIT)

    for who, button in (("chen", "审查变更"), ("fang", "批准增加投资")):
        office = browser_page(width)
        office.sign_in(who)
        office.goto("/projects/delivery/changes/")
        office.look(f"delivery-changes-{who}")
        office.follow(f"main td a:has-text('{project.name}')")
        office.look(f"delivery-change-{who}")
        office.follow(f"main .cw-actions a:has-text('{button}')")
        if who == "chen":
            office.page.check("[name=consents][value=yes]")
            office.page.fill("[name=opinion]", "同意，按投资管理规定报批。")
        else:
            office.page.fill("[name=document]", "虚发改〔2026〕88号")
        office.look(f"delivery-decide-{who}")
        office.follow(SUBMIT)
        assert office.page.locator("main .sy-compare").count() == 1
    project.refresh_from_db()
    assert project.approved_fen == 520 * WAN


def test_a_contract_is_amended_and_payments_follow(browser_page, site, width):
    project, legal, people = site
    services.conclude_contract(
        project.pk, number="HT-2026-11", title="平台开发与集成合同", kind="build", party="虚拟软件公司",
        uscc=MadeUpNumbers(9).uscc(), fen=398 * WAN, signed_on=legal.today - timedelta(days=90),
        actor=people["officer"], legal=legal,
    )  # fmt: skip
    unit = browser_page(width)
    unit.allow("409")
    unit.sign_in("li")
    page = unit.page
    unit.goto(f"/projects/delivery/{project.pk}/")
    unit.follow("main a:has-text('登记补充协议')")
    page.fill("[name=agreement]", "HT-2026-11-补1")
    page.fill("[name=fen]", "600")
    page.fill("[name=reason]", "核减两台服务器")
    unit.follow(SUBMIT)
    unit.look("contract-amendment-refused")
    page.fill("[name=fen]", "380.5")
    unit.follow(SUBMIT)
    unit.look("contract-amended")
    unit.goto(f"/projects/funds/{project.pk}/request/")
    page.fill("[name=fen]", "380.500001")
    page.fill("[name=grounds]", "首付款")
    unit.follow("main form.sy-form button.btn-primary")
    unit.look("payment-above-amended")


DAYS = {"appointed": 150, "opened": 150, "signed": 140, "started": 120, "planned": 30}


@pytest.fixture
def finished(site):
    """The project completed ten days ago; what was shown above is done through the services."""
    project, legal, people = site
    by = {"actor": people["officer"], "legal": legal}
    numbers = MadeUpNumbers(9)
    services.name_leader(project.pk, name="周衡", **by)
    ago = {name: legal.today - timedelta(days=left) for name, left in DAYS.items()}
    services.conclude_contract(
        project.pk, number="HT-2026-11", title="平台开发与集成合同", kind="build", party="虚拟软件公司",
        uscc=numbers.uscc(), fen=398 * WAN, signed_on=ago["signed"], **by,
    )  # fmt: skip
    services.appoint_supervisor(
        project.pk, company="虚拟工程监理公司", uscc=numbers.uscc(), certificate="JL-2026-0031",
        valid_until=legal.today + timedelta(days=700), on=ago["signed"], **by,
    )  # fmt: skip
    services.start_construction(project.pk, on=ago["started"], **by)
    services.complete_construction(project.pk, on=legal.today - timedelta(days=10), **by)
    return site


def clear(bureau, project):
    """The bureau names an expert and gives its clearance."""
    bureau.goto(f"/projects/delivery/{project.pk}/acceptance/")
    bureau.follow("main .cw-actions a:has-text('指派专家')")
    bureau.page.fill("[name=name]", "韩予")
    bureau.page.fill("[name=employer]", "虚拟大学")
    bureau.follow(SUBMIT)
    bureau.follow("main .cw-actions a:has-text('出具核准意见')")
    bureau.page.check("[name=cleared][value=yes]")
    bureau.page.fill("[name=opinion]", "目录已编制，同意核准。")
    bureau.follow(SUBMIT)


def apply(unit, project, button):
    """The unit applies for the acceptance."""
    unit.goto(f"/projects/delivery/{project.pk}/acceptance/")
    unit.follow(f"main .cw-actions a:has-text('{button}')")
    unit.page.fill("[name=statement]", "全部功能已建成，试运行稳定。")
    unit.follow(SUBMIT)


def test_a_project_is_accepted_at_the_second_attempt(browser_page, finished, width):
    project, legal, _people = finished
    unit, bureau = browser_page(width), browser_page(width)
    unit.sign_in("li")
    bureau.sign_in("chen")
    page = unit.page
    unit.goto("/projects/delivery/")
    unit.look("delivery-acceptances")
    apply(unit, project, "申请验收")
    clear(bureau, project)
    bureau.look("delivery-cleared")
    unit.goto(f"/projects/delivery/{project.pk}/acceptance/result/")
    page.check("[name=passed][value=no]")
    page.fill("[name=opinion]", "日志留存不符合要求。")
    page.fill("[name=defects]", "日志留存不足六个月。")
    page.fill("[name=rectify_by]", (legal.today + timedelta(days=20)).isoformat())
    unit.look("delivery-result")
    unit.follow(SUBMIT)
    unit.follow("main .cw-actions a:has-text('报告整改情况')")
    page.fill("[name=text]", "日志已保存六个月以上。")
    unit.follow(SUBMIT)
    apply(unit, project, "申请再次验收")
    clear(bureau, project)
    unit.goto(f"/projects/delivery/{project.pk}/acceptance/result/")
    page.check("[name=passed][value=yes]")
    page.fill("[name=opinion]", "整改到位，同意通过验收。")
    unit.follow(SUBMIT)
    unit.look("delivery-accepted")
    assert page.locator("main a:has-text('焦信验')").count() == 2
    unit.follow("main .cw-actions a:has-text('报送材料')")
    unit.look("delivery-documents")
    project.refresh_from_db()
    assert (project.stage, project.known.acceptance_failures) == ("accepted", 1)
