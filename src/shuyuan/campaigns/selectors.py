"""Reads of campaigns and editions, and the doors to them."""

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from shuyuan.campaigns.models import Campaign, DepartmentList, Edition, EditionLine, ResponsibilityList
from shuyuan.campaigns.states import SETTLED, CampaignState, State
from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import DRAFTERS
from shuyuan.catalog.states import State as EntryState
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted

#: Who may look at a department's list, hand it in, and pass lists of a county on.
READERS = DRAFTERS
SUBMITTERS = frozenset({Role.PRINCIPAL_OFFICER})
COUNTY_CLERKS = frozenset({Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER})
#: Who takes note of a responsibility list.
ACKNOWLEDGERS = frozenset({Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER})

#: The order in which a campaign shows its lists: the bureau's own work, then who is late, then the rest.
_ORDER = (State.AT_BUREAU, State.ASKED, State.RETURNED, State.AT_COUNTY, State.REVIEWED, State.LEFT_OUT)
_DRAFTED = (EntryState.DRAFT.value, EntryState.RETURNED.value)


def list_campaigns(actor: Actor) -> QuerySet[Campaign]:
    """All campaigns for the bureau, else those in which the department is asked, newest first."""
    settled = Q(lists__state__in=SETTLED)
    campaigns = Campaign.objects.annotate(asked=Count("lists"), settled=Count("lists", filter=settled))
    if actor.is_administration:
        return campaigns
    if actor.role not in READERS:
        return campaigns.none()
    return campaigns.filter(
        pk__in=DepartmentList.objects.filter(department__code=actor.department).values("campaign")
    )


def access_campaign(campaign_id: int, *, actor: Actor, lock: bool = False) -> Campaign:
    """The campaign, for the bureau and for departments that are asked in it; NotFound for others."""
    campaigns = Campaign.objects.select_for_update() if lock else Campaign.objects.all()
    campaign = campaigns.filter(pk=campaign_id).first()
    if campaign is None or not list_campaigns(actor).filter(pk=campaign_id).exists():
        raise NotFound(code="unknown_campaign")
    return campaign


def access_campaign_as_bureau(campaign_id: int, *, actor: Actor, lock: bool = False) -> Campaign:
    """The campaign for who runs it."""
    require_bureau(actor)
    return access_campaign(campaign_id, actor=actor, lock=lock)


def require_bureau(actor: Actor) -> None:
    """NotPermitted for everybody but the data administration."""
    if not actor.is_administration:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=[str(Role.DATA_ADMINISTRATION)])


def find_open_campaign(year: int) -> Campaign | None:
    """The campaign of that year that is under way."""
    return Campaign.objects.filter(year=year, state=CampaignState.OPEN.value).first()


def with_stage(lists: QuerySet[DepartmentList]) -> QuerySet[DepartmentList]:
    """Lists with `stage` (the state, and whether one that is not handed in has been begun) and `rank`."""
    written = Entry.objects.filter(
        provider=OuterRef("department"), state__in=_DRAFTED, saved_at__gte=OuterRef("campaign__opened_at")
    )
    return lists.annotate(
        stage=Case(
            When(Q(state=State.ASKED.value) & Exists(written), then=Value("drafting")),
            When(state=State.ASKED.value, then=Value("not_begun")),
            default=F("state"),
        ),
        rank=Case(
            *(When(state=state, then=Value(place)) for place, state in enumerate(_ORDER)),
            default=Value(len(_ORDER)),
        ),
    )


def list_lists(campaign: Campaign, *, actor: Actor) -> QuerySet[DepartmentList]:
    """The lists of a campaign that the actor may see, with `stage`, `entry_count` and `waiting`.

    All of them for the bureau; a county office's own and its departments'; else the department's own.
    """
    lists = campaign.lists.filter(_visible(actor)).select_related(
        "department__region", "summary__department", "submitted_by__person"
    )
    submitted = EntryState.SUBMITTED.value
    waits = Q(lines__entry__state=submitted) | Q(lines__entry__working_copy__state=submitted)
    return with_stage(lists).annotate(
        entry_count=Count("lines"),
        waiting=Count("lines", filter=waits & Q(state=State.AT_BUREAU.value)),
    )


def count_stages(campaign: Campaign, *, actor: Actor) -> dict[str, int]:
    """Stage → how many of the lists that the actor may see; one query."""
    visible = campaign.lists.filter(_visible(actor))
    rows = with_stage(visible).order_by().values_list("stage").annotate(count=Count("pk"))
    return dict(rows)


