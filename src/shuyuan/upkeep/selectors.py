"""Reads of upkeep: occasions and their counts, dead entries, scores, and the doors to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet

from shuyuan.casework.models import Task
from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import DRAFTERS, SUBMITTERS, list_master_catalog
from shuyuan.catalog.states import State
from shuyuan.catalog.tasks_of_entries import REVIEW
from shuyuan.collection.models import Pool
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.organizations.models import Department
from shuyuan.upkeep.models import Finding, Occasion, OccasionEntry, Standing
from shuyuan.upkeep.states import RUNNING, OccasionState


def may_record(actor: Actor, *, department: str) -> bool:
    """A department's officers for their own, the bureau for any."""
    return actor.is_administration or (actor.role in SUBMITTERS and actor.department == department)


def demand_recorder(actor: Actor, *, department: str) -> None:
    """Raise NotPermitted for who may not record an occasion of that department."""
    if not may_record(actor, department=department):
        needed = sorted({*SUBMITTERS, Role.DATA_ADMINISTRATION})
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=needed)


def list_occasions(actor: Actor) -> QuerySet[Occasion]:
    """The department's own; all for the bureau."""
    occasions = Occasion.objects.select_related("department").order_by("-happened_on", "-pk")
    if actor.is_administration:
        return occasions
    if actor.role in DRAFTERS:
        return occasions.filter(department__code=actor.department)
    return occasions.none()


def access_occasion(occasion_id: int, *, actor: Actor) -> Occasion:
    """The occasion, if the actor may see it; a foreign one looks like a missing one."""
    occasion = list_occasions(actor).filter(pk=occasion_id).first()
    if occasion is None:
        raise NotFound(code="unknown_occasion")
    return occasion


def access_occasion_as_department(occasion_id: int, *, actor: Actor) -> Occasion:
    """The occasion for the officers of its department, locked."""
    occasion = (
        Occasion.objects.select_for_update(of=("self",))
        .select_related("department")
        .filter(pk=occasion_id, department__code=actor.department)
        .first()
    )
    if occasion is None:
        raise NotFound(code="unknown_occasion")
    demand_recorder(actor, department=actor.department)
    return occasion


def own_entries(department: Department) -> QuerySet[Entry]:
    """The department's entries in the master catalog."""
    return list_master_catalog().filter(provider=department)


def list_running_occasions() -> QuerySet[Occasion]:
    """Occasions that can still move."""
    return Occasion.objects.filter(state__in=RUNNING).order_by("pk")


def list_unrecorded_changes() -> QuerySet[Entry]:
    """Submitted changes of entries for the sake of law or functions of which no occasion knows."""
    is_known = Q(occasion__happened_on=OuterRef("changed_on")) | Q(occasion__state__in=RUNNING)
    known = OccasionEntry.objects.filter(is_known, entry=OuterRef("revises"))
    return (
        Entry.objects.filter(
            state=State.SUBMITTED, change_kind__in=Occasion.Kind.values, changed_on__isnull=False
        )
        .filter(~Exists(known), revises__isnull=False)
        .select_related("provider", "submitted_by__person")
        .order_by("pk")
    )


def an_occasion_may_move() -> bool:
    """Whether a change is not recorded, or an entry has a review whose clock is not yet read."""
    if list_unrecorded_changes().exists():
        return True
    rows = OccasionEntry.objects.filter(occasion__state__in=RUNNING)
    by_entry: dict[str, list[OccasionEntry]] = {}
    for row in rows.select_related("occasion"):
        by_entry.setdefault(str(row.entry_id), []).append(row)
    if not by_entry:
        return False
    tasks = Task.objects.filter(kind=REVIEW, subject_kind="catalog.entry", subject_id__in=by_entry)
    newest: dict[str, Task] = {task.subject_id: task for task in tasks.order_by("pk")}
    return any(
        task.received_on >= row.occasion.happened_on
        and (row.review_due_on, row.reviewed_on) != (task.due_on, task.done_on)
        for number, task in newest.items()
        for row in by_entry[number]
    )


@dataclass(frozen=True)
class Clocks:
    """How a department, and the bureau for it, kept the two clocks of jz-data-2020/10.1 in a year."""

    department: str
    occasions: int = 0
    requested_in_time: int = 0
    requested_late: int = 0
    request_overdue: int = 0
    reviewed_in_time: int = 0
    reviewed_late: int = 0
    review_overdue: int = 0


