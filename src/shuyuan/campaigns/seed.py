"""The demonstration's edition of this year, and the campaign for the next one."""

from collections.abc import Mapping

from shuyuan.campaigns.models import Campaign, Edition
from shuyuan.campaigns.services import hand_over_one, open_campaign, publish_edition, submit_list
from shuyuan.campaigns.services.editions import judge_publication, proposed_name
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import RuleRefused
from shuyuan.organizations.selectors import list_departments
from shuyuan.regulations.context import LegalContext

#: Working days from today for the steps of the campaign.
_DAYS = {"closes_on": 12, "county_due_on": 17, "review_due_on": 27}


def seed_edition(actors: Mapping[str, Actor], *, legal: LegalContext) -> None:
    """Publish what is in the master catalog, and hand the lists over to who can sign in; once only."""
    bureau = actors["bureau"]
    if Edition.objects.exists() or not judge_publication(None).allowed:
        return
    year = legal.today.year
    name = proposed_name(year)
    edition = publish_edition(
        year=year, expected=name, note="试运行期间的第一期总目录。", actor=bureau, legal=legal
    )
    for one in edition.responsibility_lists.filter(department__code="civil-affairs"):
        hand_over_one(one.pk, actor=bureau, legal=legal)


def seed_campaign(actors: Mapping[str, Actor], *, legal: LegalContext) -> None:
    """Ask the departments of the demonstration and the county offices for next year's lists; once only."""
    year = legal.today.year + 1
    if Campaign.objects.exists():
        return
    counties = list_departments().filter(kind="county").values_list("code", flat=True)
    campaign = open_campaign(
        name=f"{year}年度政务数据资源目录编制",
        year=year,
        opens_on=legal.today,
        departments={*counties, *(actor.department for actor in actors.values())},
        **{name: legal.calendar.add(legal.today, count) for name, count in _DAYS.items()},
        actor=actors["bureau"],
        legal=legal,
    )
    chief = actors["bureau-chief"]
    own = campaign.lists.filter(department__code=chief.department).first()
    if own is None or chief.role is not Role.PRINCIPAL_OFFICER:
        return
    try:
        submit_list(own.pk, confirmed_not_secret=True, nothing_to_catalog=True, actor=chief, legal=legal)
    except RuleRefused:
        return  # a draft of the bureau is not finished; its list is awaited like the others
