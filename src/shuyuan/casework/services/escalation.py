"""Escalation: near deadlines remind the addressee, past ones also tell the leader, then the bureau."""

from collections import Counter
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuyuan.audit.steps import record
from shuyuan.casework import telling
from shuyuan.casework.events import Event
from shuyuan.casework.models import EscalationDays, Task, TaskEvent
from shuyuan.casework.rules import BUREAU_DAYS, NEAR_DAYS, EscalationBounds, escalation_bounds
from shuyuan.casework.wording import addressee_words
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, NotPermitted
from shuyuan.regulations.context import LegalContext

#: Tasks that one transaction moves, so that the trail is free again soon.
CHUNK = 200
_LONGEST = 60
_REASON_LENGTH = 300
_Stage = Task.Stage


def escalation_days(on: date) -> tuple[int, int]:
    """Working days before and after a due day: when the addressee is reminded, when the bureau is told."""
    found = EscalationDays.objects.filter(since__lte=on).order_by("-since").first()
    return (found.near_days, found.bureau_days) if found else (NEAR_DAYS, BUREAU_DAYS)


@transaction.atomic(durable=True)
def set_escalation_days(
    *, since: date, near_days: int, bureau_days: int, reason: str, actor: Actor, legal: LegalContext
) -> EscalationDays:
    """Other days from a day on, today at the earliest; the bureau alone."""
    if not actor.is_administration:
        raise NotPermitted(code="only_bureau_escalation")
    if since < legal.today:
        raise BadInput("a day of the past", code="escalation_day_past", day=since.isoformat())
    if not (1 <= near_days <= _LONGEST and 1 <= bureau_days <= _LONGEST):
        raise BadInput("not such days", code="escalation_bad_days", limit=_LONGEST)
    reason = reason.strip()
    if not reason or len(reason) > _REASON_LENGTH:
        raise BadInput("say why", code="escalation_without_reason", limit=_REASON_LENGTH)
    values = {
        "near_days": near_days,
        "bureau_days": bureau_days,
        "reason": reason,
        "made_at": legal.now,
        "made_by": actor.name,
    }
    days, _made = EscalationDays.objects.update_or_create(since=since, defaults=values)
    record(
        Event.ESCALATION_DAYS_SET,
        actor=actor,
        subject_kind="casework.escalation",
        subject_id=days.pk,
        facts={"since": since.isoformat(), "near": near_days, "bureau": bureau_days, "reason": reason},
    )
    return days


def count_to_escalate(*, legal: LegalContext) -> int:
    """How many tasks have somebody to be told of today."""
    return Task.objects.filter(_due(bounds_of(legal))).count()


def bounds_of(legal: LegalContext) -> EscalationBounds:
    """The due days of today's stages, by the days that the bureau has set."""
    near_days, bureau_days = escalation_days(legal.today)
    return escalation_bounds(
        legal.today, near_days=near_days, bureau_days=bureau_days, calendar=legal.calendar
    )


@transaction.atomic(durable=True)
def escalate_some(*, actor: Actor, legal: LegalContext) -> int:
    """Tell who has to be told of some of the tasks, and note it; gives how many, 0 when all is said.

    A task goes straight to the stage that its due day has come to; run again, it does nothing twice.
    """
    bounds = bounds_of(legal)
    tasks = list(
        Task.objects.select_for_update(of=("self",))
        .filter(_due(bounds))
        .select_related("department", "post__person", "post__department")
        .order_by("due_on", "pk")[:CHUNK]
    )
    if not tasks:
        return 0
    reached: Counter[str] = Counter()
    events = []
    for task in tasks:
        before, task.stage = task.stage, _stage_of(task.due_on, bounds)
        _tell(task, before, actor=actor, legal=legal)
        reached[_Stage(task.stage).name.lower()] += 1
        events.append(
            TaskEvent(
                task=task,
                kind=TaskEvent.Kind.ESCALATED,
                at=legal.now,
                by=actor.name,
                by_post=actor.post_id or None,
                recipient=addressee_words(task),
                stage=task.stage,
            )
        )
    TaskEvent.objects.bulk_create(events)
    Task.objects.bulk_update(tasks, ["stage"])
    record(
        Event.TASKS_ESCALATED,
        actor=actor,
        subject_kind="casework.task",
        subject_id=f"{tasks[0].pk}…{tasks[-1].pk}",
        facts={"tasks": len(tasks), **reached},
    )
    return len(tasks)


def _due(bounds: EscalationBounds) -> Q:
    """Open tasks whose stage is behind their due day."""
    waiting = Q(done_at__isnull=True)
    return waiting & (
        Q(stage=_Stage.QUIET, due_on__lte=bounds.addressee)
        | Q(stage=_Stage.ADDRESSEE, due_on__lte=bounds.leader)
        | Q(stage=_Stage.LEADER, due_on__lte=bounds.bureau)
    )


def _stage_of(due_on: date | None, bounds: EscalationBounds) -> int:
    if due_on is None or due_on > bounds.leader:
        return _Stage.ADDRESSEE
    return _Stage.BUREAU if due_on <= bounds.bureau else _Stage.LEADER


def _tell(task: Task, before: int, *, actor: Actor, legal: LegalContext) -> None:
    once = f"casework/{task.pk}/{task.due_on}"
    is_past = task.stage > _Stage.ADDRESSEE
    telling.tell_addressee(
        task,
        telling.OVERDUE if is_past else telling.NEAR,
        heading=_("Overdue") if is_past else _("Deadline is near"),
        text=task.due_on.isoformat() if task.due_on else "",
        urgent=is_past,
        once=f"{once}/{task.stage}",
        actor=actor,
        legal=legal,
    )
    if is_past and before < _Stage.LEADER:
        telling.tell_leader(task, once=f"{once}/leader", actor=actor, legal=legal)
    if task.stage == _Stage.BUREAU:
        telling.tell_bureau(task, once=f"{once}/bureau", actor=actor, legal=legal)
