"""The simulated years as a whole: who lives, who watches, and what is checked on the way."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from random import Random

from django.db import transaction

from shuyuan.demo.projects.cast import Cast, find_cast
from shuyuan.demo.projects.changing import leave_open
from shuyuan.demo.projects.clock import Clock
from shuyuan.demo.projects.oversight import (
    assess_units,
    audit,
    inspect,
    watch_connections,
    watch_sharing,
)
from shuyuan.demo.projects.world import World
from shuyuan.demo.projects.years import plan_years, review_season, study_leftovers
from shuyuan.evaluation.seed import seed as seed_scheme
from shuyuan.experts.seed import FIELDS
from shuyuan.experts.seed import seed as seed_experts
from shuyuan.experts.services import ExpertDraft, add_expert
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import Conflict
from shuyuan.organizations.models import Department
from shuyuan.projects.holding import refresh_holds
from shuyuan.projects.models import Hold, JournalEntry, Project
from shuyuan.projects.rules.stages import ENDED
from shuyuan.regulations.context import LegalContext

#: The law is in force since 28 October 2020; the first plan under it is that of 2021.
FIRST_DAY = date(2020, 11, 2)
FIRST_PLAN = 2021


@dataclass
class Chronicle:
    """What the years brought: projects, journal entries, holds and stages met, and refusals by reason."""

    projects: int = 0
    entries: int = 0
    holds: set[str] = field(default_factory=set)
    stages: set[str] = field(default_factory=set)
    refusals: dict[str, int] = field(default_factory=dict)


def simulate(
    actors: dict[str, Actor],
    *,
    projects: int,
    seed: int,
    legal: LegalContext,
    check: Callable[[LegalContext], None] | None = None,
) -> Chronicle:
    """Live from November 2020 to yesterday with so many projects; `check` looks in every half year.

    `actors` are the people of the demonstration by user name.
    """
    first = Clock(legal, first=FIRST_DAY, last=FIRST_DAY)
    cast = find_cast(actors, legal=first.legal)
    seed_experts(actor=cast.bureau, legal=first.legal)
    _seat_expert(actors["expert"], cast, first.legal)
    seed_scheme(year=FIRST_PLAN, actor=cast.bureau, legal=first.legal)
    clock = Clock(legal, first=FIRST_DAY, last=legal.today)
    world = World(clock, cast, Random(seed))  # noqa: S311 invented years keep no secret
    plans = plan_years(world, first=FIRST_PLAN, last=_last_plan(legal.today), projects=projects)
    clock.begin(plans)
    for watch in (
        review_season,
        study_leftovers,
        inspect,
        audit,
        assess_units,
        watch_sharing,
        watch_connections,
    ):
        clock.begin(watch(world))
    half = (0, 0)
    for day in clock.run():
        now = (day.year, (day.month - 1) // 6)
        if now != half:
            half = now
            look_over(clock.legal)
            if check:
                check(clock.legal)
    leave_open(world)
    look_over(legal)
    if check:
        check(legal)
    return _tell(world)


def _seat_expert(expert: Actor, cast: Cast, legal: LegalContext) -> None:
    """The expert with a sign-in joins the pool, tied to the unit that employs him."""
    draft = ExpertDraft(
        name=expert.name,
        employer=Department.objects.get(code=expert.department).name,
        fields=FIELDS[:2],
        title="高级工程师",
        department=expert.department,
        post=expert.post_id,
    )
    with suppress(Conflict):
        add_expert(draft, actor=cast.bureau, legal=legal)


def look_over(legal: LegalContext) -> None:
    """Find all holds anew, as the platform does every night."""
    alive = Project.objects.exclude(stage__in=[stage.value for stage in ENDED]).select_related("unit")
    with transaction.atomic():
        for project in alive.order_by("pk"):
            refresh_holds(project, legal=legal)


def _last_plan(today: date) -> int:
    """The plan that is open: next year's from November on."""
    return today.year + 1 if (today.month, today.day) >= (11, 2) else today.year


def _tell(world: World) -> Chronicle:
    visited = set(JournalEntry.objects.exclude(to_stage="").values_list("to_stage", flat=True).distinct())
    return Chronicle(
        projects=Project.objects.count(),
        entries=JournalEntry.objects.count(),
        holds=set(Hold.objects.values_list("code", flat=True).distinct()),
        stages=visited,
        refusals=dict(sorted(world.refusals.items())),
    )
