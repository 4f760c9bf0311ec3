"""The demonstration's edition and campaign: made once, without what the rules refuse."""

import pytest

from shuyuan.campaigns.models import Campaign, Edition, ResponsibilityList
from shuyuan.campaigns.seed import seed_campaign, seed_edition

pytestmark = pytest.mark.django_db


def test_the_demonstration_gets_one_edition_and_one_campaign(
    bureau, civil, county, catalog, principal, legal
):
    actors = {"bureau": bureau, "bureau-chief": principal(bureau.department), "civil": principal(civil)}
    seed_edition(actors, legal=legal)
    assert not Edition.objects.exists()
    catalog.make_published_entry(civil)
    for _ in range(2):
        seed_edition(actors, legal=legal)
        seed_campaign(actors, legal=legal)
    assert Edition.objects.get().name == "2026-1"
    assert ResponsibilityList.objects.get().paper.number == "焦数目〔2026〕1号"
    campaign = Campaign.objects.get()
    assert dict(campaign.lists.values_list("department__code", "state")) == {
        "civil-affairs": "asked",
        "county-419921": "asked",
        "data-administration": "at_bureau",
    }
