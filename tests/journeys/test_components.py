"""Every component, in a browser: readable, within the screen, and doing what it promises."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from shuyuan.kernel.actor import Role


@pytest.fixture
def specimen(browser_page, city, settings):
    """`specimen(width)`: a visitor in front of the page with all components."""
    settings.ROOT_URLCONF = "journeys.specimen"
    Session.objects.bulk_create(
        Session(session_key=f"a{number:02d}", session_data="x" * number, expire_date=timezone.now())
        for number in range(12)
    )
    city.make_post(Role.DATA_OFFICER, city.make_department("police"), person=city.make_person("li"))

    def open_page(width):
        visitor = browser_page(width)
        visitor.sign_in("li")
        assert visitor.goto("/specimen/") == 200
        return visitor

    return open_page


def test_every_component_is_readable_and_fits(specimen, width):
    visitor = specimen(width)
    visitor.assert_accessible()
    visitor.assert_fits()
    visitor.shot("components")


def test_a_dialog_opens_demands_a_reason_and_closes(specimen, width):
    visitor = specimen(width)
    page = visitor.page
    visitor.press("[data-dialog=stop]")
    assert page.locator("dialog#stop").is_visible()
    visitor.assert_accessible()
    visitor.shot("dialog")
    visitor.press("dialog#stop .btn-danger")
    assert page.locator("dialog#stop").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog#stop").is_visible()


def test_a_list_filters_sorts_and_turns_pages_without_loading_the_frame_anew(specimen):
    visitor = specimen(1440)
    page = visitor.page
    page.evaluate("window.untouched = true")
    page.fill("#list-specimens-q", "a0")
    page.wait_for_url("**q=a0**")
    page.locator(".sy-list-foot", has_text="共 10 条").wait_for()
    assert page.evaluate("document.activeElement.id") == "list-specimens-q"
    visitor.press("#list-specimens a[rel=next]")
    page.wait_for_url("**page=2**")
    page.locator(".sy-list-foot", has_text="6–10").wait_for()
    visitor.press("#list-specimens thead a >> nth=0")
    page.wait_for_url("**sort=key**")
    page.locator("th[aria-sort=ascending]").wait_for()
    visitor.press("#list-specimens details summary")
    page.uncheck("#list-specimens input[value=length]")
    visitor.press("#list-specimens details button")
    page.wait_for_url("**columns=key**")
    page.locator("#list-specimens thead th >> nth=1", has_text="到期").wait_for()
    assert page.evaluate("window.untouched")
    download = visitor.download("#list-specimens a[href*='export=csv']")
    assert download.suggested_filename == "specimens.csv"


def test_a_chosen_file_is_named(specimen, tmp_path):
    page = specimen(1440).page
    path = tmp_path / "人口.csv"
    path.write_text("a\n", encoding="utf-8")
    page.set_input_files("input[type=file]", path)
    assert page.locator(".sy-drop-file").inner_text() == "人口.csv · 1 KB"


def test_code_can_be_copied(specimen):
    visitor = specimen(1440)
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.press(".sy-code button")
    visitor.page.locator(".sy-code button", has_text="已复制").wait_for()
    assert visitor.page.evaluate("navigator.clipboard.readText()").startswith("curl -X POST")


def test_the_first_tab_stop_skips_the_navigation(specimen):
    page = specimen(1440).page
    page.evaluate("document.activeElement.blur()")
    page.reload()
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.locator(".sy-skip").focus()
    assert page.locator(".sy-skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
