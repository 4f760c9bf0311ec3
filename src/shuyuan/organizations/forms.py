"""What people enter about accounts, posts and offices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shuyuan.kernel.actor import Actor, Role
from shuyuan.organizations import rights
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import list_departments


class AccountForm(forms.Form):
    """A new account; the department is fixed for a principal officer."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("For signing in: letters, digits and @ . + - _ without blanks."),
    )
    full_name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=40)
    department = forms.ChoiceField(label=_("Department"))
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [
            (department.code, str(department))
            for department in list_departments()
            if rights.may_open_account(actor, department=department.code)
        ]


class PostForm(forms.Form):
    """An appointment: who gets which role."""

    username = forms.CharField(
        label=_("User name of the person"), max_length=150, help_text=_("The account must exist already.")
    )
    role = forms.TypedChoiceField(label=_("Role"), coerce=Role)
    title = forms.CharField(label=_("Title"), max_length=60, required=False)

    def __init__(self, *args: Any, actor: Actor, department: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            (value, label)
            for value, label in Post.RoleChoice.choices
            if rights.may_appoint(actor, department=department, role=Role(value))
        ]


class OfficeForm(forms.Form):
    """The office that does the data work."""

    office = forms.CharField(label=_("Data office"), max_length=60)


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(max_length=300)
