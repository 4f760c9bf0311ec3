"""Forms of the construction and of changes, one for each thing that unit, bureau or commission says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shuyuan.delivery.fields import choice_field, day_field, text_field
from shuyuan.delivery.models import Contract, Tender
from shuyuan.delivery.services import Offer
from shuyuan.kernel.identifiers import uscc
from shuyuan.projects.forms import MoneyField
from shuyuan.projects.models import Project

_FAULTS = {
    uscc.Fault.LENGTH: _("A credit code has 18 characters."),
    uscc.Fault.CHARACTERS: _("A character does not belong into a credit code (no I, O, S, V, Z)."),
    uscc.Fault.CHECK: _("The check character does not fit; look at the code again."),
}


class CreditCodeField(forms.CharField):
    """A unified social credit code, written as people write it; comes out as it should be."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Unified social credit code"))
        super().__init__(max_length=40, **options)

    def clean(self, value: Any) -> str:
        """The code; what is wrong with it otherwise."""
        code = uscc.normalize(str(super().clean(value)))
        if code and (fault := uscc.fault(code)):
            raise forms.ValidationError(_FAULTS[fault], code=fault)
        return code


class LeaderForm(forms.Form):
    """Who answers for the project."""

    name = forms.CharField(label=_("Responsible person"), max_length=60)
    duty = forms.CharField(label=_("Duty"), max_length=60, required=False)


class TenderForm(forms.Form):
    """How something was bought, without the bids."""

    title = forms.CharField(label=_("What is bought"), max_length=120)
    method = forms.ChoiceField(label=_("Method"), choices=Tender.Method.choices)
    announcement = forms.CharField(
        label=_("Announcement"), max_length=200, help_text=_("Its number, or where it was published.")
    )
    opened_on = day_field(_("Bids opened"))
    content = text_field(_("What was put out"), length=4000, required=False)
    follows_approval = choice_field(
        _("Does it follow the approval?"),
        _("Yes, what was put out is what was approved."),
        _("No, it differs from what was approved."),
    )


class BidForm(forms.Form):
    """One bid; a row that is left empty is no bid."""

    name = forms.CharField(label=_("Bidder"), max_length=120)
    uscc = CreditCodeField()
    fen = MoneyField(cites="jz-project-2020/16.1", label=_("Offer (ten thousand yuan)"))
    won = forms.BooleanField(label=_("has won"), required=False)


class BaseBidFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The bids of a tender: at least one, exactly one of them won."""

    def clean(self) -> None:
        """Say what the rows together lack."""
        if any(self.errors):
            return
        rows = self.rows()
        if not rows:
            raise forms.ValidationError(_("Enter at least one bid."))
        if sum(row["won"] for row in rows) != 1:
            raise forms.ValidationError(_("Mark exactly one bid as the one that won."))
        if len({row["uscc"] for row in rows}) != len(rows):
            raise forms.ValidationError(_("A bidder stands twice."))

    def rows(self) -> list[dict[str, Any]]:
        """What was filled in."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data]

    def offers(self) -> list[Offer]:
        """The bids as the service takes them."""
        return [Offer(row["name"], row["uscc"], row["fen"]) for row in self.rows()]

    def winner(self) -> str:
        """The credit code of the bid that won."""
        return str(next(row["uscc"] for row in self.rows() if row["won"]))


BidFormSet = forms.formset_factory(BidForm, formset=BaseBidFormSet, extra=3, max_num=12, absolute_max=12)


