"""The small forms of the catalog: a sample file, a class, a change, a submission, a remark."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog import guide, wording
from shuyuan.catalog.content import change_faults
from shuyuan.catalog.selectors import list_classes_to_extend


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


class RemarkForm(forms.Form):
    """A remark of the bureau: on an item or a field when they are named, else on the whole entry."""

    place = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(
        label=_("Remark"), max_length=1000, strip=True, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, places: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("The whole entry")), *places]
