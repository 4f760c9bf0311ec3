"""Writes on moves: a department plans and reports, the bureau sets days and confirms the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import IntegrityError, transaction

from shuyuan.audit.steps import record
from shuyuan.casework.steps import give_opinion
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, NotFound
from shuyuan.kernel.verdict import Verdict
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import access_department, list_posts_of
from shuyuan.papers.selectors import attachments_of
from shuyuan.regulations.context import LegalContext
from shuyuan.systems import inbox, placing
from shuyuan.systems.events import Event
from shuyuan.systems.models import InformationSystem, Milestone, Move, Progress
from shuyuan.systems.rules import MOVED, EndFacts, Target, Thing
from shuyuan.systems.selectors import (
    access_move_as_owner,
    access_move_as_registrar,
    require_owner_post,
)
from shuyuan.systems.steps import require_allowed, require_past, retire

#: No plan looks further ahead than this; a later day is a slip of the keyboard.
_MOST_YEARS = 10
_MOST_MILESTONES = 50
_FULL = 100
_LONGEST_TEXT = 2000
_LONGEST_REASON = 1000
State = Move.State
ChoiceT = TypeVar("ChoiceT", Thing, Target)
Hosting, Network = InformationSystem.Hosting, InformationSystem.Network


@dataclass(frozen=True)
class Plan:
    """What a department plans: `responsible` is a post of its own, milestones are (day, title)."""

    target: str
    due_on: date
    responsible: int
    how: str
    milestones: Sequence[tuple[date, str]] = ()


@transaction.atomic(durable=True)
def plan_move(
    thing: str,
    plan: Plan,
    *,
    system_id: int | None = None,
    name: str = "",
    in_use_since: date | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Move:
    """Plan the move of a system (by `system_id`), machine room, network or exchange system of the department.

    Raises RuleRefused for one that is new or for a target that is not shared, Conflict when a move of it is
    open, NotFound for a system of others, BadInput for a plan that is not one.
    """
    require_owner_post(actor)
    kind = _choice(Thing, thing)
    if kind is not Thing.SYSTEM:
        return _plan_thing(kind, plan, name=name, since=in_use_since, actor=actor, legal=legal)
    system = (
        InformationSystem.objects.select_for_update(of=("self",))
        .select_related("department")
        .filter(pk=system_id, department__code=actor.department)
        .exclude(state=InformationSystem.State.RETIRED)
        .first()
    )
    if system is None:
        raise NotFound(code="unknown_system")
    return add_move(system, plan, actor=actor, legal=legal)


def add_move(system: InformationSystem, plan: Plan, *, actor: Actor, legal: LegalContext) -> Move:
    """Plan the move of a locked system, in the caller's transaction; raises as `plan_move` does."""
    target = _choice(Target, plan.target)
    require_allowed(placing.judge_plan(Thing.SYSTEM, target, new=False, system=system))
    move = Move(
        thing=Thing.SYSTEM.value,
        system=system,
        name=system.name,
        department=system.department,
        in_use_since=system.in_service_since,
    )
    return _begin(move, plan, actor=actor, legal=legal)


def _plan_thing(
    kind: Thing, plan: Plan, *, name: str, since: date | None, actor: Actor, legal: LegalContext
) -> Move:
    name = name.strip()
    if not name:
        raise BadInput("it needs a name", code="move_without_name")
    require_past(since, legal)
    new = placing.is_new(since, legal)
    require_allowed(placing.judge_plan(kind, _choice(Target, plan.target), new=new))
    move = Move(
        thing=kind.value,
        name=name[:80],
        department=access_department(actor.department),
        in_use_since=since,
    )
    return _begin(move, plan, actor=actor, legal=legal)


def _begin(move: Move, plan: Plan, *, actor: Actor, legal: LegalContext) -> Move:
    _require_day(plan.due_on, legal)
    move.target, move.how = plan.target, _words(plan.how, _LONGEST_TEXT)
    move.planned_on, move.first_due_on, move.due_on = legal.today, plan.due_on, plan.due_on
    move.responsible = _responsible(move, plan.responsible)
    move.planned_by_id = actor.post_id or None
    try:
        with transaction.atomic():
            move.save()
    except IntegrityError as error:
        raise Conflict("a move is open", code="move_open", name=move.name) from error
    _set_milestones(move, plan.milestones, legal)
    inbox.open_move_task(move, actor=actor, legal=legal)
    _record(Event.MOVE_PLANNED, move, actor, target=move.target, due_on=move.due_on.isoformat())
    return move


