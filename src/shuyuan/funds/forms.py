"""What finance, bureau and units fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.projects.forms import MoneyField


def _words(label: Any, *, rows: int = 3, required: bool = True, limit: int = 2000, **options: Any) -> Any:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=limit, required=required, widget=area, **options)


class _Revised(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReviewForm(_Revised):
    """The review of the funds."""

    fen = MoneyField(label=_("Reasonable amount (ten thousand yuan)"))
    opinion = _words(_("Opinion"))


class BudgetForm(_Revised):
    """Money of one project in a year."""

    year = forms.IntegerField(label=_("Budget year"), min_value=2000, max_value=2999)
    fen = MoneyField(label=_("Budget (ten thousand yuan)"))
    document = forms.CharField(label=_("Number of the budget document"), max_length=60)
    reason = _words(
        _("Reason"), required=False, help_text=_("Needed where something weighs against the money.")
    )


class YearBudgetForm(forms.Form):
    """What is the same for all lines of a year's list."""

    year = forms.IntegerField(label=_("Budget year"), min_value=2000, max_value=2999)
    document = forms.CharField(label=_("Number of the budget document"), max_length=60)


class PaymentForm(forms.Form):
    """The unit asks for money."""

    what = forms.ChoiceField(label=_("Paid from"), widget=forms.RadioSelect)
    fen = MoneyField(label=_("Amount (ten thousand yuan)"))
    grounds = _words(
        _("What is paid for"),
        limit=1000,
        help_text=_("Stage of the work, invoice, clause of the contract."),
    )

    def __init__(self, *args: Any, contracts: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = contracts  # type: ignore[attr-defined]


class PayForm(forms.Form):
    """Finance pays."""

    document = forms.CharField(label=_("Number of the payment document"), max_length=60)
    on = forms.DateField(
        label=_("Day of the payment"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ReasonForm(forms.Form):
    """Why something is not paid."""

    reason = _words(_("Reason"))


class ExcuseForm(forms.Form):
    """Why nothing was begun."""

    year = forms.IntegerField(label=_("Budget year"), min_value=2000, max_value=2999)
    reason = _words(_("Why the project has not begun"), rows=5)


class ExcuseDecisionForm(forms.Form):
    """What the bureau says to it."""

    granted = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("The reason is sufficient: the money is not held")),
            ("no", _("The reason is not sufficient: the money is held")),
        ],
    )
    opinion = _words(_("Opinion"), required=False)

    def clean_granted(self) -> bool:
        """True for sufficient."""
        return bool(self.cleaned_data["granted"] == "yes")


class YearForm(forms.Form):
    """The year that ends."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2999)
