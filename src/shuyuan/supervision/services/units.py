"""Units as a whole: breaches of the sharing rules raised, heard, found, mended; yearly scores kept."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.organizations.selectors import access_department
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import require_role
from shuyuan.projects.steps import note_unit
from shuyuan.regulations.context import LegalContext
from shuyuan.supervision import inbox
from shuyuan.supervision.checks import access_breach, need_words, require_own, require_state
from shuyuan.supervision.events import Event
from shuyuan.supervision.models import Breach, UnitScore

CITES = "jz-project-2020/19.1.3"
SCORE = "jz-project-2020/24.1"
State = Breach.State
_FULL = 100


@transaction.atomic(durable=True)
def raise_breach(unit: str, *, grounds: str, heard_until: date, actor: Actor, legal: LegalContext) -> Breach:
    """Hold against a unit that it does not meet the rules on sharing; it is heard first, until that day."""
    require_role(actor, Role.DATA_ADMINISTRATION)
    if heard_until <= legal.today:
        raise BadInput("the day has passed", code="order_day_past", today=legal.today.isoformat())
    try:
        with transaction.atomic():
            breach = Breach.objects.create(
                unit=access_department(unit),
                grounds=need_words(grounds),
                raised_on=legal.today,
                heard_until=heard_until,
                raised_by_id=actor.post_id or None,
            )
    except IntegrityError as error:
        raise Conflict("one is open", code="breach_open", unit=unit) from error
    inbox.ask_to_state(breach, actor=actor, legal=legal)
    _record(Event.BREACH_RAISED, breach, {"grounds": breach.grounds}, actor)
    return breach


@transaction.atomic(durable=True)
def state_on_breach(breach_id: int, *, statement: str, actor: Actor, legal: LegalContext) -> Breach:
    """The unit's statement."""
    breach = access_breach(breach_id, actor=actor, lock=True)
    require_own(breach.unit, actor)
    require_state(breach, State.RAISED)
    breach.statement, breach.stated_on = need_words(statement), legal.today
    breach.save(update_fields=["statement", "stated_on"])
    inbox.ask_to_decide(breach, actor=actor, legal=legal)
    _record(Event.BREACH_STATED, breach, {}, actor)
    return breach


@transaction.atomic(durable=True)
def decide_breach(breach_id: int, *, found: bool, opinion: str, actor: Actor, legal: LegalContext) -> Breach:
    """Find the breach or drop it, once the unit has spoken or its time is over; found, it holds money."""
    breach = access_breach(breach_id, actor=actor, lock=True)
    require_role(actor, Role.DATA_ADMINISTRATION)
    require_state(breach, State.RAISED)
    if breach.stated_on is None and legal.today <= breach.heard_until:
        raise Conflict("the unit is still heard", code="unit_not_heard", until=breach.heard_until.isoformat())
    breach.state = State.FOUND if found else State.DROPPED
    breach.opinion, breach.decided_on = need_words(opinion, longest=1000), legal.today
    breach.save(update_fields=["state", "opinion", "decided_on"])
    inbox.close_breach(breach, outcome=breach.state, actor=actor, legal=legal)
    if not found:
        _record(Event.BREACH_DROPPED, breach, {"opinion": breach.opinion}, actor)
        return breach
    data = {"breach": breach.pk, "reason": breach.grounds[:500], "opinion": breach.opinion}
    note_unit(breach.unit, Kind.SHARING_BREACHED, data=data, cites=CITES, actor=actor, legal=legal)
    return breach


@transaction.atomic(durable=True)
def mend_breach(breach_id: int, *, opinion: str, actor: Actor, legal: LegalContext) -> Breach:
    """The bureau finds the breach mended; what was held is released."""
    breach = access_breach(breach_id, actor=actor, lock=True)
    require_role(actor, Role.DATA_ADMINISTRATION)
    require_state(breach, State.FOUND)
    breach.state, breach.mended_on = State.MENDED, legal.today
    breach.save(update_fields=["state", "mended_on"])
    data = {"breach": breach.pk, "opinion": need_words(opinion, longest=1000)}
    note_unit(breach.unit, Kind.SHARING_MENDED, data=data, cites=CITES, actor=actor, legal=legal)
    return breach


@transaction.atomic(durable=True)
def score_unit(
    unit: str,
    *,
    year: int,
    score: Decimal,
    passed: bool,
    note: str = "",
    actor: Actor,
    legal: LegalContext,
) -> UnitScore:
    """Keep a unit's score of a year and whether it passed; Conflict the second time."""
    require_role(actor, Role.DATA_ADMINISTRATION)
    if not score.is_finite() or not 0 <= score <= _FULL:
        raise BadInput("not a score", code="impossible_score", most=_FULL)
    if not legal.today.year - 1 <= year <= legal.today.year:
        raise BadInput("not a year", code="impossible_score_year", year=year)
    try:
        with transaction.atomic():
            kept = UnitScore.objects.create(
                unit=access_department(unit),
                year=year,
                score=score,
                passed=passed,
                note=note.strip()[:500],
                recorded_on=legal.today,
                recorded_by_id=actor.post_id or None,
            )
    except IntegrityError as error:
        raise Conflict("kept already", code="score_kept", year=year) from error
    data = {"year": year, "score": float(score), "passed": passed}
    note_unit(kept.unit, Kind.UNIT_SCORED, data=data, cites=SCORE, actor=actor, legal=legal)
    return kept


def _record(event: Event, breach: Breach, facts: dict[str, object], actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind=inbox.BREACH,
        subject_id=breach.pk,
        cites=CITES,
        facts={"unit": breach.unit.code, **facts},
    )
