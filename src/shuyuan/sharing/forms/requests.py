"""What a consumer fills in: the wishes, then the grounds."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import Purpose
from shuyuan.engine.spec import EntrySpec, Mode
from shuyuan.kernel.errors import BadInput
from shuyuan.sharing.forms.rows import RowFilterMixin
from shuyuan.sharing.models import Client, SharingRequest
from shuyuan.sharing.models.requests import MODES
from shuyuan.sharing.wishes import Grounds, OfferedItem, Wishes, check_wishes
from shuyuan.web.wording import words_of

#: What the form proposes; the bureau can give less.
USUAL_TERM = timedelta(days=365)


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """ISO dates are the only ones that the browser's field takes."""
        return value.isoformat() if isinstance(value, date) else value


class WishesForm(RowFilterMixin):
    """Which items, by which modes, for which clients, which rows, how long."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    items = forms.MultipleChoiceField(
        label=_("Items"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one item.")},
    )
    modes = forms.MultipleChoiceField(
        label=_("Exchange modes"),
        choices=MODES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one exchange mode.")},
    )
    clients = forms.MultipleChoiceField(
        label=_("Client systems"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Which of your systems may call the data API under this grant."),
    )
    wished_until = forms.DateField(
        label=_("Until"), widget=DateInput, help_text=_("The last day of the term, within three years.")
    )
    wished_quota = forms.IntegerField(
        label=_("Keys a day"),
        required=False,
        min_value=1,
        max_value=100_000_000,
        help_text=_("How many rows you look up on a busy day; leave empty for no limit."),
    )

    def __init__(
        self,
        *args: Any,
        spec: EntrySpec,
        offered: Sequence[OfferedItem],
        clients: Sequence[Client],
        today: date,
        request: SharingRequest | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spec = spec
        self.offered = offered
        self.today = today
        self.fields["items"].choices = [(item.name, item.label) for item in offered]
        self.fields["clients"].choices = [
            (client.client_id, f"{client.name} · {client.system.name}") for client in clients
        ]
        self.fields["wished_until"].initial = today + USUAL_TERM
        self.fields["modes"].initial = [Mode.ONLINE_QUERY.value]
        if request is not None:
            self.initial = {
                "revision": request.revision,
                "items": [item.name for item in request.items.all()],
                "modes": request.modes,
                "clients": [client.client_id for client in request.clients.all()],
                "wished_until": request.wished_until,
                "wished_quota": request.wished_quota,
            }
        self.add_filter_fields(offered, request.filters if request else ())

    @property
    def chosen(self) -> frozenset[str]:
        """Names of the items that are ticked, for the table of items on the page."""
        return frozenset(self["items"].value() or ())

    def clean(self) -> dict[str, Any]:
        """Everything that a view cannot be made of, in words."""
        cleaned = super().clean() or {}
        if Mode.API.value in cleaned.get("modes", ()) and not cleaned.get("clients"):
            self.add_error("clients", _("The data API needs a client system."))
        if self.errors:
            return cleaned
        wishes = Wishes(
            items=tuple(cleaned["items"]),
            modes=tuple(cleaned["modes"]),
            clients=tuple(cleaned["clients"]),
            wished_until=cleaned["wished_until"],
            filters=self.read_filters(cleaned),
            wished_quota=cleaned["wished_quota"],
        )
        try:
            check_wishes(wishes, self.spec, today=self.today)
        except BadInput as error:
            field = "wished_until" if error.code == "bad_term" else None
            self.add_error(field, words_of(error).text)
        cleaned["wishes"] = wishes
        return cleaned


class GroundsForm(forms.Form):
    """What the data is for and on which bases; it can be saved half-filled, the check page names the gaps."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    purpose_kind = forms.ChoiceField(label=_("Kind of purpose"), required=False)
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=200,
        required=False,
        help_text=_("The business matter in one sentence; it stands in the grant and in every record."),
    )
    scenario = forms.CharField(
        label=_("Scenario"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who uses the answer, when, and where it is kept."),
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Laws, regulations or policies with their articles."),
    )
    duty_basis = forms.CharField(
        label=_("Duty basis"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where your department is charged with it."),
    )
    business_need = forms.CharField(
        label=_("Business need"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why the work cannot be done without these items."),
    )

    def __init__(self, *args: Any, offered_kinds: Sequence[str], at_once: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [choice for choice in Purpose.choices if not offered_kinds or choice[0] in offered_kinds]
        self.fields["purpose_kind"].choices = [("", "—"), *kinds]
        if at_once:
            for name in ("legal_basis", "duty_basis", "business_need"):
                self.fields[name].help_text = _("Not needed: all chosen items are open.")

    @property
    def grounds(self) -> Grounds:
        """What was entered; only after `is_valid`."""
        names = ("purpose_kind", "purpose", "scenario", "legal_basis", "duty_basis", "business_need")
        return Grounds(**{name: self.cleaned_data[name] for name in names})


class OpinionForm(forms.Form):
    """What the provider thinks of a request."""

    opinion = forms.ChoiceField(
        label=_("Opinion"), choices=SharingRequest.Opinion.choices[1:], widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Explanation"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Required when you object."),
    )

    def clean(self) -> dict[str, Any]:
        """An objection without words helps nobody."""
        cleaned = super().clean() or {}
        if cleaned.get("opinion") == SharingRequest.Opinion.OBJECTS and not cleaned.get("text", "").strip():
            self.add_error("text", _("Say why you object."))
        return cleaned
