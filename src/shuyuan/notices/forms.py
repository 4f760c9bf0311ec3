"""What a person wishes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.notices.models import Preference


class WaysForm(forms.Form):
    """How to hear of things outside the platform."""

    mail = forms.ChoiceField(
        label=_("E-mail"),
        choices=Preference.Mail.choices,
        widget=forms.RadioSelect,
        help_text=_("A mail holds titles and links only."),
    )
    mail_address = forms.CharField(
        label=_("Mail address"),
        required=False,
        max_length=200,
        help_text=_("Kept encrypted; nobody else sees it. Empty: it is forgotten."),
    )
    sms_urgent = forms.BooleanField(
        label=_("Short message for what is urgent"),
        required=False,
        help_text=_("Deadlines that have passed, and supervision."),
    )
    phone = forms.CharField(
        label=_("Mobile number"),
        required=False,
        max_length=20,
        help_text=_("Kept encrypted; nobody else sees it. Empty: it is forgotten."),
    )
