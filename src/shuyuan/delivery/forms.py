"""Forms of delivery, one for each thing that a unit, the bureau or the commission says."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shuyuan.delivery.models import Contract, Tender
from shuyuan.delivery.selectors import list_running_systems, system_name
from shuyuan.delivery.services import Offer, Panelist
from shuyuan.delivery.wording import document_words
from shuyuan.experts.models import Expert
from shuyuan.kernel.identifiers import uscc
from shuyuan.projects.forms import MoneyField
from shuyuan.projects.models import Project
from shuyuan.regulations.context import LegalContext

_FAULTS = {
    uscc.Fault.LENGTH: _("A credit code has 18 characters."),
    uscc.Fault.CHARACTERS: _("A character does not belong into a credit code (no I, O, S, V, Z)."),
    uscc.Fault.CHECK: _("The check character does not fit; look at the code again."),
}
_MOST_PANELISTS = 30
_NAME_LENGTH = 60
#: As long as the register takes a duty.
_DUTY_LENGTH = 300


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def _text(label: Any, rows: int = 3, length: int = 2000, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


def _choice(label: Any, yes: Any, no: Any, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        **options,
    )


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
    opened_on = _day(_("Bids opened"))
    content = _text(_("What was put out"), length=4000, required=False)
    follows_approval = _choice(
        _("Does it follow the approval?"),
        _("Yes, what was put out is what was approved."),
        _("No, it differs from what was approved."),
    )


class BidForm(forms.Form):
    """One bid; a row that is left empty is no bid."""

    name = forms.CharField(label=_("Bidder"), max_length=120)
    uscc = CreditCodeField()
    fen = MoneyField(label=_("Offer (ten thousand yuan)"))
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
    fen = MoneyField(label=_("Sum (ten thousand yuan)"))
    signed_on = _day(_("Signed on"))
    document = forms.FileField(label=_("The contract as a file"), required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tenders = [(tender.pk, tender.title) for tender in project.tenders.all()]
        self.fields["tender_id"].choices = [("", _("Without a tender of its own")), *tenders]


class AmendmentForm(forms.Form):
    """A supplement that gives a contract another sum."""

    agreement = forms.CharField(label=_("Number of the supplement"), max_length=60)
    fen = MoneyField(label=_("New sum of the contract (ten thousand yuan)"))
    signed_on = _day(_("Signed on"))
    reason = _text(_("Reason"))
    document = forms.FileField(label=_("The supplement as a file"), required=False)


class SupervisorForm(forms.Form):
    """The company that watches the building, with its qualification."""

    company = forms.CharField(label=_("Company"), max_length=120)
    uscc = CreditCodeField()
    certificate = forms.CharField(label=_("Number of the qualification"), max_length=60, required=False)
    valid_until = _day(_("Valid until"), required=False)
    engineer = forms.CharField(label=_("Chief engineer"), max_length=60, required=False)
    on = _day(_("Appointed on"))
    is_related = forms.BooleanField(
        label=_("It belongs to, or shares an interest with, a company that builds the project."),
        required=False,
    )
    document = forms.FileField(label=_("The qualification as a file"), required=False)


class ReportForm(forms.Form):
    """The supervisor's report of a month."""

    month = _day(_("Month"), help_text=_("Any day of the month."))
    progress = forms.IntegerField(label=_("Done, in percent"), min_value=0, max_value=100)
    summary = _text(_("What the supervisor saw"), length=4000)
    defects = _text(_("Defects"), length=4000, required=False)
    document = forms.FileField(label=_("The report as a file"), required=False)


