"""Reads of projects, and the doors to them."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.organizations.models import Department
from shuyuan.projects import registry
from shuyuan.projects.models import Hold, JournalEntry, Project, SystemStanding, Tally, UnitStanding
from shuyuan.projects.rules.facts import SystemFacts, UnitFacts
from shuyuan.projects.rules.holds import Hold as FoundHold
from shuyuan.projects.rules.holds import HoldFacts, find_holds
from shuyuan.projects.rules.stages import UNIT, Stage
from shuyuan.regulations.context import LegalContext

#: Who sees all projects once they are filed.
OVERSEERS = frozenset(
    {Role.DATA_ADMINISTRATION, Role.INVESTMENT_APPROVAL, Role.FINANCE, Role.AUDIT_OFFICE, Role.CITY_LEADER}
)
#: Who files and carries out the projects of a unit.
UNIT_ROLES = UNIT
#: Everybody to whom some project may be visible.
READERS = OVERSEERS | UNIT_ROLES | {Role.EXPERT}


def list_projects(actor: Actor) -> QuerySet[Project]:
    """The projects that the actor may see: the unit's own, all that were filed for overseers, those under an
    expert's review for the expert; none for others.
    """
    projects = Project.objects.select_related("unit")
    return projects.filter(_visible(actor))


def list_tallies(actor: Actor) -> QuerySet[Tally]:
    """The totals of the projects that overseers and units may see; none for those who see single projects."""
    return Tally.objects.filter(_visible_by_role(actor))


def _visible_by_role(actor: Actor) -> Q:
    if actor.role in OVERSEERS:
        return ~Q(stage=Stage.DRAFT.value)
    return Q(unit__code=actor.department) if actor.role in UNIT_ROLES else Q(pk__in=())


def _visible(actor: Actor) -> Q:
    condition = _visible_by_role(actor)
    besides = registry.read_besides(actor)
    return condition if besides is None else condition | besides


def of_visible(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Those rows, of a table with a `project`, whose project the actor may see; read from indexes alone."""
    if actor.role in OVERSEERS and registry.read_besides(actor) is None:
        # the few that are hidden, not the many that are seen
        return rows.exclude(project__in=Project.objects.filter(stage=Stage.DRAFT.value).order_by())
    return rows.filter(project__in=list_projects(actor).order_by().values("pk"))


def access_project(project_id: int, *, actor: Actor, lock: bool = False) -> Project:
    """The project for who may see it; NotFound for others."""
    projects = list_projects(actor).select_related("unit", "system")
    if lock:
        projects = projects.select_for_update(of=("self",))
    project = projects.filter(pk=project_id).first()
    if project is None:
        raise NotFound(code="unknown_project")
    return project


def access_own_project(project_id: int, *, actor: Actor, lock: bool = False) -> Project:
    """The project for people of its unit; NotFound for strangers, NotPermitted for onlookers."""
    project = access_project(project_id, actor=actor, lock=lock)
    if project.unit.code != actor.department or actor.role not in UNIT_ROLES:
        raise NotPermitted(code="not_your_project")
    return project


def access_project_as(project_id: int, *roles: Role, actor: Actor, lock: bool = False) -> Project:
    """The project for one of these roles; NotPermitted for others who may see it."""
    project = access_project(project_id, actor=actor, lock=lock)
    require_role(actor, *roles)
    return project


def require_role(actor: Actor, *roles: Role) -> None:
    """NotPermitted unless the actor acts in one of these roles."""
    if actor.role not in roles:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=sorted(map(str, roles)))


def list_journal(project: Project) -> QuerySet[JournalEntry]:
    """What happened to a project, in order."""
    return project.journal.select_related("post__department").order_by("id")


def list_holds(project: Project) -> QuerySet[Hold]:
    """The holds on a project: open ones first, then the released."""
    return project.holds.order_by("released_at", "-since", "-id")


def unit_facts(unit: Department) -> UnitFacts:
    """What is known of a unit."""
    standing = UnitStanding.objects.filter(unit=unit).first()
    return standing.known if standing else UnitFacts()


def system_facts(system_id: int | None) -> SystemFacts:
    """What is known of a system; of none without one."""
    standing = SystemStanding.objects.filter(system_id=system_id).first() if system_id else None
    return standing.known if standing else SystemFacts()


def hold_facts(projects: Collection[Project]) -> dict[int, HoldFacts]:
    """Everything that holds look at, by project: three short queries at most, however many there are."""
    units = UnitStanding.objects.filter(unit_id__in={one.unit_id for one in projects})
    of_units = {one.unit_id: one.known for one in units}
    joined = {one.system_id for one in projects if one.system_id}
    of_systems: dict[int, SystemFacts] = {}
    failures: list[tuple[int, int, Any]] = []
    if joined:
        standings = SystemStanding.objects.filter(system_id__in=joined)
        of_systems = {one.system_id: one.known for one in standings}
        failed = Project.objects.filter(system_id__in=joined, evaluation_failed_on__isnull=False)
        failed = failed.order_by("evaluation_failed_on", "pk")
        failures = list(failed.values_list("system_id", "pk", "evaluation_failed_on"))
    return {
        one.pk: HoldFacts(
            one.known,
            of_units.get(one.unit_id, UnitFacts()),
            of_systems.get(one.system_id, SystemFacts()),
            next((day for system, pk, day in failures if system == one.system_id and pk != one.pk), None),
        )
        for one in projects
    }


def find_project_holds(project: Project, *, legal: LegalContext) -> tuple[FoundHold, ...]:
    """The holds on a project today, computed afresh."""
    return find_holds(hold_facts([project])[project.pk], legal=legal)


def list_siblings(project: Project, *, actor: Actor) -> list[Project]:
    """Other projects of the same system that the actor may see, the newest first, at most ten."""
    if not project.system_id:
        return []
    others = list_projects(actor).filter(system_id=project.system_id).exclude(pk=project.pk)
    return list(others.defer("facts", "purpose").order_by("-pk")[:10])
