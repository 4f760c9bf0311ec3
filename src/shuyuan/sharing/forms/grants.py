"""What is filled in about a grant in force: less of it, a reason, a lookup, a receipt."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.engine.spec import EntrySpec
from shuyuan.sharing.forms.decisions import MaskFieldsMixin
from shuyuan.sharing.forms.requests import DateInput
from shuyuan.sharing.models import Grant
from shuyuan.sharing.services.grants import extent_of
from shuyuan.sharing.tightening import Extent, widenings

#: A business number is a file number, not a text (the gateway's limit too).
LONGEST_NUMBER = 64
LONGEST_RECEIPT = 200_000


class ReasonForm(forms.Form):
    """Why something is stopped or let go on."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class TightenForm(MaskFieldsMixin):
    """Fewer items, stronger masks, an earlier end, a smaller quota."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    valid_until = forms.DateField(label=_("Valid until"), widget=DateInput)
    daily_quota = forms.IntegerField(label=_("Keys a day"), required=False, min_value=1)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, grant: Grant, spec: EntrySpec, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grant, self.today = grant, today
        self.labels = {item.name: item.label for item in spec.items}
        self.initial = {
            "version": grant.version,
            "valid_until": grant.valid_until,
            "daily_quota": grant.daily_quota,
        }
        for item in grant.items:
            self.fields[f"keep_{item['name']}"] = forms.BooleanField(
                label=_("Keep"),
                required=False,
                initial=True,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input m-0"}),
            )
            self.add_mask_fields(item["name"], item["mask"])

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The bound fields of each item, for the table on the page."""
        parts = ("keep", "mask", "first", "last")
        return [
            {
                "name": item["name"],
                "label": self.labels.get(item["name"], item["name"]),
                **{part: self[f"{part}_{item['name']}"] for part in parts},
            }
            for item in self.grant.items
        ]

    def clean(self) -> dict[str, Any]:
        """What would be wider than before, at its field."""
        cleaned = super().clean() or {}
        names = [item["name"] for item in self.grant.items if cleaned.get(f"keep_{item['name']}")]
        if not names:
            self.add_error(None, _("To take the last item away, revoke the grant."))
        if self.errors:
            return cleaned
        extent = Extent(
            {name: self.read_mask(name, cleaned) for name in names},
            cleaned["daily_quota"],
            cleaned["valid_until"],
        )
        for wider in widenings(extent_of(self.grant), extent):
            if wider in cleaned:
                self.add_error(wider, _("Not more than before; more needs a new request."))
            else:
                message = _("“%(item)s” would show more than before.") % {
                    "item": self.labels.get(wider, wider)
                }
                self.add_error(f"mask_{wider}", message)
        if cleaned["valid_until"] < self.today:
            self.add_error("valid_until", _("To end it at once, revoke the grant."))
        cleaned["extent"] = extent
        return cleaned


class LookupForm(forms.Form):
    """A key and the business number; the purpose is that of the grant."""

    business_number = forms.CharField(
        label=_("Business number"),
        max_length=LONGEST_NUMBER,
        help_text=_("The file or case for which you look this up; it stands in the record of this query."),
    )

    def __init__(self, *args: Any, spec: EntrySpec, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec = spec
        for item in spec.keys:
            self.fields[f"key_{item.name}"] = forms.CharField(
                label=item.label, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
            )
        self.order_fields([*(f"key_{item.name}" for item in spec.keys), "business_number"])

    @property
    def key(self) -> str | dict[str, str]:
        """The key as the gateway takes it: a text, or an object when several items name a row."""
        values = {item.name: self.cleaned_data[f"key_{item.name}"] for item in self.spec.keys}
        return next(iter(values.values())) if len(values) == 1 else values


class ReceiptForm(forms.Form):
    """A receipt or a whole answer, pasted or as a file."""

    text = forms.CharField(
        label=_("Receipt or answer (JSON)"),
        required=False,
        max_length=LONGEST_RECEIPT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "mono", "spellcheck": "false"}),
    )
    file = forms.FileField(label=_("Or a file"), required=False)

    def clean(self) -> dict[str, Any]:
        """The bytes to check, from the field or from the file."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file is not None and file.size > LONGEST_RECEIPT:
            self.add_error("file", _("A receipt is smaller than this."))
        elif file is not None:
            cleaned["bytes"] = file.read()
        elif cleaned.get("text", "").strip():
            cleaned["bytes"] = cleaned["text"].strip().encode()
        else:
            self.add_error("text", _("Paste a receipt or choose a file."))
        return cleaned
