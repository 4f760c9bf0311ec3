"""What people write about elements, cases and forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import DATA_TYPES, SUBJECT_KINDS
from shuyuan.elements.models import CodeTable, ConflictSide, DataElement, SourceConflict
from shuyuan.elements.models.bindings import USE_LABELS
from shuyuan.elements.models.conflicts import STANCE_LABELS
from shuyuan.elements.selectors import list_elements_in_force
from shuyuan.elements.services import ElementContent
from shuyuan.elements.services.conflicts import BASES
from shuyuan.organizations.selectors import list_departments
from shuyuan.regulations.law import load_law

_LARGEST_LIST = 5 * 1024 * 1024
_SEPARATORS = str.maketrans({"，": ",", "、": ",", ";": ",", "；": ",", "\n": ","})


class ElementForm(forms.Form):
    """A data element as a department proposes it, or as the bureau keeps it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    definition = forms.CharField(
        label=_("Definition"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence by which everybody understands the same."),
    )
    about = forms.ChoiceField(label=_("Whom it describes"), choices=SUBJECT_KINDS)
    identifies = forms.BooleanField(
        label=_("It is the number itself by which rows are keyed"), required=False
    )
    data_type = forms.ChoiceField(label=_("Data type"), choices=list(DATA_TYPES.items()))
    length = forms.IntegerField(label=_("Length"), required=False, min_value=1, max_value=4000)
    scale = forms.IntegerField(label=_("Decimals"), required=False, min_value=0, max_value=18, initial=0)
    personal = forms.BooleanField(label=_("Personal information"), required=False)
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        max_length=800,
        help_text=_("Separated by commas. Items of these names are proposed for it."),
    )
    columns = forms.CharField(
        label=_("Usual columns"),
        required=False,
        max_length=800,
        help_text=_("Column names in department systems, such as sfzh, separated by commas."),
    )
    code_table = forms.ChoiceField(label=_("Code table"), required=False)
    usual_source = forms.ChoiceField(
        label=_("Whose duty it usually is"),
        required=False,
        help_text=_("Only a hint for proposals; the authoritative source is named on the data element."),
    )
    name_en = forms.CharField(label=_("English name"), required=False, max_length=120)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = CodeTable.objects.values_list("code", "name")
        self.fields["code_table"].choices = [("", "—"), *tables]
        departments = list_departments().values_list("code", "name")
        self.fields["usual_source"].choices = [("", "—"), *departments]

    @classmethod
    def of(cls, element: DataElement) -> "ElementForm":
        """The form filled with an element."""
        names = ("name", "definition", "about", "identifies", "data_type", "length", "scale", "personal")
        initial = {name: getattr(element, name) for name in (*names, "name_en", "revision")}
        initial["aliases"], initial["columns"] = "，".join(element.aliases), ", ".join(element.columns)
        initial["code_table"] = element.code_table.code if element.code_table else ""
        initial["usual_source"] = element.usual_source.code if element.usual_source else ""
        return cls(initial=initial)

    def content(self) -> ElementContent:
        """What was stated; only after `is_valid`."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        for name in ("aliases", "columns"):
            parts = (part.strip() for part in given[name].translate(_SEPARATORS).split(","))
            given[name] = tuple(dict.fromkeys(part for part in parts if part))
        return ElementContent(**{**given, "scale": given["scale"] or 0})


class BindForm(forms.Form):
    """Which element an item holds, and what the department does with it."""

    element = forms.ChoiceField(label=_("Data element"))
    use = forms.ChoiceField(label=_("Kind of use"), choices=USE_LABELS[1:], widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        elements = list_elements_in_force().values_list("code", "name")
        self.fields["element"].choices = [("", "—"), *((code, f"{name} ({code})") for code, name in elements)]


class StatementForm(forms.Form):
    """What a side of a case says."""

    stance = forms.ChoiceField(label=_("Stance"), choices=STANCE_LABELS, widget=forms.RadioSelect)
    statement = forms.CharField(label=_("Opinion"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    basis = forms.CharField(
        label=_("Duty basis"),
        required=False,
        max_length=300,
        help_text=_("The law or the plan of functions that orders your department to collect it."),
    )

    @classmethod
    def of(cls, side: ConflictSide) -> "StatementForm":
        """The form filled with what was said before."""
        return cls(initial={"stance": side.stance, "statement": side.statement, "basis": side.basis})


class SettlementForm(forms.Form):
    """How the bureau settles a case."""

    winner = forms.TypedChoiceField(label=_("Authoritative source"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    cites = forms.ChoiceField(label=_("Provision"))

    def __init__(self, *args: Any, conflict: SourceConflict, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = conflict.sides.select_related("department")
        self.fields["winner"].choices = [
            (side.pk, f"{side.department.name} · {side.entry_name}") for side in sides
        ]
        law = load_law()
        self.fields["cites"].choices = [(cites, law.cite(cites).text(language)) for cites in BASES]


class FieldsForm(forms.Form):
    """A form for citizens or companies, as a list of its fields."""

    name = forms.CharField(label=_("Name of the form"), max_length=100)
    matter = forms.CharField(
        label=_("Matter"),
        required=False,
        max_length=100,
        help_text=_("The service for which it is filled in."),
    )
    text = forms.CharField(
        label=_("Fields"),
        required=False,
        max_length=40000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "One field in each line. If a law orders to ask for it all the same, write the law behind a bar: "
            "民族 | 统计法第七条"
        ),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.csv,.xlsx"}),
        help_text=_("TXT, CSV or XLSX: a column of field names, or a table whose heads are the fields."),
    )

    def clean(self) -> dict[str, Any]:
        """A list comes from one place at least, and the file is not too large."""
        cleaned = super().clean() or {}
        if not (cleaned.get("text") or "").strip() and not cleaned.get("file"):
            self.add_error("text", _("Type the fields, one in each line, or send a file."))
        file = cleaned.get("file")
        if file is not None and file.size > _LARGEST_LIST:
            self.add_error("file", _("The file is larger than 5 MB."))
        return cleaned
