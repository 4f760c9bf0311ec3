"""The bureau moves the days of a running campaign: lists, tasks and the departments follow."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shuyuan.audit.steps import record
from shuyuan.campaigns import inbox, selectors
from shuyuan.campaigns.events import Event
from shuyuan.campaigns.models import Campaign, DayMove, DepartmentList
from shuyuan.campaigns.rules import faults_of_moved_days
from shuyuan.campaigns.services.campaigns import CAMPAIGN, require_open
from shuyuan.campaigns.states import WITH_THE_DEPARTMENT, State
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput
from shuyuan.regulations.context import LegalContext

DAYS = ("opens_on", "closes_on", "county_due_on", "review_due_on")


def days_of(campaign: Campaign) -> dict[str, date]:
    """Field → day, of the four days that can be moved."""
    return {name: getattr(campaign, name) for name in DAYS}


@transaction.atomic(durable=True)
def move_days(
    campaign_id: int,
    *,
    opens_on: date,
    closes_on: date,
    county_due_on: date,
    review_due_on: date,
    reason: str,
    actor: Actor,
    legal: LegalContext,
) -> Campaign:
    """Give a running campaign other days, with a reason; open tasks follow, waiting departments are told.

    BadInput when nothing changes, a day is over, or the order is broken; Conflict for an ended campaign.
    """
    campaign = selectors.access_campaign_as_bureau(campaign_id, actor=actor, lock=True)
    require_open(campaign)
    before = days_of(campaign)
    after = dict(zip(DAYS, (opens_on, closes_on, county_due_on, review_due_on), strict=True))
    faults = faults_of_moved_days(before, after, today=legal.today)
    if not reason.strip():
        faults["reason"] = "required"
    if before == after:
        faults["closes_on"] = "nothing_moved"
    if faults:
        raise BadInput("malformed content", code="bad_campaign", fields=faults)
    for name, day in after.items():
        setattr(campaign, name, day)
    campaign.save(update_fields=DAYS)
    changed = {
        name: [before[name].isoformat(), day.isoformat()]
        for name, day in after.items()
        if day != before[name]
    }
    DayMove.objects.create(
        campaign=campaign, at=legal.now, by_id=actor.post_id, reason=reason.strip(), days=changed
    )
    told = _follow(campaign, reason=reason.strip(), actor=actor, legal=legal)
    record(
        Event.CAMPAIGN_MOVED,
        actor=actor,
        subject_kind=CAMPAIGN,
        subject_id=campaign.pk,
        cites="jz-data-2020/8.2",
        facts={"days": changed, "reason": reason.strip(), "told": told},
    )
    return campaign


def _follow(campaign: Campaign, *, reason: str, actor: Actor, legal: LegalContext) -> list[str]:
    """Move what hangs on the days; gives the departments whose own day moved, and who were told."""
    lists = list(campaign.lists.select_related("campaign", "department"))
    told = []
    for one in lists:
        one.campaign = campaign
        due_on = campaign.county_due_on if one.is_summary else campaign.closes_on
        is_moved = one.due_on != due_on
        one.due_on = due_on
        if one.state == State.AT_BUREAU:
            inbox.move_review(one, reason=reason, actor=actor, legal=legal)
        elif is_moved and one.state in WITH_THE_DEPARTMENT:
            inbox.move_list(one, due_on=due_on, reason=reason, actor=actor, legal=legal)
            title = _("The days of the catalog campaign are moved")
            inbox.tell_officers(one, inbox.MOVED, title, text=reason, actor=actor, legal=legal)
            told.append(one.department.code)
    DepartmentList.objects.bulk_update(lists, ["due_on"], batch_size=500)
    return told