def access_list(list_id: int, *, actor: Actor, lock: bool = False) -> DepartmentList:
    """A list for its department, the county office above it and the bureau; NotFound for others."""
    lists = DepartmentList.objects.select_related(
        "campaign", "department", "summary__department", "submitted_by__person", "submitted_by__department"
    )
    if lock:
        lists = lists.select_for_update(of=("self",))
    one = lists.filter(pk=list_id).first()
    if one is None or not _may_see(one, actor):
        raise NotFound(code="unknown_list")
    return one


def find_own_list(campaign: Campaign, *, actor: Actor) -> DepartmentList | None:
    """The list that the actor's own department is asked for."""
    return campaign.lists.filter(department__code=actor.department).first()


def access_list_as_submitter(list_id: int, *, actor: Actor, lock: bool = False) -> DepartmentList:
    """The department's own list for its principal officer, who alone hands it in."""
    one = access_list(list_id, actor=actor, lock=lock)
    if one.department.code != actor.department:
        raise NotFound(code="unknown_list")
    if actor.role not in SUBMITTERS:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=sorted(SUBMITTERS))
    return one


def is_county_clerk(one: DepartmentList, actor: Actor) -> bool:
    """Whether the list goes through the actor's county office."""
    return (
        one.summary is not None
        and one.summary.department.code == actor.department
        and actor.role in COUNTY_CLERKS
    )


def list_editions() -> QuerySet[Edition]:
    """Every edition, newest first."""
    return Edition.objects.select_related("published_by__person", "campaign").order_by("-published_at", "-pk")


def access_edition(name: str) -> Edition:
    """The edition of that number; NotFound for any other."""
    edition = list_editions().filter(name=name).first()
    if edition is None:
        raise NotFound(code="unknown_edition", edition=name)
    return edition


def edition_before(edition: Edition) -> Edition | None:
    """The edition that was published before this one."""
    return list_editions().filter(pk__lt=edition.pk).first()


def list_edition_lines(edition: Edition) -> QuerySet[EditionLine]:
    """The entries of an edition by code; snapshots are left where they are."""
    return edition.lines.select_related("provider").order_by("code")


def count_sharing(edition: Edition) -> dict[str, int]:
    """Sharing type → entries of the edition."""
    rows = edition.lines.order_by().values_list("sharing_type").annotate(count=Count("pk"))
    return dict(rows)


def list_responsibilities(edition: Edition, *, actor: Actor) -> QuerySet[ResponsibilityList]:
    """The responsibility lists of an edition: all for the bureau, else the own department's."""
    lists = edition.responsibility_lists.select_related("department", "paper", "acknowledged_by__person")
    if actor.is_administration:
        return lists.order_by("department__code")
    if actor.role not in READERS:
        return lists.none()
    return lists.filter(department__code=actor.department)


def list_waiting_for_hand_over(edition: Edition) -> QuerySet[ResponsibilityList]:
    """The lists that are still to be handed over; a department that was closed meanwhile gets none."""
    lists = edition.responsibility_lists.filter(handed_over_at__isnull=True, department__is_active=True)
    return lists.order_by("department__code")


def access_responsibility(list_id: int, *, actor: Actor, lock: bool = False) -> ResponsibilityList:
    """A responsibility list for its department and the bureau; NotFound for others."""
    lists = ResponsibilityList.objects.select_related(
        "edition", "department", "paper", "acknowledged_by__person"
    )
    if lock:
        lists = lists.select_for_update(of=("self",))
    one = lists.filter(pk=list_id).first()
    own = one is not None and one.department.code == actor.department and actor.role in READERS
    if one is None or not (own or actor.is_administration):
        raise NotFound(code="unknown_responsibility_list")
    return one


def _visible(actor: Actor) -> Q:
    """The lists that `access_list` would hand out, as a filter."""
    if actor.is_administration:
        return Q()
    seen = Q(department__code=actor.department) if actor.role in READERS else Q(pk__in=[])
    if actor.role in COUNTY_CLERKS:
        seen |= Q(summary__department__code=actor.department)
    return seen


def _may_see(one: DepartmentList, actor: Actor) -> bool:
    if actor.is_administration:
        return True
    own = one.department.code == actor.department and actor.role in READERS
    return own or is_county_clerk(one, actor)
