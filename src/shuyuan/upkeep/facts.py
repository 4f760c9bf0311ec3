"""Gathers what the rules need to know about published entries, a bundle of entries at a time."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Sum
from django.utils import timezone

from shuyuan.audit.models import ReadRecord
from shuyuan.catalog.findings import Draft
from shuyuan.catalog.guide import MethodClass
from shuyuan.catalog.models import Entry, EntryVersion
from shuyuan.catalog.registry import find_in
from shuyuan.catalog.rules import SharingType
from shuyuan.collection.models import Batch
from shuyuan.collection.states import BatchState
from shuyuan.regulations.context import LegalContext
from shuyuan.sharing.models import Grant
from shuyuan.sharing.states import GrantState
from shuyuan.systems.models import InformationSystem
from shuyuan.upkeep.rules import Facts

#: What a good description has beside what a submission demands.
DESCRIBING = (
    "abstract",
    "internal_office",
    "related_business",
    "data_class",
    "system_code",
    "format_note",
    "sharing_scope",
    "sharing_purposes",
    "secrecy_assessment",
)
#: An abstract shorter than this says hardly more than the name.
_ABSTRACT_LENGTH = 20
_ACCEPTED = (BatchState.MERGED, BatchState.UNCHANGED)
_YEAR = timedelta(days=365)


def gather_facts(
    entries: Sequence[Entry], *, legal: LegalContext, checked: Mapping[int, int] | None = None
) -> dict[int, Facts]:
    """What is known of each of these published entries (items loaded), by its id: few queries for all.

    The editor's checks ask some more for each entry, but for those in `checked`, whose count is known.
    """
    checked = checked or {}
    ids = [entry.pk for entry in entries]
    first = _by(EntryVersion.objects.filter(entry__in=ids), "entry_id", value=Min("published_at"))
    batches = Batch.objects.filter(entry__in=ids, state__in=_ACCEPTED)
    last_data = _by(batches, "entry_id", value=Max("ended_at"))
    lately = Batch.objects.filter(entry__in=ids, ended_at__gte=legal.now - _YEAR)
    read = _by(lately, "entry_id", value=Sum("rows_read"))
    refused = _by(lately, "entry_id", value=Sum("rows_refused"))
    codes = [entry.code for entry in entries]
    reads = _by(ReadRecord.objects.filter(entry__in=codes, outcome="answered"), "entry", value=Max("at"))
    grants = _by(
        Grant.objects.filter(entry__in=ids, state=GrantState.ACTIVE.value), "entry_id", value=Count("pk")
    )
    registered = _registered(entry.system_code for entry in entries)
    return {
        entry.pk: Facts(
            first_published_on=_day(first.get(entry.pk)) or entry.published_on or legal.today,
            update_cycle=entry.update_cycle,
            is_consolidated=entry.method_class == MethodClass.PLATFORM,
            last_data_on=_day(last_data.get(entry.pk)),
            is_shared=entry.sharing_type != SharingType.NOT_SHARED,
            last_read_on=_day(reads.get(entry.code)),
            grants=grants.get(entry.pk, 0),
            system_code=entry.system_code,
            system_is_registered=entry.system_code in registered,
            fields=len(DESCRIBING),
            missing=missing_fields(entry),
            findings=checked[entry.pk] if entry.pk in checked else len(find_in(Draft.of(entry))),
            rows_read=read.get(entry.pk) or 0,
            rows_refused=refused.get(entry.pk) or 0,
        )
        for entry in entries
    }


def missing_fields(entry: Entry) -> tuple[str, ...]:
    """The describing fields that say nothing, or too little."""
    empty = [name for name in DESCRIBING if not getattr(entry, name)]
    if entry.abstract and len(entry.abstract) < _ABSTRACT_LENGTH:
        empty.insert(0, "abstract")
    return tuple(empty)


def _by(rows: Any, key: str, *, value: Any) -> dict[Any, Any]:
    return dict(rows.order_by().values_list(key).annotate(value=value))


def _day(moment: Any) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _registered(codes: Any) -> set[str]:
    """Those of the codes that stand in the register now."""
    numbers = {int(code[4:]) for code in codes if code.startswith("SYS-") and code[4:].isdecimal()}
    systems = InformationSystem.objects.filter(pk__in=numbers, state=InformationSystem.State.REGISTERED)
    return {system.code for system in systems}
