"""The rhythm of the bureau's year: the plan opens, ends, gets its consent; the year is closed."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from shuyuan.demo.projects.filing import live
from shuyuan.demo.projects.world import World
from shuyuan.experts.rules import Outcome
from shuyuan.experts.seed import run_review
from shuyuan.organizations.models import Department
from shuyuan.planning.services import (
    answer_nothing,
    close_year,
    compile_plan,
    grant_late,
    open_plan,
    record_consent,
    remove_due,
    study_project,
)
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Stage

_MOST_IN_A_REVIEW = 12
_MOST_LATE = 2
#: Days after which a filing that nobody studied is taken up.
_PATIENCE = 60


def plan_years(world: World, *, first: int, last: int, projects: int) -> Iterator[date]:
    """Every November the next year's plan opens and units draft so many projects in all years together."""
    years = range(first, last + 1)
    deal, signed_in = _dealt(world), list(world.cast.signed_in)
    for year in years:
        yield date(year - 1, 11, 2)
        people = {"actor": world.cast.bureau, "legal": world.legal}
        open_plan(year=year, note="请结合数字政府建设重点申报", **people)
        share = projects // len(years) + (year - first < projects % len(years))
        late = min(_MOST_LATE, share // 4)
        units = units_of_year(share, signed_in, deal)
        for unit in units[: share - late]:
            world.clock.begin(live(world, unit, year), on=world.later(1, 18))
        world.clock.begin(_end_filing(world, year, units[share - late :]), on=date(year - 1, 11, 27))
        world.clock.begin(_consent(world, year), on=date(year, 1, 8))
        world.clock.begin(_compile(world, year), on=date(year, 6, 28))
        world.clock.begin(_close(world, year), on=date(year + 1, 1, 6))


def _dealt(world: World) -> Iterator[Department]:
    """Units in the order of their projects: each once, shuffled, and again from the start."""
    while True:
        yield from world.chance.sample(world.cast.units, len(world.cast.units))


def units_of_year(count: int, signed_in: list[Department], deal: Iterator[Department]) -> list[Department]:
    """
    The units of a year's projects: always that of the first sign-in, two of the others in turn, then any.

    Whoever signs in to a small demonstration finds projects of the own unit, the first in several stages.
    """
    found = signed_in[:1] + signed_in[1:3]
    signed_in[1:] = [*signed_in[3:], *signed_in[1:3]]
    return [*found, *islice(deal, max(0, count - len(found)))][:count]


def _end_filing(world: World, year: int, late: list[Department]) -> Iterator[date]:
    """Units without a project say so; some may file late, with a reason."""
    filed = set(Project.objects.filter(plan_year=year).values_list("unit__code", flat=True))
    filed |= {unit.code for unit in late}
    for unit in world.cast.units:
        if unit.code not in filed and world.happens(0.9):
            officer = world.cast.officers[unit.code]
            answer_nothing(year=year, reason="本年度没有新增需求", actor=officer, legal=world.legal)
    yield date(year - 1, 12, 3)
    for unit in late:
        until, reason = date(year - 1, 12, 25), "机构改革职能划转"
        bureau = {"actor": world.cast.bureau, "legal": world.legal}
        grant_late(year=year, unit=unit.code, until=until, reason=reason, **bureau)
        world.clock.begin(live(world, unit, year))


def _consent(world: World, year: int) -> Iterator[date]:
    """The city government consents to what was studied; what came later is taken up some weeks after."""
    for number in range(1, 6):
        waiting = Project.objects.filter(pk__in=world.consents.get(year, ()), stage=Stage.FILED.value)
        found = [project.pk for project in waiting if project.known.studied_on]
        if found:
            document = f"焦政纪要〔{year}〕{number}号"
            world.attempt(
                record_consent,
                year=year,
                projects=found,
                document=document,
                day=world.today,
                actor=world.cast.bureau,
            )
        yield world.later(18, 30)


def review_season(world: World) -> Iterator[date]:
    """Whenever projects wait, experts meet; a project that failed waits for its next documents."""
    while True:
        yield world.later(9, 12)
        waiting = Project.objects.filter(pk__in=world.to_review, stage=Stage.SUBMITTED.value)
        found = [one for one in waiting.order_by("pk") if one.known.expert_submission != one.known.submission]
        world.to_review = []
        for start in range(0, len(found), _MOST_IN_A_REVIEW):
            group = found[start : start + _MOST_IN_A_REVIEW]
            outcomes = {one.pk: Outcome.FAIL if world.happens(0.06) else Outcome.PASS for one in group}
            lot = f"{world.today.isoformat()}-{start}"
            run_review(group, outcomes=outcomes, lot=lot, actor=world.cast.bureau, legal=world.legal)


def _compile(world: World, year: int) -> Iterator[date]:
    world.attempt(compile_plan, year=year, note="年度建设计划", actor=world.cast.bureau)
    yield from ()


def _close(world: World, year: int) -> Iterator[date]:
    """The library's year is closed; who went without money too long leaves after the notice."""
    people = {"actor": world.cast.bureau}
    close_year(year=year, legal=world.legal, **people)
    yield date(year + 1, 2, 10)
    remove_due(legal=world.legal, **people)


def study_leftovers(world: World) -> Iterator[date]:
    """Filings that nobody got around to are studied in the end."""
    while True:
        yield world.later(25, 35)
        for project in Project.objects.filter(stage=Stage.FILED.value).order_by("pk"):
            if project.known.studied_on is None and (world.today - project.stage_since).days > _PATIENCE:
                world.attempt(
                    study_project,
                    project.pk,
                    opinion="include",
                    text="建议列入",
                    rank=200,
                    actor=world.cast.bureau,
                )
                world.consents.setdefault(project.plan_year, []).append(project.pk)