class MilestoneForm(forms.Form):
    """A part of the work with its planned days."""

    name = forms.CharField(label=_("Milestone"), max_length=80)
    planned_start_on = _day(_("Planned start"))
    planned_end_on = _day(_("Planned end"))
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

    started_on = _day(_("Actual start"), required=False)
    finished_on = _day(_("Actual end"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.disabled = bool(self.initial.get(name))


class StartForm(forms.Form):
    """The day on which the building began."""

    on = _day(_("Construction begun on"))


class CompletionForm(forms.Form):
    """The day on which the project was completed."""

    on = _day(_("Completed on"), help_text=_("The true day: the period for the acceptance runs from it."))
    statement = _text(_("What was built"), required=False)


class ChangeForm(forms.Form):
    """What shall hold instead of what was approved."""

    goals = _text(_("Goals"), rows=4, length=4000)
    content_before = _text(
        _("Content as it was approved"),
        rows=4,
        length=4000,
        help_text=_("From the documents of the approval; asked for once."),
        required=False,
    )
    content = _text(_("Content as it shall be"), rows=4, length=4000, required=False)
    concerns_main_content = forms.BooleanField(label=_("It concerns the main content."), required=False)
    fen = MoneyField(label=_("Whole money (ten thousand yuan)"))
    reason = _text(_("Reason"))


class ChangeDecisionForm(forms.Form):
    """The bureau's decision on a change."""

    consents = _choice(
        _("Decision"),
        pgettext_lazy("change of a project", "Consent"),
        pgettext_lazy("change of a project", "Refuse"),
    )
    opinion = _text(_("Opinion"))


class InvestmentForm(forms.Form):
    """The commission's approval of a larger investment."""

    document = forms.CharField(label=_("Document number"), max_length=60)
    on = _day(_("Day of the approval"))


class ApplicationForm(forms.Form):
    """The unit applies for the acceptance."""

    statement = _text(_("What was built, and how it meets the approval"), rows=5, length=4000)
    document = forms.FileField(label=_("Documents of the application"), required=False)


class ExpertForm(forms.Form):
    """The expert whom the bureau sends: one of the pool, or somebody else by name."""

    expert_id = forms.TypedChoiceField(
        label=_("From the pool of experts"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Only those who are tied to neither the unit nor a company of the project."),
    )
    name = forms.CharField(label=_("Somebody else: name"), max_length=40, required=False)
    employer = forms.CharField(label=_("Works for"), max_length=120, required=False)

    def __init__(self, *args: Any, experts: Sequence[Expert], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(one.pk, f"{one.name} · {one.employer}") for one in experts]
        self.fields["expert_id"].choices = [("", _("Not from the pool")), *people]

    def clean(self) -> dict[str, Any]:
        """One of the two ways."""
        data = self.cleaned_data
        if data.get("expert_id") is None and not (data.get("name") and data.get("employer")):
            raise forms.ValidationError(_("Choose an expert, or enter name and employer."))
        return data


class ClearanceForm(forms.Form):
    """The bureau's clearance as a condition of the acceptance."""

    cleared = _choice(_("Clearance"), _("Acceptance cleared"), _("Acceptance not cleared"))
    opinion = _text(_("Opinion"), rows=4)


class ResultForm(forms.Form):
    """What the panel found."""

    passed = _choice(
        _("Result"), pgettext_lazy("acceptance", "Passed"), pgettext_lazy("acceptance", "Failed")
    )
    held_on = _day(_("Held on"))
    panel = _text(
        _("Acceptance panel"),
        rows=5,
        help_text=_(
            "One person in a line: name, then a comma and the employer. "
            "The expert of the data administration is among them."
        ),
    )
    opinion = _text(_("Opinion of the acceptance panel"), rows=5, length=4000)
    defects = _text(
        _("Defects"), length=4000, required=False, help_text=_("Needed when the acceptance failed.")
    )
    rectify_by = _day(_("Rectify by"), required=False, help_text=_("Needed when the acceptance failed."))

    def clean_panel(self) -> list[Panelist]:
        """The people, each with name and employer."""
        people = []
        for line in self.cleaned_data["panel"].splitlines():
            name, _comma, employer = line.strip().replace("，", ",").partition(",")
            if name.strip():
                people.append(Panelist(name.strip()[:_NAME_LENGTH], employer.strip()[:120]))
        if not people or len(people) > _MOST_PANELISTS:
            raise forms.ValidationError(_("Name who held the acceptance, at most thirty people."))
        return people

    def clean(self) -> dict[str, Any]:
        """A failed acceptance says what to mend and until when."""
        data = self.cleaned_data
        if data.get("passed") is False:
            for name in ("defects", "rectify_by"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed when the acceptance failed."))
        return data


class RectificationForm(forms.Form):
    """What was mended."""

    text = _text(_("What was mended"), rows=5, length=4000)
    document = forms.FileField(label=_("Proof"), required=False)


class DelayForm(forms.Form):
    """Why the acceptance cannot be held in time, and when it will be."""

    reason = _text(_("Reason for the delay"))
    until = _day(_("New day of the acceptance"))


class ResultsForm(forms.Form):
    """The documents that follow a passed acceptance, one file each; they may come one after the other."""

    def __init__(self, *args: Any, project: Project, legal: LegalContext, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = set(project.known.handed_in)
        for code in legal.law.codes("projects.acceptance_documents", on=legal.today):
            self.fields[code] = forms.FileField(
                label=document_words(code, legal=legal),
                required=False,
                help_text=_("Handed in; a further file is its next version.") if code in there else "",
            )

    def clean(self) -> dict[str, Any]:
        """At least one file."""
        if not any(self.cleaned_data.values()) and not self.errors:
            raise forms.ValidationError(_("Choose at least one file."))
        return self.cleaned_data


class _SystemForm(forms.Form):
    """A form that asks for one of the unit's systems, the one named like the project first."""

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        systems = list_running_systems(project)
        self.has_systems = bool(systems)
        self.fields["system_id"].choices = [
            *([] if self.fields["system_id"].required else [("", "–")]),
            *((one.pk, f"{one.code} {one.name} · {one.get_state_display()}") for one in systems),
        ]
        named = [one.pk for one in systems if one.name == system_name(project)]
        self.initial["system_id"] = project.system_id or next(iter(named), None)
        self.proposal = urlencode({"name": system_name(project), "duty": project.purpose[:_DUTY_LENGTH]})


class CatalogForm(_SystemForm):
    """What is confirmed when planned entries are handed in to the catalog, and where their data lie."""

    system_id = forms.TypedChoiceField(
        label=_("System that holds these data"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Then the register shows what the system produces. Entries that name one keep it."),
    )
    confirmed_not_secret = forms.BooleanField(
        label=_("None of these data is a state secret or was declared one."), required=True
    )


class OperationForm(_SystemForm):
    """Which system of the unit the project became."""

    system_id = forms.TypedChoiceField(label=_("System"), coerce=int)
    on = _day(_("In operation since"))
