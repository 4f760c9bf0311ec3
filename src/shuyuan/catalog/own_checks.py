"""The catalog's own checks of a draft: the rules on a submission, each reason put at its fields and items."""

from collections.abc import Mapping, Sequence

from shuyuan.catalog.facts import advice_facts, submission_facts
from shuyuan.catalog.findings import Draft, Finding
from shuyuan.catalog.registry import register_check
from shuyuan.catalog.rules import advise, find_secrecy_mark, judge_submission
from shuyuan.catalog.surroundings import Surroundings
from shuyuan.kernel.verdict import Reason

#: Reason → the fields that would change the answer: of the entry, or of the items that the facts name.
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "declared_secret": ("declared_secret",),
    "bears_secrecy_mark": ("name", "abstract"),
    "not_shared_without_basis": ("sharing_condition",),
    "no_exchange_mode": ("method_types",),
    "named_after_system": ("name",),
    "name_hardly_differs": ("name",),
    "mode_does_not_fit_format": ("formats", "method_types"),
    "partly_shared_is_conditional": ("sharing_type",),
    "person_without_identity_number": ("subject_kind",),
    "organization_without_uscc": ("subject_kind",),
    "format_not_described": ("format_note",),
    "related_code_unknown": ("related_codes",),
    "open_but_not_shared": ("is_open",),
    "abstract_says_little": ("abstract",),
    "similar_entry_elsewhere": ("name",),
    "privacy_not_assessed": ("privacy_assessment",),
}
_ITEM_FIELDS: Mapping[str, tuple[str, ...]] = {
    "item_more_open_than_entry": ("sharing_type",),
    "items_hardly_differ": ("label",),
    "identity_number_not_sensitive": ("sensitive",),
    "published_items_broken": ("data_type",),
    "base_item_not_unconditional": ("sharing_type",),
    "item_not_shared_without_basis": ("sharing_condition",),
    "item_mode_outside_entry": ("method_types",),
    "item_more_open_to_public": ("is_open",),
    "item_cycle_shorter": ("update_cycle",),
    "item_opening_condition_stray": ("open_condition",),
    "personal_item_open": ("is_open",),
    "looks_personal": ("personal",),
    "item_level_above_entry": ("level",),
}
#: Facts of a rule → fields of an entry, where they have different names.
_FIELD_OF_FACT = {"sharing_conditions": "sharing_condition"}


def register() -> None:
    """Called once when Django starts."""
    register_check("catalog", check_rules, check_rules_of_many)


def check_rules_of_many(drafts: Sequence[Draft], surroundings: Surroundings) -> list[list[Finding]]:
    """The same for the drafts of a file, each of which knows the names of those before it."""
    found = []
    for draft in drafts:
        found.append(check_rules(draft, surroundings))
        surroundings.add_name(draft.entry.name)
    return found


def check_rules(draft: Draft, surroundings: Surroundings | None = None) -> list[Finding]:
    """Every reason of the law and the guide against the draft, then what is worth a second look."""
    facts = submission_facts(draft, surroundings)
    against = [_placed(reason, draft, refuses=True) for reason in judge_submission(facts).reasons]
    asked = advise(advice_facts(draft, facts, surroundings)).reasons
    return against + [_placed(reason, draft, refuses=False) for reason in asked]


def _placed(reason: Reason, draft: Draft, *, refuses: bool) -> Finding:
    if reason.code in _ITEM_FIELDS:
        named = {*reason.facts.get("items", ()), reason.facts.get("name")}
        columns = tuple(item.name for item in draft.items if {item.label, item.name} & named)
        return Finding(reason, _ITEM_FIELDS[reason.code], columns, refuses)
    if reason.code == "bears_secrecy_mark":
        columns = tuple(
            item.name for item in draft.items if find_secrecy_mark([item.label, item.description])
        )
        return Finding(reason, ("label",) if columns else _FIELDS[reason.code], columns, refuses)
    missing = tuple(_FIELD_OF_FACT.get(name, name) for name in reason.facts.get("missing", ()))
    return Finding(reason, _FIELDS.get(reason.code, missing), (), refuses)
