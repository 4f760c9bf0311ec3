"""A department catalogs its data: draft, items, submission, review, publication, change."""

from importlib import import_module

import pytest

from shuyuan.kernel.actor import Role


@pytest.fixture
def catalog_city(city):
    """An officer of civil affairs, a reviewer, and one published entry of another department."""
    factories = import_module("catalog.factories")
    factories.ensure_classes()
    civil = city.make_department("civil-affairs", name="虚拟市民政局", short_name="民政局")
    bureau = city.make_department("data-administration", name="虚拟市政务服务和大数据管理局")
    city.make_post(Role.DATA_OFFICER, civil, person=city.make_person("li", full_name="李明轩"))
    city.make_post(Role.DATA_ADMINISTRATION, bureau, person=city.make_person("chen", full_name="陈思远"))
    tax = city.make_department("tax", name="虚拟市税务局")
    return factories.make_published_entry(tax, name="纳税信用等级信息")


def press(visitor, words):
    visitor.follow(f"main >> text={words} >> visible=true")


def test_an_entry_from_draft_to_publication(browser_page, catalog_city, width):
    officer = browser_page(width)
    officer.allow("400")  # the item without a column is refused first
    officer.sign_in("li")
    officer.goto("/catalog/new/")
    officer.look("catalog-new")
    page = officer.page
    page.check("[name=secrecy][value=no]")
    page.fill("[name=name]", "养老管理系统")
    page.keyboard.press("Tab")
    page.locator("#at-name .sy-mark-against").wait_for()
    officer.look("catalog-new-checked")
    page.fill("[name=name]", "养老机构名录")
    page.fill("[name=abstract]", "本市养老机构的名称、地址和床位数，自2015年起。")
    page.select_option("[name=format_1]", "database/mysql")
    page.check("[name=sharing_type][value=unconditional]")
    page.check("[name=method_types][value=service]")
    press(officer, "保存并添加信息项")
    assert page.locator("#judgement .sy-against li").count() == 1

    officer.press("#items a:has-text('添加信息项')")
    page.fill("#items [name=label]", "机构编号")
    officer.press("#items button:has-text('保存信息项')")
    page.locator("#items .sy-errors").wait_for()
    officer.assert_accessible()
    page.fill("#items [name=name]", "number")
    page.fill("#items [name=length]", "12")
    page.check("#items [name=is_key]")
    officer.press("#items button:has-text('保存信息项')")
    page.locator("#items table").wait_for()
    assert page.locator("#judgement .sy-against li").count() == 0
    officer.look("catalog-edit")

    page.fill("[name=name] >> nth=0", "养老管理系统")
    page.keyboard.press("Tab")
    page.locator("#judgement .sy-against li").wait_for()
    page.fill("[name=name] >> nth=0", "养老机构名录")
    page.keyboard.press("Tab")
    page.locator("#saved:has-text('自动保存')").wait_for()
    press(officer, "保存草稿")
    press(officer, "检查并提交")
    page.check("[name=confirmed_not_secret]")
    officer.look("catalog-submit")
    officer.follow("form button:has-text('提交')", "**/entries/*/")

    reviewer = browser_page(width)
    reviewer.sign_in("chen")
    reviewer.goto("/catalog/reviews/")
    reviewer.look("catalog-reviews")
    reviewer.follow("main >> text=养老机构名录")
    reviewer.look("catalog-review")
    reviewer.press("main >> text=发布 >> nth=0")
    reviewer.page.fill("dialog[open] [name=reason]", "同意发布")
    reviewer.follow("dialog[open] .btn-primary", "**/entries/*/")
    assert "307002/1" in reviewer.page.locator("main").inner_text()
    reviewer.look("catalog-entry")


def test_the_lists_of_the_catalog(browser_page, catalog_city, width):
    visitor = browser_page(width)
    visitor.sign_in("li")
    for path, name in (
        ("/catalog/", "catalog"),
        ("/catalog/own/", "catalog-own"),
        ("/catalog/sharing/", "catalog-sharing"),
        ("/catalog/responsibilities/?scope=all", "catalog-duties"),
        ("/catalog/classes/", "catalog-classes"),
        (f"/catalog/entries/{catalog_city.pk}/versions/", "catalog-versions"),
    ):
        assert visitor.goto(path) == 200
        visitor.look(name)
    visitor.goto("/catalog/")
    visitor.page.fill("main input[type=search]", "nsxy")
    visitor.page.wait_for_url("**q=nsxy*")
    assert visitor.page.locator("main tbody tr").count() == 1
