"""A machine room moves: the department plans and reports, the bureau sees that it is late and confirms."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from shuyuan.casework.selectors import working_calendar
from shuyuan.kernel.actor import Role
from shuyuan.regulations.context import legal_now
from shuyuan.systems.seed import seed_moves

SUBMIT = "main form.sy-form button[type=submit]"


@pytest.fixture
def site(city):
    """Two departments with the demonstration's moves, an officer, the bureau."""
    civil = city.make_department("civil-affairs", name="虚拟市民政局")
    police = city.make_department("public-security", name="虚拟市公安局")
    bureau = city.make_department("data-administration", name="虚拟市政务服务和大数据管理局")
    officer = city.make_post(Role.DATA_OFFICER, civil, person=city.make_person("li", full_name="李明轩"))
    other = city.make_post(Role.DATA_OFFICER, police, person=city.make_person("wu", full_name="吴晓"))
    decider = city.make_post(
        Role.DATA_ADMINISTRATION, bureau, person=city.make_person("chen", full_name="陈思远")
    )
    legal = legal_now(working_calendar())
    officers = {"civil-affairs": city.actor(officer), "public-security": city.actor(other)}
    seed_moves(officers, city.actor(decider), legal=legal)
    return legal


def test_a_machine_room_moves_and_the_bureau_confirms(browser_page, site, width):
    officer = browser_page(width)
    officer.allow("409")  # a new room is refused first
    officer.sign_in("li")
    officer.goto("/systems/moves/new/")
    page = officer.page
    page.select_option("[name=thing]", "machine_room")
    page.fill("[name=name]", "殡仪馆机房")
    page.fill("[name=in_use_since]", "2023-05-01")
    page.select_option("[name=target]", "government_cloud")
    page.fill("[name=due_on]", (site.today + timedelta(days=90)).isoformat())
    page.select_option("[name=responsible]", index=1)
    page.fill("[name=how]", "分两批迁移")
    page.fill("[name=milestones]", f"{(site.today + timedelta(days=30)).isoformat()} 迁移数据")
    officer.follow(SUBMIT)
    expect(page.locator("main")).to_contain_text("不得再新建业务机房")
    officer.look("move-refused")
    page.fill("[name=in_use_since]", "2016-05-01")
    officer.follow(SUBMIT)
    officer.look("move-planned")
    address = page.url
    officer.follow("main a:has-text('填报进度')")
    page.fill("[name=share]", "100")
    page.check("label:has-text('迁移数据') input")
    page.fill("[name=text]", "数据已核对，机房已腾空")
    officer.look("move-progress")
    officer.follow(SUBMIT)
    file = {"name": "腾空记录.txt", "mimeType": "", "buffer": "机房已腾空".encode()}
    page.set_input_files("#attachments [name=file]", file)
    page.fill("#attachments [name=label]", "腾空记录")
    officer.press("#attachments button:has-text('添加附件')")
    officer.follow("main a:has-text('报告了结')")
    page.check("[name=outcome][value=done]")
    page.fill("[name=reason]", "机房已腾空")
    officer.follow(SUBMIT)

    bureau = browser_page(width)
    bureau.sign_in("chen")
    bureau.goto("/systems/moves/")
    bureau.look("moves")
    bureau.follow("main .sy-tile.overdue >> nth=0")
    expect(bureau.page.locator("main")).to_contain_text("殡葬业务管理系统")
    bureau.goto(address)
    bureau.follow("main a:has-text('确认了结')")
    bureau.page.check("[name=agrees][value=yes]")
    bureau.page.fill("[name=opinion]", "现场核实，机房已腾空")
    bureau.follow(SUBMIT)
    expect(bureau.page.locator("main .sy-head")).to_contain_text("已完成")
    bureau.look("move-done")
    bureau.goto("/systems/")
    bureau.look("systems")
    bureau.follow("main td >> text=殡葬业务管理系统")
    bureau.look("system")
