"""What bureau, commission and unit fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.approvals.wording import LINE_KINDS, LINES_OF
from shuyuan.projects.forms import MoneyField

_YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _words(label: Any, *, rows: int = 4, required: bool = True, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=2000, required=required, widget=area, **options)


class _YesNo(forms.ChoiceField):
    """Yes or no, without a choice made beforehand; comes out as a truth value."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=_YES_NO, widget=forms.RadioSelect, **options)

    def clean(self, value: Any) -> Any:
        """True for yes."""
        return super().clean(value) == "yes"


class _Revised(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReviewForm(_Revised):
    """The bureau's review."""

    meets_co_use = _YesNo(label=_("Meets the rules of shared building and use"))
    meets_connection = _YesNo(label=_("Meets the rules for joining the platform"))
    opinion = _words(
        _("Opinion"), rows=6, help_text=_("It stands in the paper that goes to unit, commission and finance.")
    )
    passed = forms.ChoiceField(
        label=_("Result"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("Passed: into the project library")),
            ("no", _("Not passed: the project ends here")),
        ],
    )

    def clean_passed(self) -> bool:
        """True for passed."""
        return bool(self.cleaned_data["passed"] == "yes")


class AskForm(forms.Form):
    """The commission asks for the bureau's opinion."""

    question = _words(_("What the opinion shall say"), rows=3, required=False)
    document = forms.CharField(label=_("Number of the letter"), max_length=60, required=False)


class AnswerForm(forms.Form):
    """The bureau's opinion for the commission."""

    consents = _YesNo(label=_("Consents to the approval"))
    opinion = _words(_("Opinion"))


class _DecisionForm(_Revised):
    document = forms.CharField(
        label=_("Number of the document"),
        max_length=60,
        help_text=_("As it stands on the commission's decision."),
    )
    on = forms.DateField(
        label=_("Day of the document"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    scan = forms.FileField(label=_("Scan of the decision"), required=False)


class ApprovalForm(_DecisionForm):
    """The commission approves."""

    fen = MoneyField(cites="jz-project-2020/11.1", label=_("Approved investment (ten thousand yuan)"))
    reason = _words(
        _("Reason"),
        rows=3,
        required=False,
        help_text=_("Needed where the decision departs from the opinion."),
    )
    field_order = ("fen", "document", "on", "scan", "reason")


class RefusalForm(_DecisionForm):
    """The commission does not approve."""

    reason = _words(_("Reason"), rows=3)
    field_order = ("document", "on", "scan", "reason")


class SummaryForm(forms.Form):
    """What a plan says in words."""

    summary = forms.CharField(
        label=_("How it is done"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class LineForm(forms.Form):
    """One line of a plan."""

    kind = forms.ChoiceField(label=_("Kind"))
    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, help_text=_("May stay empty for a catalog entry.")
    )
    detail = forms.CharField(
        label=_("What exactly"),
        max_length=400,
        required=False,
        help_text=_("Way and frequency, amount and from when."),
    )
    entry = forms.CharField(
        label=_("Code of the catalog entry"),
        max_length=60,
        required=False,
        help_text=_("If it is published."),
    )

    def __init__(self, *args: Any, plan: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, LINE_KINDS[kind]) for kind in LINES_OF[plan]]  # type: ignore[attr-defined]
        if plan != "integration_plan":
            del self.fields["entry"]
            self.fields["name"].required, self.fields["name"].help_text = True, ""


class ProcurementForm(forms.Form):
    """The unit opens the procurement."""

    content = _words(_("What is bought"), rows=3)
    follows_approval = forms.BooleanField(
        label=_("The content is what was approved and budgeted"), required=False
    )
