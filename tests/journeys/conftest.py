"""
Fixtures of journeys in a real browser.

`browser_page(width)` opens a page at 1440 or 390 pixels as a `journeys.visitor.Visitor`; at the end of the
test its console must be quiet. Chromium is `SHUYUAN_CHROMIUM`, by default /usr/bin/chromium; without it the
journeys are skipped. `SHUYUAN_SLOW_BROWSER=6` makes every page six times as slow, to find journeys that do
not wait for what they look at; it leaves out the accessibility check and the pictures, during which pages
would become ready.
"""

import os
from importlib import import_module
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from presses import keep_in_a_file

CHROMIUM = Path(os.environ.get("SHUYUAN_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Pages ask while they save.
keep_in_a_file("journeys")


def pytest_collection_modifyitems(items):
    """Every journey carries the marker `browser`."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """The browser, started once."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    # The browser's own event loop runs in this thread, where Django would refuse to touch the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def places(settings, tmp_path):
    """Every folder and store of the platform for this test alone; its keys are there before any entry."""
    for name in ("LAKE", "LANDING", "WORK", "KEYS"):
        setattr(settings, name, str(tmp_path / name.lower()))
    settings.ONLINE_URL = f"sqlite:///{tmp_path / 'online.sqlite3'}"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.HOME = tmp_path
    import_module("shuyuan.engine.crypto.keys").create(Path(settings.KEYS))
    return tmp_path


@pytest.fixture
def city(transactional_db, places):
    """The working calendar and the factories of people and departments."""
    import_module("shuyuan.casework.services").seed_calendar()
    return import_module("organizations.factories")


@pytest.fixture
def browser_page(chromium, live_server, city):
    """`browser_page(width=1440)`: a Visitor at the running platform."""
    visitor = import_module("journeys.visitor")
    opened = []

    def open_page(width=1440, *, locale="zh-CN"):
        context = chromium.new_context(
            viewport={"width": width, "height": visitor.HEIGHTS.get(width, 900)},
            locale=locale,
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
        )
        opened.append((context, visitor.Visitor(context.new_page(), live_server.url)))
        return opened[-1][1]

    yield open_page
    for context, _ in opened:
        context.close()
    for _, person in opened:
        person.assert_quiet()


@pytest.fixture(params=[1440, 390])
def width(request):
    """The widths at which every page must look finished."""
    return request.param