def years_of_occasions(actor: Actor) -> list[int]:
    """The years in which something happened, newest first."""
    return [day.year for day in list_occasions(actor).order_by().dates("happened_on", "year", order="DESC")]


def count_clocks(actor: Actor, *, year: int, today: date) -> list[Clocks]:
    """The counts of each department that had an occasion in the year, by name."""
    span = (date(year, 1, 1), date(year, 12, 31))
    occasions = list_occasions(actor).filter(happened_on__range=span).prefetch_related("entries")
    found: dict[str, dict[str, int]] = {}
    for occasion in occasions:
        counts = found.setdefault(occasion.department.name, {})
        for name in ("occasions", *_request_marks(occasion, today), *_review_marks(occasion, today)):
            counts[name] = counts.get(name, 0) + 1
    return [Clocks(department=name, **counts) for name, counts in sorted(found.items())]


def _request_marks(occasion: Occasion, today: date) -> Iterable[str]:
    ended = occasion.requested_on
    if occasion.state == OccasionState.NOT_NEEDED:
        ended = occasion.ended_on
    if ended is not None:
        yield "requested_in_time" if ended <= occasion.due_on else "requested_late"
    elif today > occasion.due_on:
        yield "request_overdue"


def _review_marks(occasion: Occasion, today: date) -> Iterable[str]:
    for row in occasion.entries.all():
        if row.review_due_on is None:
            continue
        if row.reviewed_on is not None:
            yield "reviewed_in_time" if row.reviewed_on <= row.review_due_on else "reviewed_late"
        elif today > row.review_due_on:
            yield "review_overdue"


def list_findings(actor: Actor) -> QuerySet[Finding]:
    """Signs of the own department's entries; all for the bureau."""
    findings = Finding.objects.select_related("entry__provider").order_by("since", "pk")
    if actor.is_administration:
        return findings
    if actor.role in DRAFTERS:
        return findings.filter(entry__provider__code=actor.department)
    return findings.none()


def open_findings_of(entry: Entry) -> QuerySet[Finding]:
    """What is wrong with an entry now."""
    return Finding.objects.filter(entry=entry, gone_at__isnull=True).order_by("pk")


def list_standings() -> QuerySet[Standing]:
    """The scores of the published entries, the lowest first."""
    scored = Standing.objects.filter(entry__state=State.PUBLISHED, score__isnull=False)
    return scored.select_related("entry__provider").order_by("score", "entry_id")


def count_by_department() -> list[dict[str, object]]:
    """Each department with its entries, mean score and open signs, the lowest score first."""
    rows = (
        list_standings()
        .order_by()
        .values("entry__provider__code", "entry__provider__name")
        .annotate(entries=Count("pk"), mean=Avg("score"), low=Count("pk", filter=Q(score__lt=60)))
    )
    dead = dict(
        Finding.objects.filter(gone_at__isnull=True, entry__state=State.PUBLISHED)
        .order_by()
        .values_list("entry__provider__code")
        .annotate(count=Count("entry", distinct=True))
    )
    found = [
        {
            "code": row["entry__provider__code"],
            "name": row["entry__provider__name"],
            "entries": row["entries"],
            "mean": round(row["mean"]),
            "low": row["low"],
            "dead": dead.get(row["entry__provider__code"], 0),
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: (row["mean"], row["name"]))


def entries_to_look_at(*, everything: bool) -> QuerySet[Entry]:
    """All of the master catalog, or what changed since it was looked at."""
    entries = list_master_catalog()
    return entries if everything else entries.filter(standing__is_stale=True)


def pools_to_tell_of() -> list[int]:
    """Entries whose pool has a version that nobody was told of."""
    pools = Pool.objects.filter(lake_version__gte=0).filter(
        Q(entry__standing__isnull=True) | Q(entry__standing__told_version__lt=F("lake_version"))
    )
    return list(pools.order_by("pk").values_list("entry_id", flat=True))


def something_changed() -> bool:
    """Whether there is an entry to look at again, data to tell of, or an occasion that may move."""
    return (
        Standing.objects.filter(is_stale=True).exists() or bool(pools_to_tell_of()) or an_occasion_may_move()
    )
