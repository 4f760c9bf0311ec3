"""What a department states about an entry and its items, and which of it is malformed.

A draft may be incomplete; whether it may be submitted is for the rules. Malformed is what could never
be right: a format that the guide does not know, a length with a date, a pattern that is no pattern.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db.models import Model

from shuyuan.catalog import guide
from shuyuan.catalog.models import Entry, Item
from shuyuan.engine.spec import CheckKind, DataType, MaskKind
from shuyuan.kernel.errors import BadInput
from shuyuan.kernel.identifiers import catalog_code

#: Columns of the platform's own tables start with an underscore; these words break SQL of some engines.
_COLUMN = re.compile(r"^[a-z][a-z0-9_]{0,58}$")
#: More formats than any real resource is kept in.
MAX_FORMATS = 3
_MAX_LENGTH = 4000
_MAX_DIGITS = 38
_LARGEST = 10**15
_TEXT_TYPES = frozenset({DataType.CHARACTER, DataType.MEMO, DataType.GENERAL})
_NUMBER_TYPES = frozenset(
    {DataType.NUMERIC, DataType.CURRENCY, DataType.INTEGER, DataType.DOUBLE, DataType.FLOAT}
)
_KEY_TYPES = frozenset({DataType.CHARACTER, DataType.INTEGER, DataType.NUMERIC, DataType.DATE})
_ORDERED_TYPES = _NUMBER_TYPES | {DataType.DATE, DataType.DATETIME}

#: Field → why it is malformed; empty when all is well.
Faults = dict[str, str]


class _Content:
    """Reading from and writing to the model whose fields have the same names."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of the fields, in the order in which pages show them."""
        return tuple(part.name for part in fields(cls))  # type: ignore[arg-type]

    @classmethod
    def of(cls, model: Any) -> Self:
        """The content of a saved row."""
        return cls(**{name: getattr(model, name) for name in cls.names()})

    def write_to(self, model: Any) -> list[str]:
        """Put the content into a row and give the names of the fields that changed; nothing is saved."""
        changed = [name for name in self.names() if getattr(model, name) != getattr(self, name)]
        for name in changed:
            setattr(model, name, getattr(self, name))
        return changed


@dataclass(frozen=True)
class EntryContent(_Content):
    """The fields of an entry that its provider writes; the class, code and dates are set beside them."""

    name: str = ""
    abstract: str = ""
    internal_office: str = ""
    related_business: str = ""
    subject_kind: str = guide.SubjectKind.OTHER.value
    level: str = guide.Level.GENERAL.value
    data_class: str = ""
    system_code: str = ""
    further_classes: list[str] = field(default_factory=list)
    formats: list[dict[str, str]] = field(default_factory=list)
    format_note: str = ""
    sharing_type: str = guide.SharingType.CONDITIONAL.value
    sharing_condition: str = ""
    sharing_scope: str = ""
    sharing_purposes: list[str] = field(default_factory=list)
    method_class: str = guide.MethodClass.PLATFORM.value
    method_types: list[str] = field(default_factory=list)
    is_open: bool = False
    open_condition: str = ""
    open_theme: str = ""
    update_cycle: str = guide.Cycle.MONTHLY.value
    related_codes: list[str] = field(default_factory=list)
    secrecy_assessment: str = ""
    privacy_assessment: str = ""
    stored_size: float | None = None
    stored_records: int | None = None
    shared_size: float | None = None
    shared_records: int | None = None
    opened_size: float | None = None
    opened_records: int | None = None

    def faults(self) -> Faults:
        """What is malformed, field by field."""
        found = _model_faults(Entry(**{name: getattr(self, name) for name in self.names()}), self.names())
        if any(not _is_format(row) for row in self.formats):
            found["formats"] = "format_outside_guide"
        if len(self.formats) > MAX_FORMATS:
            found["formats"] = "too_many_formats"
        if not set(self.sharing_purposes) <= set(guide.Purpose.values):
            found["sharing_purposes"] = "unknown_purpose"
        if not set(self.method_types) <= set(guide.MethodType.values):
            found["method_types"] = "unknown_method"
        if any(catalog_code.fault(code) for code in self.related_codes):
            found["related_codes"] = "not_a_catalog_code"
        if any(not code.isdecimal() for code in self.further_classes):
            found["further_classes"] = "unknown_class"
        found |= {name: "not_a_quantity" for name in guide.CENSUS if not _is_quantity(getattr(self, name))}
        return found


@dataclass(frozen=True)
class ItemContent(_Content):
    """The fields of one item."""

    name: str = ""
    label: str = ""
    description: str = ""
    data_type: str = DataType.CHARACTER.value
    length: int | None = None
    scale: int = 0
    required: bool = False
    is_key: bool = False
    key_kind: str = ""
    sensitive: bool = False
    personal: bool = False
    level: str = guide.Level.GENERAL.value
    sharing_type: str = ""
    sharing_condition: str = ""
    method_types: list[str] = field(default_factory=list)
    is_open: bool = False
    open_condition: str = ""
    update_cycle: str = ""
    checks: list[dict[str, Any]] = field(default_factory=list)
    mask: dict[str, Any] | None = None

    def faults(self) -> Faults:
        """What is malformed, field by field."""
        found = _model_faults(Item(**{name: getattr(self, name) for name in self.names()}), self.names())
        if not _COLUMN.match(self.name):
            found["name"] = "bad_column_name"
        if self.data_type not in guide.DATA_TYPES:
            return found | {"data_type": "unknown_data_type"}
        found |= self._size_faults(DataType(self.data_type))
        if self.is_key and self.data_type not in _KEY_TYPES:
            found["is_key"] = "key_of_inexact_type"
        if not set(self.method_types) <= set(guide.MethodType.values):
            found["method_types"] = "unknown_method"
        if any(not is_check(check, DataType(self.data_type)) for check in self.checks):
            found["checks"] = "bad_check"
        if self.mask is not None and not is_mask(self.mask, DataType(self.data_type)):
            found["mask"] = "bad_mask"
        return found

    def _size_faults(self, data_type: DataType) -> Faults:
        if data_type.value in guide.TYPES_WITH_LENGTH and not self.length:
            return {"length": "length_missing"}
        if data_type is DataType.NUMERIC:
            if self.length and self.length > _MAX_DIGITS:
                return {"length": "length_too_large"}
            if self.scale > (self.length or 0):
                return {"scale": "scale_exceeds_length"}
        elif self.scale:
            return {"scale": "scale_without_numeric"}
        if self.length and self.length > _MAX_LENGTH:
            return {"length": "length_too_large"}
        return {}


