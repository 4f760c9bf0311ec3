"""What the bureau fills in: a decision per item, and the terms of the grant."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.engine.spec import EntrySpec, GrantedItem, Mask, MaskKind
from shuyuan.kernel.errors import BadInput
from shuyuan.sharing.forms.requests import DateInput
from shuyuan.sharing.forms.rows import RowFilterMixin
from shuyuan.sharing.models import RequestItem, SharingRequest
from shuyuan.sharing.models.requests import DECISIONS, MASKS, MODES
from shuyuan.sharing.services.decisions import ItemDecision, Terms
from shuyuan.sharing.specs import read_mask
from shuyuan.sharing.states import Decision
from shuyuan.sharing.wishes import OfferedItem, check_term, try_view
from shuyuan.sharing.wording import describe_mask
from shuyuan.web.wording import words_of

#: What is proposed for a sensitive item whose catalog entry names no mask.
USUAL_MASK = {"kind": MaskKind.KEEP.value, "first": 1, "last": 0}
MOST_KEPT = 1000
#: Fields that stand in the cells of a table are drawn without `{% field %}`, so they bring their look.
CELL_SELECT = {"class": "form-select w-auto"}
CELL_INPUT = {"class": "form-control"}


class MaskFieldsMixin(forms.Form):
    """Adds the three fields of a mask for an item."""

    def add_mask_fields(self, name: str, mask: dict[str, Any] | None, *, blank: Any = "—") -> None:
        """Fields `mask_<item>`, `first_<item>`, `last_<item>`, filled with a mask in its JSON form.

        `blank` says what it means to choose none.
        """
        mask = mask or {}
        self.fields[f"mask_{name}"] = forms.ChoiceField(
            label=_("Mask"),
            choices=[("", blank), *MASKS],
            required=False,
            initial=mask.get("kind", ""),
            widget=forms.Select(attrs=CELL_SELECT),
        )
        for end, label in (("first", _("first")), ("last", _("last"))):
            self.fields[f"{end}_{name}"] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=MOST_KEPT,
                required=False,
                initial=mask.get(end, 0),
                widget=forms.NumberInput(attrs=CELL_INPUT),
            )

    def read_mask(self, name: str, cleaned: dict[str, Any]) -> Mask | None:
        """The mask that the three fields say, None for none."""
        kind = cleaned.get(f"mask_{name}")
        if not kind:
            return None
        first, last = cleaned.get(f"first_{name}") or 0, cleaned.get(f"last_{name}") or 0
        return read_mask({"kind": kind, "first": first, "last": last})


class DecisionForm(RowFilterMixin, MaskFieldsMixin):
    """One line per wished item, and what holds for all of them."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    modes = forms.MultipleChoiceField(
        label=_("Exchange modes"), choices=MODES, widget=forms.CheckboxSelectMultiple, required=False
    )
    valid_until = forms.DateField(label=_("Valid until"), widget=DateInput)
    daily_quota = forms.IntegerField(
        label=_("Keys a day"),
        required=False,
        min_value=1,
        max_value=100_000_000,
        help_text=_("Empty for no limit."),
    )
    note = forms.CharField(
        label=_("Note to the consumer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        request: SharingRequest,
        items: Sequence[RequestItem],
        offered: Sequence[OfferedItem],
        spec: EntrySpec,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.spec, self.today = items, spec, today
        self.initial = {
            "revision": request.revision,
            "modes": request.modes,
            "valid_until": request.wished_until,
            "daily_quota": request.wished_quota,
        }
        stated = {item.name: item.mask for item in offered}
        self.usual_masks = {
            item.name: stated.get(item.name) or (USUAL_MASK if item.sensitive else None) for item in items
        }
        for item in items:
            self.fields[f"decision_{item.name}"] = forms.ChoiceField(
                label=_("Decision"),
                choices=[("", "—"), *DECISIONS[1:]],
                required=False,
                initial="" if self.usual_masks[item.name] else Decision.GIVEN.value,
                widget=forms.Select(attrs=CELL_SELECT),
            )
            self.fields[f"reason_{item.name}"] = forms.CharField(
                label=_("Reason"),
                max_length=300,
                required=False,
                widget=forms.TextInput(attrs=CELL_INPUT),
            )
            self.add_mask_fields(item.name, None, blank=describe_mask(self.usual_masks[item.name]) or "—")
        self.add_filter_fields(offered, request.filters)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The bound fields of each item, for the table on the page."""
        parts = ("decision", "mask", "first", "last", "reason")
        return [
            {"item": item, **{part: self[f"{part}_{item.name}"] for part in parts}} for item in self.items
        ]

    def clean(self) -> dict[str, Any]:
        """Every gap at its field; then whether a view can be made of what is given."""
        cleaned = super().clean() or {}
        cleaned["decisions"] = {item.name: self._decision(item, cleaned) for item in self.items}
        cleaned["filters"] = self.read_filters(cleaned)
        given = [name for name, one in cleaned["decisions"].items() if one.decision is not Decision.REFUSED]
        if given and not cleaned.get("modes"):
            self.add_error("modes", _("Choose at least one exchange mode."))
        if self.errors or not given:
            return cleaned
        try:
            check_term(cleaned["valid_until"], today=self.today)
            items = [GrantedItem(name, cleaned["decisions"][name].mask) for name in given]
            try_view(self.spec, items=items, modes=cleaned["modes"], filters=cleaned["filters"])
        except BadInput as error:
            self.add_error("valid_until" if error.code == "bad_term" else None, words_of(error).text)
        return cleaned

    def _decision(self, item: RequestItem, cleaned: dict[str, Any]) -> ItemDecision:
        decision = Decision(cleaned.get(f"decision_{item.name}") or Decision.PENDING)
        reason = cleaned.get(f"reason_{item.name}") or ""
        mask = self.read_mask(item.name, cleaned)
        if decision is Decision.GIVEN and mask is not None:
            message = _("“%(item)s” has a mask: give it masked, or take the mask away.")
            self.add_error(f"mask_{item.name}", message % {"item": item.label})
        if decision is Decision.MASKED and mask is None:
            mask = read_mask(self.usual_masks[item.name])
        if decision is Decision.PENDING:
            self.add_error(f"decision_{item.name}", _("Decide on “%(item)s”.") % {"item": item.label})
        if decision is Decision.MASKED and mask is None:
            self.add_error(f"mask_{item.name}", _("Choose a mask for “%(item)s”.") % {"item": item.label})
        if decision is Decision.REFUSED and not reason.strip():
            self.add_error(f"reason_{item.name}", _("Say why “%(item)s” is refused.") % {"item": item.label})
        return ItemDecision(decision, mask if decision is Decision.MASKED else None, reason)

    @property
    def terms(self) -> Terms:
        """What holds for all given items; only after `is_valid`."""
        return Terms(
            valid_until=self.cleaned_data["valid_until"],
            modes=tuple(self.cleaned_data["modes"]),
            filters=self.cleaned_data["filters"],
            daily_quota=self.cleaned_data["daily_quota"],
        )
