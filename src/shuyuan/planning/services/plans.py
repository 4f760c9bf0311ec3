"""The bureau opens a yearly plan and urges the units; a unit answers, or is allowed to file late."""

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, NotFound
from shuyuan.planning import inbox, selectors
from shuyuan.planning.events import Event
from shuyuan.planning.models import AnnualPlan, UnitPlan
from shuyuan.projects.models import Project
from shuyuan.projects.rules.filing import due_annual_plan
from shuyuan.projects.rules.stages import Stage
from shuyuan.regulations.context import LegalContext

PLAN = "planning.annual_plan"
_TEXT_LENGTH = 1000


@transaction.atomic(durable=True)
def open_plan(*, year: int, note: str = "", actor: Actor, legal: LegalContext) -> AnnualPlan:
    """Open the plan of a year for filings and ask every unit; the last day follows from the law.

    BadInput for a year that is neither this nor the next, Conflict when it is open already.
    """
    selectors.require_bureau(actor)
    if not legal.today.year <= year <= legal.today.year + 1:
        raise BadInput("not a plan year", code="impossible_plan_year", year=year)
    try:
        with transaction.atomic():
            plan = AnnualPlan.objects.create(
                year=year,
                last_day=due_annual_plan(year, legal=legal),
                note=note.strip()[:_TEXT_LENGTH],
                opened_at=legal.now,
                opened_by_id=actor.post_id or None,
            )
    except IntegrityError as error:
        raise Conflict(code="plan_open_already", year=year) from error
    title = _("The annual plan of %(year)s is open: file the projects of your department")
    units = list(selectors.asked_units().order_by("code"))
    for unit in units:
        one = UnitPlan.objects.create(plan=plan, unit=unit)
        inbox.ask_unit(one, actor=actor, legal=legal)
        inbox.tell_unit(
            unit.code,
            inbox.OPENED,
            title=title % {"year": year},
            text=plan.note,
            url=plan.get_absolute_url(),
            subject=(PLAN, year),
            actor=actor,
            legal=legal,
        )
    _record(
        Event.PLAN_OPENED,
        plan,
        {"last_day": plan.last_day.isoformat(), "units": len(units)},
        actor=actor,
    )
    return plan


@transaction.atomic(durable=True)
def remind_units(*, year: int, units: Collection[str] = (), actor: Actor, legal: LegalContext) -> int:
    """Urge the units that have not answered, or only those of these codes; gives how many.

    Each is urged once a day: Conflict when all of them were today, or nobody waits.
    """
    selectors.require_bureau(actor)
    plan = selectors.access_plan(year)
    waiting = plan.units.filter(state=UnitPlan.State.ASKED).select_related("unit", "plan")
    if units:
        waiting = waiting.filter(unit__code__in=units)
    urged = [
        one for one in waiting.order_by("unit__code") if inbox.remind_unit(one, actor=actor, legal=legal)
    ]
    if not urged:
        raise Conflict(code="units_reminded_today")
    for one in urged:
        one.reminders, one.reminded_at = one.reminders + 1, legal.now
    UnitPlan.objects.bulk_update(urged, ["reminders", "reminded_at"])
    _record(Event.UNITS_REMINDED, plan, {"units": [one.unit.code for one in urged]}, actor=actor)
    return len(urged)


@transaction.atomic(durable=True)
def grant_late(
    *, year: int, unit: str, until: date, reason: str, actor: Actor, legal: LegalContext
) -> UnitPlan:
    """Let a unit file after the last day, until a day and for a reason; such filings are marked late."""
    selectors.require_bureau(actor)
    plan = selectors.access_plan(year)
    faults = {}
    if not reason.strip():
        faults["reason"] = "required"
    if until <= plan.last_day or until < legal.today:
        faults["until"] = "not_later"
    if until.year > year:
        faults["until"] = "after_plan_year"
    if faults:
        raise BadInput("malformed content", code="bad_late_filing", fields=faults)
    one = _lock_unit(plan, unit)
    one.late_until, one.late_reason = until, reason.strip()[:_TEXT_LENGTH]
    one.late_granted_by_id = actor.post_id or None
    one.save(update_fields=["late_until", "late_reason", "late_granted_by"])
    title = _("You may still file projects for %(year)s until %(day)s")
    inbox.tell_unit(
        unit,
        inbox.GRANTED,
        title=title % {"year": year, "day": until.isoformat()},
        text=one.late_reason,
        url=plan.get_absolute_url(),
        subject=(PLAN, year),
        actor=actor,
        legal=legal,
    )
    facts = {"unit": unit, "until": until.isoformat(), "reason": one.late_reason}
    _record(Event.LATE_GRANTED, plan, facts, actor=actor)
    return one


@transaction.atomic(durable=True)
def answer_nothing(*, year: int, reason: str = "", actor: Actor, legal: LegalContext) -> UnitPlan:
    """The unit says that it has no project for that year; Conflict when it filed some."""
    plan = selectors.access_plan(year)
    selectors.require_answerer(actor, selectors.find_unit_plan(plan, actor))
    one = _lock_unit(plan, actor.department)
    filed = Project.objects.filter(unit=one.unit, plan_year=year).exclude(
        stage__in=[Stage.DRAFT.value, Stage.WITHDRAWN.value]
    )
    if filed.exists():
        raise Conflict(code="unit_filed_already", year=year)
    one.state, one.answer = UnitPlan.State.NOTHING, reason.strip()[:_TEXT_LENGTH]
    one.answered_at, one.answered_by_id = legal.now, actor.post_id or None
    one.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    inbox.close_unit(one, outcome="nothing", actor=actor, legal=legal)
    _record(Event.NOTHING_FILED, plan, {"unit": one.unit.code, "reason": one.answer}, actor=actor)
    return one


def _lock_unit(plan: AnnualPlan, unit: str) -> UnitPlan:
    """The row of a unit, locked; made for a unit that was founded after the opening."""
    rows = UnitPlan.objects.select_for_update(of=("self",)).select_related("unit", "plan")
    one = rows.filter(plan=plan, unit__code=unit).first()
    if one is not None:
        return one
    department = selectors.asked_units().filter(code=unit).first()
    if department is None:
        raise NotFound(code="unit_not_asked")
    return UnitPlan.objects.create(plan=plan, unit=department)


def _record(event: Event, plan: AnnualPlan, facts: dict[str, object], *, actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind=PLAN,
        subject_id=plan.year,
        cites=inbox.FILING_LAW,
        facts=facts,
    )
