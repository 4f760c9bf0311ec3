"""Forms of studies: resources, exchange, sharing lines, needs, systems, judgements."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import Cycle, MethodType
from shuyuan.catalog.models import Item
from shuyuan.demand.wishes import read_items
from shuyuan.organizations.selectors import list_departments
from shuyuan.studies.services import StudyContent
from shuyuan.studies.wording import HOSTINGS, NETWORKS, RELATIONS, RESOURCES, VERDICTS


def _figure(label: Any, name: str) -> forms.IntegerField:
    most = RESOURCES[name]
    limit = format_lazy(_("At most {most}."), most=f"{most:,}")
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=most, help_text=limit)


class StudyForm(forms.Form):
    """Where the system runs and what it needs there."""

    hosting = forms.ChoiceField(label=_("Where it runs"), choices=HOSTINGS, widget=forms.RadioSelect)
    network = forms.ChoiceField(label=_("Network"), choices=NETWORKS, widget=forms.RadioSelect)
    cpu_cores = _figure(_("Processor cores"), "cpu_cores")
    memory_gb = _figure(_("Memory (GB)"), "memory_gb")
    storage_gb = _figure(_("Storage (GB)"), "storage_gb")
    bandwidth_mbps = _figure(_("Bandwidth (Mbit/s)"), "bandwidth_mbps")
    resources_from = forms.DateField(
        label=_("Needed from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    connection = forms.CharField(
        label=_("How it joins the platform"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which interfaces it calls and offers, and how it is kept in step."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, asks_place: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_place:
            del self.fields["hosting"], self.fields["network"]

    def content(self) -> StudyContent:
        """The fields as the service takes them."""
        return StudyContent(
            **{name: value for name, value in self.cleaned_data.items() if name != "revision"}
        )


class ExchangeForm(forms.Form):
    """How a planned entry is exchanged."""

    mode = forms.ChoiceField(label=_("Way of exchange"), choices=MethodType.choices)
    cycle = forms.ChoiceField(label=_("How often"), choices=Cycle.choices)
    interface = forms.CharField(
        label=_("Interface"),
        max_length=400,
        required=False,
        help_text=_("Protocol, key of a query, size of an answer."),
    )


class SharingForm(forms.Form):
    """With whom a planned entry is shared."""

    department = forms.ChoiceField(label=_("Shared with"), required=False)
    items = forms.MultipleChoiceField(
        label=_("Items"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every item."),
    )
    condition = forms.CharField(label=_("Condition"), max_length=400, required=False)

    def __init__(self, *args: Any, unit: str, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = list_departments().exclude(code=unit).values_list("code", "name")
        self.fields["department"].choices = [("", _("All departments")), *others]
        self.fields["items"].choices = [(item.name, item.label) for item in items]


class NeedForm(forms.Form):
    """Data of others that the system needs."""

    name = forms.CharField(label=_("What is needed"), max_length=128)
    items = forms.CharField(
        label=_("Wished items"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in a line, or divided by commas; at most 50."),
    )
    purpose = forms.CharField(label=_("What for"), max_length=400, required=False)

    def clean_items(self) -> tuple[str, ...]:
        """The items one by one."""
        items = read_items(self.cleaned_data["items"])
        if not 0 < len(items) <= 50 or any(len(item) > 100 for item in items):  # noqa: PLR2004
            raise forms.ValidationError(_("Name 1 to 50 items of at most 100 characters."))
        return items


class DecisionForm(forms.Form):
    """Take an entry, or say why none of them serves."""

    entry = forms.IntegerField(required=False, min_value=1)
    reason = forms.CharField(max_length=400, required=False)


class SystemForm(forms.Form):
    """A registered system of the unit and what happens to it."""

    system = forms.TypedChoiceField(label=_("System"), coerce=int)
    relation = forms.ChoiceField(label=_("What happens to it"), choices=RELATIONS)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, systems: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system"].choices = systems


class JudgementForm(forms.Form):
    """What a reviewer says about an overlap."""

    verdict = forms.ChoiceField(label=_("Judgement"), choices=VERDICTS)
    opinion = forms.CharField(label=_("Opinion"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
