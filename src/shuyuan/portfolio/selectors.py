"""Figures over all projects that an actor may see: one pass over an index, added up in many ways."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, Sum

from shuyuan.kernel.actor import Actor
from shuyuan.organizations.models import Department
from shuyuan.projects.figures import HELD_FEN
from shuyuan.projects.lists import overdue
from shuyuan.projects.rules.stages import ENDED, Stage
from shuyuan.projects.selectors import OVERSEERS, UNIT_ROLES, list_projects
from shuyuan.regulations.context import LegalContext

#: Who sees the portfolio: overseers all that was filed, units their own.
READERS = OVERSEERS | UNIT_ROLES

#: The funnel: a part of the way and the stages in which a living project has come that far.
_WAY = (
    Stage.DRAFT, Stage.RETURNED, Stage.FILED, Stage.PLANNED, Stage.SUBMITTED, Stage.REVIEWED, Stage.APPROVED,
    Stage.BUDGETED, Stage.CLEARED, Stage.PROCURING, Stage.BUILDING, Stage.COMPLETED, Stage.ACCEPTING,
    Stage.RECTIFYING, Stage.ACCEPTED, Stage.OPERATING,
)  # fmt: skip
FUNNEL = (
    Stage.FILED, Stage.PLANNED, Stage.SUBMITTED, Stage.REVIEWED, Stage.BUDGETED, Stage.BUILDING,
    Stage.ACCEPTED, Stage.OPERATING,
)  # fmt: skip


@dataclass
class Sums:
    """Projects that belong together: how many, and their money in fen."""

    count: int = 0
    held_count: int = 0
    planned_fen: int = 0
    approved_fen: int = 0
    budgeted_fen: int = 0
    contracted_fen: int = 0
    paid_fen: int = 0
    held_fen: int = 0

    def add(self, row: "Row") -> None:
        """Add one group of the pass."""
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(row.sums, name))


@dataclass(frozen=True)
class Row:
    """One group of the pass: a unit, a year, a stage."""

    unit_id: int
    year: int
    stage: Stage
    sums: Sums = field(default_factory=Sums)


@dataclass(frozen=True)
class Portfolio:
    """The groups, and the ways in which pages add them up."""

    rows: list[Row]
    units: dict[int, Department]

    @property
    def total(self) -> Sums:
        """Everything together."""
        return _add(self.rows)

    def by_stage(self) -> list[tuple[Stage, Sums]]:
        """By stage, in the order of the way; stages without projects are left out."""
        sums = _grouped(self.rows, lambda row: row.stage)
        order = [*_WAY, *sorted(ENDED)]
        return [(stage, sums[stage]) for stage in order if stage in sums]

    def by_year(self) -> list[tuple[int, Sums]]:
        """By plan year."""
        return sorted(_grouped(self.rows, lambda row: row.year).items())

    def by_unit(self) -> list[tuple[Department, Sums]]:
        """By unit: most held money first, then most planned."""
        sums = _grouped(self.rows, lambda row: row.unit_id)
        found = [(self.units[unit], one) for unit, one in sums.items()]
        return sorted(found, key=lambda pair: (-pair[1].held_fen, -pair[1].planned_fen, pair[0].code))

    def funnel(self) -> list[tuple[Stage, int]]:
        """How many living projects have come that far, from filing to operation."""
        place = {stage: number for number, stage in enumerate(_WAY)}
        return [
            (
                step,
                sum(row.sums.count for row in self.rows if place.get(row.stage, -1) >= place[step]),
            )
            for step in FUNNEL
        ]


def portfolio_of(actor: Actor, *, year: int | None = None, unit: str = "") -> Portfolio:
    """The figures of what the actor may see, of one plan year or one unit if given: two queries."""
    projects = list_projects(actor).select_related(None)
    if year:
        projects = projects.filter(plan_year=year)
    if unit:
        projects = projects.filter(unit__code=unit)
    groups = (
        projects.order_by()
        .values("unit_id", "plan_year", "stage")
        .annotate(
            count=Count("stage"),
            held_count=Count("hold_count", filter=Q(hold_count__gt=0)),
            planned=Sum("planned_fen"),
            approved=Sum("approved_fen"),
            budgeted=Sum("budgeted_fen"),
            contracted=Sum("contracted_fen"),
            paid=Sum("paid_fen"),
            held=Sum(HELD_FEN),
        )
    )
    rows = [_row(group) for group in groups]
    units = Department.objects.in_bulk({row.unit_id for row in rows})
    return Portfolio(rows, units)


def count_overdue(actor: Actor, *, legal: LegalContext) -> int:
    """Projects whose acceptance is overdue today."""
    return list_projects(actor).filter(overdue(legal.today)).count()


def _row(group: dict[str, Any]) -> Row:
    # PostgreSQL adds up big integers as decimals
    names = ("planned", "approved", "budgeted", "contracted", "paid", "held")
    money = {f"{name}_fen": int(group[name] or 0) for name in names}
    sums = Sums(count=group["count"], held_count=group["held_count"], **money)
    return Row(group["unit_id"], group["plan_year"], Stage(group["stage"]), sums)


def _add(rows: Iterable[Row]) -> Sums:
    sums = Sums()
    for row in rows:
        sums.add(row)
    return sums


def _grouped(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> dict[Any, Sums]:
    found: dict[Any, Sums] = defaultdict(Sums)
    for row in rows:
        found[key(row)].add(row)
    return found
