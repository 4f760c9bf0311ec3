"""Forms of planning: plans, studies, consents, and the lines that a unit hands in."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.planning.models import ProjectPlan
from shuyuan.planning.places import Infrastructure
from shuyuan.planning.services.documents import MOST_LINES, Goal, Line
from shuyuan.projects.steps import MOST_FEN

_DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
_MOST_DIGITS = 13
_YUAN = re.compile(rf"[0-9]{{1,{_MOST_DIGITS}}}(\.[0-9]{{1,2}})?", re.ASCII)
#: Empty lines that a table of lines offers beside those that are there.
EXTRA_LINES = 3


#: A return for completion has its own dialog, which names what is missing.
_OPINIONS = [(one.value, one.label) for one in (ProjectPlan.Opinion.INCLUDE, ProjectPlan.Opinion.DECLINE)]


class PlanForm(forms.Form):
    """A new annual plan."""

    year = forms.TypedChoiceField(label=_("Plan year"), coerce=int)
    note = forms.CharField(
        label=_("Note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What units should know, such as what the city puts first."),
    )

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in (this_year + 1, this_year)]


class LateForm(forms.Form):
    """A late filing that is allowed."""

    unit = forms.ChoiceField(label=_("Unit"))
    until = forms.DateField(label=_("May file until"), **_DAY)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "---------"), *units]


class StudyForm(forms.Form):
    """What the bureau's study of one project comes to."""

    opinion = forms.ChoiceField(label=_("Study"), choices=_OPINIONS, widget=forms.RadioSelect)
    rank = forms.IntegerField(
        label=_("Priority"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=_("1 comes first; it can be changed until the consent."),
    )
    text = forms.CharField(
        label=_("Opinion"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when the project is declined."),
    )

    def clean(self) -> dict[str, Any]:
        """A refusal has its reason."""
        data = self.cleaned_data
        if data.get("opinion") == ProjectPlan.Opinion.DECLINE and not data.get("text", "").strip():
            self.add_error("text", _("Say why the project is declined."))
        return data


class ConsentForm(forms.Form):
    """The city government's consent."""

    document = forms.CharField(label=_("Document number"), max_length=80)
    day = forms.DateField(label=_("Day of the document"), **_DAY)
    scan = forms.FileField(label=_("Scan of the document"), allow_empty_file=True)


class InfrastructureForm(forms.ModelForm):
    """Where the project is going to run."""

    class Meta:
        model = ProjectPlan
        fields = (
            "on_government_cloud",
            "on_egov_network",
            "connects_to_platform",
            "builds_machine_room",
            "builds_private_network",
            "infrastructure_note",
        )
        widgets = {"infrastructure_note": forms.Textarea(attrs={"rows": 3})}

    def statement(self) -> Infrastructure:
        """What was stated."""
        return Infrastructure(**self.cleaned_data)


class LinesForm:
    """Lines typed into a table: `item-0`, `quantity-0` …; empty lines are left out.

    `rows` are mappings as they were typed, each with its `faults` (field → words).
    """

    names: tuple[str, ...] = ()
    #: What an empty line comes with; a line that has nothing else is left out.
    prefilled: tuple[str, ...] = ()

    def __init__(self, data: Mapping[str, str]) -> None:
        self.rows: list[dict[str, Any]] = []
        for number in range(MOST_LINES + 1):
            row = {name: str(data.get(f"{name}-{number}", "")).strip() for name in self.names}
            if any(value for name, value in row.items() if name not in self.prefilled):
                self.rows.append({**row, "faults": {}})
        self.values = [self.read(row) for row in self.rows]

    @property
    def is_valid(self) -> bool:
        """Whether no line has a fault."""
        return not any(row["faults"] for row in self.rows)

    def read(self, row: dict[str, Any]) -> Any:
        """The value of a line; what is wrong goes into its `faults`."""
        raise NotImplementedError

    @staticmethod
    def need(row: dict[str, Any], name: str, most: int) -> str:
        """A text of a line that must be there."""
        text = str(row[name])
        if not text or len(text) > most:
            row["faults"][name] = _("This is needed here.") if not text else _("This is too long.")
        return text


class BudgetForm(LinesForm):
    """The lines of a budget; prices in yuan."""

    names = ("item", "quantity", "measure", "price", "year")
    prefilled = ("year",)

    def __init__(self, data: Mapping[str, str], *, plan_year: int) -> None:
        self.plan_year = plan_year
        #: Whether a price lies below zero or beyond all budgets, which is no slip.
        self.has_impossible_price = False
        super().__init__(data)

    def read(self, row: dict[str, Any]) -> Line:
        """One line."""
        item = self.need(row, "item", 120)
        quantity = self._whole(row, "quantity", 1, 10_000_000)
        year = self._whole(row, "year", self.plan_year, self.plan_year + 10)
        price = self._price(row)
        if len(row["measure"]) > 20:  # noqa: PLR2004 as the column
            row["faults"]["measure"] = _("This is too long.")
        return Line(item, quantity, price, year, row["measure"])

    @staticmethod
    def _whole(row: dict[str, Any], name: str, least: int, most: int) -> int:
        text = unicodedata.normalize("NFKC", row[name])
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1  # noqa: PLR2004
        if not least <= number <= most:
            words = _("Enter a whole number from %(least)s to %(most)s.")
            row["faults"][name] = words % {"least": least, "most": most}
        return number

    def _price(self, row: dict[str, Any]) -> int:
        text = re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", row["price"]))
        fen = int(Decimal(text) * 100) if _YUAN.fullmatch(text) else 0
        whole = text.partition(".")[0]
        is_huge = fen > MOST_FEN or (whole.isdecimal() and len(whole) > _MOST_DIGITS)
        self.has_impossible_price |= is_huge or text.startswith(("-", "\u2212"))
        if not 0 < fen <= MOST_FEN:
            row["faults"]["price"] = _("Enter an amount in yuan above zero, with at most two decimals.")
        return fen


class TargetForm(LinesForm):
    """Performance targets, line by line."""

    names = ("indicator", "value", "scale")

    def read(self, row: dict[str, Any]) -> Goal:
        """One target."""
        indicator = self.need(row, "indicator", 120)
        scale = self.need(row, "scale", 20)
        text = re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", row["value"]))
        value = Decimal(text) if re.fullmatch(r"[0-9]{1,11}(\.[0-9]{1,2})?", text, re.ASCII) else None
        if value is None:
            row["faults"]["value"] = _("Enter a number with at most two decimals.")
        return Goal(indicator, value or Decimal(0), scale)
