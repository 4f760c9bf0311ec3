"""
Takes the pictures of the guides from a fresh demonstration that is being served, signed in as each role.

    .venv/bin/python docs/take_pictures.py http://127.0.0.1:8000 var/demo/sign-ins [scene …]

Needs Chromium (`SHUYUAN_CHROMIUM`, default /usr/bin/chromium) and a city of `shuyuan demo --projects 40`. It
sends one small file as the statistics bureau, asks one question under a grant and packs one archive; other
forms are filled but not sent. Scenes are the functions below; without any, all are taken. Pictures get a
palette of at most 64 colors, so that they stay small.
"""

import base64
import os
import struct
import sys
import zlib
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent / "images"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
HEIGHTS = {1440: 900, 390: 844}
#: The first person of the demonstration city with seed 1: invented, in a region that does not exist.
PERSON = "419900194001010027"
#: Gives every pixel of a PNG the nearest of its 64 most frequent colors: [width, height, colors, indexes].
REDUCE = """async data => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + data)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const pixels = canvas.getImageData(0, 0, image.width, image.height).data, counts = new Map();
  const color = at => pixels[at] << 16 | pixels[at + 1] << 8 | pixels[at + 2];
  for (let at = 0; at < pixels.length; at += 4) counts.set(color(at), (counts.get(color(at)) || 0) + 1);
  const palette = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 64).map(pair => pair[0]);
  const part = (color, bits) => color >> bits & 255, nearest = new Map();
  const apart = (a, b) => [16, 8, 0].reduce((sum, bits) => sum + (part(a, bits) - part(b, bits)) ** 2, 0);
  const nearer = one => (best, two, index) => apart(one, two) < apart(one, palette[best]) ? index : best;
  for (const one of counts.keys()) nearest.set(one, palette.reduce(nearer(one), 0));
  let text = "";
  for (let at = 0; at < pixels.length; at += 4) text += String.fromCharCode(nearest.get(color(at)));
  return [image.width, image.height, palette, btoa(text)];
}"""


class Camera:
    """One browser and the address of the pages."""

    def __init__(self, browser, site, password):
        self._browser, self.site, self._password = browser, site.rstrip("/"), password

    @contextmanager
    def signed_in(self, user, width=1440):
        """A page of that user; `user` is '' for a visitor."""
        size = {"width": width, "height": HEIGHTS[width]}
        context = self._browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
        page = context.new_page()
        if user:
            page.goto(f"{self.site}/accounts/login/")
            page.fill("[name=login]", user)
            page.fill("[name=password]", self._password)
            page.click("form.sy-sign button")
            page.wait_for_url(f"{self.site}/")
        yield page
        context.close()

    def show(self, page, path, name, *, at=None):
        """A picture of the window at this path, scrolled to the element `at`."""
        page.goto(self.site + path)
        take(page, name, at=at)


