"""Forms of the calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.holiday_source import ExceptionalDay
from shuyuan.casework.plans import read_plan
from shuyuan.kernel.errors import BadInput
from shuyuan.web.wording import words_of

_REASON = {"label": _("Reason"), "max_length": 300, "widget": forms.Textarea(attrs={"rows": 2})}


class DayForm(forms.Form):
    """Why a day is worked or free from now on."""

    name = forms.CharField(
        label=_("Name of the day"),
        max_length=60,
        required=False,
        help_text=_("For example the holiday's name"),
    )
    reason = forms.CharField(**_REASON)


class PlanForm(forms.Form):
    """The State Council's plan of a year, read into `days`."""

    document = forms.CharField(
        label=_("Announcing document"),
        max_length=120,
        help_text=_("Number of the notice that announces the plan"),
    )
    free = forms.CharField(
        label=_("Free days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "One day or span in a line, with its name: 2027-02-05..2027-02-11 春节. "
            "Saturdays and Sundays inside a span need no line of their own."
        ),
    )
    worked = forms.CharField(
        label=_("Worked Saturdays and Sundays"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One day in a line: 2027-02-20"),
    )
    reason = forms.CharField(**_REASON)

    days: list[ExceptionalDay]

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean(self) -> dict[str, Any]:
        """Reads both texts; what is wrong with a line is said in the words of its error."""
        cleaned = super().clean() or {}
        try:
            self.days = read_plan(self.year, cleaned.get("free", ""), cleaned.get("worked", ""))
        except BadInput as error:
            self.add_error(None, str(words_of(error).text))
        return cleaned
