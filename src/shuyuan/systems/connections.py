"""Which systems are joined to the platform: found from clients and published data, kept with its day."""

from django.db import transaction
from django.db.models import Q, QuerySet

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import Conflict
from shuyuan.regulations.context import LegalContext
from shuyuan.systems.events import Event
from shuyuan.systems.inbox import SYSTEM
from shuyuan.systems.models import InformationSystem
from shuyuan.systems.registry import Change, announce, connected_systems
from shuyuan.systems.selectors import access_system_as_registrar

CITES = "jz-project-2020/28.1"
_LONGEST_NOTE = 300


def connections_changed() -> bool:
    """Whether a system joined or left the platform since the last look."""
    return _waiting(connected_systems()).exists()


def refresh_connections(*, actor: Actor, legal: LegalContext) -> dict[str, int]:
    """Keep the day on which systems joined or left, each in a transaction of its own; gives how many did."""
    connected = connected_systems()
    counts = {Change.CONNECTED.value: 0, Change.DISCONNECTED.value: 0}
    for system_id in list(_waiting(connected).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic(durable=True):
            change = _refresh(system_id, joined=system_id in connected, actor=actor, legal=legal)
        if change:
            counts[change.value] += 1
    return counts


def _waiting(connected: set[int]) -> QuerySet[InformationSystem]:
    registered = Q(state=InformationSystem.State.REGISTERED)
    joins = registered & Q(pk__in=connected, connected_on__isnull=True)
    leaves = Q(connected_on__isnull=False) & (~Q(pk__in=connected) | ~registered)
    return InformationSystem.objects.filter(joins | leaves)


@transaction.atomic(durable=True)
def confirm_connection(system_id: int, *, note: str, actor: Actor, legal: LegalContext) -> InformationSystem:
    """The bureau confirms that a system is joined by another way than a client, such as an exchange machine.

    An empty `note` withdraws that. Raises NotPermitted for others, Conflict when it is not in the register.
    """
    system = access_system_as_registrar(system_id, actor=actor)
    if system.state != InformationSystem.State.REGISTERED:
        raise Conflict("only a registered system is joined", code="system_not_registered")
    system.connection_note = note.strip()[:_LONGEST_NOTE]
    system.save(update_fields=["connection_note"])
    record(
        Event.CONNECTION_CONFIRMED,
        actor=actor,
        subject_kind=SYSTEM,
        subject_id=system.code,
        cites=CITES,
        facts={"note": system.connection_note},
    )
    _refresh(system.pk, joined=system.pk in connected_systems(), actor=actor, legal=legal)
    system.refresh_from_db()
    return system


def systems_confirmed() -> set[int]:
    """The ids of systems whose connection the bureau confirmed."""
    return set(InformationSystem.objects.exclude(connection_note="").values_list("pk", flat=True))


def _refresh(system_id: int, *, joined: bool, actor: Actor, legal: LegalContext) -> Change | None:
    system = InformationSystem.objects.select_for_update().get(pk=system_id)
    joined = joined and system.state == InformationSystem.State.REGISTERED
    if joined == (system.connected_on is not None):
        return None
    change = Change.CONNECTED if joined else Change.DISCONNECTED
    system.connected_on = legal.today if joined else None
    system.save(update_fields=["connected_on"])
    announce(system, change, actor=actor, legal=legal)
    event = Event.CONNECTED if joined else Event.DISCONNECTED
    record(event, actor=actor, subject_kind=SYSTEM, subject_id=system.code, cites=CITES)
    return change