@transaction.atomic(durable=True)
def revise_plan(
    move_id: int,
    *,
    responsible: int,
    how: str,
    milestones: Sequence[tuple[date, str]],
    actor: Actor,
    legal: LegalContext,
) -> Move:
    """Another responsible post, another way, other milestones; those that are reached stay. The day stays."""
    move = _open_own(move_id, actor)
    move.how, move.responsible = _words(how, _LONGEST_TEXT), _responsible(move, responsible)
    move.save(update_fields=["how", "responsible"])
    waiting = move.milestones.filter(reached_on__isnull=True)
    before = [f"{milestone.due_on.isoformat()} {milestone.title}" for milestone in waiting]
    waiting.delete()
    _set_milestones(move, milestones, legal)
    inbox.close_move_tasks(move, outcome="changed", actor=actor, legal=legal)
    inbox.open_move_task(move, actor=actor, legal=legal)
    _record(Event.MOVE_CHANGED, move, actor, responsible=move.responsible_id, milestones_before=before)
    return move


@transaction.atomic(durable=True)
def report_progress(
    move_id: int,
    *,
    share: int,
    text: str,
    reached: Sequence[int] = (),
    actor: Actor,
    legal: LegalContext,
) -> Move:
    """How far the move is (in percent, never back) and which milestones are reached.

    Raises BadInput for an impossible share or a milestone that is not one of the open ones.
    """
    move = _open_own(move_id, actor)
    if not move.share <= share <= _FULL:
        raise BadInput("not a share", code="impossible_share", least=move.share, most=_FULL)
    waiting = move.milestones.filter(reached_on__isnull=True, pk__in=reached)
    if waiting.count() != len(set(reached)):
        raise BadInput("not an open milestone", code="unknown_milestone")
    waiting.update(reached_on=legal.today)
    move.share, move.state = share, State.UNDER_WAY
    move.save(update_fields=["share", "state"])
    words = _words(text, _LONGEST_TEXT)
    Progress.objects.create(move=move, at=legal.now, share=share, text=words, by_id=actor.post_id or None)
    inbox.move_task_day(move, reason=f"{share}%", actor=actor, legal=legal)
    _record(Event.MOVE_RECORDED, move, actor, share=share, reached=len(set(reached)))
    return move


@transaction.atomic(durable=True)
def report_end(move_id: int, *, outcome: str, reason: str, actor: Actor, legal: LegalContext) -> Move:
    """Tell the bureau that the move is done, or why it shall be given up.

    Raises RuleRefused while milestones are open, nothing proves it, or the system is not joined.
    """
    move = _open_own(move_id, actor)
    if outcome not in {State.DONE, State.GIVEN_UP}:
        raise BadInput("not an outcome", code="unknown_choice")
    if outcome == State.DONE:
        require_allowed(judge_end(move))
    move.state, move.outcome = State.REPORTED, outcome
    move.reported_on, move.end_reason = legal.today, _words(reason, _LONGEST_REASON)
    move.save(update_fields=["state", "outcome", "reported_on", "end_reason"])
    inbox.ask_to_confirm(move, actor=actor, legal=legal)
    _record(Event.MOVE_SUBMITTED, move, actor, outcome=outcome, reason=move.end_reason)
    return move


@transaction.atomic(durable=True)
def decide_move(move_id: int, *, agrees: bool, opinion: str, actor: Actor, legal: LegalContext) -> Move:
    """The bureau ends a move as it was reported, or sends it back with what is missing.

    A system that has moved stands in the register where it runs now. Raises NotPermitted for others,
    Conflict when nothing was reported, RuleRefused when what proved it has gone.
    """
    move = access_move_as_registrar(move_id, actor=actor)
    if move.state != State.REPORTED:
        raise Conflict("nothing to confirm", code="move_not_reported")
    outcome = State(move.outcome)
    words = opinion.strip()
    give_opinion(
        inbox.MOVE,
        move.pk,
        text=words,
        outcome="agreed" if agrees else "returned",
        actor=actor,
        legal=legal,
    )
    if not agrees:
        move.state, move.outcome, move.reported_on, move.end_reason = State.UNDER_WAY, "", None, ""
        move.save(update_fields=["state", "outcome", "reported_on", "end_reason"])
        inbox.close_move_tasks(move, outcome="returned", actor=actor, legal=legal)
        inbox.open_move_task(move, actor=actor, legal=legal)
        _record(Event.MOVE_RETURNED, move, actor, opinion=words)
        return move
    if outcome is State.DONE:
        require_allowed(judge_end(move))
        _settle(move, actor=actor, legal=legal)
        move.share = _FULL
    move.state, move.ended_on = outcome, legal.today
    move.save(update_fields=["state", "ended_on", "share"])
    inbox.close_move_tasks(move, outcome=outcome, actor=actor, legal=legal)
    event = Event.MOVE_SETTLED if outcome is State.DONE else Event.MOVE_WITHDRAWN
    _record(event, move, actor, opinion=words, reason=move.end_reason)
    return move


