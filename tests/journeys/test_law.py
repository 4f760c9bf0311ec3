"""Reading the law: finding a paragraph, its article, and the way back from there."""

import orjson
import pytest

from shuyuan.kernel.actor import Role
from shuyuan.regulations.law import load_law
from shuyuan.regulations.official import text_checksum


@pytest.fixture
def officer(city):
    department = city.make_department("civil-affairs", name="虚拟市民政局")
    return city.make_post(Role.DATA_OFFICER, department, person=city.make_person("li", full_name="李明轩"))


@pytest.fixture
def official_text(settings, tmp_path):
    """An invented text in the place of the official one."""
    settings.HOME = tmp_path
    places = load_law().instruments["jz-data-2020"].units
    units = {place: f"这里是第 {place} 款的正文，由测试虚构，用来看版面。" * 3 for place in places}
    (tmp_path / "law").mkdir()
    kept = {"filename": "text.md", "checksum": text_checksum(units), "units": units}
    (tmp_path / "law" / "jz-data-2020.json").write_bytes(orjson.dumps(kept))


def test_a_visitor_searches_the_measures_and_opens_an_article(browser_page, width):
    visitor = browser_page(width)
    assert visitor.goto("/law/") == 200
    visitor.assert_accessible()
    visitor.assert_fits()
    visitor.shot("law")
    visitor.page.fill("input[type=search]", "校核期限")
    visitor.page.locator("tbody tr").nth(0).wait_for()
    visitor.page.wait_for_url("**q=*")
    assert visitor.page.locator("tbody tr").count() < 5
    visitor.follow("tbody a >> nth=0")
    assert visitor.page.locator("h1").inner_text().endswith("第十四条")
    visitor.press(visitor.page.locator("details summary").nth(3))
    visitor.assert_accessible()
    visitor.assert_fits()
    visitor.shot("law-article")


def test_an_officer_sees_the_official_text_beside_the_summary(browser_page, officer, official_text, width):
    visitor = browser_page(width)
    visitor.sign_in("li")
    assert visitor.goto("/law/jz-data-2020/19/") == 200
    assert visitor.page.locator("blockquote").count() == 4
    visitor.assert_accessible()
    visitor.assert_fits()
    visitor.shot("law-official")
    visitor.follow("a[rel=next]")
    assert visitor.page.locator("h1").inner_text().endswith("第二十条")


def test_the_law_speaks_english_too(browser_page, officer):
    visitor = browser_page(1440)
    visitor.sign_in("li")
    visitor.follow("button[value=en]")
    visitor.goto("/law/?instrument=jz-project-2020&status=rule")
    assert "Article 4" in visitor.page.locator("tbody").inner_text()
    visitor.shot("law-english")
