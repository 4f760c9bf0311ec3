"""The catalog's own checks of a draft: the rules on a submission, each reason put at its fields and items."""

from collections.abc import Mapping

from shuyuan.catalog.facts import submission_facts
from shuyuan.catalog.findings import Draft, Finding
from shuyuan.catalog.registry import register_check
from shuyuan.catalog.rules import judge_submission
from shuyuan.kernel.verdict import Reason

#: Reason → the fields of the entry that would change the answer, in the order of the form.
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
}
#: Facts of a rule → fields of an entry, where they have different names.
_FIELD_OF_FACT = {"sharing_conditions": "sharing_condition"}


def register() -> None:
    """Called once when Django starts."""
    register_check("catalog", check_rules)


def check_rules(draft: Draft) -> list[Finding]:
    """Every reason of the law and the guide against submitting the draft."""
    reasons = judge_submission(submission_facts(draft)).reasons
    return [Finding(reason, _fields(reason), _columns(reason, draft)) for reason in reasons]


def _fields(reason: Reason) -> tuple[str, ...]:
    missing = tuple(_FIELD_OF_FACT.get(name, name) for name in reason.facts.get("missing", ()))
    return _FIELDS.get(reason.code, missing)


def _columns(reason: Reason, draft: Draft) -> tuple[str, ...]:
    """The columns of the items that the facts name; people are told of items by their labels."""
    if reason.code in _FIELDS:
        return ()
    named = {*reason.facts.get("items", ()), reason.facts.get("name")}
    return tuple(item.name for item in draft.items if item.label in named or item.name in named)
