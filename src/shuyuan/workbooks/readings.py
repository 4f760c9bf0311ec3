"""Writes of schema readings: SQL is read into tables, and ticked tables become an import."""

from dataclasses import asdict
from io import BytesIO
from typing import IO, Any

import orjson
from django.db import transaction
from django.db.models import QuerySet

from shuyuan.audit.steps import record
from shuyuan.catalog.selectors import DRAFTERS
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, NotFound, TooLarge
from shuyuan.organizations.selectors import access_department
from shuyuan.regulations.context import LegalContext
from shuyuan.workbooks.ddl import (
    DIALECTS,
    MOST_CHARACTERS,
    DatabaseColumn,
    DatabaseTable,
    guess_dialect,
    read_ddl,
)
from shuyuan.workbooks.events import Event
from shuyuan.workbooks.imports import receive_import
from shuyuan.workbooks.models import CatalogImport, SchemaReading
from shuyuan.workbooks.schema_proposals import to_document
from shuyuan.workbooks.selectors import require_drafter


def read_schema(
    stream: IO[bytes], *, filename: str, dialect: str = "", actor: Actor, legal: LegalContext
) -> SchemaReading:
    """Read tables and comments out of SQL; nothing is executed.

    Raises BadInput `no_ddl`, `invalid_bytes`, TooLarge.
    """
    require_drafter(actor)
    text = _decoded(stream.read(MOST_CHARACTERS + 1))
    chosen = dialect if dialect in DIALECTS else guess_dialect(text)
    tables = read_ddl(text, chosen)
    with transaction.atomic(durable=True):
        reading = SchemaReading.objects.create(
            department=access_department(actor.department),
            read_by_id=actor.post_id,
            read_at=legal.now,
            filename=filename[:200],
            dialect=chosen,
            table_count=len(tables),
            tables=[asdict(table) for table in tables],
        )
        record(
            Event.SCHEMA_READ,
            actor=actor,
            subject_kind="workbooks.schema",
            subject_id=reading.pk,
            cites="jz-data-2020/8.1",
            facts={"file": reading.filename, "dialect": chosen, "tables": len(tables)},
        )
    return reading


def access_reading(reading_id: int, *, actor: Actor) -> SchemaReading:
    """The reading of the own department; a foreign one looks like a missing one."""
    require_drafter(actor)
    found = list_readings(actor).filter(pk=reading_id).first()
    if found is None:
        raise NotFound(code="unknown_import", number=reading_id)
    return found


def list_readings(actor: Actor) -> QuerySet[SchemaReading]:
    """What the actor's department has had read; none for who cannot draft."""
    made = SchemaReading.objects.select_related("job", "read_by__person")
    return made.filter(department__code=actor.department) if actor.role in DRAFTERS else made.none()


def tables_of(reading: SchemaReading) -> list[DatabaseTable]:
    """The tables that were read."""
    return [
        DatabaseTable(one["name"], one["comment"], [DatabaseColumn(**column) for column in one["columns"]])
        for one in reading.tables
    ]


def propose_from(
    reading_id: int, *, chosen: dict[int, set[int]], actor: Actor, legal: LegalContext
) -> CatalogImport:
    """Make an import of the ticked tables (place → places of their columns), with its dry run.

    Raises BadInput `no_table_chosen`.
    """
    reading = access_reading(reading_id, actor=actor)
    tables = []
    for place, table in enumerate(tables_of(reading)):
        columns = [one for number, one in enumerate(table.columns) if number in chosen.get(place, set())]
        if columns:
            tables.append(DatabaseTable(table.name, table.comment, columns))
    if not tables:
        raise BadInput("no table chosen", code="no_table_chosen")
    document: dict[str, Any] = to_document(tables, reading.dialect)
    stem = "" if reading.source else reading.filename.rpartition(".")[0]
    name = f"{stem or reading.filename}.json"
    return receive_import(
        BytesIO(orjson.dumps(document)),
        filename=name,
        kind=CatalogImport.Kind.SCHEMA,
        actor=actor,
        legal=legal,
    )


def _decoded(content: bytes) -> str:
    if len(content) > MOST_CHARACTERS:
        raise TooLarge("too large", code="file_too_large", limit_bytes=MOST_CHARACTERS)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding).replace("\0", " ")
        except UnicodeDecodeError:
            continue
    raise BadInput("neither UTF-8 nor GB18030", code="invalid_bytes", remedy="save_as_utf8")
