"""Reads of plans, filings, compiled plans and the library, and the doors to them."""

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum

from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.organizations.models import Department
from shuyuan.planning.models import AnnualPlan, CompiledPlan, LibraryRecord, ProjectPlan, UnitPlan, YearRun
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.selectors import OVERSEERS, UNIT_ROLES, list_projects, require_role

#: Who sees the pages of plans: overseers everything, units their own.
READERS = OVERSEERS | UNIT_ROLES
#: Who answers for a unit: says that it has nothing to file.
ANSWERERS = frozenset({Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER})
#: Departments whose projects are the city's.
_ASKED = (Department.Kind.CITY, Department.Kind.INSTITUTION, Department.Kind.OVERSIGHT)
#: Stages in which a project waits in the library for money.
IN_LIBRARY = (Stage.REVIEWED.value, Stage.APPROVED.value)
#: Stages from which on a project belongs into the compiled plans.
COMPILED_STAGES = (*IN_LIBRARY, Stage.BUDGETED.value, Stage.CLEARED.value, Stage.PROCURING.value)


def require_bureau(actor: Actor) -> None:
    """NotPermitted for everybody but the data administration."""
    require_role(actor, Role.DATA_ADMINISTRATION)


def asked_units() -> QuerySet[Department]:
    """The departments that are asked for their projects."""
    return Department.objects.filter(is_active=True, kind__in=[kind.value for kind in _ASKED])


def list_plans() -> QuerySet[AnnualPlan]:
    """Every annual plan, newest first, with how many units answered."""
    return AnnualPlan.objects.annotate(
        asked=Count("units"),
        answered=Count("units", filter=~Q(units__state=UnitPlan.State.ASKED)),
    ).order_by("-year")


def access_plan(year: int, *, lock: bool = False) -> AnnualPlan:
    """The plan of a year; NotFound when it was not opened."""
    plans = AnnualPlan.objects.select_for_update() if lock else AnnualPlan.objects.all()
    plan = plans.filter(year=year).first()
    if plan is None:
        raise NotFound(code="unknown_plan", year=year)
    return plan


def find_unit_plan(plan: AnnualPlan, actor: Actor) -> UnitPlan | None:
    """What the actor's own department answered; None when it is not asked."""
    return plan.units.select_related("unit", "plan").filter(unit__code=actor.department).first()


def list_units(plan: AnnualPlan) -> QuerySet[UnitPlan]:
    """The units of a plan with how many projects they filed and for how much, those who wait first."""
    filed = (
        Project.objects.filter(unit=OuterRef("unit"), plan_year=plan.year)
        .exclude(stage=Stage.DRAFT.value)
        .order_by()
        .values("unit")
    )
    return (
        plan.units.select_related("unit", "plan")
        .annotate(
            filed=Subquery(filed.annotate(found=Count("pk")).values("found")),
            filed_fen=Subquery(filed.annotate(found=Sum("planned_fen")).values("found")),
            late=Subquery(filed.filter(is_late=True).annotate(found=Count("pk")).values("found")),
        )
        .order_by("state", "unit__code")
    )


def list_filings(year: int, actor: Actor) -> QuerySet[Project]:
    """The projects of a plan year that the actor may see, by priority."""
    return (
        list_projects(actor)
        .filter(plan_year=year)
        .select_related("unit", "plan", "plan__consent")
        .order_by("plan__rank", "-planned_fen", "id")
    )


def list_for_consent(year: int) -> QuerySet[Project]:
    """What the bureau studied and takes into the plan, and what the city government has not decided on."""
    return (
        Project.objects.filter(
            plan_year=year, stage=Stage.FILED.value, plan__opinion=ProjectPlan.Opinion.INCLUDE
        )
        .select_related("unit", "plan")
        .order_by("plan__rank", "id")
    )


