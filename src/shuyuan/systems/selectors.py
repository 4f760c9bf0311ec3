"""Reads of the system register and of moves."""

from datetime import date

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from shuyuan.catalog.selectors import list_published_entries
from shuyuan.collection.states import BatchState
from shuyuan.kernel.actor import PROJECT_OFFICES, THREE_ADMINISTRATORS, WITHOUT_DATA, Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.systems.models import InformationSystem, Move

#: Who sees the whole register and every move without keeping them; experts see no more than their cases.
OVERSEERS = (THREE_ADMINISTRATORS | PROJECT_OFFICES) - {Role.EXPERT}


def sees_all(actor: Actor) -> bool:
    """Whether the actor sees the systems and moves of all departments."""
    return actor.is_administration or actor.role in OVERSEERS


def require_owner_post(actor: Actor) -> None:
    """Refuse posts without systems of their own: the three administrators, the offices of projects.

    Raises NotPermitted `administrators_own_no_system`.
    """
    if actor.role in WITHOUT_DATA:
        raise NotPermitted(code="administrators_own_no_system")


def _visible(actor: Actor) -> QuerySet[InformationSystem]:
    systems = InformationSystem.objects.select_related("department", "proposed_by")
    if sees_all(actor):
        return systems
    return systems.filter(department__code=actor.department)


def list_systems(*, actor: Actor) -> QuerySet[InformationSystem]:
    """The whole register for the bureau and those who oversee, else that of the actor's department."""
    return _visible(actor)


def list_registered_systems(department: str) -> QuerySet[InformationSystem]:
    """Systems of one department (by code) that are in the register now."""
    return InformationSystem.objects.select_related("department").filter(
        department__code=department, state=InformationSystem.State.REGISTERED
    )


def name_systems(department: str) -> list[tuple[str, str]]:
    """Number and name of a department's registered systems, for choosing one."""
    return [(system.code, system.name) for system in list_registered_systems(department).order_by("name")]


def access_system(system_id: int, *, actor: Actor) -> InformationSystem:
    """The system, if the actor may see it; a foreign one looks like a missing one."""
    system = _visible(actor).filter(pk=system_id).first()
    if system is None:
        raise NotFound(code="unknown_system")
    return system


def access_own_system(system_id: int, *, actor: Actor) -> InformationSystem:
    """A system of the actor's own department that is not out of service; raises NotFound."""
    system = (
        InformationSystem.objects.select_related("department")
        .filter(pk=system_id, department__code=actor.department)
        .exclude(state=InformationSystem.State.RETIRED)
        .first()
    )
    if system is None:
        raise NotFound(code="unknown_system")
    return system


def access_registered_system(system_id: int, *, actor: Actor) -> InformationSystem:
    """A registered system of the actor's own department, locked; raises NotFound."""
    system = (
        InformationSystem.objects.select_for_update(of=("self",))
        .select_related("department")
        .filter(
            pk=system_id,
            department__code=actor.department,
            state=InformationSystem.State.REGISTERED,
        )
        .first()
    )
    if system is None:
        raise NotFound(code="unknown_system")
    return system


def access_system_as_registrar(system_id: int, *, actor: Actor) -> InformationSystem:
    """The system, locked for change, for the bureau that keeps the register.

    Raises NotPermitted for anybody else, NotFound when there is no such system.
    """
    if not actor.is_administration:
        raise NotPermitted(code="not_registrar")
    system = (
        InformationSystem.objects.select_for_update(of=("self",))
        .select_related("department")
        .filter(pk=system_id)
        .first()
    )
    if system is None:
        raise NotFound(code="unknown_system")
    return system


def systems_with_data() -> set[int]:
    """The ids of systems that a published entry with data in its pool names as its source."""
    entries = list_published_entries().filter(batches__state=BatchState.MERGED.value).exclude(system_code="")
    codes = set(entries.order_by().values_list("system_code", flat=True))
    return {number for code in codes if (number := number_of(code))}


#: What stands outside of the cloud, or of the network: in the words of the columns.
OUTSIDE = ~Q(hosting=InformationSystem.Hosting.GOVERNMENT_CLOUD) | Q(
    network=InformationSystem.Network.PRIVATE
)


def with_standing(systems: QuerySet[InformationSystem]) -> QuerySet[InformationSystem]:
    """Systems with `place`: inside; outside with an open plan; outside without one."""
    planned = Exists(Move.objects.filter(system=OuterRef("pk"), state__in=Move.OPEN))
    return systems.annotate(
        place=Case(
            When(~OUTSIDE, then=Value("inside")),
            When(planned, then=Value("planned")),
            default=Value("unplanned"),
            output_field=CharField(),
        )
    )


def register_counts(*, actor: Actor) -> dict[str, int]:
    """How many systems run, how many of them are joined to the platform or stand outside: one query."""
    registered = _visible(actor).filter(state=InformationSystem.State.REGISTERED)
    return registered.aggregate(
        running=Count("pk"),
        joined=Count("pk", filter=Q(connected_on__isnull=False)),
        apart=Count("pk", filter=Q(connected_on__isnull=True)),
        outside=Count("pk", filter=OUTSIDE),
    )


def list_outside(*, actor: Actor) -> QuerySet[InformationSystem]:
    """Systems of the register that stand outside and have no open plan."""
    registered = _visible(actor).filter(state=InformationSystem.State.REGISTERED)
    return with_standing(registered).filter(place="unplanned")


def list_moves(*, actor: Actor, today: date) -> QuerySet[Move]:
    """Moves that the actor may see, with `standing`: their state, or overdue."""
    moves = Move.objects.select_related("department", "system", "responsible__person")
    if not sees_all(actor):
        moves = moves.filter(department__code=actor.department)
    return moves.annotate(
        standing=Case(
            When(state__in=Move.OPEN, due_on__lt=today, then=Value("overdue")),
            default=F("state"),
            output_field=CharField(),
        )
    )


def access_move(move_id: int, *, actor: Actor, today: date) -> Move:
    """The move, if the actor may see it; a foreign one looks like a missing one."""
    move = list_moves(actor=actor, today=today).filter(pk=move_id).first()
    if move is None:
        raise NotFound(code="unknown_move")
    return move


def access_own_move(move_id: int, *, actor: Actor, today: date) -> Move:
    """A move of the actor's own department, for a form; raises NotPermitted, NotFound."""
    require_owner_post(actor)
    move = access_move(move_id, actor=actor, today=today)
    if move.department.code != actor.department:
        raise NotPermitted(code="not_own_move")
    return move


def access_move_as_owner(move_id: int, *, actor: Actor) -> Move:
    """A move of the actor's own department, locked for change; raises NotFound, NotPermitted."""
    require_owner_post(actor)
    move = _locked_move(Q(pk=move_id))
    if move.department.code == actor.department:
        return move
    if actor.is_administration:
        raise NotPermitted(code="not_own_move")
    raise NotFound(code="unknown_move")


def access_move_as_registrar(move_id: int, *, actor: Actor) -> Move:
    """Any move, locked for change, for the bureau; raises NotPermitted for others, NotFound."""
    if not actor.is_administration:
        raise NotPermitted(code="not_registrar")
    return _locked_move(Q(pk=move_id))


def _locked_move(condition: Q) -> Move:
    moves = Move.objects.select_for_update(of=("self",)).select_related("department", "system")
    move = moves.filter(condition).first()
    if move is None:
        raise NotFound(code="unknown_move")
    return move


def number_of(code: str) -> int | None:
    """The id behind a number of the register such as SYS-00012; None for anything else."""
    start, _, number = code.partition("-")
    return int(number) if start == "SYS" and number.isdecimal() else None
