"""A department brings its catalog as a workbook: dry run, remarks, drafts."""

import sqlite3
from importlib import import_module

import pytest

from shuyuan.catalog.models import Entry
from shuyuan.jobs.worker import run_pending
from shuyuan.kernel.actor import Role
from shuyuan.workbooks.configured import parse_sources
from workbooks.sheets import make_workbook, rows_of
from workbooks.test_live_schemas import STRUCTURE


@pytest.fixture
def clerk(city):
    """An officer of civil affairs in a city with classes."""
    import_module("catalog.factories").ensure_classes()
    civil = city.make_department("civil-affairs", name="虚拟市民政局", short_name="民政局")
    return city.make_post(Role.DATA_OFFICER, civil, person=city.make_person("li", full_name="李明轩"))


def test_a_workbook_becomes_drafts(browser_page, clerk, tmp_path, width):
    officer = browser_page(width)
    officer.sign_in("li")
    officer.goto("/catalog/workbooks/")
    officer.look("workbooks")
    page = officer.page
    template = officer.download("a:has-text('下载模板')")
    assert template.suggested_filename == "政务信息资源目录模板.xlsx"

    file = tmp_path / "目录.xlsx"
    rows = [*rows_of({}, {"item": "地址"}), *rows_of({"sharing": "部分共享"}, name="救助站名录")]
    file.write_bytes(make_workbook(rows))
    page.set_input_files("[name=file]", file)
    officer.follow("button:has-text('上传并检查')")
    run_pending()
    page.locator("text=逐条结果").wait_for()
    officer.look("workbooks-import")
    officer.follow("a:has-text('查看问题')")
    page.locator("text=第 4 行，列“共享类型”").wait_for()
    officer.look("workbooks-remarks")
    page.go_back()
    officer.follow("button:has-text('写入 1 条草稿')")
    run_pending()
    page.locator("text=已写入 1 条草稿。").wait_for()
    officer.look("workbooks-applied")
    assert [entry.items.count() for entry in Entry.objects.all()] == [2]


def test_a_live_database_becomes_proposals(browser_page, clerk, tmp_path, width, settings):
    path = tmp_path / "affairs.db"
    connection = sqlite3.connect(path)
    connection.executescript(STRUCTURE)
    connection.close()
    settings.SOURCES = parse_sources(
        f"低保业务库@civil-affairs=sqlite:///{path} 旧库@civil-affairs=oracle://u:p@127.0.0.1:9/x"
    )
    officer = browser_page(width)
    officer.sign_in("li")
    officer.goto("/catalog/workbooks/database/")
    page = officer.page
    page.select_option("[name=source]", "旧库")
    officer.follow("button:has-text('读取数据库')")
    run_pending()
    page.locator("text=缺少数据库驱动").wait_for()
    officer.look("workbooks-live-refused")
    officer.goto("/catalog/workbooks/database/")
    officer.look("workbooks-live")
    page.select_option("[name=source]", "低保业务库")
    officer.follow("button:has-text('读取数据库')")
    run_pending()
    page.locator("text=选择数据表").first.wait_for()
    page.locator("code:has-text('t_dbdx')").first.wait_for()
    officer.press(page.locator("table summary").first)
    page.locator("text=保障金额").wait_for()
    officer.look("workbooks-live-tables")
    officer.follow("button:has-text('生成')")
    run_pending()
    page.locator("text=逐条结果").wait_for()