def list_compiled(actor: Actor) -> QuerySet[CompiledPlan]:
    """Every edition for the bureau; those that were sent for the other overseers; none for units."""
    editions = CompiledPlan.objects.order_by("-year", "-number")
    if actor.is_administration:
        return editions
    return editions.filter(sent_at__isnull=False) if actor.role in OVERSEERS else editions.none()


def access_compiled(name: str, *, actor: Actor, lock: bool = False) -> CompiledPlan:
    """An edition that the actor may see."""
    editions = list_compiled(actor)
    if lock:
        editions = editions.select_for_update(of=("self",))
    edition = editions.filter(name=name).first()
    if edition is None:
        raise NotFound(code="unknown_compiled_plan", edition=name)
    return edition


def edition_before(edition: CompiledPlan) -> CompiledPlan | None:
    """The edition of the same year before this one."""
    earlier = CompiledPlan.objects.filter(year=edition.year, number__lt=edition.number)
    return earlier.order_by("-number").first()


def list_for_compiling(year: int) -> QuerySet[Project]:
    """What passed review for that year, and what moves on from earlier years without money."""
    own = Q(plan_year=year, stage__in=COMPILED_STAGES)
    standby = Q(plan_year__lt=year, stage__in=IN_LIBRARY)
    return (
        Project.objects.filter(own | standby)
        .select_related("unit", "plan")
        .prefetch_related("budget_lines")
        .order_by("plan__rank", "-planned_fen", "number", "id")
    )


def list_library(year: int, actor: Actor) -> QuerySet[Project]:
    """The library in a year: what got money or none, what left, and what still waits."""
    of_year = LibraryRecord.objects.filter(year=year)
    records = of_year.filter(project=OuterRef("pk"))
    waiting = Q(stage__in=IN_LIBRARY, plan_year__lte=year)
    return (
        list_projects(actor)
        .filter(Q(pk__in=of_year.values("project")) | waiting)
        .annotate(
            outcome=Subquery(records.values("outcome")[:1]),
            year_fen=Subquery(records.values("fen")[:1]),
        )
        .select_related("unit")
        .order_by("-unfunded_years", "-planned_fen", "id")
    )


def list_unfunded(year: int) -> QuerySet[Project]:
    """What waited in the library for money of that year, got none, and is not marked yet."""
    records = LibraryRecord.objects.filter(project=OuterRef("pk"), year=year)
    return (
        Project.objects.filter(~Exists(records), stage__in=IN_LIBRARY, plan_year__lte=year)
        .select_related("unit")
        .order_by("id")
    )


def access_run(run_id: int, *, actor: Actor) -> YearRun:
    """A run over the library, for the bureau."""
    require_bureau(actor)
    run = YearRun.objects.filter(pk=run_id).first()
    if run is None:
        raise NotFound(code="unknown_run")
    return run


def may_answer(actor: Actor, one: UnitPlan | None) -> bool:
    """Whether the actor answers for the unit."""
    return one is not None and actor.role in ANSWERERS and one.unit.code == actor.department


def require_answerer(actor: Actor, one: UnitPlan | None) -> UnitPlan:
    """The unit's row for who answers for it; NotFound for a unit that is not asked."""
    require_role(actor, *ANSWERERS)
    if one is None:
        raise NotFound(code="unit_not_asked")
    if not may_answer(actor, one):
        raise NotPermitted(code="not_your_project")
    return one


def first_library_year() -> int | None:
    """The earliest year of which the library has a record."""
    found: int | None = LibraryRecord.objects.aggregate(first=Min("year"))["first"]
    return found


def count_library(year: int, actor: Actor) -> dict[str, int]:
    """Place → number of projects in the library of a year."""
    rows = list_library(year, actor).order_by().annotate(has_waited=Q(unfunded_years__gt=0))
    counts: dict[str, int] = {}
    grouped = rows.values("outcome", "has_waited").annotate(found=Count("pk"))
    for row in grouped.values_list("outcome", "has_waited", "found"):
        key = row[0] or ("standby" if row[1] else "waiting")
        counts[key] = counts.get(key, 0) + row[2]
    return counts
