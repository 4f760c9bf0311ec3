"""Writes of upkeep: recording and settling occasions, and the looks over the catalog."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.casework.steps import close_tasks
from shuyuan.catalog.models import Entry
from shuyuan.catalog.rules import due_update_submission
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.calendar import CalendarYearMissing
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.notices.steps import tell
from shuyuan.organizations.selectors import access_department
from shuyuan.regulations.context import LegalContext
from shuyuan.regulations.errors import NotInForce
from shuyuan.upkeep import kinds, steps
from shuyuan.upkeep.events import Event
from shuyuan.upkeep.followers import tell_of_data
from shuyuan.upkeep.models import Occasion
from shuyuan.upkeep.selectors import (
    access_occasion_as_department,
    demand_recorder,
    entries_to_look_at,
    list_running_occasions,
    list_unrecorded_changes,
    own_entries,
    pools_to_tell_of,
)
from shuyuan.upkeep.states import OccasionState

CITES = "jz-data-2020/10.1"
_BUNDLE = 100


@transaction.atomic
def record_occasion(
    *,
    department: str,
    kind: str,
    title: str,
    basis: str,
    happened_on: date,
    actor: Actor,
    legal: LegalContext,
) -> Occasion:
    """Write down that the law or a department's functions changed; its clock of ten working days begins.

    A department records for itself, the bureau for any. Raises BadInput for a day to come.
    """
    demand_recorder(actor, department=department)
    if happened_on > legal.today:
        raise BadInput("the change is still to come", code="occasion_to_come", day=happened_on.isoformat())
    occasion = Occasion.objects.create(
        department=access_department(department),
        kind=Occasion.Kind(kind),
        title=title.strip(),
        basis=basis.strip(),
        happened_on=happened_on,
        due_on=due_update_submission(happened_on, legal=legal),
        recorded_at=legal.now,
        recorded_by=actor.name,
        by_bureau=actor.is_administration,
    )
    steps.ask_for_request(occasion, actor=actor, legal=legal)
    tell(
        kinds.OCCASION,
        role=Role.DATA_OFFICER,
        department=department,
        title=occasion.title,
        text=occasion.basis,
        url=occasion.get_absolute_url(),
        subject_kind=steps.OCCASION,
        subject_id=occasion.pk,
        actor=actor,
        legal=legal,
    )
    _trace(Event.OCCASION_RECORDED, occasion, {"due_on": occasion.due_on.isoformat()}, actor)
    return occasion


@transaction.atomic
def name_entries(occasion_id: int, *, entries: Sequence[int], actor: Actor, legal: LegalContext) -> Occasion:
    """Say which of the department's entries have to follow; raises BadInput for a foreign one."""
    occasion = access_occasion_as_department(occasion_id, actor=actor)
    _demand_running(occasion)
    found = list(own_entries(occasion.department).filter(pk__in=entries))
    if len(found) != len(set(entries)):
        raise BadInput("not an entry of the department", code="not_own_entry")
    steps.name_entries(occasion, found)
    steps.move_on(occasion, actor=actor, legal=legal)
    _trace(Event.OCCASION_NAMED, occasion, {"entries": sorted(entry.code for entry in found)}, actor)
    return occasion


