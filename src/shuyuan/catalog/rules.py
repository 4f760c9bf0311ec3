"""Decisions on catalog entries: pure, no Django, no clock, no database."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.regulations.context import LegalContext


class SharingType(StrEnum):
    """The sharing attribute (共享属性) of an entry or an item, jz-data-2020/18.1, from open to closed."""

    UNCONDITIONAL = "unconditional"  # 无条件共享, national code 1
    CONDITIONAL = "conditional"  # 有条件共享, 2
    NOT_SHARED = "not_shared"  # 不予共享, 3


class SubjectKind(StrEnum):
    """Whom one row of an entry is about; decides by what it must be keyed."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    CERTIFICATE = "certificate"
    OTHER = "other"


#: The check on a key item that makes it an identifier of that kind of subject (`engine.spec.CheckKind`).
IDENTIFIER_CHECKS = {SubjectKind.PERSON: "resident_id", SubjectKind.ORGANIZATION: "uscc"}

_STRICTNESS = list(SharingType)
_SECRECY_MARK = re.compile(
    r"(?P<level>绝密|机密|秘密)\s*[★☆]"
    r"|密级\s*[:：]?\s*(?P<stated>绝密|机密|秘密)"
    r"|[【\[（(]\s*(?P<bracketed>绝密|机密|秘密)\s*[】\]）)]"
    r"|^\s*(?P<alone>绝密|机密|秘密)\s*$"
)


