"""How people sign in: accounts are opened for them, names are compared without case, passwords expire."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext

from shuyuan.audit.steps import record
from shuyuan.organizations.events import Event
from shuyuan.organizations.models import Person
from shuyuan.organizations.selectors import actor_of_person


class AccountAdapter(DefaultAccountAdapter):
    """allauth with sign-up closed, no mail, and a password change that the audit trail sees."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Nobody opens an account for themselves."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The platform sends no mail: administrators reset passwords."""

    def clean_password(self, password: str, user: Person | None = None) -> str:
        """Refuse the password that the person has already, besides what the validators refuse."""
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError(gettext("The new password must differ from the old one."))
        return super().clean_password(password, user=user)

    @transaction.atomic
    def set_password(self, user: Person, password: str) -> None:
        """Keep the person's own new password and the day of it."""
        user.set_password(password)
        user.must_change_password = False
        user.password_changed_at = timezone.now()
        user.save(update_fields=["password", "must_change_password", "password_changed_at"])
        record(Event.PASSWORD_CHANGED, actor=actor_of_person(user), subject_kind="person", subject_id=user.pk)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """To the workbench."""
        return resolve_url("/")


def account_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The name under which failed sign-ins count: without case, as the sign-in itself compares it."""
    given = (credentials or {}).get("username") or (request.POST.get("login") if request else "")
    return str(given or "").strip().lower()
