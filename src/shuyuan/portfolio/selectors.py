"""Figures over all projects that an actor may see, added up from the running totals in three ways."""

from dataclasses import astuple, dataclass
from typing import Any

from django.db.models import QuerySet

from shuyuan.kernel.actor import Actor
from shuyuan.organizations.models import Department
from shuyuan.projects.lists import overdue
from shuyuan.projects.models import Tally
from shuyuan.projects.rules.stages import ENDED, Stage
from shuyuan.projects.selectors import OVERSEERS, UNIT_ROLES, list_projects, list_tallies
from shuyuan.projects.tally import add_up
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


@dataclass(frozen=True)
class Sums:
    """Projects that belong together: how many, and their money in fen; the order of `tally.MEASURES`."""

    count: int = 0
    held_count: int = 0
    planned_fen: int = 0
    approved_fen: int = 0
    budgeted_fen: int = 0
    contracted_fen: int = 0
    paid_fen: int = 0
    held_fen: int = 0


@dataclass(frozen=True)
class Portfolio:
    """The totals by stage, by plan year and by unit."""

    stages: dict[Stage, Sums]
    years: dict[int, Sums]
    units: dict[Department, Sums]

    @property
    def total(self) -> Sums:
        """Everything together."""
        return Sums(*map(sum, zip(*map(astuple, self.stages.values()), strict=True)))

    def by_stage(self) -> list[tuple[Stage, Sums]]:
        """By stage, in the order of the way; stages without projects are left out."""
        order = [*_WAY, *sorted(ENDED)]
        return [(stage, self.stages[stage]) for stage in order if stage in self.stages]

    def by_year(self) -> list[tuple[int, Sums]]:
        """By plan year."""
        return sorted(self.years.items())

    def by_unit(self) -> list[tuple[Department, Sums]]:
        """By unit: most held money first, then most planned."""
        return sorted(
            self.units.items(), key=lambda pair: (-pair[1].held_fen, -pair[1].planned_fen, pair[0].code)
        )

    def funnel(self) -> list[tuple[Stage, int]]:
        """How many living projects have come that far, from filing to operation."""
        place = {stage: number for number, stage in enumerate(_WAY)}
        return [
            (
                step,
                sum(sums.count for stage, sums in self.stages.items() if place.get(stage, -1) >= place[step]),
            )
            for step in FUNNEL
        ]


def portfolio_of(actor: Actor, *, year: int | None = None, unit: str = "") -> Portfolio:
    """The figures of what the actor may see, of one plan year or one unit if given: four queries."""
    tallies = list_tallies(actor)
    if year:
        tallies = tallies.filter(plan_year=year)
    if unit:
        tallies = tallies.filter(unit__code=unit)
    by_unit = _sums(tallies, "unit_id")
    units = Department.objects.in_bulk(by_unit)
    return Portfolio(
        stages={Stage(stage): sums for stage, sums in _sums(tallies, "stage").items()},
        years=_sums(tallies, "plan_year"),
        units={units[key]: sums for key, sums in by_unit.items()},
    )


def stages_of(actor: Actor) -> Portfolio:
    """The figures of what the actor may see by stage alone: one query."""
    stages = _sums(list_tallies(actor), "stage")
    return Portfolio({Stage(stage): sums for stage, sums in stages.items()}, {}, {})


def count_overdue(actor: Actor, *, year: int | None = None, unit: str = "", legal: LegalContext) -> int:
    """Projects whose acceptance is overdue today, of one plan year or one unit if given."""
    late = list_projects(actor).filter(overdue(legal.today))
    if year:
        late = late.filter(plan_year=year)
    return (late.filter(unit__code=unit) if unit else late).count()


def _sums(tallies: QuerySet[Tally], by: str) -> dict[Any, Sums]:
    return {key: Sums(*sums) for key, *sums in add_up(tallies, by)}
