"""Gathers what the rules on a submission need to know, from the rows of a draft."""

import re
from collections.abc import Iterable

from django.db.models import Q

from shuyuan.catalog import guide
from shuyuan.catalog.findings import Draft
from shuyuan.catalog.models import Entry, Item
from shuyuan.catalog.rules import AdviceFacts, EntryFacts, ItemFacts, SharingType, SubjectKind, bare_name
from shuyuan.catalog.states import IN_MASTER_CATALOG
from shuyuan.catalog.surroundings import Surroundings, known_codes, most_alike, published_items
from shuyuan.kernel.identifiers import uscc
from shuyuan.organizations.models import Department

#: Parts of a total of the census, with that total.
_PARTS = {
    "shared_size": "stored_size",
    "opened_size": "stored_size",
    "shared_records": "stored_records",
    "opened_records": "stored_records",
}
_CANDIDATES = 200
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: So many letters that two names have in common leave few to compare.
_LETTERS = 4


def submission_facts(written: Draft, surroundings: Surroundings | None = None) -> EntryFacts:
    """The draft as the rules see it, beside the department's other entries and what is published now.

    Whoever judges thousands of drafts gives the `surroundings` in which they were looked up.
    """
    draft = written.entry
    codes = draft.related_codes
    formats = [row["class"] for row in draft.formats]
    return EntryFacts(
        name=draft.name,
        abstract=draft.abstract,
        provider=draft.provider.code,
        formats=tuple(formats),
        update_cycle=draft.update_cycle,
        subject_kind=SubjectKind(draft.subject_kind),
        sharing_type=SharingType(draft.sharing_type),
        sharing_conditions=draft.sharing_condition,
        sharing_scope=draft.sharing_scope,
        sharing_purposes=tuple(draft.sharing_purposes),
        not_shared_basis=draft.sharing_condition,
        modes=tuple(draft.method_types),
        declared_secret=False,
        items=tuple(_item_facts(draft, item) for item in written.items),
        fitting_modes=tuple(fitting_methods(formats)),
        neighbors=tuple(surroundings.neighbors(draft) if surroundings else _neighbors(draft)),
        published_items=surroundings.published_items(draft) if surroundings else _published_items(draft),
        format_note=draft.format_note,
        is_open=draft.is_open,
        level=draft.level,
        unknown_codes=surroundings.unknown_codes(codes) if surroundings else _unknown_codes(codes),
        overstated=tuple(part for part, total in _PARTS.items() if _exceeds(draft, part, total)),
    )


def advice_facts(written: Draft, facts: EntryFacts, surroundings: Surroundings | None = None) -> AdviceFacts:
    """What a second look needs beside the facts of the submission."""
    draft = written.entry
    return AdviceFacts(
        entry=facts,
        similar=surroundings.similar(draft.name)
        if surroundings
        else similar_entries(draft.name, elsewhere_than=draft.provider_id),
        provider_code_fault=uscc.fault(draft.provider.uscc) or "",
        privacy_assessed=bool(draft.privacy_assessment.strip()),
    )


def similar_entries(name: str, *, elsewhere_than: int) -> tuple[str, ...]:
    """Published entries of other departments whose names resemble this one, most alike first.

    The query asks for no column outside the index of names, so that it stays quick while somebody types.
    """
    bare = bare_name(name)
    half = len(bare) // 2
    if half < 2:  # noqa: PLR2004 a name of three characters resembles too many
        return ()
    others = (
        Entry.objects.filter(Q(name__contains=bare[:half]) | Q(name__contains=bare[-half:]))
        .order_by("name", "provider_id")
        .values_list("name", "provider_id", "state")[:_CANDIDATES]
    )
    elsewhere = (row for row in others if row[1] != elsewhere_than and row[2] in IN_MASTER_CATALOG)
    alike = most_alike(bare, (row[:2] for row in elsewhere))
    providers = Department.objects.in_bulk([by for _name, by in alike])
    return tuple(f"{other}（{providers[by].name}）" for other, by in alike)


def _neighbors(draft: Entry) -> list[str]:
    """Names of the provider's other entries that could be this one's but for digits and punctuation."""
    others = Entry.objects.filter(provider_id=draft.provider_id)
    for letter in [one for one in bare_name(draft.name) if _HAN.match(one)][:_LETTERS]:
        others = others.filter(name__contains=letter)
    # Working copies are left out here: a condition on them would lead the database away from the index.
    rows = others.order_by("name", "id").values_list("name", "id", "revises_id")
    return [name for name, number, revises in rows if revises is None and number != draft.root_id]


def fitting_methods(formats: Iterable[str]) -> list[str]:
    """The kinds of sharing method that go with these format classes, in the order of the guide."""
    fitting = {method for code in formats for method in guide.FORMATS[code].methods}
    return [method.value for method in guide.MethodType if method in fitting]


def _item_facts(draft: Entry, item: Item) -> ItemFacts:
    return ItemFacts(
        name=item.name,
        sharing_type=SharingType(item.sharing_type or draft.sharing_type),
        is_key=item.is_key,
        checks=tuple(check["kind"] for check in item.checks),
        label=item.label,
        data_type=item.data_type,
        sensitive=item.sensitive,
        personal=item.personal,
        is_open=item.is_open,
        level=item.level,
        basis=item.sharing_condition,
        modes=tuple(item.method_types),
        cycle=item.update_cycle,
        open_condition=item.open_condition,
    )


def _unknown_codes(codes: list[str]) -> tuple[str, ...]:
    known = known_codes(codes)
    return tuple(code for code in codes if code not in known)


def _published_items(draft: Entry) -> tuple[ItemFacts, ...]:
    return published_items([draft.revises_id]).get(draft.revises_id, ()) if draft.revises_id else ()


def _exceeds(draft: Entry, part: str, total: str) -> bool:
    part_value, total_value = getattr(draft, part), getattr(draft, total)
    return part_value is not None and total_value is not None and part_value > total_value
