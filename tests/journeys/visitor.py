"""A person in front of a browser: goes to pages, signs in, takes pictures, notices what is wrong."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

SHOTS = Path(__file__).parent / "shots"
#: The password that `organizations.factories.make_person` gives.
PASSWORD = "correct-horse-7"
HEIGHTS = {1440: 900, 390: 844}


class Visitor:
    """One browser page. Console errors and policy violations are collected, and fail the test at its end."""

    def __init__(self, page, base):
        self.page = page
        self.base = base
        self.complaints = []
        self.allowed = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("requestfailed", self._lose)
        page.on("request", self._stray)

    def goto(self, path="/"):
        """Open a page of the platform; returns its status."""
        return self.page.goto(self.base + path).status

    def sign_in(self, username, password=PASSWORD):
        """Through the sign-in page, as a person does."""
        self.goto("/accounts/login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", password)
        self.page.click("form.sy-sign button")
        self.page.wait_for_load_state()

    def allow(self, words):
        """Expect complaints that contain these words, such as `404` for a page that is not there."""
        self.allowed.append(words)

    def shot(self, name):
        """A picture of the whole page in `shots/`, named with the width."""
        SHOTS.mkdir(exist_ok=True)
        width = self.page.viewport_size["width"]
        self.page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)

    def assert_accessible(self):
        """No serious or critical finding of axe on the page as it stands."""
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

    def _hear(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console {message.type}: {message.text}")

    def _lose(self, request):
        if request.failure != "net::ERR_ABORTED":  # a download, or a page left while it loads
            self.complaints.append(f"request failed: {request.url} {request.failure}")

    def _stray(self, request):
        if not request.url.startswith((self.base, "data:", "blob:", "about:")):
            self.complaints.append(f"request to elsewhere: {request.url}")
