"""
The main job, end to end, on a real installation.

Two departments' files go in through the pages, one refers to the other; the system of a third department is
registered, granted, and asks the gateway; the grant is revoked; the trail is verified. The files are the
national division codes where the folder with real input is beside the project, else invented ones.
"""

import json
import re
import subprocess
import time
from pathlib import Path

import pytest

from installation import Installation, wait_for
from journeys.visitor import Visitor

REAL = Path(__file__).parents[3] / "shared" / "data"
DONE_SECONDS = 90

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    place = Installation(tmp_path_factory.mktemp("city"))
    place.shuyuan("setup")
    place.shuyuan("demo", "--people", "300", "--projects", "0")
    place.serve()
    yield place
    place.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Counties and townships as departments hand them in, and the number of rows of each."""
    if (REAL / "streets.csv").exists():
        return {"counties": (REAL / "areas.csv", 2978), "towns": (REAL / "streets.csv", 41352)}
    folder = tmp_path_factory.mktemp("files")
    counties = [(f"4199{n:02d}", f"示范{n}区", "4199", "41") for n in range(1, 21)]
    towns = [
        (f"{code}{n:03d}", f"示范{n}镇", code, "41", "4199") for code, *_ in counties for n in range(1, 11)
    ]
    for name, header, rows in (
        ("counties", "code,name,cityCode,provinceCode", counties),
        ("towns", "code,name,areaCode,provinceCode,cityCode", towns),
    ):
        lines = [header, *(",".join(row) for row in rows)]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {"counties": (folder / "counties.csv", 20), "towns": (folder / "towns.csv", 200)}


@pytest.fixture
def sign_in(chromium, installation):
    """`sign_in("civil")`: a Visitor of the running installation in that post."""
    password = (installation.home / "demo" / "sign-ins").read_text().strip()
    opened = []

    def enter(username, width=1440):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", accept_downloads=True
        )
        visitor = Visitor(context.new_page(), installation.pages)
        visitor.sign_in(username, password)
        opened.append((context, visitor))
        return visitor

    yield enter
    for context, visitor in opened:
        context.close()
        visitor.assert_quiet()


def press(visitor, words):
    visitor.follow(f"main >> text={words} >> visible=true")


def confirm(visitor, name, reason):
    visitor.press(f"[data-dialog={name}]")
    visitor.page.fill(f"#{name} [name=reason]", reason)
    visitor.follow(f"#{name} .sy-dialog-foot button >> nth=1")


def send(visitor, entry, path):
    """Upload, confirm the proposed columns, wait for the end; the batch's page is open then."""
    page = visitor.page
    visitor.goto("/collection/new/")
    option = page.locator(f"[name=entry] option:has-text('{entry}')").get_attribute("value")
    page.select_option("[name=entry]", option)
    page.set_input_files("[name=file]", path)
    visitor.follow("main form button[type=submit]")
    visitor.look("main-mapping")
    press(visitor, "校验并入池")
    page.locator("main .sy-head >> text=/已入池|无变化|退回/").wait_for(timeout=DONE_SECONDS * 1000)
    visitor.look("main-batch")
    return page.locator(".sy-tiles").inner_text()


