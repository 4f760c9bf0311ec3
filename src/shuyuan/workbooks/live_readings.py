"""Writes of readings of live databases: somebody asks, a job reads, tables or a problem are kept."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.jobs.models import Job
from shuyuan.jobs.registry import Run
from shuyuan.jobs.steps import enqueue
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import NotFound, ShuyuanError
from shuyuan.organizations.selectors import access_department
from shuyuan.regulations.context import LegalContext
from shuyuan.workbooks.configured import DatabaseSource
from shuyuan.workbooks.connections import opened
from shuyuan.workbooks.ddl import DatabaseTable
from shuyuan.workbooks.events import Event
from shuyuan.workbooks.inspection import read_tables
from shuyuan.workbooks.models import SchemaReading
from shuyuan.workbooks.selectors import require_drafter

READ_JOB = "workbooks.schema"


def sources_of(department: str) -> list[str]:
    """The names of the databases that the operator lets a department read."""
    return sorted(one.name for one in settings.SOURCES.values() if department in one.departments)


def access_source(name: str, *, department: str) -> DatabaseSource:
    """A configured database; one of another department looks like a missing one."""
    source: DatabaseSource | None = settings.SOURCES.get(name)
    if source is None or department not in source.departments:
        raise NotFound("not configured for the department", code="unknown_source", source=name[:60])
    return source


@transaction.atomic(durable=True)
def request_reading(name: str, *, actor: Actor, legal: LegalContext) -> SchemaReading:
    """Have a configured database read in the background; a reading that is under way is given instead.

    Raises NotPermitted for who cannot draft, NotFound `unknown_source`.
    """
    require_drafter(actor)
    source = access_source(name, department=actor.department)
    department = access_department(actor.department)
    active = SchemaReading.objects.filter(
        department=department, source=source.name, job__state__in=Job.ACTIVE
    ).first()
    if active is not None:
        return active
    reading = SchemaReading.objects.create(
        department=department,
        read_by_id=actor.post_id,
        read_at=legal.now,
        filename=source.name,
        source=source.name,
    )
    reading.job = enqueue(READ_JOB, {"reading": reading.pk}, actor=actor)
    reading.save(update_fields=["job"])
    _trace(Event.SCHEMA_REQUESTED, reading, {}, actor)
    return reading


def run_reading(reading_id: int, *, run: Run) -> dict[str, Any]:
    """Read the tables and keep them, or keep why they cannot be read; safe to run again."""
    reading = SchemaReading.objects.select_related("department").get(pk=reading_id)
    if reading.table_count or reading.problem:
        return {"tables": reading.table_count}
    try:
        source = access_source(reading.source, department=reading.department.code)
        with opened(source) as database:
            tables = read_tables(database, run.progress)
    except ShuyuanError as error:
        problem = {"code": error.code, "detail": error.detail, "facts": error.facts}
        return _keep(reading_id, [], "", problem, run.actor)
    return _keep(reading_id, tables, database.dialect, None, run.actor)


@transaction.atomic
def _keep(
    reading_id: int,
    tables: list[DatabaseTable],
    dialect: str,
    problem: dict[str, Any] | None,
    actor: Actor,
) -> dict[str, Any]:
    reading = SchemaReading.objects.select_for_update().get(pk=reading_id)
    if reading.table_count or reading.problem:
        return {"tables": reading.table_count}
    reading.tables = [asdict(table) for table in tables]
    reading.table_count = len(tables)
    reading.dialect = dialect
    reading.problem = problem
    reading.save(update_fields=["tables", "table_count", "dialect", "problem"])
    if problem:
        _trace(Event.SCHEMA_UNREAD, reading, {"problem": problem["code"]}, actor)
    else:
        _trace(Event.SCHEMA_READ, reading, {"dialect": dialect, "tables": len(tables)}, actor)
    return {"tables": len(tables)}


def _trace(event: Event, reading: SchemaReading, facts: dict[str, Any], actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind="workbooks.schema",
        subject_id=reading.pk,
        cites="jz-data-2020/8.1",
        facts={"source": reading.source, **facts},
    )
