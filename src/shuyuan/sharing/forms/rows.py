"""The row filter in a form: a few lines of item, comparison and values."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.engine.spec import Comparison
from shuyuan.sharing.wishes import OfferedItem

LINES = 3

COMPARISONS = [
    (Comparison.EQUAL.value, _("is")),
    (Comparison.IN.value, _("is one of")),
    (Comparison.STARTS_WITH.value, _("starts with")),
    (Comparison.FROM.value, _("is at least")),
    (Comparison.UNTIL.value, _("is at most")),
]


class RowFilterMixin(forms.Form):
    """Adds `LINES` lines of a row filter to a form; only items that are not sensitive can be compared."""

    def add_filter_fields(self, items: Sequence[OfferedItem], given: Sequence[dict[str, Any]] = ()) -> None:
        """Make the fields, filled with a row filter in its JSON form."""
        choices = [("", "—"), *((item.name, item.label) for item in items if not item.sensitive)]
        for number in range(LINES):
            part = given[number] if number < len(given) else {}
            self.fields[f"filter_item_{number}"] = forms.ChoiceField(
                label=_("Item"), choices=choices, required=False, initial=part.get("item", "")
            )
            self.fields[f"filter_comparison_{number}"] = forms.ChoiceField(
                label=_("Comparison"),
                choices=COMPARISONS,
                required=False,
                initial=part.get("comparison", Comparison.EQUAL.value),
            )
            self.fields[f"filter_values_{number}"] = forms.CharField(
                label=_("Values"),
                max_length=2000,
                required=False,
                initial=", ".join(part.get("values", ())),
            )

    @property
    def filter_lines(self) -> list[dict[str, Any]]:
        """The bound fields, line by line, for the page."""
        parts = ("item", "comparison", "values")
        return [{part: self[f"filter_{part}_{number}"] for part in parts} for number in range(LINES)]

    def read_filters(self, cleaned: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        """The lines in which an item is chosen, in their JSON form; several values stand between commas."""
        filters = []
        for number in range(LINES):
            item = cleaned.get(f"filter_item_{number}")
            if not item:
                continue
            comparison = cleaned.get(f"filter_comparison_{number}") or Comparison.EQUAL.value
            text = cleaned.get(f"filter_values_{number}") or ""
            values = [text.strip()]
            if comparison == Comparison.IN:
                values = [part.strip() for part in text.replace("，", ",").replace("、", ",").split(",")]
            filters.append(
                {"item": item, "comparison": comparison, "values": [value for value in values if value]}
            )
        return tuple(filters)
