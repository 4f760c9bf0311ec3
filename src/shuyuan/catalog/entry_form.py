"""The form of an entry: all fields of the national guide, and those that the catalog keeps beside them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog import guide, registry, wording
from shuyuan.catalog.content import MAX_FORMATS, EntryContent
from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import list_classes_of_entries
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


def _figure(kind: type[forms.IntegerField], label: Any) -> forms.IntegerField:
    """A figure of the census; a text input, so that a unit that somebody types is seen and refused."""
    return kind(
        label=label,
        required=False,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": wording.FAULTS["not_a_quantity"]},
    )


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
    data_class = forms.CharField(
        label=_("Data class"),
        max_length=60,
        required=False,
        help_text=_("By the classification of your line of work."),
    )
    system_code = forms.CharField(
        label=_("Information system"),
        max_length=64,
        required=False,
        help_text=_("The system that holds the data, by its code in the register."),
    )
    further_classes = forms.MultipleChoiceField(
        label=_("Further classes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The same data is listed there too, each time under a code of its own."),
    )
    related_codes = forms.CharField(
        label=_("Related codes"),
        max_length=1000,
        required=False,
        help_text=_(
            "Codes of entries that belong to this one, separated by commas; "
            "those in further classes are added by the platform."
        ),
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
    open_theme = forms.ChoiceField(
        label=_("Theme of opening"), required=False, choices=[("", "—"), *guide.OpenTheme.choices]
    )
    secrecy_assessment = forms.CharField(
        label=_("Secrecy risk assessment"),
        max_length=200,
        required=False,
        help_text=_("Number and day of its record."),
    )
    privacy_assessment = forms.CharField(
        label=_("Personal information impact assessment"),
        max_length=200,
        required=False,
        help_text=_("Number and day of its record."),
    )
    stored_size = _figure(forms.FloatField, _("Stored data (GB)"))
    stored_records = _figure(forms.IntegerField, _("Structured records"))
    shared_size = _figure(forms.FloatField, _("Shared data (GB)"))
    shared_records = _figure(forms.IntegerField, _("Shared records"))
    opened_size = _figure(forms.FloatField, _("Opened data (GB)"))
    opened_records = _figure(forms.IntegerField, _("Opened records"))
    secrecy = forms.TypedChoiceField(
        label=_("Do these data concern state secrets?"),
        choices=[
            ("no", _("No: I have checked it, nothing in them is a state secret")),
            ("yes", _("Yes: they concern state secrets")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_(
            "State secrets stay off this platform. With yes nothing is saved, and you are told "
            "where they belong."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, department: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = [(node.code, str(node)) for node in list_classes_of_entries().filter(department__isnull=True)]
        self.fields["class_code"].choices = [("", _("The department's own class")), *nodes]
        self.fields["further_classes"].choices = nodes
        systems = registry.systems_of(department) if department else []
        if systems:
            self.fields["system_code"] = _system_field(systems, self.fields["system_code"])

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
        initial["secrecy"] = "no"
        return cls(initial=initial, department=entry.provider.code)

    def content(self) -> EntryContent:
        """The fields as the services take them; what was malformed is as in an empty form."""
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
        if self.cleaned_data.get("class_code") in self.cleaned_data.get("further_classes", ()):
            self.add_error("further_classes", wording.fault("main_class_again"))
        return self.cleaned_data


def _system_field(systems: list[tuple[str, str]], plain: forms.Field) -> forms.ChoiceField:
    """The department's registered systems to choose from."""
    choices = [("", "—"), *((code, f"{name}（{code}）") for code, name in systems)]
    return forms.ChoiceField(label=plain.label, required=False, choices=choices, help_text=plain.help_text)
