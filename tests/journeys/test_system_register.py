"""Finance, audit and a leader look at the systems of all departments; the tiles lead into the list."""

from importlib import import_module

import pytest

from shuyuan.casework.selectors import working_calendar
from shuyuan.kernel.actor import Role
from shuyuan.regulations.context import legal_now


@pytest.fixture
def register(city):
    """Two systems of two departments, one of them joined to the platform, and three who oversee."""
    legal = legal_now(working_calendar())
    make_system = import_module("projects.factories").make_system
    civil = city.make_department("civil-affairs", name="虚拟市民政局")
    tax = city.make_department("tax", name="虚拟市税务局")
    office = city.make_department("finance", name="虚拟市财政局")
    make_system(civil, registered_on=legal.today, name="虚拟救助系统", connected_on=legal.today)
    make_system(tax, registered_on=legal.today, name="虚拟风险系统", hosting="own_room")
    city.make_post(Role.FINANCE, office, person=city.make_person("qian", full_name="钱谨言"))
    city.make_post(Role.CITY_LEADER, office, person=city.make_person("dong", full_name="董建平"))


def test_an_office_reads_the_register_and_finds_what_stands_outside(browser_page, register, width):
    finance = browser_page(width)
    finance.sign_in("qian")
    finance.goto("/systems/")
    finance.look("system-register")
    finance.follow(".sy-tiles a[href*='place=outside']")
    rows = finance.page.locator("main tbody")
    assert "虚拟风险系统" in rows.inner_text()
    assert "虚拟救助系统" not in rows.inner_text()
    finance.follow("main tbody a:has-text('虚拟风险系统')")
    finance.look("system-of-others")
    leader = browser_page(width)
    leader.sign_in("dong")
    leader.goto("/systems/moves/")
    leader.look("moves-of-all")
