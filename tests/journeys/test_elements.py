"""One datum, one source: two departments claim it, both are heard, the bureau settles; a form is checked."""

from importlib import import_module

import pytest

from shuyuan.kernel.actor import Role


@pytest.fixture
def dispute(city):
    """Wang of civil affairs and Li of police both collect the marital status; Chen settles."""
    spec = import_module("shuyuan.engine.spec")
    civil = city.make_department("civil-affairs", name="虚拟市民政局")
    police = city.make_department("public-security", name="虚拟市公安局")
    bureau = city.make_department("data-administration", name="虚拟市大数据局")
    posts = {
        "wang": city.make_post(Role.DATA_OFFICER, civil, person=city.make_person("wang", full_name="王建国")),
        "li": city.make_post(Role.DATA_OFFICER, police, person=city.make_person("li", full_name="李向阳")),
        "chen": city.make_post(
            Role.DATA_ADMINISTRATION, bureau, person=city.make_person("chen", full_name="陈明远")
        ),
    }
    import_module("shuyuan.elements.seed").seed_elements()
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    legal = import_module("shuyuan.regulations.context").legal_now(calendar)
    text = spec.DataType.CHARACTER
    items = (
        spec.ItemSpec("id_number", "身份证件号码", text, length=18, is_key=True, sensitive=True),
        spec.ItemSpec("marriage", "婚姻状况", text, length=10),
    )
    factories = import_module("catalog.factories")
    for department, name in ((civil, "婚姻登记信息"), (police, "户籍人口基本信息")):
        entry = factories.make_published_entry(department, items, name=name, subject_kind="person")
        import_module("shuyuan.elements.services").propose_again(entry.pk, legal=legal)
    return {name: city.actor(post) for name, post in posts.items()}


@pytest.mark.parametrize("width", [1440, 390])
def test_a_second_source_is_heard_and_settled(dispute, browser_page, width):
    chen = browser_page(width)
    chen.sign_in("chen")
    chen.goto("/elements/worklist/?q=婚姻状况")
    chen.look("elements-1-worklist")
    for box in chen.page.locator("input[name=line]").all():
        box.check()
    chen.follow("button[name=decision][value=collects]")

    chen.goto("/elements/conflicts/")
    chen.follow("main tbody a")
    case = chen.page.url
    assert chen.page.locator("button[disabled]").count() == 1, "both sides may still speak"
    chen.look("elements-2-case")

    for who, stance in (("wang", "claims"), ("li", "yields")):
        side = browser_page(width)
        side.sign_in(who)
        side.goto(case)
        side.page.check(f"input[name=stance][value={stance}]")
        side.page.fill("[name=statement]", "婚姻登记是民政部门的法定职责")
        side.follow("form[action*='/sides/'] button")

    chen.goto(case)
    chen.press(chen.page.locator("label", has_text="虚拟市民政局"))
    chen.page.fill("[name=reason]", "婚姻登记由民政局办理，公安局从民政局取用。")
    chen.follow("form[action$='/settle/'] button")
    assert "权威来源是虚拟市民政局" in chen.page.inner_text("main")
    chen.look("elements-3-settled")


def test_a_form_is_checked_and_leads_to_the_request(dispute, browser_page):
    elements = import_module("shuyuan.elements.services")
    models = import_module("shuyuan.elements.models")
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    legal = import_module("shuyuan.regulations.context").legal_now(calendar)
    line = models.Proposal.objects.get(item_name="marriage", entry__name="婚姻登记信息")
    elements.accept_proposals([line.pk], use="collects", actor=dispute["chen"], legal=legal)

    li = browser_page()
    li.sign_in("li")
    li.goto("/elements/forms/new/")
    li.page.fill("[name=name]", "落户申请表")
    li.page.fill("[name=text]", "婚姻状况\n迁出地址")
    li.follow("main form button")
    li.look("elements-4-form")

    li.follow("main a[href*='/sharing/requests/new/']")
    assert "婚姻登记信息" in li.page.inner_text("main")
