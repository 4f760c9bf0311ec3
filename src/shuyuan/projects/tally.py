"""
Running totals of all projects by unit, plan year and stage: pictures read these rows, never the projects.

A change of a project adds rows in its own transaction, what counted before with a minus and what counts now
with a plus, so that nobody waits for a row that somebody else changes. Each night `settle` compares the
totals with the projects, and `draw_together` makes one row of each group again.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Case, Count, IntegerField, QuerySet, Sum, Value, When

from shuyuan.projects.figures import HELD_FEN, held_fen
from shuyuan.projects.models import Project, Tally

GROUP = ("unit_id", "plan_year", "stage")
MONEY = ("planned_fen", "approved_fen", "budgeted_fen", "contracted_fen", "paid_fen")
#: What is added up, in the order in which sums are given.
MEASURES = ("count", "held_count", *MONEY, "held_fen")
_AT_ONCE = 500


def tally_of(project: Project) -> Tally:
    """What the project counts now; not saved."""
    return Tally(
        unit_id=project.unit_id,
        plan_year=project.plan_year,
        stage=project.stage,
        count=1,
        held_count=int(project.hold_count > 0),
        held_fen=held_fen(project),
        **{name: getattr(project, name) for name in MONEY},
    )


def lock_figures(project: Project) -> Project:
    """The project as it is stored, without its texts, locked until the transaction ends."""
    return Project.objects.select_for_update().defer("facts", "purpose").get(pk=project.pk)


def recount(before: Tally | None, after: Tally) -> None:
    """Note that a project counted as `before` and counts as `after` from now on, in the caller's transaction.

    `before` comes from `lock_figures`, so that it is what was counted; None is a project that is new.
    """
    changes: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0] * len(MEASURES))
    for sign, one in ((-1, before), (1, after)):
        if one is not None:
            _add(changes[_group(one)], one, sign)
    _insert(changes.items())


def add_up(tallies: QuerySet[Tally], *by: str) -> list[tuple[Any, ...]]:
    """The sums of `MEASURES` by these columns: tuples of the columns, then the sums, as whole numbers."""
    sums = {f"sum_{name}": Sum(name) for name in MEASURES}
    rows = tallies.order_by().values_list(*by).annotate(**sums)
    # PostgreSQL adds up big integers as decimals
    return [
        (*row[: len(by)], *(int(one or 0) for one in row[len(by) :])) for row in rows if any(row[len(by) :])
    ]


def draw_together() -> int:
    """Make one row of each group, unit by unit; gives how many rows went. Rows that come meanwhile stay."""
    gone = 0
    for unit_id in Tally.objects.order_by("unit_id").values_list("unit_id", flat=True).distinct():
        with transaction.atomic():
            rows = list(Tally.objects.select_for_update().filter(unit_id=unit_id).order_by("pk"))
            groups: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0] * len(MEASURES))
            for one in rows:
                _add(groups[_group(one)], one, 1)
            kept = {group: sums for group, sums in groups.items() if any(sums)}
            if len(kept) == len(rows):
                continue
            keys = [one.pk for one in rows]
            for start in range(0, len(keys), _AT_ONCE):
                Tally.objects.filter(pk__in=keys[start : start + _AT_ONCE]).delete()
            _insert(kept.items())
            gone += len(rows) - len(kept)
    return gone


def find_drift() -> list[tuple[object, ...]]:
    """Groups in which the totals differ from the projects, with what has to be added; one statement, so that
    nothing changes between the two sides.
    """
    counted = (
        Tally.objects.order_by()
        .values(*GROUP)
        .annotate(sign=Value(-1), **{f"sum_{name}": Sum(name) for name in MEASURES})
    )
    held = Case(When(hold_count__gt=0, then=Value(1)), default=Value(0), output_field=IntegerField())
    real = (
        Project.objects.order_by()
        .values(*GROUP)
        .annotate(
            sign=Value(1),
            sum_count=Count("pk"),
            sum_held_count=Sum(held),
            **{f"sum_{name}": Sum(name) for name in MONEY},
            sum_held_fen=Sum(HELD_FEN, output_field=BigIntegerField()),
        )
    )
    columns = (*GROUP, "sign", *(f"sum_{name}" for name in MEASURES))
    groups: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0] * len(MEASURES))
    for row in counted.values_list(*columns).union(real.values_list(*columns), all=True):
        sums = groups[row[: len(GROUP)]]
        for place, value in enumerate(row[len(GROUP) + 1 :]):
            sums[place] += row[len(GROUP)] * int(value or 0)
    return [(*group, *sums) for group, sums in sorted(groups.items()) if any(sums)]


def settle() -> int:
    """Add what is missing to the totals; gives in how many groups something was."""
    with transaction.atomic():
        drift = find_drift()
        _insert((row[: len(GROUP)], row[len(GROUP) :]) for row in drift)
    return len(drift)


def _group(one: Tally) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in GROUP)


def _add(sums: list[int], one: Tally, sign: int) -> None:
    for place, name in enumerate(MEASURES):
        sums[place] += sign * getattr(one, name)


def _insert(groups: Iterable[tuple[tuple[object, ...], Iterable[object]]]) -> None:
    rows = [
        Tally(**dict(zip(GROUP, group, strict=True)), **dict(zip(MEASURES, sums, strict=True)))
        for group, sums in groups
        if any(sums)
    ]
    if rows:
        Tally.objects.bulk_create(rows, batch_size=_AT_ONCE)
