"""What people say about an occasion to update the catalog."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.organizations.selectors import list_departments
from shuyuan.upkeep.models import Occasion


class OccasionForm(forms.Form):
    """A change of law or functions; the bureau also says whose."""

    department = forms.ChoiceField(label=_("Department"))
    kind = forms.ChoiceField(
        label=_("What happened"), choices=Occasion.Kind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("What changed"),
        max_length=120,
        help_text=_("One line, for example the name of the regulation."),
    )
    basis = forms.CharField(
        label=_("Document"), max_length=200, help_text=_("Title and number of the document that changed it.")
    )
    happened_on = forms.DateField(
        label=_("Day of the change"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The ten working days are counted from the day after."),
    )

    def __init__(self, *args: Any, is_bureau: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_bureau:
            choices = [(one.code, one.name) for one in list_departments()]
            self.fields["department"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["department"]
