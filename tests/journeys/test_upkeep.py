"""A law changes, the catalog follows, and what is dead is found: as the department and the bureau see it."""

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest

from shuyuan.casework.selectors import working_calendar
from shuyuan.kernel.actor import PLATFORM, Role
from shuyuan.regulations.context import legal_now
from shuyuan.upkeep.services import look_over, record_occasion


@pytest.fixture
def catalog_city(city):
    """Civil affairs and tax with published entries that nobody fills, an officer, and the bureau."""
    factories = import_module("catalog.factories")
    civil = city.make_department("civil-affairs", name="虚拟市民政局", short_name="民政局")
    tax = city.make_department("tax", name="虚拟市税务局")
    bureau = city.make_department("data-administration", name="虚拟市政务服务和大数据管理局")
    officer = city.make_post(Role.DATA_OFFICER, civil, person=city.make_person("li", full_name="李明轩"))
    city.make_post(Role.DATA_ADMINISTRATION, bureau, person=city.make_person("chen", full_name="陈思远"))
    for name, cycle in (("养老机构名录", "daily"), ("低保对象信息", "monthly"), ("婚姻登记信息", "yearly")):
        factories.make_published_entry(civil, name=name, update_cycle=cycle)
    factories.make_published_entry(
        tax, name="纳税信用等级信息", update_cycle="weekly", system_code="SYS-00099"
    )
    legal = legal_now(working_calendar())
    later = legal.today + timedelta(days=90)
    look_over(everything=True, actor=PLATFORM, legal=replace(legal, today=later))
    record_occasion(
        department="civil-affairs", kind="duty", title="婚姻登记职能下放", basis="虚拟三定方案",
        happened_on=date(2026, 9, 1), actor=city.actor(officer), legal=legal,
    )  # fmt: skip


def test_a_change_of_law_and_the_dead_entries(browser_page, catalog_city, width):
    officer = browser_page(width)
    officer.allow("400")  # a change that is still to come is refused first
    officer.sign_in("li")
    officer.goto("/upkeep/occasions/new/")
    page = officer.page
    page.check("[name=kind][value=law]")
    page.fill("[name=title]", "《养老服务条例》修订")
    page.fill("[name=basis]", "虚拟条例（2026年修订）")
    page.fill("[name=happened_on]", "2099-01-01")
    officer.follow("main button:has-text('登记')")
    officer.look("upkeep-new")
    page.fill("[name=happened_on]", date(2026, 11, 16).isoformat())
    officer.follow("main button:has-text('登记')")
    page.check("label:has-text('养老机构名录') input")
    officer.follow("main button:has-text('确定这些条目')")
    officer.look("upkeep-occasion")
    assert page.locator("main a:has-text('开始变更')").count() == 1
    officer.goto("/upkeep/findings/")
    officer.look("upkeep-findings")
    officer.follow("main td >> text=养老机构名录")
    officer.look("upkeep-tab")
    officer.follow("main button:has-text('关注')")
    assert page.locator("main button:has-text('取消关注')").count() == 1

    bureau = browser_page(width)
    bureau.sign_in("chen")
    bureau.goto("/upkeep/")
    bureau.look("upkeep")
    assert bureau.page.locator("main >> text=婚姻登记职能下放").count()
    for place in ("scores", "departments"):
        bureau.goto(f"/upkeep/{place}/")
        bureau.look(f"upkeep-{place}")
