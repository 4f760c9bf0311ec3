"""The bureau opens a campaign, reminds those who have not handed in, or calls it off."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from shuyuan.audit.steps import record
from shuyuan.campaigns import inbox, selectors
from shuyuan.campaigns.events import Event
from shuyuan.campaigns.models import Campaign, DepartmentList
from shuyuan.campaigns.rules import faults_of_days
from shuyuan.campaigns.states import WITH_THE_DEPARTMENT, CampaignState
from shuyuan.casework.steps import settle_completion
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.organizations.models import Department
from shuyuan.organizations.selectors import list_departments
from shuyuan.regulations.context import LegalContext

CAMPAIGN = "campaigns.campaign"


@transaction.atomic(durable=True)
def open_campaign(
    *,
    name: str,
    year: int,
    opens_on: date,
    closes_on: date,
    county_due_on: date,
    review_due_on: date,
    departments: Collection[str],
    actor: Actor,
    legal: LegalContext,
) -> Campaign:
    """Ask these departments (by code) for their lists; a county's departments bring in their county office.

    BadInput for days out of order, an unknown department or none; Conflict for a second open campaign.
    """
    selectors.require_bureau(actor)
    faults = faults_of_days(
        year=year,
        opens_on=opens_on,
        closes_on=closes_on,
        county_due_on=county_due_on,
        review_due_on=review_due_on,
        today=legal.today,
    )
    if not name.strip():
        faults["name"] = "required"
    asked = list(list_departments().filter(code__in=departments))
    if not asked or len(asked) != len(set(departments)):
        faults["departments"] = "unknown_department" if departments else "required"
    if faults:
        raise BadInput("malformed content", code="bad_campaign", fields=faults)
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(
                name=name.strip(),
                year=year,
                opens_on=opens_on,
                closes_on=closes_on,
                county_due_on=county_due_on,
                review_due_on=review_due_on,
                opened_at=legal.now,
                opened_by_id=actor.post_id,
            )
    except IntegrityError as error:
        raise Conflict(code="campaign_open_already", year=year) from error
    lists = _make_lists(campaign, asked)
    for one in lists:
        inbox.ask_for_list(one, actor=actor, legal=legal)
        inbox.tell_officers(one, inbox.OPENED, _("The catalog campaign has begun"), actor=actor, legal=legal)
    record(
        Event.CAMPAIGN_OPENED,
        actor=actor,
        subject_kind=CAMPAIGN,
        subject_id=campaign.pk,
        cites="jz-data-2020/8.2",
        facts={"year": year, "closes_on": closes_on.isoformat(), "departments": len(lists)},
    )
    return campaign


@transaction.atomic(durable=True)
def remind_departments(
    campaign_id: int, *, lists: Collection[int] = (), actor: Actor, legal: LegalContext
) -> int:
    """Remind the departments that have not handed in, or of them only these lists; gives how many.

    Each reminder is one of casework's, with its number; a department is reminded once a day. Conflict when
    all of them were today.
    """
    campaign = selectors.access_campaign_as_bureau(campaign_id, actor=actor, lock=True)
    require_open(campaign)
    late = campaign.lists.filter(state__in=WITH_THE_DEPARTMENT).select_related("department", "campaign")
    if lists:
        late = late.filter(pk__in=lists)
    reminded = [one for one in late if inbox.remind_of_list(one, actor=actor, legal=legal)]
    if not reminded:
        raise Conflict(code="all_reminded_today")
    for one in reminded:
        one.reminders += 1
        one.reminded_at = legal.now
    DepartmentList.objects.bulk_update(reminded, ["reminders", "reminded_at"])
    record(
        Event.CAMPAIGN_REMINDED,
        actor=actor,
        subject_kind=CAMPAIGN,
        subject_id=campaign.pk,
        cites="jz-data-2020/8.2",
        facts={"departments": [one.department.code for one in reminded]},
    )
    return len(reminded)


@transaction.atomic(durable=True)
def cancel_campaign(campaign_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> Campaign:
    """Call the campaign off; entries keep their states, the lists are no longer awaited."""
    campaign = selectors.access_campaign_as_bureau(campaign_id, actor=actor, lock=True)
    require_open(campaign)
    if not reason.strip():
        raise BadInput("malformed content", code="bad_campaign", fields={"reason": "required"})
    end_campaign(campaign, CampaignState.CANCELLED, note=reason.strip(), actor=actor, legal=legal)
    record(
        Event.CAMPAIGN_CANCELLED,
        actor=actor,
        subject_kind=CAMPAIGN,
        subject_id=campaign.pk,
        facts={"reason": campaign.note},
    )
    return campaign


def end_campaign(
    campaign: Campaign, state: CampaignState, *, note: str, actor: Actor, legal: LegalContext
) -> None:
    """Write the end of a campaign and take its tasks out of the inboxes, in the caller's transaction."""
    campaign.state = state.value
    campaign.note = note
    campaign.ended_at = legal.now
    campaign.save(update_fields=["state", "note", "ended_at"])
    for one in campaign.lists.all():
        settle_completion(inbox.LIST, one.pk, is_over=True, legal=legal)
        inbox.close_list(one, outcome=state.value, actor=actor, legal=legal)


def require_open(campaign: Campaign) -> None:
    """Conflict for a campaign that has ended."""
    if not campaign.is_open:
        raise Conflict(code="campaign_ended", campaign=campaign.name)


def _make_lists(campaign: Campaign, asked: Iterable[Department]) -> list[DepartmentList]:
    """A list for each department; those of county departments know the county office that they go through."""
    asked = list(asked)
    members = [one for one in asked if one.kind == Department.Kind.COUNTY_DEPARTMENT]
    offices = {
        one.region_id: one for one in list_departments().filter(kind=Department.Kind.COUNTY).order_by("-code")
    }
    directly = {one.pk: one for one in asked if one not in members}
    for member in members:
        office = offices.get(member.region_id)
        if office is not None:
            directly.setdefault(office.pk, office)
    made: dict[int, DepartmentList] = {}
    for department in directly.values():
        is_summary = department.kind == Department.Kind.COUNTY
        made[department.pk] = DepartmentList.objects.create(
            campaign=campaign,
            department=department,
            is_summary=is_summary,
            due_on=campaign.county_due_on if is_summary else campaign.closes_on,
        )
    for member in members:
        office = offices.get(member.region_id)
        made[member.pk] = DepartmentList.objects.create(
            campaign=campaign,
            department=member,
            summary=made[office.pk] if office else None,
            due_on=campaign.closes_on,
        )
    return list(made.values())
