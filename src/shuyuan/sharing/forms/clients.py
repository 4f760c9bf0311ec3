"""What is filled in about a client: its system, its name, its public key."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.errors import BadInput
from shuyuan.sharing.client_keys import LONGEST_TEXT, NewKeyPair, make_key_pair, read_public_key
from shuyuan.systems.models import InformationSystem
from shuyuan.web.wording import words_of

GENERATE, UPLOAD = "generate", "upload"


class KeyForm(forms.Form):
    """A new pair made here, or the public key of a pair that the department made itself."""

    source = forms.ChoiceField(
        label=_("Key pair"),
        choices=[
            (UPLOAD, _("I have a key pair and paste the public key")),
            (GENERATE, _("Make a key pair for me; the private key is shown once")),
        ],
        initial=UPLOAD,
        widget=forms.RadioSelect,
    )
    public_key = forms.CharField(
        label=_("Public key (PEM or JWK)"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "class": "mono", "spellcheck": "false"}),
        help_text=_("Ed25519, EC P-256, or RSA of at least 2048 bits."),
    )

    def clean(self) -> dict[str, Any]:
        """`key` is the public key; `pair` is there when it was made here."""
        cleaned = super().clean() or {}
        pair: NewKeyPair | None = None
        if cleaned.get("source") == GENERATE:
            if not self.errors:
                pair = make_key_pair()
                cleaned["key"] = pair.public
        else:
            try:
                cleaned["key"] = read_public_key(cleaned.get("public_key") or "")
            except BadInput as error:
                self.add_error("public_key", words_of(error).text)
        cleaned["pair"] = pair
        return cleaned


class ClientForm(KeyForm):
    """A client for one of the department's registered systems."""

    system = forms.ModelChoiceField(
        label=_("System"), queryset=InformationSystem.objects.none(), empty_label=None
    )
    name = forms.CharField(
        label=_("Name of the client"),
        max_length=80,
        help_text=_("For example the part of the system that asks."),
    )
    field_order = ("system", "name", "source", "public_key")

    def __init__(self, *args: Any, systems: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system"].queryset = systems
