"""What a department says about its systems and moves, and what the bureau decides."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.wording import post_words
from shuyuan.kernel.actor import WITHOUT_DATA
from shuyuan.organizations.models import Department, Post
from shuyuan.organizations.selectors import list_posts_of
from shuyuan.systems.models import InformationSystem, Milestone, Move
from shuyuan.systems.moves import Plan

_OUTCOMES = [(Move.State.DONE.value, _("It has moved")), (Move.State.GIVEN_UP.value, _("It is given up"))]


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def _text(label: Any, length: int = 2000, rows: int = 3, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=length, widget=area, **options)


class _PostChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """Who, what, where."""
        return post_words(obj)


class _Milestones(forms.CharField):
    """Lines such as `2027-03-31 data copied`: (day, title) for each; a fault names its line."""

    def clean(self, value: Any) -> list[tuple[date, str]]:
        """The milestones in their order."""
        text = super().clean(value)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return [self._read(number, line) for number, line in enumerate(lines, start=1)]

    @staticmethod
    def _read(number: int, line: str) -> tuple[date, str]:
        day, _space, title = line.partition(" ")
        try:
            found = date.fromisoformat(day)
        except ValueError:
            found = None
        if found is None or not title.strip():
            raise forms.ValidationError(
                _("Line %(number)s: write a day such as 2027-03-31, a blank and what is done by then."),
                params={"number": number},
            )
        return found, title.strip()


class PlanFields(forms.Form):
    """How something moves: shared by every form with a plan."""

    target = forms.ChoiceField(label=_("Moves to"), choices=Move.TARGETS)
    due_on = _day(_("Moved by"))
    responsible = _PostChoice(Post.objects.none(), label=_("Who answers for it"))
    how = _text(_("How it moves"), help_text=_("Steps, resources of the cloud, what happens to the data."))
    milestones = _Milestones(
        label=_("Milestones"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One in a line, the day first: 2027-03-31 data copied and checked."),
    )
    plan_fields = ("target", "due_on", "responsible", "how", "milestones")

    def __init__(self, *args: Any, department: Department, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = list_posts_of(department).exclude(role__in=[str(role) for role in WITHOUT_DATA])
        self.fields["responsible"].queryset = posts.order_by("pk")

    def take_plan(self, data: dict[str, Any]) -> Plan:
        """The plan, taken out of the cleaned data."""
        plan = {name: data.pop(name) for name in PlanFields.plan_fields}
        return Plan(**{**plan, "responsible": plan["responsible"].pk})


class _Described(forms.Form):
    """Where a system runs, what for, and its protection."""

    network = forms.ChoiceField(label=_("Network"), choices=InformationSystem.Network.choices)
    hosting = forms.ChoiceField(label=_("Runs in"), choices=InformationSystem.Hosting.choices)
    protection_grade = forms.TypedChoiceField(
        label=_("Protection grade"),
        choices=[("", _("Not graded yet")), *InformationSystem.Protection.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    protection_filing = forms.CharField(
        label=_("Filing number of the protection"),
        max_length=40,
        required=False,
        help_text=_("As it stands on the certificate of filing."),
    )
    duty = _text(
        _("What it is for"), length=300, help_text=_("Which duty of your department the system serves.")
    )


class SystemForm(_Described, PlanFields):
    """A system that shall stand in the register; the plan is needed for one outside of cloud or network."""

    name = forms.CharField(label=_("Name of the system"), max_length=80)
    in_service_since = _day(
        _("In service since"), required=False, help_text=_("Leave it empty for a system that is being built.")
    )
    field_order = (
        "name", "in_service_since", "network", "hosting", "protection_grade", "protection_filing", "duty",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.plan_fields:
            self.fields[name].required = False
        self.fields["target"].choices = [("", "–"), *Move.TARGETS]

    def clean(self) -> dict[str, Any]:
        """A plan is whole, or it is not there."""
        data = super().clean() or {}
        needed = [name for name in self.plan_fields if name != "milestones"]
        if any(data.get(name) for name in self.plan_fields):
            for name in needed:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("A plan needs this too."))
        return data

    def taken(self, data: dict[str, Any]) -> dict[str, Any]:
        """What the service asks for: the fields of the system, and its plan or None."""
        if data.get("due_on"):
            plan = self.take_plan(data)
            return {**data, "plan": plan}
        return {name: value for name, value in data.items() if name not in self.plan_fields}


class ChangeForm(_Described):
    """What changes of a system in the register."""


class MoveForm(PlanFields):
    """The move of one system."""


class ThingForm(PlanFields):
    """The move of a machine room, a network or an exchange system."""

    thing = forms.ChoiceField(label=_("What moves"), choices=Move.THINGS[1:])
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("So that others know it: place and size, for example.")
    )
    in_use_since = _day(_("In use since"))
    field_order = ("thing", "name", "in_use_since")


class RevisionForm(PlanFields):
    """Another responsible post, another way, other milestones."""

    field_order = ("responsible", "how", "milestones")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["target"], self.fields["due_on"]


class ProgressForm(forms.Form):
    """How far a move is."""

    share = forms.IntegerField(label=_("Share done in percent"), min_value=0, max_value=100)
    reached = forms.ModelMultipleChoiceField(
        Milestone.objects.none(),
        label=_("Milestones reached"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    text = _text(_("What was done"))

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = move.milestones.filter(reached_on__isnull=True)
        self.fields["reached"].queryset = waiting
        if not waiting.exists():
            del self.fields["reached"]
        self.fields["share"].initial = move.share


class EndForm(forms.Form):
    """A department reports the end of a move."""

    outcome = forms.ChoiceField(label=_("How it ended"), choices=_OUTCOMES, widget=forms.RadioSelect)
    reason = _text(_("What proves it, or why it is given up"), length=1000)


class DecisionForm(forms.Form):
    """The bureau confirms an end, or sends it back."""

    agrees = forms.TypedChoiceField(
        label=_("What you found"),
        choices=[("yes", _("Agreed, the move ends so")), ("no", _("Back to the department"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    opinion = _text(_("Opinion"))


class DayForm(forms.Form):
    """Another day for a move."""

    due_on = _day(_("Moved by"))
    reason = _text(_("Reason"), length=1000)
