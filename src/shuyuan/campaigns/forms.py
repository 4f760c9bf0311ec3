"""Forms of campaigns: opening one, handing a list in, publishing an edition."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.campaigns import wording
from shuyuan.campaigns.rules import faults_of_days, faults_of_moved_days
from shuyuan.organizations.models import Department
from shuyuan.organizations.selectors import list_departments
from shuyuan.web.widgets import GroupedChecks

_DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class CampaignForm(forms.Form):
    """A new campaign: name, year, the last day of each step, and who is asked."""

    name = forms.CharField(label=_("Name of the campaign"), max_length=80)
    year = forms.IntegerField(
        label=_("Year"), min_value=2000, max_value=2200, help_text=_("The editions of it carry this year.")
    )
    opens_on = forms.DateField(label=_("Opens on"), **_DAY)
    closes_on = forms.DateField(
        label=_("Lists due"), help_text=_("The last day for the departments' lists."), **_DAY
    )
    county_due_on = forms.DateField(
        label=_("County summaries due"),
        help_text=_("The last day for the counties to pass their departments' lists on."),
        **_DAY,
    )
    review_due_on = forms.DateField(
        label=_("Review ends"), help_text=_("The last day for the review by the data administration."), **_DAY
    )
    departments = forms.MultipleChoiceField(
        label=_("Who is asked"),
        widget=GroupedChecks,
        help_text=_("A county's departments bring in their county's data office, which summarizes."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["departments"].choices = _grouped(list_departments().select_related("region"))

    @staticmethod
    def everybody() -> list[str]:
        """The codes of all who can be asked; the form begins with them."""
        return list(list_departments().values_list("code", flat=True))

    def clean(self) -> dict[str, Any]:
        """Add what the fields cannot see for themselves: the order of the days."""
        data = self.cleaned_data
        days = ("opens_on", "closes_on", "county_due_on", "review_due_on")
        if all(name in data for name in (*days, "year")):
            faults = faults_of_days(
                year=data["year"], today=self.today, **{name: data[name] for name in days}
            )
            for name, code in faults.items():
                self.add_error(name, wording.fault(code))
        return data


def _grouped(departments: Iterable[Department]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Departments of the city by their kind, then those of each county under its name."""
    kinds = dict(Department.Kind.choices)
    found: dict[tuple[int, str], list[tuple[str, str]]] = {}
    labels: dict[tuple[int, str], Any] = {}
    for one in sorted(departments, key=lambda one: one.code):
        below = one.kind == Department.Kind.COUNTY_DEPARTMENT
        place = (len(kinds), one.region.code) if below else (list(kinds).index(one.kind), "")
        labels[place] = (
            _("Departments of %(county)s") % {"county": one.region.name} if below else kinds[one.kind]
        )
        found.setdefault(place, []).append((one.code, one.name))
    return [(labels[place], found[place]) for place in sorted(found)]


class DaysForm(forms.Form):
    """Other days for a running campaign; the first one stays once it has begun."""

    opens_on = forms.DateField(label=_("Opens on"), **_DAY)
    closes_on = forms.DateField(label=_("Lists due"), **_DAY)
    county_due_on = forms.DateField(label=_("County summaries due"), **_DAY)
    review_due_on = forms.DateField(label=_("Review ends"), **_DAY)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Departments that have still to hand in read it."),
    )

    def __init__(self, *args: Any, before: dict[str, date], today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial=before, **kwargs)
        self.before = before
        self.today = today
        if before["opens_on"] <= today:
            self.fields["opens_on"].disabled = True
            self.fields["opens_on"].help_text = wording.fault("begun_already")

    def clean(self) -> dict[str, Any]:
        """Add what the fields cannot see for themselves: the order of the days, and whether one moves."""
        data = self.cleaned_data
        after = {name: data[name] for name in self.before if name in data}
        if len(after) == len(self.before):
            faults = faults_of_moved_days(self.before, after, today=self.today)
            if after == self.before:
                faults = {"closes_on": "nothing_moved"}
            for name, code in faults.items():
                self.add_error(name, wording.fault(code))
        return data


class SubmissionForm(forms.Form):
    """What the principal officer confirms when the list is handed in."""

    confirmed_not_secret = forms.BooleanField(
        label=_("Nothing on this list is a state secret or was declared one."), required=True
    )
    nothing_to_catalog = forms.BooleanField(
        label=_("The department keeps no data of which an entry could be made."), required=False
    )


class SummaryForm(forms.Form):
    """What the county office confirms, and what it says on lists that are missing."""

    confirmed_not_secret = forms.BooleanField(
        label=_("Nothing on this list is a state secret or was declared one."), required=True
    )
    explanation = forms.CharField(
        label=_("Why lists are missing"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EditionForm(forms.Form):
    """The number that the platform proposes, and a note that stands on the edition."""

    year = forms.IntegerField(widget=forms.HiddenInput)
    expected = forms.CharField(widget=forms.HiddenInput, max_length=12)
    note = forms.CharField(
        label=_("Note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What readers of this edition should know, such as departments that were left out."),
    )