_SYSTEM_NAME = re.compile(r"(系统|平台|网站|门户|软件|小程序|(?<![a-z])app)(V?\d+(\.\d+)*)?$", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
_COUNTED_UP = re.compile(r"(?<!\d)\d{1,3}$")  # four digits are a year


@dataclass(frozen=True)
class ItemFacts:
    """One item of an entry as it is submitted; `checks` are the kinds of its checks."""

    name: str
    sharing_type: SharingType
    is_key: bool = False
    checks: tuple[str, ...] = ()
    is_base_item: bool = False  # a base item of a base database
    label: str = ""
    data_type: str = ""
    sensitive: bool = False


@dataclass(frozen=True)
class EntryFacts:
    """What the review of a submitted entry needs to know; texts are '' and lists empty when missing.

    `fitting_modes` are those that its formats allow, `neighbors` the names of the provider's other
    entries, `published_items` the items that consumers have now, when a published entry is changed.
    """

    name: str
    abstract: str
    provider: str
    formats: tuple[str, ...]
    update_cycle: str
    subject_kind: SubjectKind
    sharing_type: SharingType
    sharing_conditions: str
    sharing_scope: str
    sharing_purposes: tuple[str, ...]
    not_shared_basis: str
    modes: tuple[str, ...]
    declared_secret: bool
    items: tuple[ItemFacts, ...]
    fitting_modes: tuple[str, ...] = ()
    neighbors: tuple[str, ...] = ()
    published_items: tuple[ItemFacts, ...] = ()


@carries("jz-data-2020/10.1")
def due_update_submission(changed_on: date, *, legal: LegalContext) -> date:
    """The last day to ask for an update after the law or the department's functions changed."""
    days = legal.law.value("catalog.update_request_days", on=changed_on)
    return legal.calendar.add(changed_on, days)


@carries("jz-data-2020/10.1")
def due_update_review(received_on: date, *, legal: LegalContext) -> date:
    """The last day for the administration to review the request and bring the lists up to date."""
    days = legal.law.value("catalog.review_days", on=received_on)
    return legal.calendar.add(received_on, days)


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


@carries("jz-data-2020/17.1.1")
def judge_secrecy(declared_secret: bool, texts: Sequence[str]) -> Verdict:
    """State secrets stay off the platform: refused when declared, or when a text bears a secrecy mark."""
    mark = find_secrecy_mark(texts)
    reasons = []
    if declared_secret:
        reasons.append(Reason("declared_secret", "jz-data-2020/17.1.1"))
    if mark:
        reasons.append(Reason("bears_secrecy_mark", "jz-data-2020/17.1.1", {"mark": mark}))
    return Verdict(tuple(reasons))


def find_secrecy_mark(texts: Iterable[str]) -> str:
    """The first level (绝密, 机密, 秘密) that a text is marked with, '' for none; 商业秘密 is no mark."""
    for text in texts:
        found = _SECRECY_MARK.search(text)
        if found:
            return next(level for level in found.groups() if level)
    return ""


@carries("jz-data-2020/8.1")
def needs_description(facts: EntryFacts) -> Reason | None:
    """Name, abstract, provider, format, update cycle and items, as the national catalog guide asks."""
    stated = {
        "name": facts.name.strip(),
        "abstract": facts.abstract.strip(),
        "provider": facts.provider.strip(),
        "formats": facts.formats,
        "update_cycle": facts.update_cycle.strip(),
        "items": facts.items,
    }
    missing = [field for field, value in stated.items() if not value]
    return Reason("description_incomplete", "jz-data-2020/8.1", {"missing": missing}) if missing else None


@carries("jz-data-2020/22.1")
def needs_sharing_terms(facts: EntryFacts) -> Reason | None:
    """A conditional entry states its conditions, its scope and what the data may be used for."""
    if facts.sharing_type is not SharingType.CONDITIONAL:
        return None
    stated = {
        "sharing_conditions": facts.sharing_conditions.strip(),
        "sharing_scope": facts.sharing_scope.strip(),
        "sharing_purposes": facts.sharing_purposes,
    }
    missing = [field for field, value in stated.items() if not value]
    return Reason("sharing_terms_incomplete", "jz-data-2020/22.1", {"missing": missing}) if missing else None


@carries("jz-data-2020/18.3")
def needs_basis_for_not_sharing(facts: EntryFacts) -> Reason | None:
    """Whoever does not share names the law or policy that the administration can check it against."""
    if facts.sharing_type is SharingType.NOT_SHARED and not facts.not_shared_basis.strip():
        return Reason("not_shared_without_basis", "jz-data-2020/18.3")
    return None


@carries("jz-data-2020/22.2")
def needs_exchange_mode(facts: EntryFacts) -> Reason | None:
    """What is shared can be had in at least one of the exchange modes."""
    if facts.sharing_type is SharingType.NOT_SHARED or facts.modes:
        return None
    return Reason("no_exchange_mode", "jz-data-2020/22.2")


@carries("jz-data-2020/19.1.2")
def needs_open_base_items(facts: EntryFacts) -> Reason | None:
    """Base items of the base databases are shared unconditionally."""
    closed = [
        item.name
        for item in facts.items
        if item.is_base_item and item.sharing_type is not SharingType.UNCONDITIONAL
    ]
    return Reason("base_item_not_unconditional", "jz-data-2020/19.1.2", {"items": closed}) if closed else None


@carries("jz-data-2020/8.1")
def needs_name_of_the_data(facts: EntryFacts) -> Reason | None:
    """An entry is named after its data, not after the system or page that holds it."""
    if not _SYSTEM_NAME.search(facts.name.strip()):
        return None
    return Reason("named_after_system", "jz-data-2020/8.1", {"name": facts.name.strip()})


@carries("jz-data-2020/17.1.3")
def needs_name_of_its_own(facts: EntryFacts) -> Reason | None:
    """No two entries of a department differ only in digits, blanks or punctuation."""
    own = _bare_name(facts.name)
    same = next((name for name in facts.neighbors if own and _bare_name(name) == own), None)
    return Reason("name_hardly_differs", "jz-data-2020/17.1.3", {"other": same}) if same else None


@carries("jz-data-2020/17.1.3")
def needs_distinct_items(facts: EntryFacts) -> Reason | None:
    """No two items of an entry differ only in blanks or punctuation."""
    seen: dict[str, str] = {}
    doubles = []
    for item in facts.items:
        bare = _NOT_WORD.sub("", unicodedata.normalize("NFKC", item.label).lower())
        if bare and bare in seen:
            doubles += [seen[bare], item.label]
        seen.setdefault(bare, item.label)
    return Reason("items_hardly_differ", "jz-data-2020/17.1.3", {"items": doubles}) if doubles else None


@carries("jz-data-2020/17.1.3")
def needs_key(facts: EntryFacts) -> Reason | None:
    """Rows can be told apart, corrected and looked up only by a key."""
    if not facts.items or any(item.is_key for item in facts.items):
        return None
    return Reason("no_key_item", "jz-data-2020/17.1.3")


@carries("jz-data-2020/17.1.3")
def needs_fitting_mode(facts: EntryFacts) -> Reason | None:
    """A file is handed over as a file, a database by database or interface."""
    misfits = [mode for mode in facts.modes if mode not in facts.fitting_modes]
    if not facts.formats or not facts.fitting_modes or not misfits:
        return None
    stated = {"formats": list(facts.formats), "modes": misfits}
    return Reason("mode_does_not_fit_format", "jz-data-2020/17.1.3", stated)


@carries("jz-data-2020/17.1.4")
def needs_protected_identity(facts: EntryFacts) -> Reason | None:
    """Identity document numbers are sensitive: encrypted at rest and masked on pages."""
    bare = [
        item.label or item.name
        for item in facts.items
        if IDENTIFIER_CHECKS[SubjectKind.PERSON] in item.checks and not item.sensitive
    ]
    return Reason("identity_number_not_sensitive", "jz-data-2020/17.1.4", {"items": bare}) if bare else None


@carries("jz-data-2020/24.1")
def needs_stable_items(facts: EntryFacts) -> Reason | None:
    """A change keeps keys and data types, because consumers rely on what was published."""
    if not facts.published_items:
        return None
    new = {item.name: item for item in facts.items}
    old = {item.name: item for item in facts.published_items}
    broken = [name for name in old if name in new and new[name].data_type != old[name].data_type]
    keys = {name for name in old if old[name].is_key} ^ {name for name in new if new[name].is_key}
    broken += sorted(keys - set(broken))
    return Reason("published_items_broken", "jz-data-2020/24.1", {"items": broken}) if broken else None


SUBMISSION = Gate(
    "catalog_submission",
    [
        needs_description,
        needs_sharing_terms,
        needs_basis_for_not_sharing,
        needs_exchange_mode,
        needs_open_base_items,
        needs_name_of_the_data,
        needs_name_of_its_own,
        needs_distinct_items,
        needs_key,
        needs_fitting_mode,
        needs_protected_identity,
        needs_stable_items,
    ],
)


@carries("jz-data-2020/8.1")
def judge_submission(facts: EntryFacts) -> Verdict:
    """May the entry be submitted for review? Every reason against it at once, items included."""
    verdict = SUBMISSION.judge(facts)
    verdict += judge_secrecy(
        facts.declared_secret,
        [facts.name, facts.abstract, *(item.label or item.name for item in facts.items)],
    )
    verdict += judge_identifier(
        facts.subject_kind, [check for item in facts.items if item.is_key for check in item.checks]
    )
    verdict += judge_partial_sharing(facts.sharing_type, [item.sharing_type for item in facts.items])
    for item in facts.items:
        verdict += judge_item_sharing(facts.sharing_type, item.sharing_type, name=item.label or item.name)
    return verdict


@carries("jz-data-2020/8.2")
def judge_reviewer(submitter: int, reviewer: int) -> Verdict:
    """May this person decide on the entry? Whoever submitted it cannot; both are ids of persons."""
    return (
        Verdict((Reason("reviewer_is_submitter", "jz-data-2020/8.2"),))
        if submitter == reviewer
        else Verdict()
    )


def _bare_name(name: str) -> str:
    """The name without what is changed to make a copy look new: blanks, punctuation, digits at the end."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return _COUNTED_UP.sub("", _NOT_WORD.sub("", plain)) or plain
