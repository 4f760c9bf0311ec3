"""Forms of collection: the file, and which column feeds which item."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import DATA_TYPES
from shuyuan.collection.models import Batch
from shuyuan.collection.selectors import list_entries_to_fill
from shuyuan.engine.ingest import Mapping
from shuyuan.engine.spec import EntrySpec
from shuyuan.kernel.actor import Actor
from shuyuan.web.widgets import LongSelect

_MAPPING_ERRORS = {
    "item_unmapped": _("“%(item)s” is required: choose the column that holds it."),
    "column_used_twice": _("The column “%(column)s” feeds two items: choose it for one."),
    "item_mapped_twice": _("“%(item)s” is fed by two columns: choose one."),
    "unknown_column": _("The file has no column “%(column)s”."),
    "unknown_item": _("The entry has no item “%(item)s”."),
}

#: Why a column is proposed for an item (`engine.ingest.Match.reason`).
REASONS = {
    "label": _("same name"),
    "name": _("same column name"),
    "normalized": _("same name but for punctuation"),
    "pinyin": _("same in pinyin"),
    "similar": _("similar name"),
    "chosen": _("as you mapped it last time"),
}


class UploadForm(forms.Form):
    """One file for one entry of the actor's department."""

    entry = forms.ChoiceField(label=_("Catalog entry"), widget=LongSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (UTF-8 or GB18030), XLSX or Parquet; the first row holds the column names."),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = list_entries_to_fill(actor).order_by("code").values_list("code", "name")
        self.fields["entry"].choices = [(code, f"{name}（{code}）") for code, name in entries]

    @property
    def has_entries(self) -> bool:
        """Whether there is any entry to send data for."""
        return bool(self.fields["entry"].choices)


class MappingForm(forms.Form):
    """For every item the column that feeds it; built from the entry and the batch's header."""

    full_load = forms.BooleanField(
        label=_("This is the full data of the entry"),
        help_text=_("Rows that the pool has and this file lacks will be deleted from the pool."),
        required=False,
    )
    declared_rows = forms.IntegerField(
        label=_("Number of rows by your own count"),
        help_text=_("Optional. If the file has another number of rows, nothing is merged."),
        required=False,
        min_value=0,
    )

    def __init__(self, *args: Any, batch: Batch, spec: EntrySpec, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec = spec
        self.batch = batch
        mapping = Mapping.from_json(batch.mapping)
        matches = {match.item: match for match in mapping.matches}
        choices = [("", "—"), *((column, column) for column in batch.columns)]
        self.rows = []
        for item in spec.items:
            match = matches.get(item.name)
            self.fields[f"item_{item.name}"] = forms.ChoiceField(
                label=item.label,
                choices=choices,
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
                initial=match.column if match else "",
            )
            self.rows.append((item, match))

    @property
    def lines(self) -> list[dict[str, Any]]:
        """One line per item for the page: the item, its type, its field and why that column is proposed."""
        return [
            {
                "item": item,
                "type": DATA_TYPES[item.type.value],
                "field": self[f"item_{item.name}"],
                "why": REASONS.get(match.reason, "") if match else "",
            }
            for item, match in self.rows
        ]

    def clean(self) -> dict[str, Any]:
        """Every problem of the mapping at once, each at its field."""
        cleaned = super().clean() or {}
        pairs = {
            item.name: cleaned[f"item_{item.name}"]
            for item in self.spec.items
            if cleaned.get(f"item_{item.name}")
        }
        labels = {item.name: item.label for item in self.spec.items}
        for problem in Mapping.chosen(self.batch.columns, pairs).problems(self.spec):
            words = {"item": labels.get(problem.item or "", problem.item), "column": problem.column}
            target = f"item_{problem.item}" if problem.item in labels else None
            self.add_error(target, _MAPPING_ERRORS[problem.code] % words)
        cleaned["pairs"] = pairs
        return cleaned


class ReasonForm(forms.Form):
    """Why a batch is withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