def require_well_formed(content: EntryContent | ItemContent) -> None:
    """Raise BadInput `bad_content` with every malformed field."""
    faults = content.faults()
    if faults:
        raise BadInput("malformed content", code="bad_content", fields=faults)


def change_faults(kind: str, basis: str, changed_on: date | None, *, today: date) -> Faults:
    """What is malformed in the reason for a change; a change of law or duty has a basis and a day."""
    found: Faults = {}
    if kind not in guide.ChangeKind.values:
        found["change_kind"] = "invalid_choice"
    elif kind != guide.ChangeKind.OTHER:
        if not basis.strip():
            found["change_basis"] = "required"
        if changed_on is None:
            found["changed_on"] = "required"
    if changed_on and changed_on > today:
        found["changed_on"] = "in_the_future"
    return found


def is_check(check: Mapping[str, Any], data_type: DataType) -> bool:
    """Whether it is the JSON form of an `engine.spec.Check` that fits the data type."""
    test = _CHECKS.get(check.get("kind", ""))
    params = check.get("params", {})
    return test is not None and isinstance(params, dict) and test(params, data_type)


def is_mask(mask: Mapping[str, Any], data_type: DataType) -> bool:
    """Whether it is the JSON form of an `engine.spec.Mask` that fits the data type."""
    if set(mask) != {"kind", "first", "last"} or mask["kind"] not in list(MaskKind):
        return False
    if not all(isinstance(mask[side], int) and 0 <= mask[side] <= _MAX_LENGTH for side in ("first", "last")):
        return False
    if mask["kind"] == MaskKind.KEEP:
        return data_type in _TEXT_TYPES and mask["first"] + mask["last"] > 0
    return mask["kind"] == MaskKind.HIDE or data_type in {DataType.DATE, DataType.DATETIME}


def _is_pattern(params: dict[str, Any], data_type: DataType) -> bool:
    regex = params.get("regex")
    if data_type not in _TEXT_TYPES or not isinstance(regex, str) or not 0 < len(regex) <= _MAX_LENGTH:
        return False
    try:
        re.compile(regex)
    except re.error:
        return False
    return not re.search(r"\(\?(?![:iP])|\\[1-9]", regex)  # RE2 knows no look-around and no back reference


def _is_code_list(params: dict[str, Any], _data_type: DataType) -> bool:
    values = params.get("values")
    return isinstance(values, list) and bool(values) and all(isinstance(v, str) and v for v in values)


def _is_range(params: dict[str, Any], data_type: DataType) -> bool:
    ends = [params.get("min"), params.get("max")]
    given = [end for end in ends if end is not None]
    return data_type in _ORDERED_TYPES and bool(given) and all(isinstance(end, str) and end for end in given)


def _is_reference(params: dict[str, Any], _data_type: DataType) -> bool:
    code, item = params.get("entry"), params.get("item")
    return (
        isinstance(code, str)
        and catalog_code.fault(code) is None
        and isinstance(item, str)
        and _COLUMN.match(item) is not None
    )


def _is_text(params: dict[str, Any], data_type: DataType) -> bool:
    return not params and data_type is DataType.CHARACTER


_CHECKS: dict[str, Callable[[dict[str, Any], DataType], bool]] = {
    CheckKind.PATTERN: _is_pattern,
    CheckKind.RESIDENT_ID: _is_text,
    CheckKind.USCC: _is_text,
    CheckKind.CODE_LIST: _is_code_list,
    CheckKind.RANGE: _is_range,
    CheckKind.REFERENCE: _is_reference,
}


def _is_quantity(value: Any) -> bool:
    """Numbers only: units such as 万条 or MB belong into the head of the column."""
    if value is None:
        return True
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _LARGEST


def _is_format(row: Mapping[str, str]) -> bool:
    known = guide.FORMATS.get(row.get("class", ""))
    return known is not None and (row.get("type", "") in known.types or not known.types)


def _model_faults(model: Model, names: tuple[str, ...]) -> Faults:
    """What the fields themselves refuse: blank, too long, not a choice, negative."""
    others = [part for part in model._meta.fields if part.name not in names]  # noqa: SLF001
    try:
        model.clean_fields(exclude=[part.name for part in others])
    except ValidationError as error:
        return {name: errors[0].code or "invalid" for name, errors in error.error_dict.items()}
    texts = [part for part in model._meta.fields if part.name in names and part.max_length]  # noqa: SLF001
    return {
        part.name: "max_length" for part in texts if len(str(getattr(model, part.name))) > part.max_length
    }