class ContractForm(forms.Form):
    """A contract of the project."""

    number = forms.CharField(label=_("Contract number"), max_length=60)
    title = forms.CharField(label=_("Contract"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of contract"), choices=Contract.Kind.choices)
    tender_id = forms.TypedChoiceField(
        label=_("Follows the tender"), coerce=int, empty_value=None, required=False
    )
    party = forms.CharField(label=_("Other party"), max_length=120)
    uscc = CreditCodeField()
    fen = MoneyField(cites="jz-project-2020/15.1", label=_("Sum (ten thousand yuan)"))
    signed_on = day_field(_("Signed on"))
    document = forms.FileField(label=_("The contract as a file"), required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tenders = [(tender.pk, tender.title) for tender in project.tenders.all()]
        self.fields["tender_id"].choices = [("", _("Without a tender of its own")), *tenders]


class AmendmentForm(forms.Form):
    """A supplement that gives a contract another sum."""

    agreement = forms.CharField(label=_("Number of the supplement"), max_length=60)
    fen = MoneyField(cites="jz-project-2020/15.1", label=_("New sum of the contract (ten thousand yuan)"))
    signed_on = day_field(_("Signed on"))
    reason = text_field(_("Reason"))
    document = forms.FileField(label=_("The supplement as a file"), required=False)


class SupervisorForm(forms.Form):
    """The company that watches the building, with its qualification."""

    company = forms.CharField(label=_("Company"), max_length=120)
    uscc = CreditCodeField()
    certificate = forms.CharField(label=_("Number of the qualification"), max_length=60, required=False)
    valid_until = day_field(_("Valid until"), required=False)
    engineer = forms.CharField(label=_("Chief engineer"), max_length=60, required=False)
    on = day_field(_("Appointed on"))
    is_related = forms.BooleanField(
        label=_("It belongs to, or shares an interest with, a company that builds the project."),
        required=False,
    )
    document = forms.FileField(label=_("The qualification as a file"), required=False)


class ReportForm(forms.Form):
    """The supervisor's report of a month."""

    month = day_field(_("Month"), help_text=_("Any day of the month."))
    progress = forms.IntegerField(label=_("Done, in percent"), min_value=0, max_value=100)
    summary = text_field(_("What the supervisor saw"), length=4000)
    defects = text_field(_("Defects"), length=4000, required=False)
    document = forms.FileField(label=_("The report as a file"), required=False)


class MilestoneForm(forms.Form):
    """A part of the work with its planned days."""

    name = forms.CharField(label=_("Milestone"), max_length=80)
    planned_start_on = day_field(_("Planned start"))
    planned_end_on = day_field(_("Planned end"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Add what the fields cannot see for themselves."""
        data = self.cleaned_data
        start, end = data.get("planned_start_on"), data.get("planned_end_on")
        if start and end and end < start:
            self.add_error("planned_end_on", _("It ends before it starts."))
        return data


class MarkForm(forms.Form):
    """When a part of the work began and ended."""

    started_on = day_field(_("Actual start"), required=False)
    finished_on = day_field(_("Actual end"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.disabled = bool(self.initial.get(name))


class StartForm(forms.Form):
    """The day on which the building began."""

    on = day_field(_("Construction begun on"))


class CompletionForm(forms.Form):
    """The day on which the project was completed."""

    on = day_field(
        _("Completed on"), help_text=_("The true day: the period for the acceptance runs from it.")
    )
    statement = text_field(_("What was built"), required=False)


class ChangeForm(forms.Form):
    """What shall hold instead of what was approved."""

    goals = text_field(_("Goals"), rows=4, length=4000)
    content_before = text_field(
        _("Content as it was approved"),
        rows=4,
        length=4000,
        help_text=_("From the documents of the approval; asked for once."),
        required=False,
    )
    content = text_field(_("Content as it shall be"), rows=4, length=4000, required=False)
    concerns_main_content = forms.BooleanField(label=_("It concerns the main content."), required=False)
    fen = MoneyField(cites="jz-project-2020/17.2", label=_("Whole money (ten thousand yuan)"))
    reason = text_field(_("Reason"))


class ChangeDecisionForm(forms.Form):
    """The bureau's decision on a change."""

    consents = choice_field(
        _("Decision"),
        pgettext_lazy("change of a project", "Consent"),
        pgettext_lazy("change of a project", "Refuse"),
    )
    opinion = text_field(_("Opinion"))


class InvestmentForm(forms.Form):
    """The commission's approval of a larger investment."""

    document = forms.CharField(label=_("Document number"), max_length=60)
    on = day_field(_("Day of the approval"))
