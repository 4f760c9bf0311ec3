"""Arriving: the public home, signing in, the workbench, the way out."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import transaction

from shuyuan.kernel.actor import Role


@pytest.fixture
def officer(city):
    """Li, a data officer of the police who also works for civil affairs, with two matters waiting."""
    police = city.make_department("public-security", name="虚拟市公安局")
    person = city.make_person("li", full_name="李明轩")
    post = city.make_post(Role.DATA_OFFICER, police, person=person)
    city.make_post(Role.OPERATOR, city.make_department("civil-affairs", name="虚拟市民政局"), person=person)
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    legal = import_module("shuyuan.regulations.context").legal_now(calendar)
    open_task = import_module("shuyuan.casework.steps").open_task
    with transaction.atomic():
        for number, days in enumerate((-9, 30)):
            open_task(
                "test:made:up",
                subject_kind="made_up",
                subject_id=number,
                title=f"核对第 {number} 批数据",
                url="/collection/",
                role=Role.DATA_OFFICER,
                department="public-security",
                due_on=legal.today + timedelta(days=days),
                cites="jz-data-2020/14.2",
                actor=city.actor(post),
                legal=legal,
            )
    return person


def test_a_visitor_finds_the_sign_in_and_nothing_else(browser_page, width):
    visitor = browser_page(width)
    assert visitor.goto("/") == 200
    visitor.assert_accessible()
    visitor.assert_fits()
    visitor.shot("home-public")
    visitor.follow("main a.btn-primary")
    visitor.assert_accessible()
    visitor.shot("sign-in")
    assert visitor.page.title() == "登录 · 数源"


def test_a_wrong_password_is_explained_on_top_of_the_form(browser_page, officer):
    visitor = browser_page()
    visitor.allow("status of 4")
    visitor.sign_in("li", "wrong")
    assert visitor.page.locator(".sy-errors li").count() == 1
    assert visitor.page.evaluate("document.activeElement.className") == "sy-errors"
    visitor.assert_accessible()


def test_an_officer_sees_what_waits_and_can_go_there(browser_page, officer, width):
    visitor = browser_page(width)
    visitor.sign_in("li")
    page = visitor.page
    assert page.locator("h1").inner_text() == "您好，李明轩"
    assert page.locator(".sy-light-overdue").count() == 1
    assert page.locator("#inbox + .card tbody tr").count() == 2
    visitor.assert_accessible()
    visitor.assert_fits()
    visitor.shot("workbench")


def test_the_sidebar_folds_on_desks_and_opens_on_phones(browser_page, officer):
    desk = browser_page(1440)
    desk.sign_in("li")
    wide = desk.page.locator("#sidebar").bounding_box()["width"]
    desk.press("[data-nav]")
    desk.goto("/")
    assert desk.page.locator("#sidebar").bounding_box()["width"] < wide / 2
    phone = browser_page(390)
    phone.sign_in("li")
    assert not phone.page.locator("#sidebar").is_visible()
    phone.press("[data-nav]")
    assert phone.page.locator("#sidebar").is_visible()
    phone.assert_accessible()
    phone.page.keyboard.press("Escape")
    phone.page.locator("#sidebar").wait_for(state="hidden")


def test_the_language_changes_and_stays(browser_page, officer):
    visitor = browser_page()
    visitor.sign_in("li")
    visitor.follow("button[value=en]")
    assert visitor.page.locator("h1").inner_text() == "Good day, 李明轩"
    visitor.goto("/")
    assert visitor.page.locator("html").get_attribute("lang") == "en"
    visitor.assert_accessible()
    visitor.follow("button[value=zh-hans]")
    assert visitor.page.locator("h1").inner_text() == "您好，李明轩"


def test_a_person_with_two_posts_switches_between_them(browser_page, officer):
    visitor = browser_page()
    visitor.sign_in("li")
    visitor.press(".sy-top details summary")
    visitor.shot("posts")
    visitor.follow(visitor.page.locator(".sy-menu-body button[name=post]", has_text="虚拟市民政局"))
    visitor.page.locator(".sy-head-sub", has_text="虚拟市民政局").wait_for()
    assert visitor.page.locator(".sy-head-sub").inner_text().startswith("虚拟市民政局 · 经办人")


def test_two_factor_sign_in_can_be_set_up(browser_page, officer, width):
    visitor = browser_page(width)
    visitor.sign_in("li")
    visitor.goto("/accounts/2fa/totp/activate/")
    if visitor.page.locator(".sy-qr").count() == 0:
        visitor.page.fill("[name=password]", "correct-horse-7")
        visitor.follow("form.sy-account button")
    assert visitor.page.locator(".sy-qr").is_visible()
    visitor.assert_accessible()
    visitor.assert_fits()
    visitor.shot("two-factor")


def test_a_page_that_is_not_there_says_so_in_words(browser_page, officer, settings, width):
    settings.DEBUG = False
    visitor = browser_page(width)
    visitor.allow("404")
    visitor.sign_in("li")
    assert visitor.goto("/nothing/at/all/") == 404
    assert visitor.page.locator("h1").inner_text() == "没有找到内容"
    visitor.assert_accessible()
    visitor.assert_fits()
    visitor.shot("not-found")


def test_signing_out_leads_back_to_the_public_home(browser_page, officer):
    visitor = browser_page()
    visitor.sign_in("li")
    visitor.press(".sy-top details summary")
    visitor.shot("account-menu")
    visitor.follow(".sy-menu-body form[action='/accounts/logout/'] button")
    assert visitor.page.locator(".sy-hero").is_visible()
