"""What the unit, the organizers and the evaluators fill in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.evaluation.models import AREAS, MEASURES, Indicator
from shuyuan.evaluation.rules import FULL, Area, Measure
from shuyuan.evaluation.services import BodyDraft, IndicatorDraft

#: Lines of a scheme on the page: those that are there, and some empty ones.
_LINES, _MORE = 8, 4


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """ISO dates are the only ones that the browser's field takes."""
        return value.isoformat() if isinstance(value, date) else value


class PlanForm(forms.Form):
    """The document of one plan of upkeep."""

    file = forms.FileField(label=_("Document of the plan"))


class ReportForm(forms.Form):
    """What the unit says of its project."""

    text = forms.CharField(
        label=_("Report of the unit"),
        max_length=8000,
        widget=_area(8),
        help_text=_("How the system runs, what was shared and used, which targets were reached."),
    )
    uptime = forms.DecimalField(
        label=_("Availability (per cent)"), required=False, min_value=0, max_value=FULL, decimal_places=2
    )


class BodyForm(forms.Form):
    """A third-party body."""

    name = forms.CharField(label=_("Name of the body"), max_length=120)
    contract = forms.CharField(label=_("Contract number"), max_length=80)
    qualification = forms.CharField(label=_("Qualification"), max_length=200)

    @property
    def draft(self) -> BodyDraft:
        """What was entered; only after `is_valid`."""
        return BodyDraft(**self.cleaned_data)


class PanelForm(forms.Form):
    """A panel of the pool."""

    experts = forms.TypedChoiceField(
        label=_("Number of experts"),
        choices=[(number, str(number)) for number in (3, 5, 7)],
        coerce=int,
        help_text=_("Drawn by lot from the pool; who is not independent is passed over."),
    )


class MarksForm(forms.Form):
    """Points of a hundred for each judged indicator."""

    def __init__(self, *args: Any, indicators: list[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        for one in indicators:
            self.fields[f"points_{one.pk}"] = forms.DecimalField(
                label=one.label, required=False, min_value=0, max_value=FULL, decimal_places=2
            )
            self.fields[f"remark_{one.pk}"] = forms.CharField(
                label=_("Remark on: %(indicator)s") % {"indicator": one.label},
                required=False,
                max_length=500,
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Points and remark of each indicator."""
        return [(self[f"points_{one.pk}"], self[f"remark_{one.pk}"]) for one in self.indicators]

    @property
    def points(self) -> dict[int, Any]:
        """What was entered; only after `is_valid`."""
        given = {one.pk: self.cleaned_data[f"points_{one.pk}"] for one in self.indicators}
        return {key: value for key, value in given.items() if value is not None}

    @property
    def remarks(self) -> dict[int, str]:
        """The remarks; only after `is_valid`."""
        return {one.pk: self.cleaned_data[f"remark_{one.pk}"] for one in self.indicators}


class ConcludeForm(forms.Form):
    """The result."""

    opinion = forms.CharField(label=_("Findings"), max_length=4000, required=False, widget=_area(4))
    rectify_by = forms.DateField(
        label=_("To be rectified by"),
        required=False,
        widget=DayInput,
        help_text=_("Needed when the score does not reach the mark."),
    )


class RectificationForm(forms.Form):
    """What was rectified."""

    text = forms.CharField(label=_("Report of the rectification"), max_length=4000, widget=_area(6))


class ReturnForm(forms.Form):
    """Why it is not enough, and until when."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=_area())
    rectify_by = forms.DateField(label=_("To be rectified by"), widget=DayInput)


class SchemeForm(forms.Form):
    """The score to pass, and two levels of next year's upkeep."""

    pass_score = forms.IntegerField(label=_("Score to pass"), min_value=1, max_value=FULL, initial=60)
    passed_percent = forms.IntegerField(
        label=_("Upkeep with that score (per cent)"),
        min_value=0,
        max_value=FULL,
        initial=90,
        help_text=_("Of what the unit asks for next year; the law gives no numbers."),
    )
    good_score = forms.IntegerField(
        label=_("Score for the whole upkeep"), min_value=1, max_value=FULL, initial=80
    )

    @property
    def levels(self) -> dict[int, int]:
        """Per cent by the least score; only after `is_valid`."""
        data = self.cleaned_data
        return {data["pass_score"]: data["passed_percent"], data["good_score"]: FULL}


class LineForm(forms.Form):
    """One indicator of a scheme; an empty label leaves the line out."""

    label = forms.CharField(label=_("Indicator"), max_length=80, required=False)
    area = forms.ChoiceField(
        label=_("Area"), choices=[(k.value, v) for k, v in AREAS.items()], required=False
    )
    weight = forms.IntegerField(label=_("Weight"), min_value=1, max_value=FULL, required=False)
    measure = forms.ChoiceField(
        label=_("How it is found"), choices=[(k.value, v) for k, v in MEASURES.items()], required=False
    )
    full_at = forms.FloatField(label=_("Value for all points"), min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        """A line with a label has a weight, and a counted one the value that earns all points."""
        cleaned = super().clean() or {}
        if cleaned.get("label"):
            if not cleaned.get("weight"):
                self.add_error("weight", _("Enter the weight."))
            if cleaned.get("measure") != Measure.JUDGED and not cleaned.get("full_at"):
                self.add_error("full_at", _("Enter the value that earns all points."))
        return cleaned

    @property
    def draft(self) -> IndicatorDraft | None:
        """The line; None when it is empty. Only after `is_valid`."""
        data = self.cleaned_data
        if not data.get("label"):
            return None
        return IndicatorDraft(
            data["label"],
            Area(data["area"]),
            data["weight"],
            Measure(data["measure"]),
            data.get("full_at") or 0,
        )


def line_forms(data: Any = None, initial: list[dict[str, Any]] | None = None) -> list[LineForm]:
    """The lines of a scheme: so many as there are, and some empty ones."""
    known = initial or []
    number = max(_LINES, len(known)) + _MORE
    return [
        LineForm(data, prefix=f"line{place}", initial=known[place] if place < len(known) else None)
        for place in range(number)
    ]
