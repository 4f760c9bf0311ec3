"""The master catalog is published as a numbered edition, and departments take note of their duties."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from shuyuan.audit.steps import record
from shuyuan.campaigns import inbox, registry, selectors
from shuyuan.campaigns.events import Event
from shuyuan.campaigns.models import Campaign, Edition, EditionLine, EditionYear, ResponsibilityList
from shuyuan.campaigns.rules import EditionFacts, judge_edition, next_edition
from shuyuan.campaigns.services.campaigns import end_campaign
from shuyuan.campaigns.states import SETTLED, CampaignState, State
from shuyuan.catalog.models import CatalogRevision, EntryVersion
from shuyuan.catalog.states import IN_MASTER_CATALOG
from shuyuan.catalog.states import State as EntryState
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, NotPermitted, RuleRefused
from shuyuan.kernel.verdict import Verdict
from shuyuan.regulations.context import LegalContext

EDITION = "campaigns.edition"


def proposed_name(year: int) -> str:
    """The number that the next edition of a year gets."""
    return f"{year}-{next_edition(EditionYear.objects.filter(year=year).values_list('last', flat=True))}"


def judge_publication(campaign: Campaign | None) -> Verdict:
    """What stands against publishing the master catalog as an edition now."""
    lists = campaign.lists.exclude(state__in=SETTLED).select_related("department") if campaign else []
    versions = _versions()
    return judge_edition(
        EditionFacts(
            entries=len(versions),
            unsettled_lists=tuple(str(one.department) for one in lists),
            obstacles=tuple(str(obstacle.title) for obstacle in registry.open_obstacles(campaign)),
            same_as=_unchanged_since(versions),
        )
    )


@transaction.atomic(durable=True)
def publish_edition(
    *, year: int, expected: str, note: str = "", actor: Actor, legal: LegalContext
) -> Edition:
    """Freeze the published entries under the next number; ends the campaign of that year.

    `expected` is the number that the page proposed: Conflict when somebody published meanwhile. RuleRefused
    with everything that is still open.
    """
    selectors.require_bureau(actor)
    if not legal.today.year <= year <= legal.today.year + 1:
        raise BadInput("malformed content", code="bad_edition", fields={"year": "year_far_away"})
    EditionYear.objects.get_or_create(year=year)
    counter = EditionYear.objects.select_for_update().get(year=year)
    name = f"{year}-{next_edition([counter.last])}"
    if name != expected:
        raise Conflict(code="edition_published_meanwhile", expected=expected, next=name)
    campaign = selectors.find_open_campaign(year)
    verdict = judge_publication(campaign)
    if not verdict.allowed:
        raise RuleRefused(verdict)
    counter.last += 1
    counter.save(update_fields=["last"])
    versions = EntryVersion.objects.filter(pk__in=_versions()).select_related("entry")
    lines = [_line(version) for version in versions]
    edition = Edition.objects.create(
        year=year,
        number=counter.last,
        name=name,
        campaign=campaign,
        catalog_revision=CatalogRevision.objects.values_list("pk", flat=True).first() or 0,
        entries=len(lines),
        items=sum(line.item_count for line in lines),
        note=note.strip(),
        published_at=legal.now,
        published_by_id=actor.post_id,
    )
    for line in lines:
        line.edition = edition
    EditionLine.objects.bulk_create(lines, batch_size=500)
    ResponsibilityList.objects.bulk_create(_responsibility_lists(edition, lines))
    if campaign is not None:
        end_campaign(campaign, CampaignState.CLOSED, note="", actor=actor, legal=legal)
    left_out = campaign.lists.filter(state=State.LEFT_OUT.value) if campaign else []
    record(
        Event.EDITION_PUBLISHED,
        actor=actor,
        subject_kind=EDITION,
        subject_id=name,
        cites="jz-data-2020/8.2",
        facts={
            "entries": edition.entries,
            "items": edition.items,
            "catalog_revision": edition.catalog_revision,
            "left_out": [one.department.code for one in left_out],
        },
    )
    return edition


@transaction.atomic(durable=True)
def acknowledge(list_id: int, *, actor: Actor, legal: LegalContext) -> ResponsibilityList:
    """The department takes note of what it has to collect."""
    one = selectors.access_responsibility(list_id, actor=actor, lock=True)
    if actor.role not in selectors.ACKNOWLEDGERS or one.department.code != actor.department:
        needed = sorted(selectors.ACKNOWLEDGERS)
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=needed)
    if one.handed_over_at is None:
        raise Conflict(code="not_handed_over")
    if one.acknowledged_at is not None:
        raise Conflict(code="acknowledged_already")
    one.acknowledged_at = legal.now
    one.acknowledged_by_id = actor.post_id
    one.save(update_fields=["acknowledged_at", "acknowledged_by"])
    inbox.close_acknowledgement(one, actor=actor, legal=legal)
    record(
        Event.LIST_ACKNOWLEDGED,
        actor=actor,
        subject_kind=inbox.RESPONSIBILITY,
        subject_id=one.pk,
        cites="jz-data-2020/9.1",
        facts={"edition": one.edition.name},
    )
    return one


def _versions() -> dict[int, bool]:
    """The version of each entry of the master catalog by its id, and whether the entry is suspended."""
    rows = EntryVersion.objects.filter(
        entry__state__in=IN_MASTER_CATALOG, number=F("entry__version")
    ).values_list("pk", "entry__state")
    return {pk: state == EntryState.SUSPENDED for pk, state in rows}


def _unchanged_since(versions: dict[int, bool]) -> str:
    """The number of the last edition when it holds exactly these versions, else ''."""
    last = selectors.list_editions().first()
    if last is None or dict(last.lines.values_list("version_id", "is_suspended")) != versions:
        return ""
    return last.name


def _line(version: EntryVersion) -> EditionLine:
    entry = version.snapshot["entry"]
    return EditionLine(
        entry_id=version.entry_id,
        version=version,
        provider_id=version.entry.provider_id,
        code=version.snapshot["code"],
        name=entry["name"],
        sharing_type=entry["sharing_type"],
        update_cycle=entry["update_cycle"],
        is_open=entry.get("is_open", False),
        is_suspended=version.entry.state == EntryState.SUSPENDED,
        item_count=len(version.snapshot["items"]),
    )


def _responsibility_lists(edition: Edition, lines: Iterable[EditionLine]) -> list[ResponsibilityList]:
    entries: Counter[int] = Counter()
    items: Counter[int] = Counter()
    for line in lines:
        entries[line.provider_id] += 1
        items[line.provider_id] += line.item_count
    return [
        ResponsibilityList(
            edition=edition, department_id=department, entries=entries[department], items=items[department]
        )
        for department in sorted(entries)
    ]
