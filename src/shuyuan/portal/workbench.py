"""What the workbench shows: what waits for the actor, and how the department's data stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from shuyuan.casework.models import Task
from shuyuan.casework.selectors import Counts, InboxItem, counts, done_by, inbox
from shuyuan.catalog.models import Entry
from shuyuan.catalog.states import State
from shuyuan.collection.models import Batch
from shuyuan.collection.selectors import list_batches
from shuyuan.kernel.actor import THREE_ADMINISTRATORS, Actor
from shuyuan.kernel.verdict import Reason
from shuyuan.organizations.models import Department
from shuyuan.regulations.context import LegalContext
from shuyuan.sharing.models import SharingRequest
from shuyuan.sharing.selectors import count_active_grants, list_requests

INBOX_ROWS = 10
RECENT_ROWS = 5


@dataclass(frozen=True)
class Bench:
    """One person's workbench: of the department, for the bureau of all."""

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


def gather(actor: Actor, legal: LegalContext) -> Bench:
    """Everything on the workbench; the number of queries does not depend on how much there is."""
    works_with_data = actor.role not in THREE_ADMINISTRATORS
    return Bench(
        department=Department.objects.filter(code=actor.department).first(),
        counts=counts(actor, legal),
        inbox=inbox(actor, legal, limit=INBOX_ROWS),
        done=list(done_by(actor)[:RECENT_ROWS]),
        gaps=(),
        entries=_entries(actor) if works_with_data else {},
        grants=count_active_grants(actor.department) if works_with_data else {},
        batches=list(list_batches(actor).order_by("-id")[:RECENT_ROWS]),
        requests=list(list_requests(actor=actor).order_by("-id")[:RECENT_ROWS]),
        works_with_data=works_with_data,
    )


def _entries(actor: Actor) -> dict[str, Any]:
    """How many entries are published, under review and in work: the department's, for the bureau all."""
    entries = (
        Entry.objects.all()
        if actor.is_administration
        else Entry.objects.filter(provider__code=actor.department)
    )
    return entries.aggregate(
        published=Count("pk", filter=Q(state=State.PUBLISHED)),
        submitted=Count("pk", filter=Q(state=State.SUBMITTED)),
        drafts=Count("pk", filter=Q(state__in=[State.DRAFT, State.RETURNED])),
    )
