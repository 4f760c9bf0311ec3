"""Forms from the application for the acceptance to the operation."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shuyuan.delivery.fields import choice_field, day_field, text_field
from shuyuan.delivery.selectors import list_running_systems, system_name
from shuyuan.delivery.services import Panelist
from shuyuan.delivery.wording import document_words
from shuyuan.experts.models import Expert
from shuyuan.projects.models import Project
from shuyuan.regulations.context import LegalContext

_MOST_PANELISTS = 30
_NAME_LENGTH = 60
#: As long as the register takes a duty.
_DUTY_LENGTH = 300


class ApplicationForm(forms.Form):
    """The unit applies for the acceptance."""

    statement = text_field(_("What was built, and how it meets the approval"), rows=5, length=4000)
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

    cleared = choice_field(_("Clearance"), _("Acceptance cleared"), _("Acceptance not cleared"))
    opinion = text_field(_("Opinion"), rows=4)


class ResultForm(forms.Form):
    """What the panel found."""

    passed = choice_field(
        _("Result"), pgettext_lazy("acceptance", "Passed"), pgettext_lazy("acceptance", "Failed")
    )
    held_on = day_field(_("Held on"))
    panel = text_field(
        _("Acceptance panel"),
        rows=5,
        help_text=_(
            "One person in a line: name, then a comma and the employer. "
            "The expert of the data administration is among them."
        ),
    )
    opinion = text_field(_("Opinion of the acceptance panel"), rows=5, length=4000)
    defects = text_field(
        _("Defects"), length=4000, required=False, help_text=_("Needed when the acceptance failed.")
    )
    rectify_by = day_field(_("Rectify by"), required=False, help_text=_("Needed when the acceptance failed."))

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

    text = text_field(_("What was mended"), rows=5, length=4000)
    document = forms.FileField(label=_("Proof"), required=False)


class DelayForm(forms.Form):
    """Why the acceptance cannot be held in time, and when it will be."""

    reason = text_field(_("Reason for the delay"))
    until = day_field(_("New day of the acceptance"))


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
    on = day_field(_("In operation since"))
