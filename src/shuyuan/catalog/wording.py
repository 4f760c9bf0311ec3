"""How entries, items, their values and what is malformed in them read on a page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuyuan.catalog import guide, registry
from shuyuan.catalog.models import ClassNode, Entry, Item, Remark
from shuyuan.catalog.snapshots import Difference
from shuyuan.catalog.states import State
from shuyuan.engine.spec import CheckKind, MaskKind
from shuyuan.web.columns import as_text

#: State → the tone of its badge.
TONES = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "info",
    State.RETURNED: "waiting",
    State.PUBLISHED: "done",
    State.SUSPENDED: "refused",
    State.PLANNED: "neutral",
}

FAULTS: dict[str, Promise] = {
    "required": gettext_lazy("This is needed here."),
    "blank": gettext_lazy("This is needed here."),
    "max_length": gettext_lazy("This is too long."),
    "min_value": gettext_lazy("This must not be negative."),
    "invalid_choice": gettext_lazy("Choose one of the values."),
    "in_the_future": gettext_lazy("This day has not come yet."),
    "format_outside_guide": gettext_lazy("The guide has no such format."),
    "too_many_formats": gettext_lazy("At most three formats."),
    "unknown_purpose": gettext_lazy("Choose from the purposes."),
    "unknown_method": gettext_lazy("Choose from the sharing methods."),
    "not_a_catalog_code": gettext_lazy("Codes look like 307001/1; separate several by commas."),
    "unknown_class": gettext_lazy("Choose a class in which this department may have entries."),
    "bad_column_name": gettext_lazy(
        "A lower-case letter first, then letters, digits and underscores, at most 59."
    ),
    "unknown_data_type": gettext_lazy("Choose one of the eleven data types."),
    "length_missing": gettext_lazy("This data type needs a length."),
    "length_too_large": gettext_lazy("Texts have at most 4000 characters, numbers at most 38 digits."),
    "scale_exceeds_length": gettext_lazy("There cannot be more decimals than digits."),
    "scale_without_numeric": gettext_lazy("Only numeric items have decimals."),
    "key_of_inexact_type": gettext_lazy("A key is text, a whole number, a numeric value or a date."),
    "bad_check": gettext_lazy("This check cannot work with this data type."),
    "bad_mask": gettext_lazy("This mask cannot work with this data type."),
    "main_class_again": gettext_lazy("This is the main class already."),
    "not_a_quantity": gettext_lazy("Figures only, without a unit; 0 when unknown."),
    "already_there": gettext_lazy("Another item of this entry has it already."),
    "unknown_reference": gettext_lazy("No published entry has this code and item."),
}

CHECKS: dict[str, Promise] = {
    CheckKind.PATTERN: gettext_lazy("pattern"),
    CheckKind.RESIDENT_ID: gettext_lazy("identity document number"),
    CheckKind.USCC: gettext_lazy("unified social credit code"),
    CheckKind.CODE_LIST: gettext_lazy("code list"),
    CheckKind.RANGE: gettext_lazy("range"),
    CheckKind.REFERENCE: gettext_lazy("reference"),
}


@dataclass(frozen=True)
class Change:
    """A difference between two versions in words; `before` and `after` are '' where there was nothing."""

    where: str
    what: str
    before: str
    after: str


def fault(code: str) -> str:
    """What is malformed, in words."""
    return str(FAULTS.get(code, code))


def tone(state: str) -> str:
    """The tone of the badge of a state."""
    return TONES[State(state)]


def type_label(item: Item) -> str:
    """``Character C(18)``: the data type with its length."""
    size = ""
    if item.length:
        size = f"({item.length},{item.scale})" if item.scale else f"({item.length})"
    return f"{guide.DATA_TYPES[item.data_type]} {item.data_type}{size}"


def check_labels(checks: list[dict[str, Any]]) -> list[str]:
    """Each check in words, with what it compares with."""
    return [_check_label(check) for check in checks]


def _check_label(check: Mapping[str, Any]) -> str:
    label = str(CHECKS.get(check["kind"], check["kind"]))
    params = check.get("params") or {}
    if check["kind"] == CheckKind.REFERENCE:
        return f"{label} {params['entry']} {params['item']}"
    if check["kind"] == CheckKind.CODE_LIST:
        return f"{label}: {' '.join(params['values'])}"
    if check["kind"] == CheckKind.PATTERN:
        return f"{label} {params['regex']}"
    if check["kind"] == CheckKind.RANGE:
        return f"{label} {params.get('min') or '…'} – {params.get('max') or '…'}"
    return label


def mask_label(mask: Mapping[str, Any] | None) -> str:
    """What stays readable under the default mask, '' for none."""
    if not mask:
        return ""
    if mask["kind"] != MaskKind.KEEP:
        return _("hidden") if mask["kind"] == MaskKind.HIDE else _("year only")
    if not mask["last"]:
        return _("first %(first)s characters stay") % mask
    if not mask["first"]:
        return _("last %(last)s characters stay") % mask
    return _("first %(first)s and last %(last)s characters stay") % mask


def sharing_facts(entry: Entry) -> list[tuple[Any, ...]]:
    """How the entry is shared, for `{% facts %}`."""
    condition = (
        _("Legal basis for not sharing") if entry.sharing_type == "not_shared" else _("Sharing condition")
    )
    return [
        (_("Sharing type"), entry.get_sharing_type_display()),
        (_("Sharing method"), value_label(Entry, "method_types", entry.method_types)),
        (_("By which way"), entry.get_method_class_display()),
        (_("Purposes"), value_label(Entry, "sharing_purposes", entry.sharing_purposes)),
        (_("Sharing scope"), entry.sharing_scope),
        (condition, entry.sharing_condition, "wide"),
        (_("Open to the public"), as_text(entry.is_open)),
        *(_opening_facts(entry) if entry.is_open else []),
    ]


def _opening_facts(entry: Entry) -> list[tuple[Any, ...]]:
    return [
        (_("Condition of opening"), entry.open_condition),
        (_("Theme of opening"), entry.get_open_theme_display()),
    ]


def census_facts(entry: Entry) -> list[tuple[Any, ...]]:
    """The figures of the resource census, for `{% facts %}`; empty when none was given."""
    figures = [(field_label(Entry, name), getattr(entry, name)) for name in guide.CENSUS]
    if all(value is None for _label, value in figures):
        return []
    return [(label, as_text(value, grouped=True)) for label, value in figures]


def description_facts(entry: Entry) -> list[tuple[Any, ...]]:
    """What the entry is, for `{% facts %}`."""
    return [
        (_("Provider"), f"{entry.provider.name}"),
        (_("Code of the provider"), entry.provider.uscc),
        (_("Internal office"), entry.internal_office),
        (_("Class"), str(entry.node) if entry.node else ""),
        (_("Subject"), entry.get_subject_kind_display()),
        (_("Update cycle"), entry.get_update_cycle_display()),
        (_("Formats"), value_label(Entry, "formats", entry.formats)),
        (_("Data level"), entry.get_level_display()),
        (_("Data class"), entry.data_class),
        (_("Personal information"), as_text(any(item.personal for item in entry.items.all()))),
        (_("Information system"), system_label(entry)),
        (_("Publish date"), as_text(entry.published_on)),
        (_("Related business"), entry.related_business),
        (_("Further classes"), value_label(Entry, "further_classes", entry.further_classes)),
        (_("Related codes"), ", ".join(entry.all_related_codes)),
        (_("Secrecy risk assessment"), entry.secrecy_assessment),
        (_("Personal information impact assessment"), entry.privacy_assessment),
        (_("Abstract"), entry.abstract, "wide"),
    ]


def system_label(entry: Entry) -> str:
    """The system that holds the data: its name and its code in the register."""
    if not entry.system_code:
        return ""
    name = dict(registry.systems_of(entry.provider.code)).get(entry.system_code, "")
    return f"{name}（{entry.system_code}）" if name else entry.system_code


def _class_names(codes: list[str]) -> str:
    names = dict(ClassNode.objects.filter(code__in=codes).values_list("code", "name"))
    return "、".join(f"{code} {names.get(code, '')}".strip() for code in codes)


def remark_place(remark: Remark, items: Iterable[Item]) -> str:
    """What a remark is about: an item by its label, a field by its name, else the whole entry."""
    if remark.item:
        return next((item.label for item in items if item.name == remark.item), remark.item)
    return field_label(Entry, remark.field) if remark.field else _("The whole entry")


def changes_in_words(differences: list[Difference]) -> list[Change]:
    """Differences as rows of a table that a person can compare."""
    return [_change(difference) for difference in differences]


def _change(difference: Difference) -> Change:
    if difference.item and not difference.field:
        what = _("Item removed") if difference.after is None else _("Item added")
        return Change(difference.item, what, difference.before or "", difference.after or "")
    model = Item if difference.item else Entry
    return Change(
        difference.item or _("Entry"),
        field_label(model, difference.field),
        value_label(model, difference.field, difference.before),
        value_label(model, difference.field, difference.after),
    )


def field_label(model: type[Model], name: str) -> str:
    """The name of a field as forms say it."""
    return str(model._meta.get_field(name).verbose_name)  # noqa: SLF001


def value_label(model: type[Model], name: str, value: Any) -> str:
    """A stored value in words: choices by their labels, lists joined, nothing as ''."""
    if value in (None, "", []):
        return ""
    special = _SPECIAL.get(name)
    if special:
        return str(special(value))
    if isinstance(value, list):
        return "、".join(map(str, value))
    choices = dict(model._meta.get_field(name).flatchoices)  # noqa: SLF001
    return str(choices.get(value, as_text(value)))


def _labels_of(choices: list[tuple[str, Any]]) -> Callable[[list[str]], str]:
    labels = dict(choices)
    return lambda values: "、".join(str(labels.get(value, value)) for value in values)


_SPECIAL: dict[str, Callable[[Any], str]] = {
    "further_classes": _class_names,
    "formats": lambda value: "、".join(guide.format_labels(value)),
    "checks": lambda value: "、".join(check_labels(value)),
    "mask": mask_label,
    "node": lambda value: f"{value['code']} {value['name']}",
    "sharing_purposes": _labels_of(guide.Purpose.choices),
    "method_types": _labels_of(guide.MethodType.choices),
}