def ask(installation, token, grant, key):
    """What `curl` gets for one key: status and body."""
    body = {"grant": grant, "purpose": "work_reference", "business_number": "JY-2026-0001", "key": key}
    done = subprocess.run(
        [
            "curl", "-sS", "-w", "\n%{http_code}", f"{installation.gateway}/v1/data/{ask.entry}/lookup",
            "-H", f"Authorization: Bearer {token}", "-H", "Content-Type: application/json",
            "-d", json.dumps(body),
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    text, status = done.stdout.rsplit("\n", 1)
    return int(status), json.loads(text)


def test_streets_go_from_one_department_to_the_system_of_another(installation, files, sign_in):
    counties, county_count = files["counties"]
    towns, town_count = files["towns"]

    civil = sign_in("civil")
    assert f"{county_count:,}" in send(civil, "县级行政区划代码", counties)
    statistics = sign_in("stats")
    assert f"{town_count:,}" in send(statistics, "乡级行政区划代码", towns)
    send(statistics, "乡级行政区划代码", towns)
    assert "无变化" in statistics.page.locator("main .sy-head").inner_text()

    # A third department registers a system; the bureau takes it into the register.
    education = sign_in("education")
    page = education.page
    education.goto("/systems/new/")
    page.fill("[name=name]", "义务教育入学服务系统")
    page.fill("[name=duty]", "按招生片区核对学生户籍所在乡镇街道")
    education.follow("main form button[type=submit]")
    system = page.url.removeprefix(installation.pages)
    bureau = sign_in("bureau")
    bureau.goto(system)
    bureau.follow("main .cw-actions form button")

    education.goto("/sharing/clients/new/")
    page.select_option("[name=system]", label="义务教育入学服务系统")
    page.fill("[name=name]", "入学服务后端")
    page.check("[name=source][value=generate]")
    education.follow("main form button[type=submit]")
    education.look("main-key")
    download = education.download("a[download$='.pem']")
    key_file = installation.home / "education.pem"
    download.save_as(key_file)
    client = download.suggested_filename.removesuffix(".pem")

    # The data are unconditional: the grant comes at once.
    education.goto("/catalog/?q=乡级")
    education.follow("main table a:has-text('乡级行政区划代码')")
    ask.entry = re.search(r"(\d+)/(\d+)", page.locator("main").inner_text())[0].replace("/", "-")
    education.goto(f"/sharing/requests/new/{ask.entry}/")
    for box in page.locator("[name=items]").all():
        box.check()
    for mode in ("api", "online_query"):
        page.check(f"[name=modes][value={mode}]")
    page.check(f"[name=clients][value={client}]")
    education.look("main-wishes")
    press(education, "保存并继续")
    page.select_option("[name=purpose_kind]", "work_reference")
    page.fill("[name=purpose]", "核对入学报名填报的乡镇街道代码")
    press(education, "保存并继续")
    education.look("main-check")
    education.follow("main form button.btn-primary")
    education.look("main-granted")
    grant = re.search(r"SG-\d{4}-\d{5}", page.content())[0]
    education.goto(f"/sharing/grants/{grant}/")
    assert page.locator(".sy-notice-waiting").count() == 0  # the gateway has been told
    education.look("main-grant")

    # The system gets a token and asks, as the guide shows.
    token = installation.shuyuan("token", "--client", client, "--key", str(key_file)).strip()
    with towns.open(encoding="utf-8") as lines:
        next(lines)
        code, name = next(lines).replace('"', "").split(",")[:2]
    status, answer = ask(installation, token, grant, code)
    assert (status, answer["results"][0]["data"]["name"]) == (200, name)

    # A person asks by the page, and checks the receipt there.
    education.goto(f"/sharing/grants/{grant}/query/")
    page.fill("[name=key_code]", code)
    page.fill("[name=business_number]", "JY-2026-0002")
    education.follow("main form button.btn-primary")
    assert name in page.locator("main").inner_text()
    education.look("main-query")
    education.goto("/sharing/receipts/verify/")
    page.fill("[name=text]", json.dumps(answer, ensure_ascii=False))
    education.follow("main form button.btn-primary")
    education.look("main-receipt")
    assert page.locator(".sy-notice-done").count() == 1

    # Revoked by the bureau: refused within a second.
    bureau.goto(f"/sharing/grants/{grant}/")
    confirm(bureau, "revoke-grant", "招生工作结束")
    revoked = time.monotonic()
    while ask(installation, token, grant, code)[0] == 200:
        assert time.monotonic() - revoked < 1.0
    status, problem = ask(installation, token, grant, code)
    assert status == 403
    assert problem["reasons"][0]["cites"].startswith("jz-data-2020/")

    # The trail holds everything and is whole.
    auditor = sign_in("auditadmin")
    wait_for(lambda: "JY-2026-0001" in _page_text(auditor, "/audit/reads/"), seconds=20)
    auditor.look("main-reads")
    auditor.goto("/audit/")
    auditor.look("main-audit")
    installation.shuyuan("audit", "verify")


def _page_text(visitor, path):
    visitor.goto(path)
    return visitor.page.locator("main").inner_text()
