"""
A person in front of a browser: goes to pages, signs in, takes pictures, notices what is wrong.

A bare click of the browser returns before the page that follows is there, and `count()`, `inner_text()` or
`is_visible()` do not wait. So journeys click through `follow` (another page), `press` (the same page) and
`download` only, which wait for what comes; `tests/architecture/test_journeys.py` refuses everything else.
"""

import os
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

SHOTS = Path(__file__).parent / "shots"
#: The password that `organizations.factories.make_person` gives.
PASSWORD = "correct-horse-7"
HEIGHTS = {1440: 900, 390: 844}
#: How many times as slow as it is the browser's processor shall be.
SLOWNESS = float(os.environ.get("SHUYUAN_SLOW_BROWSER", "1"))
#: True when no request of htmx is on its way and nothing that it brought is still being put in place.
QUIET = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"


class Visitor:
    """One browser page. Console errors and policy violations are collected, and fail the test at its end."""

    def __init__(self, page, base):
        self.page = page
        self.base = base
        self.complaints = []
        self.allowed = []
        self.staying = False
        if SLOWNESS > 1:
            session = page.context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWNESS})
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("requestfailed", self._lose)
        page.on("request", self._stray)

    def goto(self, path="/"):
        """Open a page of the platform, by its path or its whole address; returns its status."""
        self.staying = False
        return self.page.goto(path if path.startswith(self.base) else self.base + path).status

    def sign_in(self, username, password=PASSWORD):
        """Through the sign-in page, as a person does."""
        self.goto("/accounts/login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", password)
        self.follow("form.sy-sign button")

    @contextmanager
    def leaving(self, url=None):
        """What is done inside leads to another page; at the end that page is loaded."""
        self.staying = False
        with self.page.expect_navigation(url=url, wait_until="load"):
            yield

    def follow(self, target, url=None):
        """Click what leads to another page (a selector or a locator), and wait until that page is loaded."""
        with self.leaving(url):
            self._find(target).click()

    def press(self, target):
        """Click what leaves the page where it is, and wait for what htmx brings."""
        self.staying = True
        self._find(target).click()
        self.settle()

    def settle(self):
        """Wait until htmx has brought everything that was asked for."""
        self.page.wait_for_function(QUIET)

    def download(self, target):
        """Click what brings a file; the download."""
        self.staying = False
        with self.page.expect_download() as started:
            self._find(target).click()
        return started.value

    def allow(self, words):
        """Expect complaints that contain these words, such as `404` for a page that is not there."""
        self.allowed.append(words)

    def shot(self, name):
        """A picture of the whole page in `shots/`, named with the width."""
        if SLOWNESS > 1:
            return
        SHOTS.mkdir(exist_ok=True)
        width = self.page.viewport_size["width"]
        self.page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)

    def look(self, name):
        """The page as it stands is accessible and fits the screen; its picture is taken."""
        self.assert_accessible()
        self.assert_fits()
        self.shot(name)

    def assert_accessible(self):
        """No serious or critical finding of axe on the page as it stands."""
        if SLOWNESS > 1:
            return
        found = Axe().run(self.page).response["violations"]
        grave = [
            f"{finding['id']}: {node['target']} {node['failureSummary']}"
            for finding in found
            if finding["impact"] in {"serious", "critical"}
            for node in finding["nodes"]
        ]
        assert not grave, "\n".join(grave)

    def assert_fits(self):
        """Nothing reaches beyond the width of the screen."""
        wide, screen = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= screen, f"{self.page.url} is {wide} wide on a screen of {screen}"

    def assert_quiet(self):
        """Nothing went wrong in the browser that the test did not expect."""
        unexpected = [c for c in self.complaints if not any(words in c for words in self.allowed)]
        assert not unexpected, "\n".join(unexpected)

    def _find(self, target):
        return self.page.locator(target) if isinstance(target, str) else target

    def _hear(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console {message.type}: {message.text}")

    def _lose(self, request):
        if request.failure != "net::ERR_ABORTED":  # a download, or a page left while it loads
            self.complaints.append(f"request failed: {request.url} {request.failure}")

    def _stray(self, request):
        if self.staying and request.is_navigation_request():
            self.complaints.append(f"`press` led to {request.url}: use `follow`")
        if not request.url.startswith((self.base, "data:", "blob:", "about:")):
            self.complaints.append(f"request to elsewhere: {request.url}")
