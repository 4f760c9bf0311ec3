"""Writes of the system register: a department proposes, the bureau registers."""

from django.db import IntegrityError, transaction

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.organizations.selectors import access_department
from shuyuan.regulations.context import LegalContext
from shuyuan.systems.events import Event
from shuyuan.systems.inbox import SYSTEM, close_register_task, open_register_task
from shuyuan.systems.models import InformationSystem
from shuyuan.systems.registry import Change, announce
from shuyuan.systems.selectors import access_system, access_system_as_registrar, require_owner_post

REGISTER = "jz-project-2020/19.1.1"
_LONGEST_REASON = 500


@transaction.atomic(durable=True)
def propose_system(
    *, name: str, network: str, hosting: str, duty: str, actor: Actor, legal: LegalContext
) -> InformationSystem:
    """Tell the bureau about a system of the actor's own department; it is not in the register yet.

    Raises NotPermitted for the three administrators, and Conflict when the department already has a
    system of that name.
    """
    require_owner_post(actor)
    fields = {"name": name.strip(), "duty": duty.strip()}
    missing = sorted(field for field, value in fields.items() if not value)
    if missing:
        raise BadInput("a system needs a name and a duty", code="system_incomplete", missing=missing)
    try:
        with transaction.atomic():
            system = InformationSystem.objects.create(
                name=fields["name"],
                duty=fields["duty"],
                department=access_department(actor.department),
                network=InformationSystem.Network(network),
                hosting=InformationSystem.Hosting(hosting),
                proposed_by_id=actor.person_id,
                proposed_on=legal.today,
            )
    except IntegrityError as error:
        raise Conflict(
            "the department already has a system of that name", code="system_exists", name=fields["name"]
        ) from error
    except ValueError as error:
        raise BadInput(str(error), code="unknown_choice") from error
    open_register_task(system, actor=actor, legal=legal)
    record(
        Event.PROPOSED,
        actor=actor,
        subject_kind=SYSTEM,
        subject_id=system.code,
        cites=REGISTER,
        facts={"name": system.name, "network": system.network, "hosting": system.hosting},
    )
    return system


@transaction.atomic(durable=True)
def register_system(system_id: int, *, actor: Actor, legal: LegalContext) -> InformationSystem:
    """Take a proposed system into the register; from now on it can have clients."""
    system = access_system_as_registrar(system_id, actor=actor)
    if system.state != InformationSystem.State.PROPOSED:
        raise Conflict("only a proposed system can be registered", code="system_not_proposed")
    system.state = InformationSystem.State.REGISTERED
    system.registered_on = legal.today
    system.save(update_fields=["state", "registered_on"])
    close_register_task(system, actor=actor, legal=legal)
    announce(system, Change.REGISTERED, actor=actor, legal=legal)
    record(Event.REGISTERED, actor=actor, subject_kind=SYSTEM, subject_id=system.code, cites=REGISTER)
    return system


@transaction.atomic(durable=True)
def retire_system(system_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> InformationSystem:
    """Take a registered system out of service, by its department or the bureau, with a reason.

    No new entry names it afterwards, and it joins the platform no more. Raises NotFound for a system that the
    actor may not see, Conflict when it is not in the register, BadInput without a reason.
    """
    require_owner_post(actor)
    access_system(system_id, actor=actor)
    system = InformationSystem.objects.select_for_update(of=("self",)).get(pk=system_id)
    if system.state != InformationSystem.State.REGISTERED:
        raise Conflict("only a registered system can be retired", code="system_not_registered")
    if not reason.strip():
        raise BadInput("say why", code="retirement_reason_missing")
    system.state = InformationSystem.State.RETIRED
    system.retired_on, system.retirement_reason = legal.today, reason.strip()[:_LONGEST_REASON]
    system.save(update_fields=["state", "retired_on", "retirement_reason"])
    announce(system, Change.RETIRED, actor=actor, legal=legal)
    record(
        Event.RETIRED,
        actor=actor,
        subject_kind=SYSTEM,
        subject_id=system.code,
        cites=REGISTER,
        facts={"reason": system.retirement_reason},
    )
    return system
