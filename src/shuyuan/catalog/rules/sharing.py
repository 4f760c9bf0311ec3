"""Decisions on how entries and items are shared and on what departments may supply (jz-data-2020/12–23)."""

from collections.abc import Iterable, Sequence

from shuyuan.catalog.rules.facts import IDENTIFIER_CHECKS, SharingType, SubjectKind
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict

_STRICTNESS = list(SharingType)


@carries("jz-data-2020/18.2")
def judge_item_sharing(entry_type: SharingType, item_type: SharingType, *, name: str) -> Verdict:
    """May the item of that name be shared like this within its entry? It may be stricter, never more open."""
    if _STRICTNESS.index(item_type) >= _STRICTNESS.index(entry_type):
        return Verdict()
    facts = {"entry": entry_type.value, "item": item_type.value, "name": name}
    return Verdict((Reason("item_more_open_than_entry", "jz-data-2020/18.2", facts),))


@carries("jz-data-2020/18.2")
def judge_partial_sharing(entry_type: SharingType, item_types: Iterable[SharingType]) -> Verdict:
    """A resource that can be given only in part is conditional, whatever its open items are."""
    stricter = [kind for kind in item_types if kind is not SharingType.UNCONDITIONAL]
    if entry_type is not SharingType.UNCONDITIONAL or not stricter:
        return Verdict()
    facts = {"stricter_items": len(stricter)}
    return Verdict((Reason("partly_shared_is_conditional", "jz-data-2020/18.2", facts),))


@carries("jz-data-2020/12.1")
def judge_identifier(subject_kind: SubjectKind, key_checks: Iterable[str]) -> Verdict:
    """Rows on persons are keyed by identity number, rows on organizations by unified social credit code."""
    needed = IDENTIFIER_CHECKS.get(subject_kind)
    if needed is None or needed in set(key_checks):
        return Verdict()
    code = {
        SubjectKind.PERSON: "person_without_identity_number",
        SubjectKind.ORGANIZATION: "organization_without_uscc",
    }[subject_kind]
    return Verdict((Reason(code, "jz-data-2020/12.1"),))


@carries("jz-data-2020/12.1", "jz-data-2020/17.1.3")
def judge_source(authoritative_source: str, claimant: str) -> Verdict:
    """May this department supply the data element? Each one has a single source, '' while none is named."""
    if authoritative_source in {"", claimant}:
        return Verdict()
    facts = {"source": authoritative_source, "claimant": claimant}
    return Verdict((Reason("second_source", "jz-data-2020/17.1.3", facts),))


@carries("jz-data-2020/23.1")
def judge_collection(supplied_by: Sequence[str], legal_exception: str) -> Verdict:
    """May an item be collected from people or organizations? Not what the platform already supplies.

    `supplied_by` are the codes of entries that supply it; `legal_exception` is the law that orders the
    collection all the same, '' for none.
    """
    if not supplied_by or legal_exception.strip():
        return Verdict()
    return Verdict((Reason("duplicate_collection", "jz-data-2020/23.1", {"supplied_by": list(supplied_by)}),))