@transaction.atomic
def settle_without_update(occasion_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> Occasion:
    """Say that no entry has to follow, and why; the bureau hears of it.

    Raises Conflict when a request is under way already, BadInput without a reason.
    """
    occasion = access_occasion_as_department(occasion_id, actor=actor)
    _demand_running(occasion)
    if occasion.entries.filter(requested_on__isnull=False).exists():
        raise Conflict(code="occasion_under_way")
    reason = reason.strip()
    if not reason:
        raise BadInput("say why", code="reason_missing")
    occasion.state = OccasionState.NOT_NEEDED.value
    occasion.note, occasion.ended_on = reason[:400], legal.today
    occasion.save(update_fields=["state", "note", "ended_on"])
    occasion.entries.all().delete()
    close_tasks(steps.OCCASION, occasion.pk, outcome="not_needed", actor=actor, legal=legal)
    tell(
        kinds.NOT_NEEDED,
        role=Role.DATA_ADMINISTRATION,
        title=occasion.title,
        text=occasion.note,
        url=occasion.get_absolute_url(),
        subject_kind=steps.OCCASION,
        subject_id=occasion.pk,
        actor=actor,
        legal=legal,
    )
    _trace(Event.OCCASION_SETTLED, occasion, {"reason": occasion.note}, actor)
    return occasion


def look_over(
    *,
    everything: bool,
    actor: Actor,
    legal: LegalContext,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, int]:
    """Look at all entries, or at those that changed; a transaction and an audit entry for each bundle."""
    waiting = list(entries_to_look_at(everything=everything).values_list("pk", flat=True))
    total: dict[str, int] = {"looked": 0, "found": 0, "gone": 0}
    for start in range(0, len(waiting), _BUNDLE):
        if progress:
            progress(start, len(waiting))
        for name, count in _look_at(waiting[start : start + _BUNDLE], actor=actor, legal=legal).items():
            total[name] += count
    return total


@transaction.atomic
def _look_at(numbers: Sequence[int], *, actor: Actor, legal: LegalContext) -> dict[str, int]:
    entries = Entry.objects.filter(pk__in=numbers).select_related("provider", "node")
    counts = steps.look_at(list(entries.prefetch_related("items").order_by("pk")), actor=actor, legal=legal)
    if counts["found"] or counts["gone"]:
        record(
            Event.LOOK_COMPLETED,
            actor=actor,
            subject_kind="upkeep.look",
            subject_id=legal.today,
            facts=counts,
        )
    return counts


def move_occasions(*, actor: Actor, legal: LegalContext) -> int:
    """Record submitted changes of which no occasion knows, and let all running ones follow their reviews.

    Gives how many moved.
    """
    for change in list_unrecorded_changes():
        _adopt(change, actor=actor, legal=legal)
    return sum(_move(pk, actor, legal) for pk in list(list_running_occasions().values_list("pk", flat=True)))


@transaction.atomic
def _adopt(change: Entry, *, actor: Actor, legal: LegalContext) -> None:
    """Record the occasion that a department named only in the change of an entry.

    A day that the measures or the calendar do not reach has no clock.
    """
    try:
        due_on = due_update_submission(change.changed_on, legal=legal)
    except (NotInForce, CalendarYearMissing):
        return
    occasion = Occasion.objects.create(
        department=change.provider,
        kind=change.change_kind,
        title=change.name[:120],
        basis=change.change_basis[:200],
        happened_on=change.changed_on,
        due_on=due_on,
        recorded_at=legal.now,
        recorded_by=str(change.submitted_by.person) if change.submitted_by else actor.name,
    )
    steps.name_entries(occasion, [change.revises])
    steps.move_on(occasion, actor=actor, legal=legal)
    _trace(Event.OCCASION_RECORDED, occasion, {"due_on": due_on.isoformat(), "entry": change.root_id}, actor)


@transaction.atomic
def _move(occasion_id: int, actor: Actor, legal: LegalContext) -> bool:
    occasion = (
        Occasion.objects.select_for_update(of=("self",)).select_related("department").get(pk=occasion_id)
    )
    return steps.move_on(occasion, actor=actor, legal=legal)


def tell_of_new_data(*, actor: Actor, legal: LegalContext) -> int:
    """Tell followers of data that was merged since they were last told; gives of how many entries."""
    return sum(tell_of_data(pk, actor=actor, legal=legal) for pk in pools_to_tell_of())


def _demand_running(occasion: Occasion) -> None:
    if occasion.state not in {OccasionState.OPEN, OccasionState.REQUESTED}:
        raise Conflict(code="occasion_ended")


def _trace(event: Event, occasion: Occasion, facts: dict[str, object], actor: Actor) -> None:
    facts = {"title": occasion.title, "department": occasion.department.code, **facts}
    record(event, actor=actor, subject_kind=steps.OCCASION, subject_id=occasion.pk, cites=CITES, facts=facts)
