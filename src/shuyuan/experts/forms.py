"""What the bureau and the experts fill in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shuyuan.experts.models import OUTCOMES, Expert, Review
from shuyuan.experts.names import split_names
from shuyuan.experts.rules import FULL_SCORE
from shuyuan.experts.selectors import list_fields, list_waiting_projects
from shuyuan.experts.services import ExpertDraft
from shuyuan.kernel.actor import Role
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import list_departments

_MOST_OF_A_FIELD = 30


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """ISO dates are the only ones that the browser's field takes."""
        return value.isoformat() if isinstance(value, date) else value


class ExpertForm(forms.Form):
    """One expert of the pool."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=40)
    employer = forms.CharField(label=_("Employer"), max_length=120)
    department = forms.ChoiceField(
        label=_("Department of the platform"), required=False, help_text=_("If the employer is one.")
    )
    title = forms.CharField(label=_("Professional title"), max_length=60, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    fields_of_expertise = forms.CharField(
        label=_("Fields of expertise"), max_length=400, help_text=_("Divided by commas; new ones are added.")
    )
    related_departments = forms.MultipleChoiceField(
        label=_("Related departments"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text=_("Declared by the expert: no project of these departments."),
    )
    related_companies = forms.CharField(
        label=_("Related companies"),
        required=False,
        max_length=2000,
        widget=_area(),
        help_text=_("Declared by the expert, one in a line: no project in which one of them takes part."),
    )
    post = forms.ChoiceField(
        label=_("Account"), required=False, help_text=_("Without one, sheets come on paper.")
    )

    def __init__(self, *args: Any, expert: Expert | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = list(list_departments().values_list("code", "name"))
        self.fields["department"].choices = [("", "—"), *departments]
        self.fields["related_departments"].choices = departments
        posts = Post.objects.filter(role=Role.EXPERT.value, ended_on__isnull=True).select_related("person")
        free = posts.filter(expert__isnull=True)
        if expert is not None and expert.post_id:
            free = free | posts.filter(pk=expert.post_id)
        self.fields["post"].choices = [("", "—"), *((post.pk, str(post.person)) for post in free)]

    @property
    def draft(self) -> ExpertDraft:
        """What was entered; only after `is_valid`."""
        data = self.cleaned_data
        return ExpertDraft(
            name=data["name"],
            employer=data["employer"],
            fields=split_names(data["fields_of_expertise"]),
            title=data["title"],
            phone=data["phone"],
            department=data["department"],
            related_departments=tuple(data["related_departments"]),
            related_companies=split_names(data["related_companies"]),
            post=int(data["post"]) if data["post"] else None,
        )


class PanelRulesForm(forms.Form):
    """What holds for all panels."""

    least_experts = forms.IntegerField(
        label=_("Least number of experts"),
        min_value=1,
        max_value=99,
        help_text=_("An odd number. The law names none, so this is the bureau's own."),
    )
    scoring_days = forms.IntegerField(label=_("Working days for scoring"), min_value=1, max_value=60)
    pass_score = forms.IntegerField(
        label=_("Score that suggests passing"),
        min_value=0,
        max_value=100,
        help_text=_("Shown to the chair; the panel concludes in words, not by arithmetic."),
    )

    def clean_least_experts(self) -> int:
        """Odd, so that a panel is never divided in halves."""
        number: int = self.cleaned_data["least_experts"]
        if number % 2 == 0:
            raise forms.ValidationError(_("The number must be odd."))
        return number


class ListForm(forms.Form):
    """A list of experts as a workbook or CSV file."""

    file = forms.FileField(label=_("List of experts"))


#: Earlier reviews of waiting projects that are offered.
_MOST_EARLIER = 50


class CallForm(forms.Form):
    """Call a review: which projects, how many experts of which field, when."""

    projects = forms.MultipleChoiceField(label=_("Projects"), widget=forms.CheckboxSelectMultiple)
    companies = forms.CharField(
        label=_("Companies that took part in preparing them"),
        required=False,
        max_length=2000,
        widget=_area(),
        help_text=_("One in a line, such as who wrote the study. Their people are excluded from the draw."),
    )
    title = forms.CharField(label=_("Name of the review"), max_length=120, required=False)
    held_on = forms.DateField(label=_("Day of the review"), widget=DayInput)
    due_on = forms.DateField(label=_("Scores due"), widget=DayInput)
    same_panel_as = forms.ChoiceField(
        label=_("Panel"), required=False, help_text=_("After changes, the same panel can look again.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = list(list_waiting_projects())
        self.fields["projects"].choices = [(str(one.pk), f"{one.name}（{one.unit.name}）") for one in waiting]
        earlier = Review.objects.filter(state=Review.State.CONCLUDED, cases__project__in=waiting)
        earlier = earlier.distinct().order_by("-pk")[:_MOST_EARLIER]
        self.fields["same_panel_as"].choices = [
            ("", _("Draw a new panel")),
            *((str(one.pk), f"{one.number} {one.title}") for one in earlier),
        ]
        self.quota_names = {}
        for field in list_fields():
            name = f"quota_{field.pk}"
            self.quota_names[name] = field.name
            self.fields[name] = forms.IntegerField(
                label=field.name,
                required=False,
                min_value=0,
                max_value=_MOST_OF_A_FIELD,
                help_text=_("%(number)s available") % {"number": field.available},
            )

    @property
    def quota_fields(self) -> list[forms.BoundField]:
        """The fields that ask how many experts of each field of expertise."""
        return [self[name] for name in self.quota_names]

    @property
    def quotas(self) -> dict[str, int]:
        """How many experts of which field; only after `is_valid`."""
        given = {name: self.cleaned_data.get(key) or 0 for key, name in self.quota_names.items()}
        return {name: number for name, number in given.items() if number}

    def clean(self) -> dict[str, Any]:
        """Either an earlier panel or numbers to draw by."""
        cleaned = super().clean() or {}
        if not cleaned.get("same_panel_as") and not self.quotas:
            self.add_error(None, _("Say how many experts of which field are drawn."))
        return cleaned

    @property
    def company_names(self) -> tuple[str, ...]:
        """The companies one by one; only after `is_valid`."""
        return split_names(self.cleaned_data["companies"])


class DrawForm(forms.Form):
    """Draw further experts."""

    field = forms.ChoiceField(label=_("Field of expertise"))
    number = forms.IntegerField(label=_("Number of experts"), min_value=1, max_value=30, initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [
            (field.name, f"{field.name}（{field.available}）") for field in list_fields()
        ]


class DueForm(forms.Form):
    """Another day for the scores."""

    due_on = forms.DateField(label=_("Scores due"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=500)


class SheetForm(forms.Form):
    """One sheet: a score and a remark on each aspect, an opinion, a suggestion."""

    opinion = forms.CharField(label=_("Opinion"), max_length=2000, required=False, widget=_area(4))
    suggests = forms.ChoiceField(
        label=_("Suggested conclusion"), required=False, choices=[("", "—"), *OUTCOMES.items()]
    )

    def __init__(self, *args: Any, aspects: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aspects = aspects
        for code, label in aspects.items():
            self.fields[f"score_{code}"] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=FULL_SCORE
            )
            self.fields[f"remark_{code}"] = forms.CharField(
                label=_("Remark on: %(aspect)s") % {"aspect": label}, required=False, max_length=500
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Score and remark of each aspect."""
        return [(self[f"score_{code}"], self[f"remark_{code}"]) for code in self.aspects]

    def values(self, part: str) -> dict[str, Any]:
        """The scores or remarks by aspect; only after `is_valid`."""
        return {code: self.cleaned_data[f"{part}_{code}"] for code in self.aspects}


class ConclusionForm(forms.Form):
    """What the panel says of a project."""

    outcome = forms.ChoiceField(
        label=_("Conclusion of the panel"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect
    )
    opinion = forms.CharField(
        label=_("Opinion of the panel"),
        max_length=4000,
        required=False,
        widget=_area(5),
        help_text=_("Needed for changes and for a failure: what has to change, or why it fails."),
    )
