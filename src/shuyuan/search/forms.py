"""Saving a search."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SaveForm(forms.Form):
    """A name for the search that is on the page."""

    query = forms.CharField(widget=forms.HiddenInput, max_length=400)
    name = forms.CharField(label=_("Name of the search"), max_length=80)
    shared = forms.BooleanField(label=_("Share it with my department"), required=False)
    tells = forms.BooleanField(label=_("Tell me once a day of new entries"), required=False, initial=True)