@transaction.atomic(durable=True)
def change_due_day(move_id: int, *, due_on: date, reason: str, actor: Actor, legal: LegalContext) -> Move:
    """The bureau gives an open move another day, with a reason; the first day stays on the page."""
    move = access_move_as_registrar(move_id, actor=actor)
    if not move.is_open:
        raise Conflict("it has ended", code="move_ended")
    _require_day(due_on, legal)
    last = move.milestones.filter(reached_on__isnull=True).order_by("-due_on").first()
    if last is not None and last.due_on > due_on:
        raise BadInput(
            "a milestone is later", code="move_day_before_milestone", milestone=last.due_on.isoformat()
        )
    before, move.due_on = move.due_on, due_on
    move.save(update_fields=["due_on"])
    words = _words(reason, _LONGEST_REASON)
    inbox.move_task_day(move, reason=words, actor=actor, legal=legal)
    facts = {"before": before.isoformat(), "after": due_on.isoformat(), "reason": words}
    _record(Event.MOVE_DAY_CHANGED, move, actor, **facts)
    return move


def end_with_system(system: InformationSystem, *, reason: str, actor: Actor, legal: LegalContext) -> None:
    """A system goes out of service: its open move ends with it, in the caller's transaction."""
    for move in Move.objects.select_for_update().filter(system=system, state__in=Move.OPEN):
        done = move.target == Target.RETIRED
        move.state = State.DONE if done else State.GIVEN_UP
        move.ended_on, move.end_reason = legal.today, reason.strip()[:_LONGEST_REASON]
        move.save(update_fields=["state", "ended_on", "end_reason"])
        inbox.close_move_tasks(move, outcome=move.state, actor=actor, legal=legal)
        event = Event.MOVE_SETTLED if done else Event.MOVE_WITHDRAWN
        _record(event, move, actor, reason=move.end_reason)


def judge_end(move: Move) -> Verdict:
    """Everything against calling the move done."""
    return MOVED.judge(
        EndFacts(
            target=Target(move.target),
            open_milestones=move.milestones.filter(reached_on__isnull=True).count(),
            evidence=len(list(attachments_of(inbox.MOVE, str(move.pk)))),
            is_joined=move.system is None or move.system.connected_on is not None,
        )
    )


def _settle(move: Move, *, actor: Actor, legal: LegalContext) -> None:
    """The register says where the system runs now."""
    if move.system_id is None:
        return
    system = InformationSystem.objects.select_for_update().get(pk=move.system_id)
    if move.target == Target.RETIRED:
        if system.state != InformationSystem.State.RETIRED:
            retire(system, reason=move.end_reason, actor=actor, legal=legal)
        return
    if move.target == Target.CLOUD:
        system.hosting = Hosting.GOVERNMENT_CLOUD
    if move.target in {Target.CLOUD, Target.NETWORK} and system.network == Network.PRIVATE:
        system.network = Network.EGOV_EXTRANET
    if move.target == Target.NETWORK:
        system.network = Network.EGOV_EXTRANET
    system.save(update_fields=["hosting", "network"])


def _open_own(move_id: int, actor: Actor) -> Move:
    move = access_move_as_owner(move_id, actor=actor)
    if move.state == State.REPORTED:
        raise Conflict("it lies before the bureau", code="move_before_bureau")
    if not move.is_open:
        raise Conflict("it has ended", code="move_ended")
    return move


def _responsible(move: Move, post_id: int) -> Post:
    post = list_posts_of(move.department).filter(pk=post_id).first()
    if post is None:
        raise BadInput("not a post of the department", code="unknown_responsible")
    return post


def _set_milestones(move: Move, milestones: Sequence[tuple[date, str]], legal: LegalContext) -> None:
    if len(milestones) > _MOST_MILESTONES:
        raise BadInput("too many", code="too_many_milestones", most=_MOST_MILESTONES)
    for line, (day, title) in enumerate(milestones, start=1):
        if not legal.today <= day <= move.due_on:
            raise BadInput(
                "outside of the plan", code="milestone_outside_plan", line=line, due=move.due_on.isoformat()
            )
        Milestone.objects.create(move=move, title=title.strip()[:120], due_on=day)


def _require_day(day: date, legal: LegalContext) -> None:
    last = legal.today.year + _MOST_YEARS
    if day <= legal.today or day.year > last:
        raise BadInput("not a day to come", code="impossible_move_day", year=last)


def _words(text: str, longest: int) -> str:
    text = text.strip()
    if not text or len(text) > longest:
        raise BadInput("say it in words", code="move_without_words", most=longest)
    return text


def _choice(kind: type[ChoiceT], value: str) -> ChoiceT:
    try:
        return kind(value)
    except ValueError as error:
        raise BadInput(str(error), code="unknown_choice") from error


def _record(event: Event, move: Move, actor: Actor, **facts: object) -> None:
    record(
        event,
        actor=actor,
        subject_kind=inbox.MOVE,
        subject_id=move.pk,
        cites=move.cites,
        facts={"number": move.code, "name": move.name, "department": move.department.code, **facts},
    )
