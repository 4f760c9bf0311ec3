"""What each side fills in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import Cycle, MethodType
from shuyuan.demand.models import Demand
from shuyuan.demand.rules import Answer
from shuyuan.demand.wishes import LONGEST_LABEL, MOST_ITEMS, Wishes, read_items
from shuyuan.organizations.selectors import list_departments

ANSWERS = [
    (Answer.HAS_ENTRY.value, _("We have it: this entry")),
    (Answer.WILL_CATALOG.value, _("We have the data and will catalog it")),
    (Answer.NOT_MINE.value, _("It is not ours")),
    (Answer.CANNOT.value, _("It cannot be given")),
]


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """ISO dates are the only ones that the browser's field takes."""
        return value.isoformat() if isinstance(value, date) else value


class DemandForm(forms.Form):
    """One demand; what the law misses is said beside the fields when it is sent."""

    name = forms.CharField(
        label=_("What is needed"), max_length=128, help_text=_("In a few words, like the name of a data set.")
    )
    items = forms.CharField(
        label=_("Wished items"),
        max_length=MOST_ITEMS * (LONGEST_LABEL + 1),
        widget=_area(4),
        help_text=_("One in a line, or divided by commas; at most 50."),
    )
    scenario = forms.CharField(
        label=_("What for"),
        max_length=1000,
        widget=_area(),
        help_text=_("In which business, by whom and how often the data would be used."),
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        max_length=1000,
        widget=_area(),
        help_text=_("Laws, regulations or policies with their articles."),
    )
    duty_basis = forms.CharField(
        label=_("Duty basis"),
        max_length=1000,
        widget=_area(),
        help_text=_("Where your department is charged with it."),
    )
    business_matter = forms.CharField(label=_("Related business matter"), max_length=200, required=False)
    likely_provider = forms.ChoiceField(
        label=_("Likely provider"), required=False, help_text=_("Leave it open if you do not know.")
    )
    cycle = forms.ChoiceField(label=_("Update cycle"), required=False, choices=[("", "—"), *Cycle.choices])
    mode = forms.ChoiceField(
        label=_("Sharing method"), required=False, choices=[("", "—"), *MethodType.choices]
    )
    scope = forms.CharField(
        label=_("Scope of use"), max_length=400, required=False, help_text=_("Who would see the data.")
    )
    used_from = forms.DateField(label=_("Needed from"), required=False, widget=DayInput)
    used_until = forms.DateField(label=_("Needed until"), required=False, widget=DayInput)

    def __init__(self, *args: Any, department: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = list_departments().exclude(code=department).values_list("code", "name")
        self.fields["likely_provider"].choices = [("", "—"), *others]

    @staticmethod
    def initial_of(demand: Demand) -> dict[str, Any]:
        """A demand that was stated before, as the form begins with it."""
        likely = demand.likely_provider
        kept = {name: getattr(demand, name) for name in DemandForm.base_fields if hasattr(demand, name)}
        labels = demand.items.values_list("label", flat=True)
        return kept | {"items": "\n".join(labels), "likely_provider": likely.code if likely else ""}

    def clean_items(self) -> tuple[str, ...]:
        """The items one by one."""
        items = read_items(self.cleaned_data["items"])
        if not items:
            raise forms.ValidationError(_("Name at least one item."))
        if len(items) > MOST_ITEMS:
            raise forms.ValidationError(_("At most 50 items; divide the demand."))
        long = [item for item in items if len(item) > LONGEST_LABEL]
        if long:
            raise forms.ValidationError(_("An item has at most 100 characters: %s") % f"{long[0][:20]}…")
        return items

    def clean(self) -> dict[str, Any]:
        """The term ends after it begins."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("used_from"), cleaned.get("used_until")
        if start and end and end < start:
            self.add_error("used_until", _("The end lies before the beginning."))
        return cleaned

    @property
    def wishes(self) -> Wishes:
        """What was entered; only after `is_valid`."""
        return Wishes(**self.cleaned_data)


class ConfirmForm(forms.Form):
    """This entry is it."""

    match = forms.IntegerField(widget=forms.HiddenInput)
    rest = forms.BooleanField(required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why; for what ends or sends back."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=_area())
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RouteForm(forms.Form):
    """To whom, and by when it answers."""

    provider = forms.ChoiceField(label=_("Provider"))
    due_on = forms.DateField(label=_("Answer by"), widget=DayInput)
    note = forms.CharField(label=_("Note to the provider"), max_length=500, required=False, widget=_area())

    def __init__(self, *args: Any, department: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = list_departments().exclude(code=department).values_list("code", "name")
        self.fields["provider"].choices = [("", "—"), *others]


class AnswerForm(forms.Form):
    """What the provider says; which fields an answer needs is judged by the rules."""

    answer = forms.ChoiceField(label=_("Kind of answer"), choices=ANSWERS, widget=forms.RadioSelect)
    entry = forms.CharField(
        label=_("Code of the entry"), max_length=64, required=False, help_text=_("For “we have it”.")
    )
    promised_on = forms.DateField(
        label=_("Cataloged by"), required=False, widget=DayInput, help_text=_("For “will catalog it”.")
    )
    text = forms.CharField(label=_("Explanation"), max_length=500, required=False, widget=_area())
    basis = forms.CharField(
        label=_("Legal basis of the refusal"),
        max_length=500,
        required=False,
        widget=_area(),
        help_text=_("For “cannot be given”: the law with its article."),
    )
