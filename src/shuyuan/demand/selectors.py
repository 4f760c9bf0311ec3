"""Reads of the demand list, and the doors to a demand for each side."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import DRAFTERS, SUBMITTERS
from shuyuan.demand.models import STATE_LABELS, Demand, Match
from shuyuan.demand.states import State
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.organizations.models import Department

#: Who reads the list: departments their side of it, the bureau everything.
READERS = DRAFTERS | {Role.DATA_ADMINISTRATION}
_SHOWN_PROVIDERS = 10


def list_demands(*, actor: Actor) -> QuerySet[Demand]:
    """What the actor may see: demands of the own department and those routed to it; the bureau all.

    A county office also sees those of its county's departments, because it compiles them.
    """
    demands = Demand.objects.select_related(
        "department", "provider", "likely_provider", "entry", "draft", "stated_by__person", "follows"
    )
    if actor.is_administration:
        return demands
    if actor.role not in DRAFTERS:
        return demands.none()
    routed = Q(provider__code=actor.department)
    below = Q(department__in=_county_departments(actor.department))
    return demands.filter(Q(department__code=actor.department) | routed | below)


def access_demand(number: str, *, actor: Actor) -> Demand:
    """The demand for reading; a foreign one looks the same as a missing one."""
    demand = list_demands(actor=actor).filter(number=number).first()
    if demand is None:
        raise NotFound(code="unknown_demand")
    return demand


def _county_departments(office: str) -> QuerySet[Department]:
    """The departments whose lists a county office compiles; none for any other department."""
    return Department.objects.filter(
        kind=Department.Kind.COUNTY_DEPARTMENT,
        region__departments__code=office,
        region__departments__kind=Department.Kind.COUNTY,
    )


def access_as_requester(number: str, *, actor: Actor, lock: bool = False) -> Demand:
    """The demand, locked on demand, for an officer of the department that has it."""
    return _access(number, Q(department__code=actor.department), actor=actor, lock=lock)


def access_as_provider(number: str, *, actor: Actor, lock: bool = False) -> Demand:
    """The demand, locked on demand, for an officer of the department to which it is routed."""
    return _access(number, Q(provider__code=actor.department), actor=actor, lock=lock)


def access_as_bureau(number: str, *, actor: Actor) -> Demand:
    """The demand, locked for change, for the data administration."""
    if not actor.is_administration:
        access_demand(number, actor=actor)
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=[str(Role.DATA_ADMINISTRATION)])
    return _find(number, Q(), lock=True)


def _access(number: str, whose: Q, *, actor: Actor, lock: bool) -> Demand:
    access_demand(number, actor=actor)
    if actor.role not in SUBMITTERS:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=sorted(SUBMITTERS))
    return _find(number, whose, lock=lock)


def _find(number: str, whose: Q, *, lock: bool) -> Demand:
    demands = Demand.objects.select_related("department")
    if lock:
        demands = demands.select_for_update(of=("self",))
    demand = demands.filter(whose, number=number).first()
    if demand is None:
        raise NotFound(code="unknown_demand")
    return demand


def list_matches(demand: Demand) -> QuerySet[Match]:
    """What was found for a demand, the best first."""
    return demand.matches.select_related("entry__provider")


def count_overdue(demands: QuerySet[Demand], *, today: date) -> int:
    """Demands that a provider should have answered, or cataloged, by now."""
    return demands.filter(state__in=[State.ROUTED, State.ACCEPTED], due_on__lt=today).count()


def count_by_state(demands: QuerySet[Demand]) -> list[tuple[str, int]]:
    """State in words with its number of demands, in the order of their way; none that is empty."""
    counts = dict(demands.order_by().values_list("state").annotate(number=Count("pk")))
    return [(str(label), counts[value]) for value, label in STATE_LABELS if value in counts]


def count_by_provider(demands: QuerySet[Demand]) -> list[tuple[str, int]]:
    """Departments that others need something from, those with the most demands first."""
    rows = demands.order_by().values_list("provider__name", "entry__provider__name", "likely_provider__name")
    counts = Counter(next(filter(None, row), "") for row in rows)
    counts.pop("", None)
    return counts.most_common(_SHOWN_PROVIDERS)


def entries_of(ids: Iterable[int]) -> dict[int, Entry]:
    """Entries with their providers by id, for a list of proposals."""
    return {entry.pk: entry for entry in Entry.objects.select_related("provider").filter(pk__in=list(ids))}