def follow(page, selector):
    """Click what leads to another page, and wait until it is there."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def take(page, name, *, at=None):
    """A picture of the window as it stands."""
    page.wait_for_load_state()
    if at:
        page.locator(at).first.evaluate(
            "element => element.scrollIntoView({block: 'center', behavior: 'instant'})"
        )
    picture = page.screenshot()
    blank = page.context.new_page()
    small = blank.evaluate(REDUCE, base64.b64encode(picture).decode())
    blank.close()
    (FOLDER / f"{name}.png").write_bytes(write_png(*small))


def write_png(width, height, colors, indexes):
    """A PNG with a palette, from one base64 text of color numbers."""
    rows = base64.b64decode(indexes)
    lines = b"".join(b"\0" + rows[at : at + width] for at in range(0, width * height, width))
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0),
        b"PLTE": b"".join(color.to_bytes(3, "big") for color in colors),
        b"IDAT": zlib.compress(lines, 9),
        b"IEND": b"",
    }
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts.items()
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def officer(camera):
    """The data officer: catalog, file, columns, refused cells."""
    with camera.signed_in("civil") as page:
        camera.show(page, "/", "officer-home")
        camera.show(page, "/catalog/new/", "officer-new-entry")
    with camera.signed_in("hr") as page:
        page.goto(f"{camera.site}/catalog/own/")
        page.click("main tbody a:has-text('特种作业人员')")
        take(page, "officer-entry")
    rows = [f"410811{number},示例{number}街道,410811,41,4108" for number in range(901, 941)]
    text = "\n".join(["code,name,areaCode,provinceCode,cityCode", *rows, "419901001,无主街道,419901,41,4199"])
    with camera.signed_in("stats") as page:
        page.goto(f"{camera.site}/collection/new/?entry=307002/1")
        file = {"name": "乡镇街道.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.set_input_files("input[type=file]", file)
        take(page, "officer-upload")
        page.click("main form button[type=submit]")
        page.wait_for_url("**/collection/*/")
        take(page, "officer-mapping")
        page.click("main form button[type=submit] >> nth=0")
        page.locator("main a:has-text('查看被退回的单元格')").wait_for(timeout=60_000)
        take(page, "officer-batch")
        page.click("main a:has-text('查看被退回的单元格')")
        take(page, "officer-cells")


def consumer(camera):
    """The consumer department: find, ask, system, query, receipt."""
    with camera.signed_in("civil") as page:
        camera.show(page, "/catalog/", "consumer-catalog")
        page.click("main tbody a:has-text('企业登记基本信息')")
        page.click("main a:has-text('共享') >> nth=0")
        take(page, "consumer-entry-sharing")
        camera.show(page, "/sharing/requests/new/102001-1/", "consumer-request")
        camera.show(page, "/sharing/grants/SG-2026-00002/", "consumer-grant")
        camera.show(page, "/sharing/grants/SG-2026-00002/api/", "consumer-api")
        page.goto(f"{camera.site}/sharing/grants/SG-2026-00002/query/")
        page.fill("main input[type=text] >> nth=0", PERSON)
        page.fill("[name=business_number]", "救助-2026-0017")
        page.click("main form button[type=submit]")
        take(page, "consumer-answer")
        camera.show(page, "/sharing/clients/new/", "consumer-client")


def bureau(camera):
    """The data administration: what waits, review, decision, calendar, duties."""
    with camera.signed_in("bureau") as page:
        camera.show(page, "/", "bureau-home")
        page.goto(f"{camera.site}/catalog/reviews/")
        page.click("main tbody a >> nth=0")
        take(page, "bureau-review")
        camera.show(page, "/sharing/requests/SR-2026-00004/decide/", "bureau-decide", at="text=逐项审批")
        page.goto(f"{camera.site}/sharing/grants/SG-2026-00003/")
        page.click("main button:has-text('撤销')")
        take(page, "bureau-revoke")
        camera.show(page, "/casework/calendar/", "bureau-calendar")
        camera.show(page, "/catalog/responsibilities/?scope=all", "bureau-duties")


def catalog(camera):
    """The catalog in full: search, demand, campaign, edition, elements, upkeep, workbooks, open data."""
    with camera.signed_in("civil") as page:
        camera.show(page, "/search/?q=qydj", "consumer-search")
        camera.show(page, "/demand/", "consumer-demand")
        camera.show(page, "/catalog/workbooks/", "officer-workbooks")
        camera.show(page, "/elements/worklist/", "officer-bindings")
    with camera.signed_in("bureau") as page:
        page.goto(f"{camera.site}/campaigns/")
        follow(page, "main tbody a[href^='/campaigns/']")
        take(page, "bureau-campaign")
        page.goto(f"{camera.site}/campaigns/editions/")
        follow(page, "main tbody a[href*='/editions/']")
        take(page, "bureau-edition")
        page.goto(f"{camera.site}/elements/conflicts/")
        follow(page, "main tbody a[href*='/conflicts/']")
        take(page, "bureau-conflict")
        camera.show(page, "/upkeep/scores/", "bureau-upkeep")
    with camera.signed_in("") as page:
        camera.show(page, "/open/", "open-data")


def administrators(camera):
    """The three administrators and the principal officer."""
    with camera.signed_in("sysadmin") as page:
        camera.show(page, "/organizations/people/new/", "system-new-account")
    with camera.signed_in("secadmin") as page:
        camera.show(page, "/organizations/departments/education/", "security-department")
        camera.show(page, "/organizations/people/", "security-people")
    with camera.signed_in("auditadmin") as page:
        camera.show(page, "/audit/", "audit-trail")
        camera.show(page, "/audit/reads/", "audit-reads")
        camera.show(page, "/audit/verification/", "audit-verification")
    with camera.signed_in("civil-chief") as page:
        camera.show(page, "/organizations/departments/civil-affairs/", "principal-department")


def phone(camera):
    """Narrow pictures."""
    with camera.signed_in("bureau", 390) as page:
        camera.show(page, "/", "phone-home")
    with camera.signed_in("", 390) as page:
        camera.show(page, "/law/jz-data-2020/14/", "phone-law")


def project_of(page, site, *questions):
    """The number of a project in the list, by the first of these queries that finds one."""
    for question in questions:
        page.goto(f"{site}/projects/?{question}")
        links = page.locator("main tbody td.main a, main tbody a[href^='/projects/']")
        if links.count():
            return links.first.get_attribute("href").split("/")[2]
    raise LookupError(f"no project with any of {questions}: is the city simulated?")


def unit(camera):
    """A unit's own projects: page, documents, study, construction, acceptance."""
    with camera.signed_in("tax") as page:
        one = project_of(page, camera.site, "stage=operating", "stage=building", "")
        camera.show(page, f"/projects/{one}/", "unit-project")
        camera.show(page, f"/projects/plans/project/{one}/documents/", "unit-documents")
        camera.show(page, f"/projects/studies/{one}/", "unit-study")
        camera.show(page, f"/projects/delivery/{one}/", "unit-construction")
        camera.show(page, f"/projects/delivery/{one}/acceptance/", "unit-acceptance")


