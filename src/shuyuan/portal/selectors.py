"""What the home pages show, gathered from the rooms below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from shuyuan.casework.models import Task
from shuyuan.casework.selectors import Counts, InboxItem, counts, done_by, inbox
from shuyuan.catalog.selectors import (
    list_own_entries,
    list_published_entries,
    list_visible_entries,
    list_waiting_for_review,
)
from shuyuan.catalog.states import State
from shuyuan.collection.models import Batch
from shuyuan.collection.selectors import list_batches
from shuyuan.kernel.actor import WITHOUT_DATA, Actor
from shuyuan.kernel.verdict import Reason
from shuyuan.organizations.models import Department
from shuyuan.organizations.selectors import duty_gaps, list_departments
from shuyuan.portfolio.pictures import funnel_rows, money_rows
from shuyuan.portfolio.selectors import READERS, Sums, count_overdue, stages_of
from shuyuan.regulations.context import LegalContext
from shuyuan.sharing.models import SharingRequest
from shuyuan.sharing.selectors import count_active_grants, list_requests

INBOX_ROWS = 10
RECENT_ROWS = 5


@dataclass(frozen=True)
class Projects:
    """The IT projects that the actor may see, as short as possible: sums, money in fen, stages reached."""

    total: Sums
    overdue: int
    money: Sequence[tuple[str, int]]
    funnel: Sequence[tuple[Any, int]]


@dataclass(frozen=True)
class Workbench:
    """One person's workbench: what waits for the post, and how the department's data stands.

    `entries` counts by state: the department's, for the bureau the city's; empty for posts without
    data of their own (`works_with_data`). `gaps` are duties of jz-data-2020/5.2 for which the
    department has named nobody. `projects` is None for whoever sees no portfolio, or none in it.
    """

    department: Department | None
    counts: Counts
    inbox: Sequence[InboxItem]
    done: Sequence[Task]
    gaps: Sequence[Reason]
    entries: dict[str, int]
    grants: dict[str, int]
    batches: Sequence[Batch]
    requests: Sequence[SharingRequest]
    works_with_data: bool
    projects: Projects | None


@dataclass(frozen=True)
class Figures:
    """Numbers of the public home page."""

    departments: int
    entries: int


def gather_workbench(actor: Actor, legal: LegalContext) -> Workbench:
    """Everything on the workbench; the number of queries does not depend on how much there is."""
    works_with_data = actor.role not in WITHOUT_DATA
    department = list_departments().filter(code=actor.department).first()
    return Workbench(
        department=department,
        counts=counts(actor, legal),
        inbox=inbox(actor, legal, limit=INBOX_ROWS),
        done=list(done_by(actor)[:RECENT_ROWS]),
        gaps=duty_gaps(department) if department and works_with_data else (),
        entries=count_entries(actor) if works_with_data else {},
        grants=count_active_grants(actor.department) if works_with_data else {},
        batches=list(list_batches(actor).order_by("-id")[:RECENT_ROWS]),
        requests=list(list_requests(actor=actor).order_by("-id")[:RECENT_ROWS]),
        works_with_data=works_with_data,
        projects=sum_up_projects(actor, legal),
    )


def sum_up_projects(actor: Actor, legal: LegalContext) -> Projects | None:
    """The projects of a unit, for overseers those of the city; None without any."""
    if actor.role not in READERS:
        return None
    found = stages_of(actor)
    if not found.total.count:
        return None
    return Projects(found.total, count_overdue(actor, legal=legal), money_rows(found), funnel_rows(found))


def count_entries(actor: Actor) -> dict[str, int]:
    """Entries that are published, under review and in preparation."""
    entries = list_visible_entries(actor) if actor.is_administration else list_own_entries(actor)
    found = entries.order_by().aggregate(
        published=Count("pk", filter=Q(state=State.PUBLISHED)),
        submitted=Count("pk", filter=Q(state=State.SUBMITTED)),
        preparing=Count("pk", filter=Q(state__in=[State.DRAFT, State.RETURNED])),
    )
    if actor.is_administration:  # changes to published entries wait too
        found["submitted"] = list_waiting_for_review().count()
    return found


def public_figures() -> Figures:
    """What a visitor may know: how many departments and published entries there are."""
    return Figures(list_departments().count(), list_published_entries().count())
