"""An officer adds files to a draft and takes one away; a visitor without an account finds open data."""

from importlib import import_module

import pytest

from papers.files import png, text
from shuyuan.kernel.actor import Role


@pytest.fixture
def civil(city, settings, tmp_path):
    """Civil affairs with an officer, a draft, and an entry that is open to society."""
    settings.ATTACHMENTS = str(tmp_path / "attachments")
    factories = import_module("catalog.factories")
    department = city.make_department("civil-affairs", name="虚拟市民政局")
    city.make_post(Role.DATA_OFFICER, department, person=city.make_person("li", full_name="李明轩"))
    entry = factories.make_published_entry(department, name="公园绿地名录", is_open=True)
    entry.items.update(is_open=True)
    return factories.make_entry(department, name="养老机构名录")


def send(visitor, name, content, label):
    page = visitor.page
    page.set_input_files("#attachments [name=file]", {"name": name, "mimeType": "", "buffer": content})
    page.fill("#attachments [name=label]", label)
    visitor.press("#attachments button:has-text('添加附件')")


def test_files_of_a_draft(browser_page, civil, width):
    officer = browser_page(width)
    officer.allow("409")  # the marked file is refused
    officer.sign_in("li")
    officer.goto(f"/catalog/entries/{civil.pk}/edit/")
    page = officer.page
    send(officer, "机密★20年.txt", text(), "编制依据")
    page.locator("#messages :text('密级标志')").first.wait_for()
    send(officer, "印章.png", png(), "编制依据")
    page.locator("#attachments :text('已添加，为第1版')").wait_for()
    send(officer, "印章.png", png(), "编制依据")
    page.locator("#attachments :text('已添加，为第2版')").wait_for()
    officer.look("attachments")
    officer.follow(page.locator("#attachments a:has-text('预览')").first)
    assert page.locator("main img").evaluate("image => image.naturalWidth") == 2
    officer.look("attachment-preview")
    page.go_back()
    officer.press(page.locator("#attachments [data-dialog]").first)
    page.fill("dialog[open] [name=reason]", "重复上传")
    officer.follow("dialog[open] button.btn-danger")
    page.locator("#messages :text('文件已移除')").wait_for()
    assert page.locator("#attachments [data-dialog]").count() == 1


def test_a_visitor_finds_open_data(browser_page, civil, width):
    visitor = browser_page(width)
    visitor.goto("/open/")
    visitor.look("open")
    visitor.follow("main a:has-text('公园绿地名录')")
    visitor.look("open-entry")
    assert visitor.page.locator("main a:has-text('Turtle')").get_attribute("href").endswith(".ttl")
