"""What stands against submitting an entry: the gate of the guide's and the law's demands on it."""

import re
import unicodedata

from shuyuan.catalog.rules.course import judge_secrecy
from shuyuan.catalog.rules.facts import CYCLES, IDENTIFIER_CHECKS, EntryFacts, SharingType, SubjectKind
from shuyuan.catalog.rules.sharing import judge_identifier, judge_item_sharing, judge_partial_sharing
from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict

_SYSTEM_NAME = re.compile(r"(系统|平台|网站|门户|软件|小程序|(?<![a-z])app)(V?\d+(\.\d+)*)?$", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
_COUNTED_UP = re.compile(r"(?<!\d)\d{1,3}$")  # four digits are a year


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
    own = bare_name(facts.name)
    same = next((name for name in facts.neighbors if own and bare_name(name) == own), None)
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


@carries("jz-data-2020/18.3")
def needs_basis_of_items(facts: EntryFacts) -> Reason | None:
    """An item that is kept back from an entry that is shared names the law or policy for it."""
    if facts.sharing_type is SharingType.NOT_SHARED:
        return None
    bare = [
        item.title
        for item in facts.items
        if item.sharing_type is SharingType.NOT_SHARED and not item.basis.strip()
    ]
    return Reason("item_not_shared_without_basis", "jz-data-2020/18.3", {"items": bare}) if bare else None


@carries("jz-data-2020/8.1")
def needs_format_note(facts: EntryFacts) -> Reason | None:
    """A self-describing format means nothing to others without its description."""
    if "self_describing" not in facts.formats or facts.format_note.strip():
        return None
    return Reason("format_not_described", "jz-data-2020/8.1")


@carries("jz-data-2020/8.1")
def needs_known_codes(facts: EntryFacts) -> Reason | None:
    """Related codes are codes of entries that exist."""
    if not facts.unknown_codes:
        return None
    return Reason("related_code_unknown", "jz-data-2020/8.1", {"codes": list(facts.unknown_codes)})


@carries("jz-data-2020/8.1")
def needs_sound_census(facts: EntryFacts) -> Reason | None:
    """No more is shared or opened than is stored."""
    if not facts.overstated:
        return None
    return Reason("census_exceeds_total", "jz-data-2020/8.1", {"missing": list(facts.overstated)})


@carries("jz-data-2020/18.2")
def needs_openness_that_fits(facts: EntryFacts) -> Reason | None:
    """Whoever does not share with other departments does not open to society either."""
    if facts.is_open and facts.sharing_type is SharingType.NOT_SHARED:
        return Reason("open_but_not_shared", "jz-data-2020/18.2")
    return None


@carries("jz-data-2020/18.2")
def needs_items_no_more_open(facts: EntryFacts) -> Reason | None:
    """An item is open to society only within an entry that is, and only when it is shared."""
    wider = [
        item.title
        for item in facts.items
        if item.is_open and (not facts.is_open or item.sharing_type is SharingType.NOT_SHARED)
    ]
    return Reason("item_more_open_to_public", "jz-data-2020/18.2", {"items": wider}) if wider else None


@carries("jz-data-2020/22.2")
def needs_modes_of_the_entry(facts: EntryFacts) -> Reason | None:
    """An item is handed over by no other method than its entry."""
    wider = [item.title for item in facts.items if set(item.modes) - set(facts.modes)]
    return Reason("item_mode_outside_entry", "jz-data-2020/22.2", {"items": wider}) if wider else None


@carries("jz-data-2020/8.1")
def needs_cycle_that_covers_items(facts: EntryFacts) -> Reason | None:
    """An item may be updated less often than its entry says, not more often: it comes with the entry."""
    if facts.update_cycle not in CYCLES:
        return None
    own = CYCLES.index(facts.update_cycle)
    shorter = [item.title for item in facts.items if item.cycle in CYCLES and CYCLES.index(item.cycle) < own]
    return Reason("item_cycle_shorter", "jz-data-2020/8.1", {"items": shorter}) if shorter else None


@carries("jz-data-2020/18.2")
def needs_opening_to_its_condition(facts: EntryFacts) -> Reason | None:
    """A condition of opening belongs to an item that is open to society."""
    stray = [item.title for item in facts.items if item.open_condition.strip() and not item.is_open]
    return Reason("item_opening_condition_stray", "jz-data-2020/18.2", {"items": stray}) if stray else None


@carries("jz-data-2020/17.1.4")
def needs_closed_personal_items(facts: EntryFacts) -> Reason | None:
    """Personal and sensitive items are not opened to society."""
    opened = [item.title for item in facts.items if item.is_open and (item.personal or item.sensitive)]
    return Reason("personal_item_open", "jz-data-2020/17.1.4", {"items": opened}) if opened else None


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
        needs_basis_of_items,
        needs_format_note,
        needs_known_codes,
        needs_sound_census,
        needs_openness_that_fits,
        needs_items_no_more_open,
        needs_modes_of_the_entry,
        needs_cycle_that_covers_items,
        needs_opening_to_its_condition,
        needs_closed_personal_items,
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


def bare_name(name: str) -> str:
    """The name without what is changed to make a copy look new: blanks, punctuation, digits at the end."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return _COUNTED_UP.sub("", _NOT_WORD.sub("", plain)) or plain
