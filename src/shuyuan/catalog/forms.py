"""The form of an entry: all fields of the national guide."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog import guide, wording
from shuyuan.catalog.content import MAX_FORMATS, EntryContent, change_faults
from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import list_classes_of_entries, list_classes_to_extend
from shuyuan.kernel.identifiers import catalog_code

_FORMAT_FIELDS = tuple(f"format_{number}" for number in range(1, MAX_FORMATS + 1))


def _format_choices() -> list[Any]:
    groups: list[Any] = [("", "—")]
    for row in guide.FORMATS.values():
        types = row.types or ("",)
        groups.append((row.name, [(f"{row.code}/{one}", _format_label(row, one)) for one in types]))
    return groups


def _format_label(row: guide.FormatClass, kind: str) -> str:
    return f"{row.name} / {kind}" if kind else str(row.name)


def _format(value: str) -> dict[str, str]:
    code, _slash, kind = value.partition("/")
    return {"class": code, "type": kind}


class EntryForm(forms.Form):
    """What a department states about an entry; `content()` gives it to the services."""

    name = forms.CharField(
        label=_("Name"),
        max_length=128,
        help_text=_("What the data are about, not the name of the system that holds them."),
    )
    class_code = forms.ChoiceField(label=_("Class"), required=False)
    subject_kind = forms.ChoiceField(
        label=_("Subject"),
        choices=guide.SUBJECT_KINDS,
        help_text=_(
            "What one row is about. Persons are keyed by identity number, organizations by credit code."
        ),
    )
    update_cycle = forms.ChoiceField(label=_("Update cycle"), choices=guide.Cycle.choices)
    abstract = forms.CharField(
        label=_("Abstract"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which facts, about whom, since when, from which business."),
    )
    internal_office = forms.CharField(label=_("Internal office"), max_length=60, required=False)
    related_business = forms.CharField(label=_("Related business"), max_length=200, required=False)
    level = forms.ChoiceField(label=_("Data level"), choices=guide.Level.choices)
    related_codes = forms.CharField(
        label=_("Related codes"),
        max_length=1000,
        required=False,
        help_text=_("Codes of the same data in other classes, separated by commas."),
    )
    format_1 = forms.ChoiceField(label=_("Format"), required=False, choices=_format_choices)
    format_2 = forms.ChoiceField(label=_("Second format"), required=False, choices=_format_choices)
    format_3 = forms.ChoiceField(label=_("Third format"), required=False, choices=_format_choices)
    format_note = forms.CharField(
        label=_("Description of the format"),
        max_length=200,
        required=False,
        help_text=_("For self-describing and other formats."),
    )
    sharing_type = forms.ChoiceField(
        label=_("Sharing type"), choices=guide.SHARING_TYPES, widget=forms.RadioSelect
    )
    sharing_condition = forms.CharField(
        label=_("Sharing condition, or legal basis when not shared"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    sharing_scope = forms.CharField(
        label=_("Sharing scope"),
        max_length=400,
        required=False,
        help_text=_("Which departments or businesses may get it."),
    )
    sharing_purposes = forms.MultipleChoiceField(
        label=_("Purposes"),
        choices=guide.Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    method_class = forms.ChoiceField(label=_("By which way"), choices=guide.MethodClass.choices)
    method_types = forms.MultipleChoiceField(
        label=_("Sharing method"),
        choices=guide.MethodType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_open = forms.BooleanField(label=_("Open to the public"), required=False)
    open_condition = forms.CharField(label=_("Condition of opening"), max_length=400, required=False)
    declared_secret = forms.BooleanField(
        label=_("These data concern state secrets"),
        required=False,
        help_text=_("Such data stay off this platform: with this mark nothing is saved."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = list_classes_of_entries().filter(department__isnull=True)
        self.fields["class_code"].choices = [
            ("", _("The department's own class")),
            *((node.code, str(node)) for node in nodes),
        ]

    @classmethod
    def of(cls, entry: Entry) -> "EntryForm":
        """The form as the saved draft fills it."""
        initial = {name: getattr(entry, name) for name in EntryContent.names() if name != "formats"}
        initial["related_codes"] = ", ".join(entry.related_codes)
        for name, row in zip(_FORMAT_FIELDS, entry.formats, strict=False):
            initial[name] = f"{row['class']}/{row.get('type', '')}"
        own = entry.node is None or entry.node.department_id is not None
        initial["class_code"] = "" if own else entry.node.code
        initial["revision"] = entry.revision
        return cls(initial=initial)

    def content(self) -> EntryContent:
        """The fields as the services take them; for a form that was cleaned."""
        data = self.cleaned_data
        formats = [_format(data[name]) for name in _FORMAT_FIELDS if data.get(name)]
        codes = [catalog_code.normalize(code) for code in data.get("related_codes", "").split(",")]
        plain = {name: data[name] for name in EntryContent.names() if name in data}
        return EntryContent(
            **{**plain, "formats": formats, "related_codes": [code for code in codes if code]}
        )

    def clean(self) -> dict[str, Any]:
        """Add what the fields cannot see for themselves."""
        for name, code in self.content().faults().items():
            place = "format_1" if name == "formats" else name
            if place not in self.errors:
                self.add_error(place, wording.fault(code))
        return self.cleaned_data


class SampleForm(forms.Form):
    """A sample file from which items are proposed."""

    sample = forms.FileField(
        label=_("Sample file"),
        help_text=_("CSV, XLSX or Parquet with the column names in the first row. Its rows are not kept."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ClassForm(forms.Form):
    """A new class under an existing one."""

    parent = forms.ChoiceField(label=_("Under the class"))
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    national_code = forms.CharField(label=_("National class code"), max_length=30, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [(node.code, str(node)) for node in list_classes_to_extend()]


class RevisionForm(forms.Form):
    """Why a published entry is changed."""

    change_kind = forms.ChoiceField(
        label=_("Reason for the change"), choices=guide.ChangeKind.choices, widget=forms.RadioSelect
    )
    change_basis = forms.CharField(
        label=_("Basis of the change"),
        max_length=400,
        required=False,
        help_text=_("The law or the document that changed, with its number."),
    )
    changed_on = forms.DateField(
        label=_("Day of the change"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The working days for handing the change in count from it."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Ask for basis and day where the reason needs them."""
        data = self.cleaned_data
        faults = change_faults(
            data.get("change_kind", ""),
            data.get("change_basis", ""),
            data.get("changed_on"),
            today=self.today,
        )
        for name, code in faults.items():
            if name not in self.errors:
                self.add_error(name, wording.fault(code))
        return data


class SubmissionForm(forms.Form):
    """The officer's word on handing in."""

    confirmed_not_secret = forms.BooleanField(
        label=_("I have checked that nothing in this entry is a state secret."), required=True
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class OpinionForm(forms.Form):
    """What the bureau says with its decision; `reason` is the field of the shared dialog."""

    reason = forms.CharField(max_length=1000, required=False, strip=True)
