"""In a browser: what a search did not find becomes a demand, is routed, answered and confirmed."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shuyuan.demand.models import Demand
from shuyuan.demand.states import State
from shuyuan.kernel.actor import Role

pytestmark = pytest.mark.browser


@pytest.fixture
def people(city):
    """Sign-ins of the three sides."""
    made = {
        "need": (Role.DATA_OFFICER, city.make_department("civil-affairs", name="虚拟市民政局")),
        "have": (Role.DATA_OFFICER, city.make_department("disabled-federation", name="虚拟市残联")),
        "bureau": (
            Role.DATA_ADMINISTRATION,
            city.make_department("data-administration", name="虚拟市大数据局"),
        ),
    }
    return {
        name: city.make_post(role, department, person=city.make_person(name)).department
        for name, (role, department) in made.items()
    }


@pytest.fixture
def published(people):
    """An entry that the search finds, and one that the provider has under another name."""
    factories = import_module("catalog.factories")
    spec = import_module("shuyuan.engine.spec")
    write = import_module("shuyuan.search.documents").write_documents
    items = [spec.ItemSpec("zh", "证号", spec.DataType.CHARACTER, length=20, is_key=True)]
    entry = factories.make_published_entry(people["have"], items, name="证件台账")
    list(write([entry], at=timezone.now()))
    return entry


def test_a_need_that_nobody_met_comes_to_an_answer(browser_page, people, published):
    need = browser_page()
    need.sign_in("need")
    need.page.keyboard.press("/")
    need.page.keyboard.type("证件")
    expect(need.page.locator("#suggestions-top a").first).to_contain_text("证件台账")
    need.page.keyboard.press("ArrowDown")
    expect(need.page.locator("#suggestions-top a").first).to_be_focused()
    need.goto("/search/?q=残疾等级")
    need.assert_accessible()
    need.follow(need.page.get_by_role("link", name="提出需求"))
    need.page.fill("#id_scenario", "受理申请时核对")
    need.page.fill("#id_legal_basis", "社会救助有关行政法规")
    need.page.fill("#id_duty_basis", "部门三定方案中的救助职责")
    expect(need.page.locator("#found-already")).to_contain_text("目录中没有这些信息项")
    need.assert_accessible()
    need.follow(need.page.get_by_role("button", name="列入清单"))
    expect(need.page.locator("main")).to_contain_text("待主管部门对接")
    demand = Demand.objects.get()

    bureau = browser_page(390)
    bureau.sign_in("bureau")
    bureau.goto(demand.get_absolute_url())
    bureau.assert_fits()
    bureau.page.select_option("#id_provider", "disabled-federation")
    bureau.page.fill("#id_due_on", (timezone.localdate() + timedelta(14)).isoformat())
    bureau.follow(bureau.page.get_by_role("button", name="转交"))
    bureau.assert_accessible()

    have = browser_page()
    have.sign_in("have")
    have.goto(demand.get_absolute_url())
    have.page.get_by_label("已有目录").check()
    have.page.fill("#id_entry", published.code)
    have.follow(have.page.get_by_role("button", name="发送答复"))
    have.assert_accessible()

    need.goto(demand.get_absolute_url())
    need.follow(need.page.get_by_role("button", name="就是它"))
    expect(need.page.get_by_role("link", name="申请这些信息项")).to_be_visible()
    demand.refresh_from_db()
    assert (demand.state, demand.entry_id) == (State.CATALOGED, published.pk)
