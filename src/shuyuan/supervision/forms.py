"""Forms of oversight, one for each thing that somebody says."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shuyuan.organizations.models import Department
from shuyuan.projects.models import Project
from shuyuan.supervision.models import Sanction
from shuyuan.supervision.picking import ProjectField, ProjectsField, look

_FIRST_YEAR, _LAST_YEAR = 2020, 2100


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def _text(label: Any, length: int = 4000, rows: int = 3, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=length, widget=area, **options)


def _yes_no(label: Any, yes: Any, no: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class InspectionForm(forms.Form):
    """An inspection of some projects."""

    title = forms.CharField(label=_("Subject of the inspection"), max_length=120)
    held_on = _day(_("Inspected on"))
    projects = ProjectsField(label=_("Projects that are looked at"))
    participants = forms.ModelMultipleChoiceField(
        label=_("Taking part"),
        queryset=Department.objects.filter(kind="oversight", is_active=True).order_by("code"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    plan = _text(_("What is looked at"), required=False)

    def __init__(self, *given: Any, projects: QuerySet[Project], text: str = "", **named: Any) -> None:
        super().__init__(*given, **named)
        look(self.fields["projects"], projects, text)

    def clean_projects(self) -> list[int]:
        """The ids of the projects."""
        return [project.pk for project in self.cleaned_data["projects"]]


class OrderForm(forms.Form):
    """An order to rectify."""

    finding = _text(_("Finding of the inspection"))
    basis = forms.CharField(label=_("Rule that was broken"), max_length=200, required=False)
    demand = _text(_("What is demanded"))
    due_on = _day(_("Rectify by"))


class AnswerForm(forms.Form):
    """The unit's answer to an order."""

    refuses = _yes_no(_("Does the unit comply?"), _("It does not, for these reasons"), _("It did as follows"))
    answer = _text(_("Answer of the unit"), rows=5)


class CheckForm(forms.Form):
    """Whether an order was met."""

    met = _yes_no(_("Was the order met?"), _("It was met"), _("It was not met"))
    opinion = _text(_("What the check showed"), length=1000)


class SanctionForm(forms.Form):
    """A step of the ladder."""

    kind = forms.ChoiceField(label=_("Sanction"), choices=Sanction.Kind.choices, widget=forms.RadioSelect)
    reason = _text(_("Reason"), length=1000)


class ReasonForm(forms.Form):
    """Words that go with an act."""

    reason = _text(_("Reason"), length=1000)


class AuditPlanForm(forms.Form):
    """A project for the audit plan."""

    project = ProjectField(label=_("Project"))
    year = forms.IntegerField(label=_("Year of the plan"), min_value=_FIRST_YEAR, max_value=_LAST_YEAR)
    scope = _text(_("What is audited"), length=1000, required=False)

    def __init__(self, *given: Any, projects: QuerySet[Project], text: str = "", **named: Any) -> None:
        super().__init__(*given, **named)
        look(self.fields["project"], projects, text)


class AuditResultForm(forms.Form):
    """What the audit found."""

    passed = _yes_no(
        _("Result"), pgettext_lazy("audit of a project", "Passed"), _("Not passed, to be rectified")
    )
    findings = _text(_("Findings"), length=8000, rows=6)
    rectify_by = _day(_("Rectify by"), required=False)

    def clean(self) -> dict[str, Any]:
        """What did not pass has a day by which it is rectified."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("passed") is False and not given.get("rectify_by"):
            self.add_error("rectify_by", _("What did not pass needs a day by which it is rectified."))
        return given


class RectificationForm(forms.Form):
    """What the unit rectified."""

    text = _text(_("Rectification"), rows=5)


class OpinionForm(forms.Form):
    """An opinion."""

    opinion = _text(_("Opinion"), length=1000)


class LiabilityForm(forms.Form):
    """Who is answerable for what."""

    person = forms.CharField(label=_("Person responsible"), max_length=60)
    post = forms.CharField(label=_("Post"), max_length=120, required=False)
    finding = _text(_("What the person answers for"))
    referred_to = forms.CharField(label=_("Referred to"), max_length=120, required=False)


class BreachForm(forms.Form):
    """What is held against a unit."""

    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Department.objects.filter(is_active=True).order_by("code")
    )
    grounds = _text(_("Grounds"))
    heard_until = _day(_("Statement until"))


class StatementForm(forms.Form):
    """What the unit says to it."""

    statement = _text(_("Statement of the unit"), rows=5)


class BreachDecisionForm(forms.Form):
    """Whether the breach is found."""

    found = _yes_no(_("Decision"), _("The breach is found"), _("It is dropped"))
    opinion = _text(_("Opinion"), length=1000)


class ScoreForm(forms.Form):
    """A unit's score."""

    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Department.objects.filter(is_active=True).order_by("code")
    )
    year = forms.IntegerField(label=_("Year"), min_value=_FIRST_YEAR, max_value=_LAST_YEAR)
    score = forms.DecimalField(label=_("Score"), min_value=0, max_value=100, max_digits=5, decimal_places=2)
    passed = _yes_no(
        _("Result"),
        pgettext_lazy("score of a unit", "Passed"),
        pgettext_lazy("score of a unit", "Not passed"),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
