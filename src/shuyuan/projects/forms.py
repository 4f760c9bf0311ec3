"""Forms of projects, and the field of money for the forms of all their rooms."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.projects.money import WAN, entered, money_words
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.services.drafting import NEEDS_SYSTEM, ProjectDraft
from shuyuan.projects.steps import MOST_FEN
from shuyuan.projects.wording import FUNDING_MODES, KINDS
from shuyuan.systems.models import InformationSystem

_AMOUNT = re.compile(r"(?P<whole>[0-9]{1,12})(?:\.(?P<rest>[0-9]{0,12}))?", re.ASCII)
_DECIMALS = 6


class MoneyField(forms.CharField):
    """An amount that is typed in ten thousand yuan (万元) and comes out in whole fen.

    Six decimals are exactly one fen. `least_fen` is the smallest amount taken: one fen, or 0 where nothing is
    an answer. Separators and full-width digits are understood; signs, exponents and words are refused.
    `cites` is the provision under which the amount is asked; `IMPOSSIBLE` are the errors that are no slips.
    """

    IMPOSSIBLE = frozenset({"negative_money", "too_much"})
    default_error_messages = {
        "not_money": _("Enter an amount in ten thousand yuan, in figures such as 120 or 85.5."),
        "negative_money": _("An amount cannot be negative."),
        "too_exact": _("At most six decimals: the smallest amount is one fen."),
        "too_much": _("This is more than the platform takes for one project (%(most)s)."),
        "too_little": _("The amount must be more than nothing."),
    }

    def __init__(self, *, least_fen: int = 1, cites: str = "jz-project-2020/12.1", **options: Any) -> None:
        options.setdefault("label", _("Amount (ten thousand yuan)"))
        super().__init__(max_length=40, **options)
        self.least_fen, self.cites = least_fen, cites

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Figures come up first on phones."""
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Fen of an initial value as they would be typed; what somebody typed stays as it is."""
        return entered(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """Whole fen; None for an empty field."""
        if isinstance(value, int) and not isinstance(value, bool):
            return self._within(value)
        text = unicodedata.normalize("NFKC", super().to_python(value))
        text = re.sub(r"[,\s_]", "", text)
        if not text:
            return None
        if text.startswith(("-", "\u2212")):
            raise self._refused("negative_money")
        found = _AMOUNT.fullmatch(text.removeprefix("+"))
        if not found:
            huge = text.replace(".", "", 1).isdecimal()
            raise self._refused("too_much" if huge else "not_money")
        decimals = (found["rest"] or "").rstrip("0")
        if len(decimals) > _DECIMALS:
            raise self._refused("too_exact")
        return self._within(int(found["whole"]) * WAN + int(decimals.ljust(_DECIMALS, "0") or 0))

    def _within(self, fen: int) -> int:
        if fen < self.least_fen:
            raise self._refused("negative_money" if fen < 0 else "too_little")
        if fen > MOST_FEN:
            raise self._refused("too_much")
        return fen

    def _refused(self, code: str) -> forms.ValidationError:
        params = {"most": money_words(MOST_FEN)}
        return forms.ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another amount was typed."""
        return bool(super().has_changed(self.prepare_value(initial), data))

    def run_validators(self, value: Any) -> None:
        """The text's own validators (length, NUL) have nothing to say about a number."""
        if not isinstance(value, int):
            super().run_validators(value)


class ProjectForm(forms.Form):
    """What a unit says of a project; the systems offered are its own."""

    name = forms.CharField(label=_("Name of the project"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, label) for kind, label in KINDS.items()])
    system = forms.ModelChoiceField(
        label=_("System"),
        queryset=InformationSystem.objects.none(),
        required=False,
        empty_label=_("None: the project builds a new one"),
        help_text=_("Which system the project rebuilds, expands, retires or keeps up."),
    )
    funding_mode = forms.ChoiceField(
        label=_("Funding mode"), choices=[(mode.value, label) for mode, label in FUNDING_MODES.items()]
    )
    plan_year = forms.IntegerField(
        label=_("Plan year"),
        min_value=2000,
        max_value=2100,
        help_text=_("The year whose plan the project shall stand in; it is filed in the year before."),
    )
    planned_fen = MoneyField(cites="jz-project-2020/9.1", label=_("Planned money (ten thousand yuan)"))
    planned_start_on = forms.DateField(
        label=_("Planned start"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    planned_end_on = forms.DateField(
        label=_("Planned end"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Which duty it serves, for whom, and what will be better afterwards."),
    )
    is_open = forms.BooleanField(
        label=_("The project concerns no state secrets"),
        help_text=_("Projects that concern state secrets follow other rules and are not entered here."),
        error_messages={"required": _("Without this declaration the project cannot be entered here.")},
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, department: str, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["system"]
        field.queryset = InformationSystem.objects.filter(department__code=department).order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        """Days in their order, and a system where the kind needs one."""
        given = super().clean() or {}
        start, end = given.get("planned_start_on"), given.get("planned_end_on")
        if start and end and end < start:
            self.add_error("planned_end_on", _("The planned end lies before the planned start."))
        if (
            "kind" in given
            and given["kind"] in NEEDS_SYSTEM
            and not given.get("system")
            and "system" in given
        ):
            self.add_error("system", _("Such a project concerns a system: choose it."))
        return given

    def draft(self) -> ProjectDraft:
        """What the service takes."""
        given = self.cleaned_data
        new = given["kind"] not in NEEDS_SYSTEM
        return ProjectDraft(
            name=given["name"],
            kind=ProjectKind(given["kind"]),
            funding_mode=FundingMode(given["funding_mode"]),
            plan_year=given["plan_year"],
            planned_fen=given["planned_fen"],
            purpose=given["purpose"],
            system_id=None if new or given["system"] is None else given["system"].pk,
            planned_start_on=given["planned_start_on"],
            planned_end_on=given["planned_end_on"],
        )


def initial_of(draft: ProjectDraft, revision: int) -> dict[str, Any]:
    """What the form shows of a project that is there."""
    return {
        **vars(draft),
        "kind": draft.kind.value,
        "funding_mode": draft.funding_mode.value,
        "system": draft.system_id,
        "is_open": True,
        "revision": revision,
    }
