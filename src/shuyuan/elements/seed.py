"""Fills the starting set of data elements and code tables; what is there already stays as it is."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from shuyuan.audit.steps import record
from shuyuan.elements import inbox
from shuyuan.elements.events import Event
from shuyuan.elements.models import CodeTable, CodeTableVersion, DataElement
from shuyuan.elements.states import ElementState
from shuyuan.kernel.actor import PLATFORM, Actor
from shuyuan.organizations.models import Department


@transaction.atomic
def seed_elements(*, actor: Actor = PLATFORM) -> int:
    """Add the missing elements of the starting set, in force at once; gives how many were missing."""
    tables = _seed_tables()
    departments = {department.code: department for department in Department.objects.all()}
    known = set(DataElement.objects.values_list("name", flat=True))
    number = _last_number()
    rows = []
    for about, lines in _read("starting_elements.yaml").items():
        for line in lines:
            if line[0] not in known:
                number += 1
                rows.append(_element(f"DE{number:05d}", about, line, tables, departments))
    DataElement.objects.bulk_create(rows)
    if rows:
        record(
            Event.ELEMENTS_SEEDED,
            actor=actor,
            subject_kind=inbox.ELEMENT,
            subject_id="*",
            facts={"added": len(rows)},
        )
    return len(rows)


def _element(
    code: str,
    about: str,
    line: list[Any],
    tables: Mapping[str, CodeTable],
    departments: Mapping[str, Department],
) -> DataElement:
    name, name_en, definition, data_type, length, marks, extra = line
    now = timezone.now()
    element = DataElement(
        code=code,
        name=name,
        name_en=name_en,
        definition=definition,
        aliases=extra.get("aliases", []),
        columns=extra.get("columns", []),
        about=about,
        identifies="i" in marks,
        personal="p" in marks,
        data_type=data_type,
        length=length,
        scale=extra.get("scale", 0),
        code_table=tables.get(extra.get("codes", "")),
        usual_source=departments.get(extra.get("source", "")),
        state=ElementState.IN_FORCE,
        proposed_at=now,
        decided_at=now,
    )
    element.refresh_search_text()
    return element


def _seed_tables() -> dict[str, CodeTable]:
    tables = {table.code: table for table in CodeTable.objects.all()}
    for line in _read("starting_codes.yaml"):
        if line["code"] not in tables:
            table = CodeTable.objects.create(code=line["code"], name=line["name"], origin=line["origin"])
            CodeTableVersion.objects.create(
                table=table, number=1, since=line.get("since"), values=list(line["values"].items())
            )
            tables[table.code] = table
    return tables


def _last_number() -> int:
    last = DataElement.objects.order_by("-code").values_list("code", flat=True).first()
    return int(last[2:]) if last else 0


def _read(name: str) -> Any:
    return yaml.safe_load(files(__package__).joinpath(name).read_text(encoding="utf-8"))
