"""A whole city: sixty departments, eleven counties with departments of their own, one campaign to its end."""

from importlib import import_module

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shuyuan.campaigns import services
from shuyuan.campaigns.models import EditionLine, ResponsibilityList
from shuyuan.campaigns.states import State
from shuyuan.catalog.models import Entry
from shuyuan.kernel.actor import Role
from shuyuan.organizations.models import Department, Person

pytestmark = pytest.mark.django_db

_NAMES = ("养老机构名录",)
#: No page of the room asks more, however many departments there are.
_MOST_QUERIES = 40


class Run:
    """A job that nobody cancels."""

    params, job_id = {}, 0

    def __init__(self, actor):
        self.actor = actor

    def progress(self, done, total=0, note=""):
        pass

    def check_cancelled(self):
        pass


@pytest.fixture
def city(organizations, catalog, bureau):
    """63 departments of the city, 11 county offices, a department in each county; all with a draft."""
    import_module("shuyuan.organizations.seed").seed_departments()
    for office in Department.objects.filter(kind="county"):
        organizations.make_department(
            f"{office.code}-water",
            name=f"{office.region}水利局",
            kind="county_department",
            region=office.region,
        )
    departments = list(Department.objects.order_by("code"))
    for department in departments:
        for name in _NAMES:
            catalog.make_entry(department, name=name)
    return {one.code: organizations.make_actor(Role.PRINCIPAL_OFFICER, one) for one in departments}


def test_a_campaign_of_the_whole_city_from_the_opening_to_the_edition(city, start, bureau, legal):
    campaign = start(*city)
    kinds = campaign.lists.values_list("department__kind", flat=True)
    assert len(city) == campaign.lists.count() == 63 + 11 + 11
    assert set(kinds) == {"city", "oversight", "institution", "county", "county_department"}
    for one in campaign.lists.filter(is_summary=False).select_related("department"):
        actor = city[one.department.code]
        services.submit_list(one.pk, confirmed_not_secret=True, actor=actor, legal=legal)
    assert campaign.lists.filter(state=State.AT_COUNTY.value).count() == 11
    for one in campaign.lists.filter(is_summary=True).select_related("department"):
        actor = city[one.department.code]
        services.submit_summary(one.pk, confirmed_not_secret=True, actor=actor, legal=legal)
    assert campaign.lists.filter(state=State.AT_BUREAU.value).count() == len(city)
    assert Entry.objects.filter(state="submitted").count() == len(_NAMES) * len(city)
    pages_stay_quick(campaign, bureau, legal)
    done = services.approve_lists(campaign.pk, opinion="同意", run=Run(bureau), legal=legal)
    assert done == {"published": len(_NAMES) * len(city), "refused": 0, "accepted": len(city)}
    edition = services.publish_edition(year=2027, expected="2027-1", actor=bureau, legal=legal)
    assert EditionLine.objects.count() == edition.entries == len(_NAMES) * len(city)
    assert ResponsibilityList.objects.count() == len(city)
    one = edition.responsibility_lists.order_by("pk").first()
    services.hand_over_one(one.pk, actor=bureau, legal=legal)
    pages_stay_quick(campaign, bureau, legal, edition)


def pages_stay_quick(campaign, bureau, legal, edition=None):
    """Every page answers with a bounded number of questions to the database."""
    paths = ["", f"{campaign.pk}/", f"lists/{campaign.lists.order_by('pk').first().pk}/", "editions/"]
    if edition is None:
        paths.append("editions/publish/?year=2027")
    else:
        paths += [f"editions/{edition.name}/{tab}" for tab in ("", "changes/", "responsibilities/")]
        paths.append(f"responsibilities/{edition.responsibility_lists.order_by('pk').first().pk}/")
    client = Client()
    with time_machine.travel(legal.now):
        person = Person.objects.get(pk=bureau.person_id)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        for path in paths:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                response = client.get(f"/campaigns/{path}")
            assert response.status_code == 200, path
            assert len(asked) <= _MOST_QUERIES, (path, len(asked))
