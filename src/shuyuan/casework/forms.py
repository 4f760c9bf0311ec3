"""Forms of casework: calendar, reminders, hand-over, supervision, substitution, phrases."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.holiday_notice import looks_like_notice, read_notice
from shuyuan.casework.holiday_source import ExceptionalDay
from shuyuan.casework.plans import check_plan, read_plan
from shuyuan.casework.rules import BUREAU_DAYS, NEAR_DAYS
from shuyuan.casework.wording import post_words
from shuyuan.kernel.errors import BadInput
from shuyuan.organizations.models import Department, Post
from shuyuan.web.wording import words_of

_REASON = {"label": _("Reason"), "max_length": 300, "widget": forms.Textarea(attrs={"rows": 2})}


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


class DayForm(forms.Form):
    """Why a day is worked or free from now on."""

    name = forms.CharField(
        label=_("Name of the day"),
        max_length=60,
        required=False,
        help_text=_("For example the holiday's name"),
    )
    reason = forms.CharField(**_REASON)


class PlanForm(forms.Form):
    """The State Council's plan of a year, pasted or as days, read into `days`."""

    document = forms.CharField(
        label=_("Announcing document"),
        max_length=120,
        help_text=_("Number of the notice that announces the plan"),
    )
    free = forms.CharField(
        label=_("Free days"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Paste the text of the notice here, or write one day or span in a line with its name: "
            "2027-02-05..2027-02-11 春节. Saturdays and Sundays inside a span need no line of their own."
        ),
    )
    worked = forms.CharField(
        label=_("Worked Saturdays and Sundays"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One day in a line: 2027-02-20. Leave it empty when you paste the notice."),
    )
    reason = forms.CharField(**_REASON)

    days: list[ExceptionalDay]

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean(self) -> dict[str, Any]:
        """Reads both texts; what is wrong with a line is said in the words of its error."""
        cleaned = super().clean() or {}
        free, worked = cleaned.get("free", ""), cleaned.get("worked", "")
        try:
            if looks_like_notice(free):
                self.days = read_notice(self.year, free)
                check_plan(self.year, self.days)
            else:
                self.days = read_plan(self.year, free, worked)
        except BadInput as error:
            self.add_error(None, str(words_of(error).text))
        return cleaned


class ReminderForm(forms.Form):
    """What to say to those who are urged."""

    reason = forms.CharField(label=_("Words to the addressee"), max_length=500, required=False)


class _PostChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """Who, what, where."""
        return post_words(obj)


class HandOverForm(forms.Form):
    """To whom, and why."""

    to_post = _PostChoice(Post.objects.none(), label=_("Receiver"), empty_label=None)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, receivers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_post"].queryset = receivers  # type: ignore[attr-defined]


class DemandForm(forms.Form):
    """What has to be answered until when."""

    demand = forms.CharField(
        label=_("What has to be answered"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    due_on = _day(_("Answer until"))


class DepartmentDemandForm(DemandForm):
    """The same about any matter of a department."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), to_field_name="code", empty_label=None
    )
    title = forms.CharField(label=_("Matter"), max_length=200)
    field_order = ("department", "title", "demand", "due_on")

    def __init__(self, *args: Any, departments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """An answer, or a conclusion."""

    reason = forms.CharField(max_length=1000)


class AgainForm(WordsForm):
    """Why an answer is not enough, and until when there has to be another."""

    due_on = _day(_("Answer until"))


class SubstitutionForm(forms.Form):
    """Who acts in whose post, from when until when, and why."""

    post = _PostChoice(Post.objects.none(), label=_("Absent"), empty_label=None)
    substitute = _PostChoice(Post.objects.none(), label=_("Substitute"))
    from_on = _day(_("From day"))
    until_on = _day(_("Until day"), help_text=_("Both days belong to it."))
    reason = forms.CharField(**_REASON)

    def __init__(self, *args: Any, absent: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = absent  # type: ignore[attr-defined]
        self.fields["substitute"].queryset = colleagues  # type: ignore[attr-defined]


class PhraseForm(forms.Form):
    """A phrase to keep."""

    text = forms.CharField(label=_("Phrase"), max_length=200)
    is_common = forms.BooleanField(label=_("For everybody"), required=False)


class EscalationForm(forms.Form):
    """From when on who is told how many working days before and after a due day."""

    since = _day(_("Since"))
    near_days = forms.IntegerField(
        label=_("Remind the addressee so many working days before"),
        min_value=1,
        max_value=60,
        initial=NEAR_DAYS,
    )
    bureau_days = forms.IntegerField(
        label=_("Tell the bureau so many working days after"),
        min_value=1,
        max_value=60,
        initial=BUREAU_DAYS,
    )
    reason = forms.CharField(**_REASON)
