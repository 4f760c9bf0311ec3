"""What a department says about a system."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.systems.models import InformationSystem


class SystemForm(forms.Form):
    """A system that shall stand in the register."""

    name = forms.CharField(label=_("Name of the system"), max_length=80)
    network = forms.ChoiceField(label=_("Network"), choices=InformationSystem.Network.choices)
    hosting = forms.ChoiceField(label=_("Runs in"), choices=InformationSystem.Hosting.choices)
    duty = forms.CharField(
        label=_("What it is for"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which duty of your department the system serves."),
    )