def oversight(camera):
    """The data administration over projects: portfolio, deadlines, plan, experts, review, order."""
    with camera.signed_in("bureau") as page:
        camera.show(page, "/projects/portfolio/", "portfolio")
        camera.show(page, "/projects/portfolio/deadlines/", "project-deadlines")
        page.goto(f"{camera.site}/projects/plans/")
        follow(page, "main tbody a")
        take(page, "bureau-plan")
        page.goto(f"{camera.site}/projects/experts/")
        follow(page, "main tbody a[href*='/experts/']")
        take(page, "bureau-experts")
        follow(page, "main a:has-text('全部评审表')")
        take(page, "expert-sheets")
        one = project_of(page, camera.site, "stage=submitted", "stage=reviewed", "stage=building")
        camera.show(page, f"/projects/approvals/{one}/review/", "bureau-project-review")
        page.goto(f"{camera.site}/supervision/orders/")
        follow(page, "main tbody a[href*='/orders/']")
        take(page, "bureau-order")


def offices(camera):
    """Commission, finance, audit office and leader."""
    with camera.signed_in("commission") as page:
        camera.show(page, "/projects/approvals/commission/", "commission-desk")
        invested = "mode=government_investment"
        one = project_of(page, camera.site, "stage=approved", f"stage=building&{invested}", invested)
        camera.show(page, f"/projects/approvals/{one}/approval/", "commission-approval")
    with camera.signed_in("finance") as page:
        camera.show(page, "/projects/funds/", "finance-desk")
        camera.show(page, "/projects/funds/budgets/", "finance-budgets")
        camera.show(page, "/projects/funds/holds/?standing=open", "finance-holds")
    with camera.signed_in("auditor") as page:
        page.goto(f"{camera.site}/supervision/audits/?state=failed")
        follow(page, "main tbody a[href*='/audits/']")
        take(page, "audit-projects")
        one = project_of(page, camera.site, "stage=operating")
        page.goto(f"{camera.site}/projects/{one}/archive/")
        follow(page, "main form button")
        while not page.locator("main a[download]").count():
            page.wait_for_timeout(1000)
            page.goto(f"{camera.site}/projects/{one}/archive/")
        take(page, "audit-archive")
    with camera.signed_in("leader", 390) as page:
        camera.show(page, "/projects/portfolio/", "phone-portfolio")
        one = project_of(page, camera.site, "stage=building&held=any", "held=any", "stage=operating")
        camera.show(page, f"/projects/{one}/", "phone-project")


def main(site, sign_ins, *scenes):
    """All pictures, or those of the named scenes."""
    FOLDER.mkdir(exist_ok=True)
    password = Path(sign_ins).read_text(encoding="ascii").strip()
    chromium = os.environ.get("SHUYUAN_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for scene in [globals()[name] for name in scenes] or SCENES:
            scene(Camera(browser, site, password))
        browser.close()


SCENES = (officer, consumer, bureau, catalog, administrators, phone, unit, oversight, offices)

if __name__ == "__main__":
    main(*sys.argv[1:])
