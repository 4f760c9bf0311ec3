"""Forms of imports: the file, and how it is written."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog import guide, wording
from shuyuan.catalog.content import change_faults
from shuyuan.workbooks.ddl import DIALECTS
from shuyuan.workbooks.models import CatalogImport


class FileForm(forms.Form):
    """A workbook, CSV file or JSON document."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("Excel (.xlsx, .xls), WPS (.et), CSV, or a JSON document of this platform; up to 64 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.csv,.json"}),
    )


class SchemaForm(forms.Form):
    """The structure of a database as SQL."""

    file = forms.FileField(
        label=_("Structure of the database (.sql)"),
        help_text=_("CREATE TABLE statements with comments, without data; up to 5 MB. Nothing is executed."),
        widget=forms.FileInput(attrs={"accept": ".sql,.txt,.ddl"}),
    )
    dialect = forms.ChoiceField(label=_("Kind of database"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(name, systems) for name, (_type, systems) in DIALECTS.items()]
        self.fields["dialect"].choices = [("", _("Recognize it")), *known]


class SourceForm(forms.Form):
    """One of the databases that the operator has configured for the department."""

    source = forms.ChoiceField(label=_("Database"))

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(name, name) for name in names]


class ApplyForm(forms.Form):
    """How much is written, and why published entries change."""

    mode = forms.ChoiceField(label=_("What is written"), widget=forms.RadioSelect)
    change_kind = forms.ChoiceField(label=_("Reason for the change"), choices=guide.ChangeKind.choices)
    change_basis = forms.CharField(label=_("Basis of the change"), max_length=400, required=False)
    changed_on = forms.DateField(
        label=_("Day of the change"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, made: CatalogImport, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        everything = made.is_all_accepted
        words = {
            CatalogImport.Mode.ALL: _("All of it in one step: either everything is written, or nothing"),
            CatalogImport.Mode.VALID: _("What was accepted, entry by entry; the rest stays out"),
        }
        modes = list(words) if everything else [CatalogImport.Mode.VALID]
        self.fields["mode"].choices = [(mode.value, words[mode]) for mode in modes]
        self.fields["mode"].initial = modes[0].value
        if not made.revision_count:
            for name in ("change_kind", "change_basis", "changed_on"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A change of law or duty has a basis and a day."""
        data = super().clean() or {}
        if "change_kind" in data:
            given = (data["change_kind"], data.get("change_basis", ""), data.get("changed_on"))
            for name, code in change_faults(*given, today=self._today).items():
                self.add_error(name, wording.fault(code))
        return data
