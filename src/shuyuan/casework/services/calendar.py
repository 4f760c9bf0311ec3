"""Writes of the working calendar: one transaction, one revision, one audit entry each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shuyuan.audit.steps import record
from shuyuan.casework import holiday_source, telling
from shuyuan.casework.calendars import latest_state
from shuyuan.casework.events import Event
from shuyuan.casework.models import CalendarDay, CalendarRevision, CalendarYear, DeadlineMove, Task
from shuyuan.casework.plans import check_plan
from shuyuan.casework.recount import Recounted, apply_moves, plan_recount
from shuyuan.kernel.actor import PLATFORM, Actor
from shuyuan.kernel.calendar import CalendarYearMissing, WorkingCalendar, YearStatus
from shuyuan.kernel.errors import BadInput, NotPermitted
from shuyuan.notices.steps import tell
from shuyuan.regulations.context import LegalContext

_SATURDAY = 5
_REASON_LENGTH = 300


@dataclass(frozen=True)
class CalendarChange:
    """What a change did: the new revision and how many open deadlines moved."""

    revision: str
    moved: int


@transaction.atomic
def seed_calendar(
    *, through: int = holiday_source.ANNOUNCED_THROUGH + 1, actor: Actor = PLATFORM
) -> list[int]:
    """Add the years up to `through` that the calendar lacks, from the `holidays` package; gives them.

    A year that the State Council has not announced is entered as provisional. Years that are there are
    left alone, whatever the package says by now. Running it again changes nothing.
    """
    known = set(CalendarYear.objects.values_list("year", flat=True))
    missing = [year for year in range(holiday_source.FIRST_YEAR, through + 1) if year not in known]
    if not missing:
        return []
    revision = _new_revision(actor, timezone.now(), "")
    for year in missing:
        announced = year <= holiday_source.ANNOUNCED_THROUGH
        status = YearStatus.ANNOUNCED if announced else YearStatus.PROVISIONAL
        CalendarYear.objects.create(revision=revision, year=year, status=status, source=holiday_source.SOURCE)
    _add_days(revision, (day for year in missing for day in holiday_source.exceptional_days(year)))
    record(
        Event.CALENDAR_SEEDED,
        actor=actor,
        subject_kind="casework.calendarrevision",
        subject_id=revision.pk,
        facts={"years": missing, "source": holiday_source.SOURCE},
    )
    return missing


@transaction.atomic
def change_day(
    day: date, *, working: bool, name: str = "", reason: str, actor: Actor, legal: LegalContext
) -> CalendarChange:
    """Make one day worked or free, and count the open deadlines around it again.

    Raises NotPermitted for anybody but the data administration, CalendarYearMissing for an unknown
    year, BadInput without a reason or when the day is so already.
    """
    _demand_administration(actor)
    reason = _demand_reason(reason)
    _lock()
    before = latest_state()
    if before.calendar.is_working_day(day) == working:
        raise BadInput("the day is so already", code="calendar_day_unchanged", day=str(day))
    revision = _new_revision(actor, legal.now, reason)
    _add_days(revision, [holiday_source.ExceptionalDay(day, working, name)], source=reason)
    return _finish(
        Event.DAY_CHANGED,
        subject_id=day,
        span=(day, day),
        facts={"working": working, "name": name, "reason": reason},
        who=(actor, legal),
    )


@transaction.atomic
def announce_year(
    year: int,
    days: Sequence[holiday_source.ExceptionalDay],
    *,
    document: str,
    reason: str,
    actor: Actor,
    legal: LegalContext,
) -> CalendarChange:
    """Enter the State Council's plan of a year: `days` are all that do not follow the week.

    What the calendar held for the year before is replaced, the year is announced from now on, and open
    deadlines that touch it are counted again. Raises NotPermitted, CalendarYearMissing, or BadInput for
    a day of another year, a day that follows the week anyway, a day that stands twice, or no document.
    """
    _demand_administration(actor)
    reason = _demand_reason(reason)
    document = document.strip()
    if not document:
        raise BadInput("name the document that announces the year", code="calendar_document_missing")
    _lock()
    before = latest_state()
    if year not in before.calendar.years:
        raise CalendarYearMissing(f"no working calendar for {year}", year=year)
    check_plan(year, days)
    planned = {day.day for day in days}
    ordinary = [
        holiday_source.ExceptionalDay(day, day.weekday() < _SATURDAY, "")
        for day in sorted(before.days)
        if day.year == year and day not in planned
    ]
    revision = _new_revision(actor, legal.now, reason)
    CalendarYear.objects.create(
        revision=revision, year=year, status=YearStatus.ANNOUNCED, source=document[:120]
    )
    _add_days(revision, [*days, *ordinary], source=document)
    return _finish(
        Event.YEAR_ANNOUNCED,
        subject_id=year,
        span=(date(year, 1, 1), date(year, 12, 31)),
        facts={
            "document": document,
            "reason": reason,
            "free": sorted(str(day.day) for day in days if not day.working),
            "worked": sorted(str(day.day) for day in days if day.working),
        },
        who=(actor, legal),
    )


@transaction.atomic
def keep_calendar(*, actor: Actor, legal: LegalContext) -> int:
    """What has to be true every morning: next year is there, and no open deadline is of an older calendar.

    A task that was opened while the calendar changed may have been counted with the one before.
    """
    seed_calendar(through=legal.today.year + 1, actor=actor)
    calendar = latest_state().calendar
    moved = _recount(calendar, date.min, date.max, who=(actor, legal))
    if moved:
        record(
            Event.DEADLINES_RECOUNTED,
            actor=actor,
            subject_kind="casework.calendarrevision",
            subject_id=calendar.revision,
            facts={"moved": moved},
        )
    return moved


def _demand_administration(actor: Actor) -> None:
    if not actor.is_administration:
        raise NotPermitted(code="only_data_administration")


def _demand_reason(reason: str) -> str:
    reason = reason.strip()
    if not reason or len(reason) > _REASON_LENGTH:
        raise BadInput("say why, in at most 300 characters", code="calendar_reason_missing")
    return reason


def _lock() -> None:
    """One change after the other: the next one waits here, and then sees the rows of this one."""
    CalendarRevision.objects.select_for_update().order_by("-pk").first()


def _new_revision(actor: Actor, now: datetime, reason: str) -> CalendarRevision:
    return CalendarRevision.objects.create(made_at=now, made_by=actor.name, reason=reason)


def _add_days(
    revision: CalendarRevision,
    days: Iterable[holiday_source.ExceptionalDay],
    *,
    source: str = holiday_source.SOURCE,
) -> None:
    CalendarDay.objects.bulk_create(
        CalendarDay(
            revision=revision, day=day.day, working=day.working, name=day.name[:60], source=source[:120]
        )
        for day in days
    )


def _finish(
    event: Event,
    *,
    subject_id: object,
    span: tuple[date, date],
    facts: dict[str, Any],
    who: tuple[Actor, LegalContext],
) -> CalendarChange:
    """Count the open deadlines again with the new revision, and write the one audit entry."""
    calendar = latest_state().calendar
    moved = _recount(calendar, *span, who=who)
    record(
        event,
        actor=who[0],
        subject_kind="casework.calendar",
        subject_id=subject_id,
        facts={**facts, "revision": calendar.revision, "moved": moved},
    )
    return CalendarChange(calendar.revision, moved)


def _recount(calendar: WorkingCalendar, since: date, until: date, *, who: tuple[Actor, LegalContext]) -> int:
    """Move the deadlines, and tell every inbox once how many of its own moved."""
    found: Recounted = apply_moves(plan_recount(calendar, since=since, until=until), calendar)
    for addressee, count in sorted(found.inboxes.items()):
        task = (
            Task.objects.filter(addressee=addressee, done_at__isnull=True)
            .select_related("department", "post")
            .order_by("sort_on", "pk")
            .first()
        )
        if task is not None:
            _tell_of_moves(task, count, calendar, who=who)
    return found.tasks


def _tell_of_moves(
    task: Task, count: int, calendar: WorkingCalendar, *, who: tuple[Actor, LegalContext]
) -> None:
    """Tell the inbox in which the task lies."""
    actor, legal = who
    move, _made = DeadlineMove.objects.get_or_create(
        revision_id=int(calendar.revision),
        addressee=task.addressee,
        defaults={"department": task.department, "role": task.role, "post": task.post, "task_count": 0},
    )
    notice = tell(
        telling.MOVED,
        **telling.inbox_of(task.post_id, task.role, task.department, on=legal.today),
        title=_("The working calendar has changed, and with it some of your deadlines"),
        text=str(count),
        url=reverse("casework:inbox"),
        subject_kind="casework.calendar",
        subject_id=calendar.revision,
        actor=actor,
        legal=legal,
    )
    move.task_count += count
    move.people_count = max(move.people_count, notice.people_count)
    move.save(update_fields=["task_count", "people_count"])
