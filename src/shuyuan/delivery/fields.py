"""Fields that the forms of delivery share: a day, a text, a decision."""

from typing import Any

from django import forms


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, entered with the browser's own picker."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def text_field(label: Any, rows: int = 3, length: int = 2000, **options: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


def choice_field(label: Any, yes: Any, no: Any, **options: Any) -> forms.TypedChoiceField:
    """One of two answers, true for the first."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        **options,
    )
