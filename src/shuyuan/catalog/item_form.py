"""The form of one item, with its checks and its mask taken apart into fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog import guide, wording
from shuyuan.catalog.content import ItemContent, is_check
from shuyuan.catalog.models import Entry, Item
from shuyuan.catalog.selectors import access_published_entry, entry_spec
from shuyuan.engine.spec import CheckKind, DataType, MaskKind
from shuyuan.kernel.errors import ShuyuanError

_SAME_AS_ENTRY = ("", _("Same as the entry"))
_MASKS = [
    ("", _("No mask")),
    (MaskKind.KEEP.value, _("Keep the first and last characters")),
    (MaskKind.HIDE.value, _("Hide the value")),
    (MaskKind.YEAR.value, _("Only the year of a date")),
]
#: Check → the field that holds what it compares with, for placing an error.
_PLACES = {
    CheckKind.PATTERN: "pattern",
    CheckKind.RESIDENT_ID: "is_resident_id",
    CheckKind.USCC: "is_uscc",
    CheckKind.CODE_LIST: "code_list",
    CheckKind.RANGE: "range_min",
    CheckKind.REFERENCE: "reference_entry",
}


class ItemForm(forms.Form):
    """One item of a draft."""

    label = forms.CharField(label=_("Name"), max_length=100)
    name = forms.CharField(
        label=_("Column"), max_length=59, help_text=_("Lower-case letters, digits, underscores.")
    )
    data_type = forms.ChoiceField(label=_("Data type"))
    length = forms.IntegerField(label=_("Length"), required=False, min_value=1)
    scale = forms.IntegerField(label=_("Decimals"), required=False, min_value=0)
    description = forms.CharField(label=_("Description"), max_length=200, required=False)
    is_key = forms.BooleanField(label=_("Key"), required=False)
    key_kind = forms.ChoiceField(
        label=_("What the key identifies"), required=False, choices=[("", "—"), *guide.KeyKind.choices]
    )
    required = forms.BooleanField(label=_("Required"), required=False)
    sensitive = forms.BooleanField(
        label=_("Sensitive"), required=False, help_text=_("Encrypted at rest, masked on pages.")
    )
    personal = forms.BooleanField(label=_("Personal information"), required=False)
    level = forms.ChoiceField(label=_("Data level"), choices=guide.Level.choices)
    sharing_type = forms.ChoiceField(
        label=_("Sharing type"), required=False, choices=[_SAME_AS_ENTRY, *guide.SHARING_TYPES]
    )
    sharing_condition = forms.CharField(
        label=_("Sharing condition, or legal basis when not shared"), max_length=400, required=False
    )
    method_types = forms.MultipleChoiceField(
        label=_("Sharing method, when stricter than the entry's"),
        choices=guide.MethodType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_open = forms.BooleanField(label=_("Open to the public"), required=False)
    open_condition = forms.CharField(label=_("Condition of opening"), max_length=400, required=False)
    update_cycle = forms.ChoiceField(
        label=_("Update cycle"), required=False, choices=[_SAME_AS_ENTRY, *guide.Cycle.choices]
    )
    is_resident_id = forms.BooleanField(label=_("Is an identity document number"), required=False)
    is_uscc = forms.BooleanField(label=_("Is a unified social credit code"), required=False)
    pattern = forms.CharField(
        label=_("Pattern"),
        max_length=400,
        required=False,
        help_text=_("A regular expression (RE2) that the whole value matches."),
    )
    code_list = forms.CharField(
        label=_("Code list"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The allowed values, one a line."),
    )
    range_min = forms.CharField(label=_("Smallest value"), required=False, max_length=40)
    range_max = forms.CharField(label=_("Largest value"), required=False, max_length=40)
    reference_entry = forms.CharField(label=_("Must exist in entry (code)"), required=False, max_length=64)
    reference_item = forms.CharField(label=_("as its item (column)"), required=False, max_length=59)
    mask_kind = forms.ChoiceField(label=_("Default mask"), required=False, choices=_MASKS)
    mask_first = forms.IntegerField(label=_("First characters"), required=False, min_value=0)
    mask_last = forms.IntegerField(label=_("Last characters"), required=False, min_value=0)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, draft: Entry, item: Item | None = None, **kwargs: Any) -> None:
        # The form stands on one page with that of the entry, whose fields have the same names.
        super().__init__(*args, auto_id="id_item_%s", **kwargs)
        self.draft = draft
        self.item = item
        self.fields["data_type"].choices = [
            (letter, f"{letter} {name}") for letter, name in guide.DATA_TYPES.items()
        ]

    @classmethod
    def of(cls, draft: Entry, item: Item | None = None) -> "ItemForm":
        """The form as the saved item fills it, empty for a new one."""
        initial: dict[str, Any] = {"revision": draft.revision, "data_type": "C"}
        if item is not None:
            initial |= {name: getattr(item, name) for name in ItemContent.names()}
            initial |= _checks_apart(item.checks)
            mask = item.mask or {}
            initial |= {f"mask_{part}": mask.get(part) for part in ("kind", "first", "last")}
        return cls(initial=initial, draft=draft, item=item)

    def content(self) -> ItemContent:
        """The fields as the services take them; for a form that was cleaned."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ItemContent.names() if name in data}
        return ItemContent(
            **{**plain, "scale": data.get("scale") or 0, "checks": self._checks(), "mask": self._mask()}
        )

    def clean(self) -> dict[str, Any]:
        """Add what the fields cannot see for themselves."""
        content = self.content()
        faults = content.faults()
        if "checks" in faults:
            faults.pop("checks")
            letter = DataType(content.data_type)
            bad = [CheckKind(check["kind"]) for check in content.checks if not is_check(check, letter)]
            faults |= dict.fromkeys((_PLACES[kind] for kind in bad), "bad_check")
        if "mask" in faults:
            faults["mask_kind"] = faults.pop("mask")
        others = self.draft.items.exclude(pk=self.item.pk if self.item else None)
        for name in ("name", "label"):
            if others.filter(**{name: getattr(content, name)}).exists():
                faults[name] = "already_there"
        if self._misses_reference(content):
            faults["reference_entry"] = "unknown_reference"
        for place, code in faults.items():
            if place not in self.errors:
                self.add_error(place, wording.fault(code))
        return self.cleaned_data

    def _checks(self) -> list[dict[str, Any]]:
        data = self.cleaned_data
        checks: list[dict[str, Any]] = []
        if data.get("is_resident_id"):
            checks.append({"kind": CheckKind.RESIDENT_ID.value, "params": {}})
        if data.get("is_uscc"):
            checks.append({"kind": CheckKind.USCC.value, "params": {}})
        if data.get("pattern"):
            checks.append({"kind": CheckKind.PATTERN.value, "params": {"regex": data["pattern"]}})
        values = [line.strip() for line in data.get("code_list", "").splitlines() if line.strip()]
        if values:
            checks.append({"kind": CheckKind.CODE_LIST.value, "params": {"values": values}})
        ends = {"min": data.get("range_min") or None, "max": data.get("range_max") or None}
        if any(ends.values()):
            checks.append({"kind": CheckKind.RANGE.value, "params": ends})
        if data.get("reference_entry"):
            params = {"entry": data["reference_entry"], "item": data.get("reference_item", "")}
            checks.append({"kind": CheckKind.REFERENCE.value, "params": params})
        return checks

    def _mask(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        if not data.get("mask_kind"):
            return None
        sides = {side: data.get(f"mask_{side}") or 0 for side in ("first", "last")}
        return {"kind": data["mask_kind"], **sides}

    def _misses_reference(self, content: ItemContent) -> bool:
        for check in content.checks:
            if check["kind"] != CheckKind.REFERENCE:
                continue
            try:
                entry_spec(access_published_entry(check["params"]["entry"])).item(check["params"]["item"])
            except ShuyuanError:
                return True
        return False


def _checks_apart(checks: list[dict[str, Any]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for check in checks:
        params = check.get("params") or {}
        if check["kind"] == CheckKind.RESIDENT_ID:
            fields["is_resident_id"] = True
        elif check["kind"] == CheckKind.USCC:
            fields["is_uscc"] = True
        elif check["kind"] == CheckKind.PATTERN:
            fields["pattern"] = params["regex"]
        elif check["kind"] == CheckKind.CODE_LIST:
            fields["code_list"] = "\n".join(params["values"])
        elif check["kind"] == CheckKind.RANGE:
            fields |= {"range_min": params.get("min"), "range_max": params.get("max")}
        elif check["kind"] == CheckKind.REFERENCE:
            fields |= {"reference_entry": params["entry"], "reference_item": params["item"]}
    return fields
