"""All funding holds of a day again, from the journal alone, in SQL of its own: the check on the rules.

`retrace.sql` is written straight from the law and shares no code with `rules/`. `compare` sets what it finds
against the holds that the platform keeps; `find_unfolded` folds every journal again.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from shuyuan.projects.models import Hold, JournalEntry, Project
from shuyuan.projects.rules.facts import ProjectFacts, to_json
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.rules.standing import fold
from shuyuan.regulations.context import LegalContext

_SQL = Path(__file__).with_name("retrace.sql")
_FIRST_WORKDAY = date(2020, 1, 1)
#: Subjects of three kinds share one column in the SQL; the offsets keep their numbers apart.
_UNITS, _SYSTEMS = 10**15, 2 * 10**15


@dataclass(frozen=True)
class Retraced:
    """A hold as the journal tells it."""

    project: int
    code: str
    since: date
    funds: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """Where the two ways disagree; None on the side that does not know the hold."""

    kept: Retraced | None
    retraced: Retraced | None


def retrace(*, legal: LegalContext) -> frozenset[Retraced]:
    """Every hold that the law demands today, from the journal of all projects, units and systems."""
    with duckdb.connect() as connection:
        connection.register("journal", _journal(JournalEntry.objects.order_by("id").iterator()))
        owners = Project.objects.values_list("pk", "unit_id")
        connection.register("owners", _table([("project", pa.int64()), ("unit", pa.int64())], _moved(owners)))
        days = ((day,) for day in _workdays(legal))
        connection.register("workdays", _table([("day", pa.date32())], days))
        rows = connection.execute(_SQL.read_text(encoding="utf-8"), {"today": legal.today}).fetchall()
    return frozenset(Retraced(project, code, since, tuple(funds)) for project, code, since, funds in rows)


def kept() -> frozenset[Retraced]:
    """The open holds that the platform keeps, in the same shape."""
    rows = Hold.objects.filter(released_at__isnull=True)
    return frozenset(
        Retraced(hold.project_id, hold.code, hold.since, tuple(sorted(hold.fund_list))) for hold in rows
    )


def compare(*, legal: LegalContext) -> list[Difference]:
    """Where the kept holds differ from the retraced ones, by project and code; empty when all is well."""
    ours = {(hold.project, hold.code): hold for hold in kept()}
    theirs = {(hold.project, hold.code): hold for hold in retrace(legal=legal)}
    return [
        Difference(ours.get(key), theirs.get(key))
        for key in sorted(ours.keys() | theirs.keys())
        if ours.get(key) != theirs.get(key)
    ]


def find_unfolded() -> Iterator[str]:
    """Numbers of projects whose stored facts are not the fold of their journal."""
    for project in Project.objects.order_by("pk").prefetch_related("journal").iterator(chunk_size=200):
        facts = ProjectFacts()
        for entry in sorted(project.journal.all(), key=lambda one: one.pk):
            facts = fold(facts, Kind(entry.kind), entry.on, entry.data, person=entry.person_id)
        if to_json(facts) != project.facts:
            yield project.number


def _journal(entries: Iterable[JournalEntry]) -> pa.Table:
    columns = [
        ("id", pa.int64()),
        ("project", pa.int64()),
        ("unit", pa.int64()),
        ("system", pa.int64()),
        ("kind", pa.string()),
        ("happened", pa.date32()),
        ("data", pa.string()),
    ]
    return _table(columns, (_row(entry) for entry in entries))


def _row(entry: JournalEntry) -> tuple[Any, ...]:
    data = dict(entry.data)
    if data.get("system_id") is not None:
        data["system_id"] += _SYSTEMS
    unit = entry.unit_id + _UNITS if entry.unit_id else None
    system = entry.system_id + _SYSTEMS if entry.system_id else None
    return entry.pk, entry.project_id, unit, system, entry.kind, entry.on, json.dumps(data)


def _moved(owners: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    return ((project, unit + _UNITS) for project, unit in owners)


def _table(columns: list[tuple[str, pa.DataType]], rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    schema = pa.schema(columns)
    names = [name for name, _ in columns]
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema)


def _workdays(legal: LegalContext) -> Iterator[date]:
    """Every working day from the first day of the law on, as far as the calendar knows the years."""
    day, end = _FIRST_WORKDAY, date(max(legal.calendar.years), 12, 31)
    while day <= end:
        if legal.calendar.is_working_day(day):
            yield day
        day += timedelta(days=1)
