"""Forms of attachments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.papers.sniffing import ACCEPTED
from shuyuan.papers.steps import LABEL_LENGTH


class AttachmentForm(forms.Form):
    """One file and what it is; without a label the name of the file serves."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{extension}" for extension in ACCEPTED)}),
    )
    label = forms.CharField(
        label=_("Name of the attachment"),
        max_length=LABEL_LENGTH,
        required=False,
        help_text=_("The same words again make the next version; empty takes the name of the file."),
    )
