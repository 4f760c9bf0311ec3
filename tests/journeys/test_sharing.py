"""Sharing, from the wish to the revocation: a consumer asks, the bureau decides, tightens and revokes."""

from importlib import import_module

import pytest

from shuyuan.kernel.actor import Role


@pytest.fixture
def people(city):
    """Wang of civil affairs asks, Chen of the bureau decides; police keeps the population entry."""
    spec = import_module("shuyuan.engine.spec")
    civil = city.make_department("civil-affairs", name="虚拟市民政局")
    police = city.make_department("public-security", name="虚拟市公安局")
    bureau = city.make_department("data-bureau", name="虚拟市大数据局")
    posts = {
        "wang": city.make_post(Role.DATA_OFFICER, civil, person=city.make_person("wang", full_name="王建国")),
        "chen": city.make_post(
            Role.DATA_ADMINISTRATION, bureau, person=city.make_person("chen", full_name="陈明远")
        ),
    }
    text = spec.DataType.CHARACTER
    items = (
        spec.ItemSpec("id_number", "身份证件号码", text, length=18, is_key=True, sensitive=True),
        spec.ItemSpec("person_name", "姓名", text, length=50, required=True, sensitive=True),
        spec.ItemSpec("birth_date", "出生日期", spec.DataType.DATE),
        spec.ItemSpec("region_code", "区划代码", text, length=6),
    )
    entry = import_module("catalog.factories").make_published_entry(
        police, items, name="户籍人口基本信息", sharing_type="conditional", subject_kind="person"
    )
    return {"entry": entry, **{name: city.actor(post) for name, post in posts.items()}}


@pytest.fixture
def client_system(people):
    """A client of Wang's department."""
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    legal = import_module("shuyuan.regulations.context").legal_now(calendar)
    systems = import_module("shuyuan.systems.services")
    system = systems.propose_system(
        name="社会救助管理系统",
        network="egov_extranet",
        hosting="government_cloud",
        duty="办理社会救助",
        actor=people["wang"],
        legal=legal,
    )
    systems.register_system(system.pk, actor=people["chen"], legal=legal)
    pair = import_module("shuyuan.sharing.client_keys").make_key_pair()
    return import_module("shuyuan.sharing.services").register_client(
        system.pk, name="救助核验", key=pair.public, actor=people["wang"], legal=legal
    )


def ask(visitor, entry, client):
    """The three steps of a request, up to its own page."""
    page = visitor.page
    assert visitor.goto(f"/sharing/requests/new/{entry.path}/") == 200
    for item in ("id_number", "person_name", "birth_date"):
        page.check(f"#item-{item}")
    page.check("input[name=modes][value=api]")
    page.check(f"input[name=clients][value='{client.client_id}']")
    visitor.look("sharing-1-wishes")
    visitor.follow("main button[type=submit]", "**/grounds/")
    visitor.look("sharing-2-grounds")
    visitor.goto(page.url.replace("/grounds/", "/check/"))
    assert page.locator(".sy-reasons li").count() == 2
    visitor.look("sharing-3-check-refused")

    visitor.goto(page.url.replace("/check/", "/grounds/"))
    page.select_option("select[name=purpose_kind]", "administrative_basis")
    page.fill("input[name=purpose]", "核验救助对象身份")
    for name in ("legal_basis", "duty_basis", "business_need"):
        page.fill(f"textarea[name={name}]", "社会救助有关规定")
    visitor.follow("main button[type=submit]", "**/check/")
    visitor.look("sharing-4-check")
    visitor.follow("main form button.btn-primary", "**/sharing/requests/SR-*/")


def test_a_request_is_made_decided_used_tightened_and_revoked(browser_page, width, people, client_system):
    wang, chen = browser_page(width), browser_page(width)
    wang.sign_in("wang")
    ask(wang, people["entry"], client_system)
    wang.look("sharing-5-request")
    number = wang.page.url.rstrip("/").rsplit("/", 1)[1]

    chen.sign_in("chen")
    page = chen.page
    assert chen.goto(f"/sharing/requests/{number}/decide/") == 200
    chen.look("sharing-6-decide")
    page.select_option("select[name=decision_id_number]", "given")
    page.select_option("select[name=decision_person_name]", "masked")
    page.select_option("select[name=decision_birth_date]", "refused")
    chen.allow("400")
    chen.follow("main form button.btn-primary")
    assert page.locator(".sy-errors li").count() == 1
    chen.look("sharing-7-decide-gap")
    page.fill("input[name=reason_birth_date]", "与用途无关")
    chen.follow("main form button.btn-primary", "**/sharing/grants/SG-*/")
    chen.look("sharing-8-grant")
    grant = page.url

    wang.goto(grant)
    assert "person_name" in wang.page.inner_text("pre")
    assert "birth_date" not in wang.page.inner_text("pre")
    for name in ("api", "query"):
        wang.goto(f"{grant}{name}/")
        wang.look(f"sharing-9-{name}")

    chen.goto(f"{grant}tighten/")
    chen.look("sharing-10-tighten")
    page.uncheck("input[name=keep_person_name]")
    page.fill("textarea[name=reason]", "最小必要")
    chen.follow("main form button.btn-primary", grant)
    chen.press("[data-dialog=revoke-grant]")
    page.fill("#revoke-grant textarea", "职责变更")
    chen.look("sharing-11-revoke")
    chen.follow("#revoke-grant button.btn-danger", grant)
    assert "职责变更" in page.inner_text("main")


def test_registers_clients_and_lists_are_finished_pages(browser_page, width, people, client_system):
    visitor = browser_page(width)
    visitor.sign_in("wang")
    for name, path in {
        "systems": "/systems/",
        "system-new": "/systems/new/",
        "system": f"/systems/{client_system.system_id}/",
        "clients": "/sharing/clients/",
        "client": f"/sharing/clients/{client_system.client_id}/",
        "client-new": "/sharing/clients/new/",
        "requests": "/sharing/requests/",
        "grants": "/sharing/grants/",
        "verify": "/sharing/receipts/verify/",
    }.items():
        assert visitor.goto(path) == 200
        visitor.look(f"sharing-{name}")
    visitor.goto("/sharing/clients/new/")
    visitor.page.fill("input[name=name]", "另一个接入")
    visitor.page.check("input[name=source][value=generate]")
    visitor.follow("main form button.btn-primary")
    assert "BEGIN PRIVATE KEY" in visitor.page.inner_text("pre")
    visitor.look("sharing-key-once")
    download = visitor.download("a[download$='.pem']")
    assert download.suggested_filename.endswith(".pem")
