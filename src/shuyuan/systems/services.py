"""Writes of the system register: a department proposes and changes, the bureau registers."""

from datetime import date

from django.db import IntegrityError, transaction

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.organizations.selectors import access_department
from shuyuan.regulations.context import LegalContext
from shuyuan.systems import placing
from shuyuan.systems.events import Event
from shuyuan.systems.inbox import SYSTEM, close_register_task, open_register_task
from shuyuan.systems.models import InformationSystem, Move
from shuyuan.systems.moves import Plan, add_move, end_with_system
from shuyuan.systems.registry import Change, announce
from shuyuan.systems.selectors import access_system, access_system_as_registrar, require_owner_post
from shuyuan.systems.steps import REGISTER, require_allowed, require_past, retire

State, Network, Hosting = InformationSystem.State, InformationSystem.Network, InformationSystem.Hosting
_LONGEST_FILING = 40


@transaction.atomic(durable=True)
def propose_system(
    *,
    name: str,
    network: str,
    hosting: str,
    duty: str,
    in_service_since: date | None = None,
    protection_grade: int | None = None,
    protection_filing: str = "",
    plan: Plan | None = None,
    actor: Actor,
    legal: LegalContext,
) -> InformationSystem:
    """Tell the bureau about a system of the actor's own department; it is not in the register yet.

    One that stands outside of cloud or network comes with the `plan` of its move. Raises NotPermitted for
    the three administrators, Conflict when the department already has a system of that name, RuleRefused
    for a new one outside, or an old one without a plan.
    """
    require_owner_post(actor)
    require_past(in_service_since, legal)
    try:
        system = InformationSystem(
            name=name.strip(),
            duty=duty.strip(),
            department=access_department(actor.department),
            network=Network(network),
            hosting=Hosting(hosting),
            in_service_since=in_service_since,
            protection_grade=_grade(protection_grade),
            protection_filing=protection_filing.strip()[:_LONGEST_FILING],
            proposed_by_id=actor.person_id,
            proposed_on=legal.today,
        )
    except ValueError as error:
        raise BadInput(str(error), code="unknown_choice") from error
    missing = sorted(field for field in ("name", "duty") if not getattr(system, field))
    if missing:
        raise BadInput("a system needs a name and a duty", code="system_incomplete", missing=missing)
    new = placing.is_new(in_service_since, legal)
    require_allowed(placing.judge_place(system, new=new, due_on=plan.due_on if plan else None))
    try:
        with transaction.atomic():
            system.save()
    except IntegrityError as error:
        raise Conflict(
            "the department already has a system of that name", code="system_exists", name=system.name
        ) from error
    open_register_task(system, actor=actor, legal=legal)
    record(
        Event.PROPOSED,
        actor=actor,
        subject_kind=SYSTEM,
        subject_id=system.code,
        cites=REGISTER,
        facts={"name": system.name, "network": system.network, "hosting": system.hosting},
    )
    if plan is not None:
        add_move(system, plan, actor=actor, legal=legal)
    return system


@transaction.atomic(durable=True)
def register_system(system_id: int, *, actor: Actor, legal: LegalContext) -> InformationSystem:
    """Take a proposed system into the register; from now on it can have clients.

    Raises RuleRefused for one that stands outside of cloud or network without a plan by now.
    """
    system = access_system_as_registrar(system_id, actor=actor)
    if system.state != State.PROPOSED:
        raise Conflict("only a proposed system can be registered", code="system_not_proposed")
    move = Move.objects.filter(system=system, state__in=Move.OPEN).first()
    new = placing.is_new(system.in_service_since, legal)
    require_allowed(placing.judge_place(system, new=new, due_on=move.due_on if move else None))
    system.state = State.REGISTERED
    system.registered_on = legal.today
    system.save(update_fields=["state", "registered_on"])
    close_register_task(system, actor=actor, legal=legal)
    announce(system, Change.REGISTERED, actor=actor, legal=legal)
    record(Event.REGISTERED, actor=actor, subject_kind=SYSTEM, subject_id=system.code, cites=REGISTER)
    return system


@transaction.atomic(durable=True)
def change_system(
    system_id: int,
    *,
    network: str,
    hosting: str,
    duty: str,
    protection_grade: int | None,
    protection_filing: str,
    actor: Actor,
    legal: LegalContext,
) -> InformationSystem:
    """Change what the register says of a system of the own department, or of any one by the bureau.

    A registered system changes its place by a move that the bureau confirms, or by the bureau's own hand
    when no move is open; to leave the cloud or the network is to build anew. Raises RuleRefused, Conflict.
    """
    require_owner_post(actor)
    access_system(system_id, actor=actor)
    system = InformationSystem.objects.select_for_update(of=("self",)).get(pk=system_id)
    if system.state == State.RETIRED:
        raise Conflict("it is out of service", code="system_retired")
    if not duty.strip():
        raise BadInput("a system needs a duty", code="system_incomplete", missing=["duty"])
    before, was = _described(system), (system.network, system.hosting)
    try:
        system.network, system.hosting = Network(network), Hosting(hosting)
        system.protection_grade = _grade(protection_grade)
    except ValueError as error:
        raise BadInput(str(error), code="unknown_choice") from error
    system.duty = duty.strip()[:300]
    system.protection_filing = protection_filing.strip()[:_LONGEST_FILING]
    after = _described(system)
    if was != (system.network, system.hosting):
        _require_other_place(system, was, actor, legal)
    system.save(update_fields=list(after))
    record(
        Event.CHANGED,
        actor=actor,
        subject_kind=SYSTEM,
        subject_id=system.code,
        cites=REGISTER,
        facts={"before": before, "after": after},
    )
    return system


@transaction.atomic(durable=True)
def retire_system(system_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> InformationSystem:
    """Take a registered system out of service, by its department or the bureau, with a reason.

    No new entry names it afterwards, it joins the platform no more, its open move ends. Raises NotFound for a
    system that the actor may not see, Conflict when it is not in the register, BadInput without a reason.
    """
    require_owner_post(actor)
    access_system(system_id, actor=actor)
    system = InformationSystem.objects.select_for_update(of=("self",)).get(pk=system_id)
    if system.state != State.REGISTERED:
        raise Conflict("only a registered system can be retired", code="system_not_registered")
    if not reason.strip():
        raise BadInput("say why", code="retirement_reason_missing")
    retire(system, reason=reason, actor=actor, legal=legal)
    end_with_system(system, reason=reason, actor=actor, legal=legal)
    return system


def _require_other_place(
    system: InformationSystem, was: tuple[str, str], actor: Actor, legal: LegalContext
) -> None:
    """Only what changes is judged: an old room may wait for its plan while the network gets better."""
    registered = system.state == State.REGISTERED
    moving = Move.objects.filter(system=system, state__in=Move.OPEN).exists()
    if moving or (registered and not actor.is_administration):
        raise Conflict("the place follows the move", code="place_follows_move")
    network, hosting = was
    changed = InformationSystem(
        network=Network.EGOV_EXTRANET if system.network == network else system.network,
        hosting=Hosting.GOVERNMENT_CLOUD if system.hosting == hosting else system.hosting,
    )
    new = registered or placing.is_new(system.in_service_since, legal)
    require_allowed(placing.judge_place(changed, new=new, due_on=None))


def _grade(grade: int | None) -> int | None:
    return None if grade is None else InformationSystem.Protection(grade).value


def _described(system: InformationSystem) -> dict[str, object]:
    fields = ("network", "hosting", "duty", "protection_grade", "protection_filing")
    return {field: getattr(system, field) for field in fields}
