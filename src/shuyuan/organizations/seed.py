"""Fills the directory of an installation: regions and departments. What is there already stays as it is."""

import zlib

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import PLATFORM, Actor
from shuyuan.kernel.identifiers.made_up import MadeUpNumbers
from shuyuan.organizations.directory import CITY, REGIONS, STATISTICAL, read_departments
from shuyuan.organizations.events import Event
from shuyuan.organizations.models import Department, Region
from shuyuan.organizations.pinyin import initials

_PROVINCE = "410000"


@transaction.atomic
def seed_regions(*, actor: Actor = PLATFORM) -> int:
    """Add the city and its counties; gives how many were missing."""
    regions = {region.code: region for region in Region.objects.all()}
    before = len(regions)
    for code, name, name_en in REGIONS:
        if code in regions:
            continue
        parent = None if code == _PROVINCE else regions[_PROVINCE if code == CITY else CITY]
        is_statistical = code in STATISTICAL
        regions[code] = Region.objects.create(
            code=code,
            name=name,
            name_en=name_en,
            parent=parent,
            code_system=Region.CodeSystem.STATISTICAL if is_statistical else Region.CodeSystem.ADMINISTRATIVE,
            legal_parent=regions[STATISTICAL[code]] if is_statistical else None,
        )
    return _tell("regions", len(regions) - before, actor)


@transaction.atomic
def seed_departments(*, actor: Actor = PLATFORM) -> int:
    """Add the departments of the city and the data offices of its counties; gives how many were missing.

    Their credit codes are made up (region 4199xx) until the installation enters the real ones.
    """
    seed_regions(actor=actor)
    known = set(Department.objects.values_list("code", flat=True))
    regions = {region.code: region for region in Region.objects.all()}
    missing = [line for line in read_departments() if line.code not in known]
    Department.objects.bulk_create(
        Department(
            code=line.code,
            name=line.name,
            name_en=line.name_en,
            short_name=line.short_name,
            initials=initials(line.name),
            uscc=made_up_uscc(line.code, institution=line.kind == "institution"),
            kind=line.kind,
            region=regions[line.region],
            data_office=line.data_office,
        )
        for line in missing
    )
    return _tell("departments", len(missing), actor)


def made_up_uscc(code: str, *, institution: bool = False) -> str:
    """The invented credit code of a department: always the same for the same department code."""
    return MadeUpNumbers(zlib.crc32(code.encode())).uscc("12" if institution else "11")


def _tell(what: str, count: int, actor: Actor) -> int:
    if count:
        record(Event.SEEDED, actor=actor, subject_kind="directory", subject_id=what, facts={"added": count})
    return count
