"""Pages of campaigns over HTTP: who gets in, what they show with a whole city, what a form does."""

import pytest
import time_machine

from browsers import browser_of
from shuyuan.campaigns import services
from shuyuan.campaigns.models import Campaign
from shuyuan.catalog.services import make_remark
from shuyuan.kernel.actor import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_person(legal):
    """`as_person(actor)`: a signed-in browser on Monday 23 November 2026."""
    with time_machine.travel(legal.now):
        yield browser_of


def form(**changes):
    return {
        "name": "2027年度目录编制",
        "year": 2027,
        "opens_on": "2026-11-23",
        "closes_on": "2026-12-04",
        "county_due_on": "2026-12-09",
        "review_due_on": "2026-12-18",
        "departments": ["civil-affairs"],
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes_on": "2026-11-20"}, "closes_on"),
        ({"opens_on": "2026-11-01"}, "opens_on"),
        ({"county_due_on": "2026-12-01"}, "county_due_on"),
        ({"review_due_on": "2026-12-08"}, "review_due_on"),
        ({"year": 2035}, "year"),
        ({"departments": []}, "departments"),
        ({"departments": ["nobody"]}, "departments"),
        ({"name": " "}, "name"),
        ({"closes_on": "soon"}, "closes_on"),
    ],
)
def test_a_campaign_whose_form_is_wrong_is_not_opened(as_person, bureau, civil, changes, field):
    response = as_person(bureau).post("/campaigns/new/", form(**changes))
    assert response.status_code == 400
    assert field in response.context["form"].errors
    assert not Campaign.objects.exists()


def test_a_second_campaign_of_the_same_year_is_a_conflict(as_person, bureau, civil):
    client = as_person(bureau)
    assert client.post("/campaigns/new/", form()).status_code == 302
    response = client.post("/campaigns/new/", form(name="另一次"))
    assert response.status_code == 409
    assert "2027年度只能有一项" in response.text
    campaign = Campaign.objects.get()
    assert client.post(f"/campaigns/{campaign.pk}/cancel/", {"reason": ""}).status_code == 400
    assert client.post(f"/campaigns/{campaign.pk}/cancel/", {"reason": "重新部署"}).status_code == 302
    assert client.post("/campaigns/new/", form(name="另一次")).status_code == 302


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_which_campaign(as_person, organizations, civil, tax, start, role):
    campaign = start(civil)
    own = campaign.lists.get()
    asked = as_person(organizations.make_actor(role, civil))
    other = as_person(organizations.make_actor(role, tax))
    inside = {Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER, Role.OPERATOR}
    if role is Role.DATA_ADMINISTRATION:
        expected = (200, 200, 200, 200)
    elif role in inside:
        expected = (302, 200, 404, 404)
    else:
        expected = (403, 403, 403, 403)
    addresses = (f"/campaigns/{campaign.pk}/", f"/campaigns/lists/{own.pk}/")
    assert tuple(c.get(path).status_code for c in (asked, other) for path in addresses) == expected


def test_the_list_page_shows_every_fault_before_the_button_is_pressed(
    as_person, start, civil, catalog, principal
):
    catalog.make_entry(civil, name="救助对象名录", abstract="", method_types=[])
    one = start(civil).lists.get()
    client = as_person(principal(civil))
    page = client.get(f"/campaigns/lists/{one.pk}/")
    assert "救助对象名录" in page.text
    assert page.context["positions"][0].verdict.reasons
    refused = client.post(f"/campaigns/lists/{one.pk}/submit/", {"confirmed_not_secret": "on"})
    assert refused.status_code == 409
    assert "救助对象名录" in refused.text
    assert client.post(f"/campaigns/lists/{one.pk}/submit/", {}).status_code == 400


def test_reminding_counts_and_goes_to_those_who_are_late(
    as_person, start, civil, tax, bureau, principal, legal
):
    campaign = start(civil, tax)
    done = campaign.lists.get(department=tax)
    services.submit_list(
        done.pk, confirmed_not_secret=True, nothing_to_catalog=True, actor=principal(tax), legal=legal
    )
    response = as_person(bureau).post(f"/campaigns/{campaign.pk}/remind/", follow=True)
    assert "已催办1个部门" in response.text
    assert dict(campaign.lists.values_list("department__code", "reminders")) == {"civil-affairs": 1, "tax": 0}


def test_publishing_with_open_lists_says_where_to_go(as_person, start, civil, catalog, bureau):
    catalog.make_published_entry(civil)
    one = start(civil).lists.get()
    client = as_person(bureau)
    page = client.get("/campaigns/editions/publish/?year=2027")
    assert one.get_absolute_url() in page.text
    refused = client.post("/campaigns/editions/publish/", {"year": 2027, "expected": "2027-1"})
    assert refused.status_code == 409
    assert "虚拟市民政局" in refused.text
    assert client.get("/campaigns/editions/publish/?year=1999").status_code == 400
    assert client.post("/campaigns/editions/publish/", {"year": "x"}).status_code == 400


@pytest.mark.parametrize(
    "path", ["2027-1/", "2027-1/changes/", "2027-1/workbook/", "2027-1/responsibilities/"]
)
def test_an_edition_that_is_not_there_is_not_found(as_person, bureau, path):
    assert as_person(bureau).get(f"/campaigns/editions/{path}").status_code == 404


@pytest.mark.parametrize("query", ["?with=2027-1", "?with=1999-1", "?with=1"])
def test_a_comparison_that_makes_no_sense_is_refused(as_person, bureau, civil, catalog, legal, query):
    catalog.make_published_entry(civil)
    services.publish_edition(year=2027, expected="2027-1", actor=bureau, legal=legal)
    status = as_person(bureau).get(f"/campaigns/editions/2027-1/changes/{query}").status_code
    assert status == (400 if "2027" in query else 404)


def test_a_list_is_returned_from_its_page_with_the_remarks_on_its_entries(
    as_person, bureau, civil, principal, catalog, start, legal
):
    entry = catalog.make_entry(civil, name="养老机构名录")
    one = start(civil).lists.get()
    services.submit_list(one.pk, confirmed_not_secret=True, actor=principal(civil), legal=legal)
    make_remark(entry.pk, field="abstract", text="写明统计口径", actor=bureau, legal=legal)
    browser, address = as_person(bureau), f"/campaigns/lists/{one.pk}/"
    assert "写明统计口径" in browser.get(address).content.decode()
    response = browser.post(f"{address}return/", {"reason": "1. 缺救助对象目录\n2. 缺殡葬服务目录"})
    assert response.status_code == 302
    shown = as_person(principal(civil)).get(address).content.decode()
    for words in ("退回补正（第1次）", "缺救助对象目录", "缺殡葬服务目录", "写明统计口径"):
        assert words in shown
